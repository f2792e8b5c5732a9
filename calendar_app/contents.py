"""Everything of a post that would be published, as plain values: kept, compared and hashed."""

import hashlib
import json
from typing import Any

from calendar_app.models import Entry

# What an editor types; a change of any of these changes what would be published.
WORDS = ("title", "text", "first_comment", "link", "hashtags", "call_to_action", "disclosure")
VERSION_WORDS = ("own_text", "text", "first_comment", "title")


def content_of(entry: Entry) -> dict[str, Any]:
    """Everything that would be published, as plain values: kept as a revision, and hashed."""
    return {
        **{key: getattr(entry, key) for key in WORDS},
        "kind": entry.kind,
        "utm": entry.utm,
        "law": entry.law,
        "versions": [
            {
                "account": version.account_id,
                **{key: getattr(version, key) for key in VERSION_WORDS},
                "media": _media(version.media.all()),
            }
            for version in entry.versions.prefetch_related("media").order_by("account_id")
        ],
        "media": _media(entry.media.filter(version=None)),
    }


def _media(rows) -> list[dict[str, Any]]:
    return [{"asset": row.asset_id, "alt": row.alt, "crop": row.crop} for row in rows]


def digest_of(entry: Entry) -> str:
    text = json.dumps(content_of(entry), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
