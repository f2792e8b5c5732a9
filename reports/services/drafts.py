"""Render an output without keeping a record: what the command does, for cron and for checking."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from analytics.still import still
from reports.models import Deliverable
from reports.outputs import Output
from reports.outputs.context import OutputContext
from reports.services.errors import CannotDo
from reports.services.making import brand_template, render_word
from workspaces.models import Workspace
from workspaces.periods import Period


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file in memory, its figures, and what its reader should know."""

    name: str
    content: bytes
    figures: list[dict[str, Any]]
    warnings: list[str]
    as_of: date | None = None  # the day the period is read by; None: the newest readings


def render_draft(
    workspace: Workspace,
    output: Output,
    period: Period,
    kind: str,
    *,
    made_at: datetime | None = None,
    subject: int | None = None,
) -> Rendered:
    """The draft of ``output`` as a ``docx`` or ``xlsx``. Raises CannotDo, TemplateError.

    ``subject`` names the record it is about (a brief), where the period may have several.
    """
    if kind not in output.formats:
        raise CannotDo(wrong_format(output, kind))
    with translation.override(workspace.language), still(workspace):
        context = OutputContext(
            workspace=workspace,
            period=period,
            output=output.code,
            title=draft_title(workspace, output, period),
            language=workspace.language,
            made_at=made_at or timezone.now(),
            status=str(Deliverable.Status.DRAFT.label),
            subject=subject,
        )
        standing = (
            Deliverable.objects.in_workspace(workspace).standing().of(output.code, period).first()
        )
        if standing is not None:  # words already written belong into the draft
            context.judgement = dict(standing.judgement)
            context.declared = dict(standing.declared)
            context.author = str(standing.author or "")
        document = output.build(context)
        warnings = list(document.warnings)
        warnings += [
            _("Missing: {figure}").format(figure=gap["label"])
            for gap in ([] if output.place else context.missing)
            if not gap["declared"]
        ]
        if kind == "docx":
            content, notes = render_word(
                document,
                context.made_at,
                brand_template(workspace),
                appendix=output.workbook is not None,
            )
            warnings += notes
        else:
            assert output.workbook is not None  # it has an Excel format
            content = output.workbook(context, document)
        name = context.file_name(kind)
    figures = [
        {
            "code": record["code"],
            "metric": record["metric"],
            "value": _json_number(record),
            "text": record["text"],
            "inputs": record["inputs"],
        }
        for record in context.book.as_records()
    ]
    return Rendered(name, content, figures, warnings, context.as_of)


def draft_title(workspace: Workspace, output: Output, period: Period) -> str:
    """``成效報告書，2026 Q3``; with ROC years where the workspace uses them."""
    context = OutputContext(workspace, period, output.code, "", workspace.language, timezone.now())
    return _("{name}, {period}").format(name=output.title, period=context.name_of(period))


def wrong_format(output: Output, kind: str) -> str:
    names = {"docx": "Word (docx)", "xlsx": "Excel (xlsx)"}
    return _("{code} {title} is made as {formats} only, not as {asked}.").format(
        code=output.code,
        title=output.title,
        formats=", ".join(names[one] for one in output.formats),
        asked=names.get(kind, kind),
    )


def _json_number(record: dict[str, Any]) -> int | str | None:
    """Counts as integers, fractions as decimal strings."""
    text = record["value"]
    if text is None:
        return None
    if record["unit"] in ("count", "milliseconds", "micros"):
        return int(text) if "." not in text and "E" not in text else text
    return text


def write_to(folder: Path, name: str, content: bytes) -> Path:
    """Write a file whole or not at all. ``CannotDo`` when the folder does not allow it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        part.write_bytes(content)
        target = folder / name
        part.replace(target)
    except OSError as error:
        sentence = _("“{folder}” cannot be written to ({reason}). Choose another folder with --to.")
        reason = error.strerror or type(error).__name__
        raise CannotDo(sentence.format(folder=folder, reason=reason)) from None
    return target
