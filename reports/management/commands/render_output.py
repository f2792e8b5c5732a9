"""Render an output from the command line: a draft file and its figures, without a record."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from platforms.display import format_full_day
from reports.documents.template import TemplateError
from reports.outputs import OUTPUTS, Output
from reports.services import drafts
from reports.services.errors import CannotDo
from reports.services.files import CONTENT_TYPES
from workspaces.models import Workspace
from workspaces.periods import Period, parse_period

CANNOT, WRONG_CALL = 1, 2


class WrongCall(Exception):
    """An option is off; the text says which and how to mend it."""


class Command(BaseCommand):
    help = "Render O3.1.1 or O3.3.1 for a period. Exit 0: done; 1: cannot; 2: an option is off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--output", required=True, metavar="CODE", help=", ".join(OUTPUTS))
        parser.add_argument("--period", required=True, metavar="2026Q3")
        parser.add_argument("--format", required=True, metavar="docx|xlsx")
        parser.add_argument("--to", required=True, metavar="DIR")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            workspace = self._workspace(options["workspace"])
            with translation.override(workspace.language):
                self._render(workspace, options)
        except WrongCall as error:
            self.stderr.write(str(error))
            raise SystemExit(WRONG_CALL) from None
        except (CannotDo, TemplateError) as error:
            self.stderr.write(str(error))
            raise SystemExit(CANNOT) from None

    def _render(self, workspace: Workspace, options: dict[str, Any]) -> None:
        output, period, kind = self._output(options), self._period(options), options["format"]
        if kind not in CONTENT_TYPES:
            raise WrongCall(
                _("“%(name)s” is not a format. Write docx (Word) or xlsx (Excel).") % {"name": kind}
            )
        if kind not in output.formats:
            raise WrongCall(drafts.wrong_format(output, kind))
        rendered = drafts.render_draft(workspace, output, period, kind)
        path = drafts.write_to(Path(options["to"]), rendered.name, rendered.content)
        answer = {
            "output": output.code,
            "period": period.code,
            "as_of": rendered.as_of.isoformat() if rendered.as_of else None,
            "format": kind,
            "file": str(path),
            "sha256": hashlib.sha256(rendered.content).hexdigest(),
            "figures": rendered.figures,
            "warnings": rendered.warnings,
        }
        if options["as_json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{path}\nsha256 {answer['sha256']}")
        if rendered.as_of:
            day = format_full_day(rendered.as_of, language=workspace.language)
            self.stdout.write(_("Figures as read by %(day)s.") % {"day": day})
        for sentence in rendered.warnings:
            self.stdout.write(f"! {sentence}")

    def _workspace(self, slug: str) -> Workspace:
        try:
            workspace = Workspace.objects.filter(slug=slug).first()
        except DatabaseError:
            raise WrongCall(
                _("The database cannot be read. Start the workbench once with “make run” first.")
            ) from None
        if workspace is None:
            raise WrongCall(
                _("There is no workspace “%(slug)s”. Make it with create_workspace.")
                % {"slug": slug}
            )
        return workspace

    def _output(self, options: dict[str, Any]) -> Output:
        code = options["output"].strip().upper()
        if code not in OUTPUTS:
            raise WrongCall(
                _("“%(name)s” is not an output. Write one of %(all)s.")
                % {"name": options["output"], "all": ", ".join(OUTPUTS)}
            )
        return OUTPUTS[code]

    def _period(self, options: dict[str, Any]) -> Period:
        try:
            return parse_period(options["period"])
        except ValueError as error:
            raise WrongCall(str(error)) from None
