"""One month of the calendar as a workbook to edit."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from calendar_app import sheets
from calendar_app.management.asked import WrongCall, month_of, workspace_of


class Command(BaseCommand):
    help = "Write one month of the calendar to an Excel file. Exit 0: done; 2: an option is off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--month", required=True, metavar="2026-11")
        parser.add_argument("--to", required=True, metavar="FILE.xlsx")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            workspace = workspace_of(options["workspace"])
            with translation.override(workspace.language):
                month = month_of(options["month"])
                path = Path(options["to"])
                try:
                    rows = sheets.write(workspace, month, path)
                except OSError as error:
                    raise WrongCall(f"{path}: {error.strerror}") from None
        except WrongCall as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from None
        answer = {"month": month.code, "file": str(path), "rows": rows}
        self.stdout.write(
            json.dumps(answer, ensure_ascii=False) if options["as_json"] else str(path)
        )
