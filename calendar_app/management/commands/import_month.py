"""An edited month back into the calendar."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from calendar_app import sheet_changes, sheets
from calendar_app.management.asked import WrongCall, month_of, person_of, workspace_of


class Command(BaseCommand):
    help = (
        "Read an edited month. Exit 0: all of it; 1: some rows were rejected; 2: nothing was read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--month", metavar="2026-11", help="else the name of the sheet")
        parser.add_argument("--by", default="", metavar="EMAIL", help="else whoever owns it")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            workspace = workspace_of(options["workspace"])
            with translation.override(workspace.language):
                found = self._read(workspace, options)
        except (WrongCall, sheets.NotASheet) as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from None
        answer = found.as_json()
        if options["as_json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for name in ("added", "changed", "removed", "unchanged"):
                self.stdout.write(f"{name} {answer[name]}")
            for one in answer["rejected"]:
                self.stdout.write(f"{one['row']}: {one['reason']}")
        if found.rejected:
            raise SystemExit(1)

    def _read(self, workspace, options: dict[str, Any]) -> sheet_changes.Difference:
        path = Path(options["file"])
        if not path.is_file():
            raise WrongCall(f"{path}: no such file.")
        month = month_of(options["month"] or sheets.month_in(path))
        rows, exported = sheets.read(path), sheets.exported_in(path)
        found = sheet_changes.compare(workspace, month, rows, exported)
        if options["dry_run"]:
            return found
        return sheet_changes.apply(workspace, found, by=person_of(workspace, options["by"]))
