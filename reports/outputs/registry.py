"""What an output is. One file per output fills the registry ``OUTPUTS``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from reports.blocks import ReportDocument
    from reports.outputs.context import OutputContext


@dataclass(frozen=True, slots=True)
class JudgementPart:
    """A part that people write. With ``columns`` it is a table, else text."""

    anchor: str  # its place in a brand template and in ``Deliverable.judgement``
    label: str | Promise
    help: str | Promise
    columns: tuple[str | Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """One output of the standard: how it is called, what files it has, how it is built.

    ``build`` takes a context and returns the document; ``workbook`` writes the Excel file of
    the same context and document and returns its bytes. An output with ``place`` is written and
    approved on a page of its own room (a URL name), so the reports list only leads there.
    """

    code: str  # "O3.3.1"
    title: str | Promise
    purpose: str | Promise  # one sentence for the list
    formats: tuple[str, ...]  # first is the main one
    anchors: tuple[str, ...]  # sections a brand template can place
    judgement: tuple[JudgementPart, ...]
    build: "Callable[[OutputContext], ReportDocument]"
    workbook: "Callable[[OutputContext, ReportDocument], bytes] | None" = None
    place: str = ""

    @property
    def slug(self) -> str:
        return self.code.lower().replace(".", "")


OUTPUTS: dict[str, Output] = {}


def register(output: Output) -> Output:
    if output.code in OUTPUTS:
        raise ValueError(f"There are two outputs called {output.code}.")
    OUTPUTS[output.code] = output
    return output


def codes() -> Sequence[str]:
    return list(OUTPUTS)


def made_here() -> list[Output]:
    """Outputs that are written, reviewed and signed in the reports room."""
    return [output for output in OUTPUTS.values() if not output.place]
