"""An output built for a test, and its words read back."""

import io

import docx
from django.utils import timezone, translation

from reports.blocks import Section
from reports.outputs import OUTPUTS
from reports.outputs.context import OutputContext
from reports.pieces import text_of
from tests.factories.reports import QUARTER


def built(workspace, output="O3.3.1", period=QUARTER, **more):
    """(context, document) in the language of the workspace."""
    context = OutputContext(
        workspace=workspace,
        period=period,
        output=output,
        title="成效報告書",
        language=workspace.language,
        made_at=more.pop("made_at", None) or timezone.now(),
        status="草稿",
        **more,
    )
    with translation.override(workspace.language):
        return context, OUTPUTS[output].build(context)


def word_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    lines = [p.text for p in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def section_text(document, anchor: str) -> str:
    """Every word of one section, as a reader would say it."""
    found: list[str] = []

    def is_piece(value) -> bool:
        return isinstance(getattr(value, "text", value), str)

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple) and all(is_piece(one) for one in value):
            found.append(text_of(value))
        elif isinstance(value, list | tuple):
            for one in value:
                walk(one)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                walk(getattr(value, name))

    section: Section = next(s for s in document.sections if s.anchor == anchor)
    walk(section.blocks)
    return "\n".join(found)
