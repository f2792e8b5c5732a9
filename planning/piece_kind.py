"""What a kind of piece is: which fields, what it hangs on, who may change it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from planning.models import Brief, PostingStrategy, VoiceGuide


@dataclass(frozen=True, slots=True)
class PieceKind:
    """One kind of piece. ``fixed`` are values every new row of this kind begins with."""

    key: str
    model: type[Model]
    fields: tuple[str, ...]
    label: str | Promise  # one of them
    add: str | Promise = ""  # verb on the button; empty: rows come by themselves
    empty: str | Promise = ""
    of_brief: bool = True  # else of the workspace, or of ``parent``
    parent: str = ""  # "strategy" or "campaign": the field that names what a row hangs on
    fixed: tuple[tuple[str, Any], ...] = ()
    pairs: tuple[tuple[str, ...], ...] = ()  # fields that stand side by side
    lead: bool = False  # only people who lead may change it
    record: bool = False  # has a page of its own, where it is written alone
    text: tuple[tuple[str, str | Promise], ...] = ()  # other labels of fields

    @property
    def addable(self) -> bool:
        return bool(self.add)

    @property
    def single(self) -> bool:
        """The words of one brief or guide: there is exactly one."""
        return self.model in (Brief, VoiceGuide, PostingStrategy) or self.record

    @property
    def hangs_on(self) -> str:
        """The field that names what rows hang on; empty for those of the workspace itself."""
        if self.parent:
            return self.parent
        return "brief" if self.of_brief and self.model is not Brief else ""
