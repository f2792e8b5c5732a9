"""Make the rows of routines that are due, as the clock does every hour; for a server without one."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.routines import generate_everywhere


class Command(BaseCommand):
    help = "Make the rows of routines that are due. Twice is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", metavar="MOMENT", help="2026-11-20T09:00:00+08:00")

    def handle(self, *args: Any, **options: Any) -> None:
        text = options["now"]
        try:
            at = datetime.fromisoformat(text) if text else timezone.now()
        except ValueError:
            raise CommandError(
                _("%(option)s is “%(text)s”. Write a moment such as 2026-11-20T09:00:00+08:00.")
                % {"option": "--now", "text": text}
            ) from None
        if timezone.is_naive(at):
            at = timezone.make_aware(at)
        made = generate_everywhere(at=at)
        self.stdout.write(_("Routines that fell due: %(count)d new.") % {"count": made})
