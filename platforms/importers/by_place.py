"""Headers in a language nobody wrote down: their columns are known by their places."""

from collections.abc import Sequence

from platforms.importers.headers import Binding, ColumnSet, clean
from platforms.importers.tables import Table
from platforms.sentences import gettext as _

OTHER_LANGUAGE = "und"


def bind(columns: ColumnSet, names: Sequence[str], header: Sequence[str]) -> Binding:
    """Read ``header`` as if it were ``names``; what is kept beyond measures keeps its own name."""
    binding = columns.bind(names)
    own = [clean(cell) for cell in header]
    binding.extras = {place: own[place] or name for place, name in binding.extras.items()}
    binding.header = own
    binding.english = binding.chinese = 0
    return binding


def tell(table: Table, names: Sequence[str]) -> None:
    """Say which column was read as what, so that a person can confirm it."""
    table.head.language = OTHER_LANGUAGE
    pairs = [
        f"{own} = {name}"
        for own, name in zip(table.binding.header, names, strict=False)
        if own and own != name
    ]
    table.warn(
        "header_by_place",
        _("The column names are in a language not known here, so the columns were read by their "
          "places: %(pairs)s. Look whether that is right before you import.")
        % {"pairs": "; ".join(pairs)},
    )  # fmt: skip
