"""A version as the page shows it: blocks with addresses for figures and charts, parts to write."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation

from reports import blocks_data
from reports.blocks import Editable, ReportDocument
from reports.documents.preview import BlockView, DocumentView, Part, preview, typed_groups
from reports.models import Deliverable, DeliverableVersion
from reports.outputs import OUTPUTS, JudgementPart
from reports.pieces import text_of
from reports.services import review
from reports.services.judgement import mark_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal: shown with its figures, inserted as text."""

    parts: tuple[Part, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part people write, as the page edits it."""

    part: JudgementPart
    text: str
    rows: list[list[str]]
    mark: str
    suggestions: list[Suggestion]
    save_url: str
    history_url: str

    @property
    def anchor(self) -> str:
        return self.part.anchor


def read(report: Deliverable, version: DeliverableVersion, *, editing: bool) -> DocumentView:
    """The version's document for the page; with ``editing`` its written parts are forms."""
    slug, number = report.workspace.slug, version.number
    base = [slug, report.pk, number]
    document = document_of(report, version)
    view = preview(
        document,
        chart_url=lambda place: reverse("reports:chart_data", args=[*base, place]),
        figure_url=lambda code: reverse("reports:figure_detail", args=[*base, code]),
    )
    if editing:
        _put_forms(report, version, view)
    return view


def document_of(report: Deliverable, version: DeliverableVersion) -> ReportDocument:
    """The version's document; a signed one carries its signature, as its files do."""
    if version.frozen and report.signed_by is not None and report.signed_at is not None:
        with translation.override(report.language):
            return review.signed_document(report, version, by=report.signed_by, at=report.signed_at)
    return blocks_data.load(version.blocks["document"])


def _put_forms(report: Deliverable, version: DeliverableVersion, view: DocumentView) -> None:
    by_code = view.document.book.by_code()
    explain = view.document.book.explain
    parts: dict[str, PartView] = {}
    for part in OUTPUTS[report.output].judgement:
        lines = version.blocks.get("suggestions", {}).get(part.anchor, [])
        suggestions = []
        for line in lines:
            pieces = blocks_data.load_value(line, by_code)
            suggestions.append(
                Suggestion(_parts(pieces, explain, report, version), text_of(pieces))
            )
        value = report.judgement.get(part.anchor) or ""
        args = [report.workspace.slug, report.pk, part.anchor]
        parts[part.anchor] = PartView(
            part=part,
            text="" if part.columns else str(value),
            rows=_rows(part, value),
            mark=mark_of(value),
            suggestions=suggestions,
            save_url=reverse("reports:judgement_edit", args=args),
            history_url=reverse("reports:judgement_history", args=args),
        )
    for section in view.sections:
        kept: list[BlockView] = []
        for block in section.blocks:
            if isinstance(block.block, Editable) and block.block.anchor in parts:
                kept.append(BlockView("editable", own=parts[block.block.anchor]))
            elif block.kind == "table" and _is_table_part(parts, section.anchor):
                kept.append(BlockView("editable", own=parts[section.anchor]))
            else:
                kept.append(block)
        section.blocks[:] = kept


def _is_table_part(parts: dict[str, PartView], anchor: str) -> bool:
    return anchor in parts and bool(parts[anchor].part.columns)


def _rows(part: JudgementPart, value: Any) -> list[list[str]]:
    """The rows of a table part, with three empty ones to begin with."""
    if not part.columns:
        return []
    rows = [list(row) for row in value] if isinstance(value, list) else []
    return rows or [[""] * len(part.columns) for _n in range(3)]


def _parts(pieces, explain, report: Deliverable, version: DeliverableVersion) -> tuple[Part, ...]:
    found = []
    for piece in pieces:
        if hasattr(piece, "code"):
            args = [report.workspace.slug, report.pk, version.number, piece.code]
            url = reverse("reports:figure_detail", args=args)
            found.append(Part(piece.text, piece.code, "\n".join(explain(piece)), url))
        else:
            found.append(Part(piece if isinstance(piece, str) else piece.text))
    return tuple(found)


__all__ = ["PartView", "Suggestion", "read", "typed_groups"]
