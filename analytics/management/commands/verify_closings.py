"""Check that closed quarters are what they were: every hash, and how they hang together."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from analytics.closing.chain import faults
from analytics.models import PeriodClose
from workspaces.models import Workspace


class Command(BaseCommand):
    help = "Check the hash chain of closed quarters. Exit 0: it holds; 1: something was changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", metavar="SLUG", help="only this one; else all")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        workspaces = Workspace.objects.order_by("slug")
        if slug := options["workspace"]:
            workspaces = workspaces.filter(slug=slug)
            if not workspaces:
                raise CommandError(
                    _("There is no workspace “%(slug)s”. Make it with create_workspace.")
                    % {"slug": slug}
                )
        rows, broken = [], 0
        for workspace in workspaces:
            found = faults(workspace)
            count = PeriodClose.objects.in_workspace(workspace).count()
            broken += len(found)
            rows.append(
                {
                    "workspace": workspace.slug,
                    "closings": count,
                    "faults": [
                        {"number": one.number, "period": one.name, "what": one.what}
                        for one in found
                    ],
                }
            )
            if not options["as_json"]:
                self._say(workspace, count, found)
        if options["as_json"]:
            self.stdout.write(json.dumps({"workspaces": rows}, ensure_ascii=False))
        if broken:
            raise CommandError(_("Closed quarters were changed. Compare with a backup."))

    def _say(self, workspace: Workspace, count: int, found: list) -> None:
        state = "ok" if not found else "!!"
        words = _("%(count)d closings") % {"count": count}
        self.stdout.write(f"{state}  {workspace.slug}  {words}")
        for one in found:
            self.stdout.write(f"    {one.number} {one.name}: {one.what}")
