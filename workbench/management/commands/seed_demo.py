"""Make the sample workspace: a believable small brand, the same every time for a date."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from workbench.sample.seed import NotTheSample, seed


class Command(BaseCommand):
    help = "Make (or make anew) the sample workspace with the address demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", metavar="DATE", help="the day the sample is made for")

    def handle(self, *args: Any, **options: Any) -> None:
        text = options["today"]
        try:
            today = date.fromisoformat(text) if text else timezone.localdate()
        except ValueError:
            raise CommandError(
                _("%(option)s is “%(text)s”. Write a day such as 2026-11-21.")
                % {"option": "--today", "text": text}
            ) from None
        try:
            workspace = seed(today)
        except NotTheSample as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("The sample workspace “%(name)s” is ready.") % {"name": workspace.name})
