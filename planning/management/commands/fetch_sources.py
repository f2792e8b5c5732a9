"""Fetch the sources of the reading list, as the clock does; for a server without one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning import reading
from planning.models import ReadingSource
from workspaces.punctuation import COMMA, sign


class Command(BaseCommand):
    help = "Fetch the sources of the reading list that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", action="store_true", help="All sources that are not paused, due or not."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at, everything = timezone.now(), options["now"]
        if everything:
            rows = ReadingSource.objects.standing().filter(paused_at=None)
            due = list(rows.order_by("next_at", "pk").values_list("pk", flat=True))
        else:
            due = reading.due_sources(at=at)
        new = asked = 0
        for pk in due:
            count = reading.fetch_source(pk, at=at, now=everything)
            if count is None:
                continue
            asked, new = asked + 1, new + count
            source = ReadingSource.objects.get(pk=pk)
            if source.error:
                self.stderr.write(f"{source}: {source.error}")
        said = ngettext("%(n)d source read", "%(n)d sources read", asked) % {"n": asked}
        self.stdout.write(said + sign(COMMA) + _("%(n)d new articles") % {"n": new})
