"""Export files in, plain records out: no models, no database, no network.

``inspect_file`` shows what a file holds, ``parse_file`` reads it completely and ``read_row``
fetches one raw record again. Nothing here raises for bad content: what cannot be taken is a
``RefusedTable`` with a sentence for the editor.
"""

from platforms.importers.base import FileParse, FileReport, RawRow, TableReport
from platforms.importers.previewing import Preview, preview
from platforms.importers.reading import Glimpse, glimpses, inspect_file, parse_file, read_row
from platforms.importers.siblings import (
    give_period,
    period_from_siblings,
    platform_from_siblings,
)

__all__ = [
    "FileParse",
    "FileReport",
    "Glimpse",
    "Preview",
    "RawRow",
    "TableReport",
    "give_period",
    "glimpses",
    "inspect_file",
    "parse_file",
    "period_from_siblings",
    "platform_from_siblings",
    "preview",
    "read_row",
]
