"""Bring an edited timeline back from the command line. Exit 0: done; 1: cannot; 2: option off."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from planning.import_apply import apply
from planning.import_sheet import CannotRead, read
from planning.importing import compare
from workspaces.models import Workspace

CANNOT, WRONG_CALL = 1, 2


class Command(BaseCommand):
    help = (
        "Import a timeline (O1.2.1) that was edited outside. --dry-run only says what it would do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            sentence = _("There is no workspace “%(slug)s”. Make it with create_workspace.")
            self.stderr.write(sentence % {"slug": options["workspace"]})
            raise SystemExit(WRONG_CALL)
        path = Path(options["file"])
        with translation.override(workspace.language):
            try:
                diff = compare(workspace, read(path.read_bytes()))
            except OSError as error:
                self.stderr.write(
                    _("“%(file)s” cannot be read: %(reason)s.")
                    % {"file": path, "reason": error.strerror or type(error).__name__}
                )
                raise SystemExit(WRONG_CALL) from None
            except CannotRead as error:
                self.stderr.write(str(error))
                raise SystemExit(CANNOT) from None
            answer = diff.as_json()
            if not options["dry_run"]:
                apply(workspace, diff, by=None, name=path.name)
            if options["as_json"]:
                self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
                return
            self.stdout.write(
                _("Added %(added)d, changed %(changed)d, removed %(removed)d, as before %(same)d.")
                % {
                    "added": answer["added"],
                    "changed": answer["changed"],
                    "removed": answer["removed"],
                    "same": answer["unchanged"],
                }
            )
            for one in answer["rejected"]:
                self.stdout.write(f"! {one['row']}: {one['reason']}")
