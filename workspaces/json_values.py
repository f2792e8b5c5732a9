"""Values of rows as JSON, and one hash of them."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any


def as_json(value: Any) -> Any:
    """A field's value as JSON keeps it: days in ISO form, numbers as exact text."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def digest_of(data: Any) -> str:
    """One hash for equal JSON data, whatever database kept it."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
