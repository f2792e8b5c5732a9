"""Why something is not done. The text is the sentence the person reads."""


class CannotDo(Exception):
    """The act does not fit where the report stands; the text says what to do first."""


class EditConflict(Exception):
    """Somebody else wrote this part meanwhile. Holds what stands there now."""

    def __init__(self, standing, by: str, at) -> None:
        super().__init__(by)
        self.standing = standing
        self.by = by
        self.at = at
