"""What the checks need to know of the media of a post, read from its rows."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from calendar_app import markets
from calendar_app.checks import ConsentFacts, MediaFacts
from calendar_app.models import CalendarOptions, Consent, EntryMedia, MediaAsset


def media_of(rows: Iterable[EntryMedia]) -> dict[int, list[MediaFacts]]:
    """Facts by version (0: for every account), in their order on the post."""
    found: dict[int, list[MediaFacts]] = {}
    for row in rows:
        found.setdefault(row.version_id or 0, []).append(facts_of(row))
    return found


def markets_of(account: int, options: CalendarOptions) -> list[str]:
    """Codes of the places an account speaks to; at home where nobody has said."""
    return options.markets.get(str(account)) or [markets.HOME]


def facts_of(row: EntryMedia) -> MediaFacts:
    """Of one use; with licence and consents of its asset fetched before, without a query."""
    return facts_of_asset(row.asset, alt=row.alt, crop=row.crop or {})


def facts_of_asset(
    asset: MediaAsset, *, alt: str = "", crop: Mapping[str, Any] = MappingProxyType({}),
    on: date | None = None,
) -> MediaFacts:  # fmt: skip
    """``on``: with the consents that stood on that day, also if they were taken back since."""
    licence = getattr(asset, "licence", None)
    return MediaFacts(
        name=asset.name,
        alt=alt or asset.alt,
        kind=asset.kind,
        licence=licence.kind if licence else "",
        expires_on=licence.expires_on if licence else None,
        channels=tuple(licence.channels) if licence else (),
        territories=tuple(licence.territories) if licence else (),
        shows_people=bool(licence and licence.shows_people),
        consents=tuple(
            ConsentFacts(one.of, one.until)
            for one in asset.consents.all()
            if (one.withdrawn_on is None if on is None else _stood(one, on))
        ),
        made_by_ai=bool(licence and licence.made_by_ai),
        width=round((asset.width or 0) * crop.get("width", 1)),
        height=round((asset.height or 0) * crop.get("height", 1)),
        # A cut picture is written anew for the pack; how large is not known before.
        bytes=0 if crop else asset.size,
        seconds=(asset.duration_ms or 0) / 1000,
        codec=asset.codec,
        frames=asset.frame_rate or 0,
        animated=asset.animated,
        content_type=asset.content_type,
    )


def _stood(consent: Consent, day: date) -> bool:
    given = consent.given_on is None or consent.given_on <= day
    return given and (consent.withdrawn_on is None or day < consent.withdrawn_on)
