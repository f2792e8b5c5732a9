"""Everything of a post that would be published, as plain values: kept, compared and hashed."""

import hashlib
import json
from typing import Any

from calendar_app.models import Entry

# What an editor types; a change of any of these changes what would be published.
WORDS = ("title", "text", "first_comment", "link", "hashtags", "call_to_action", "disclosure")
VERSION_WORDS = ("own_text", "text", "first_comment", "title")


def content_of(entry: Entry, *, fetched: bool = False) -> dict[str, Any]:
    """Everything that would be published, as plain values: kept as a revision, and hashed.

    ``fetched``: the caller has just prefetched ``versions__media`` and ``media``, for many posts.
    """
    if fetched:
        versions = sorted(entry.versions.all(), key=lambda version: version.account_id)
        media = [row for row in entry.media.all() if row.version_id is None]
    else:
        versions = list(entry.versions.prefetch_related("media").order_by("account_id"))
        media = list(entry.media.filter(version=None))
    return {
        **{key: getattr(entry, key) for key in WORDS},
        "kind": entry.kind,
        "utm": entry.utm,
        "law": entry.law,
        # Only where there are any: what was approved before these existed keeps its hash.
        **({"particulars": entry.particulars} if entry.particulars else {}),
        "versions": [
            {
                "account": version.account_id,
                **{key: getattr(version, key) for key in VERSION_WORDS},
                **({"utm": version.utm} if version.utm else {}),
                "media": _media(version.media.all()),
            }
            for version in versions
        ],
        "media": _media(media),
    }


def _media(rows) -> list[dict[str, Any]]:
    return [{"asset": row.asset_id, "alt": row.alt, "crop": row.crop} for row in rows]


def digest_of(entry: Entry) -> str:
    return digest_of_content(content_of(entry))


def digest_of_content(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
