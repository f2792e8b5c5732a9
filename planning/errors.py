"""Refusals of planning: the text is the sentence for the person."""

from datetime import datetime


class CannotDo(Exception):
    """Why it cannot be done now, and what to do instead."""


class EditConflict(Exception):
    """Somebody else changed the same piece meanwhile; the refused words are kept."""

    def __init__(self, by: str, at: datetime | None) -> None:
        super().__init__(by)
        self.by = by
        self.at = at
