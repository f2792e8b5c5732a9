"""A mapping as a file: the same JSON that ``import_metrics --map`` takes."""

import json
from typing import Any

from django.utils.translation import gettext as _

from platforms.importers.generic import FIELDS
from platforms.measures import MEASURES

LARGEST = 1 << 20  # bytes; a mapping has a few hundred


class BadMapping(ValueError):
    """The text says what is wrong with the file and what to do."""


def written(mapping: dict[str, Any]) -> bytes:
    """The mapping as a file; which table of which file it was made for is left out."""
    kept = {key: value for key, value in mapping.items() if key not in {"member", "sheet"}}
    return json.dumps(kept, ensure_ascii=False, indent=2).encode() + b"\n"


def read(stream: Any) -> dict[str, Any]:
    """The mapping in a file open for bytes. Raises BadMapping."""
    content = stream.read(LARGEST + 1)
    try:
        mapping = json.loads(content[:LARGEST].decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadMapping(
            _("This file is no mapping; it must be JSON as it is saved here.")
        ) from error
    columns = mapping.get("columns") if isinstance(mapping, dict) else None
    if not isinstance(columns, dict) or not columns:
        raise BadMapping(_("The mapping has no “columns”: pairs of a header and what it means."))
    for header, target in columns.items():
        if str(target).partition(":")[0] not in {*FIELDS, *MEASURES}:
            raise BadMapping(
                _("The mapping says “%(header)s” is “%(target)s”, which is no measure or field.")
                % {"header": header[:60], "target": str(target)[:60]}
            )
    return {
        key: mapping[key]
        for key in ("platform", "span", "columns", "date_format")
        if isinstance(mapping.get(key), str | dict)
    }
