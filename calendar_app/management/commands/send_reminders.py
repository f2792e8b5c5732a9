"""What the clock does in the calendar, by hand and at any time."""

import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from calendar_app import clock


class Command(BaseCommand):
    help = "Remind, mark what was missed, end pauses and reviews; lay slots and tie results."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", metavar="TIME", help="such as 2026-11-21T18:00+08:00")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        now = self._now(options["now"])
        answer = clock.tick(now) | clock.daily(now)
        if options["as_json"]:
            self.stdout.write(json.dumps(answer))
        else:
            for name, count in answer.items():
                self.stdout.write(f"{name} {count}")

    def _now(self, text: str | None) -> datetime:
        if not text:
            return timezone.now()
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
        if found is None:
            self.stderr.write(f"“{text}” is no time. Write it as 2026-11-21T18:00+08:00.")
            raise SystemExit(2)
        return found if timezone.is_aware(found) else timezone.make_aware(found)
