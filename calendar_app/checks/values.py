"""What the checks are told of a post, and what they answer. Plain values, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. ``rule`` names where it comes from, ``way_out`` what to do."""

    level: Level
    rule: str
    text: str
    way_out: str
    where: str = ""  # account name, "" for the whole post
    replace: tuple[str, str] | None = None  # a word and what to write instead


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """A consent nobody has taken back. ``of``: "maker" or "shown"."""

    of: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a check needs to know of a picture or video. Zero: could not be read from the file."""

    name: str
    alt: str
    kind: str  # image | video | document
    licence: str = ""  # "" when nobody has said by what right it is used
    expires_on: date | None = None
    channels: tuple[str, ...] = ()  # empty: every platform
    territories: tuple[str, ...] = ()  # empty: everywhere
    shows_people: bool = False
    consents: tuple[ConsentFacts, ...] = ()
    made_by_ai: bool = False
    width: int = 0  # pixels as it goes out: after the crop
    height: int = 0
    bytes: int = 0
    seconds: float = 0
    codec: str = ""
    frames: float = 0  # a second
    animated: bool = False
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One account's version."""

    account: str
    platform: str
    text: str
    title: str = ""
    at: datetime | None = None
    day: date | None = None  # of ``at`` in the workspace's zone
    late: bool = False  # the time has passed, and nobody has approved it
    media: Sequence[MediaFacts] = ()
    kind: str = "post"  # calendar_app.models.kinds.EntryKind
    markets: Sequence[str] = ("TW",)  # whom the account speaks to
    neighbours: Sequence[tuple[datetime, str]] = ()  # others on this account: when, title
    twins: Sequence[str] = ()  # titles of others with the same text on this account
    link: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)  # field → word, as it goes out
    comment: str = ""  # the account's own first comment
    particulars: Mapping[str, Any] = field(default_factory=dict)  # of the kind


@dataclass(frozen=True, slots=True)
class Avoided:
    word: str
    instead: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    key: str
    name: str  # statute and article
    question: str
    words: tuple[str, ...]
    blocks: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class UtmWord:
    """A word of the naming dictionary; ``platform`` "" is good everywhere."""

    field: str  # source | medium | campaign | content
    value: str
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the workspace's guide and law checklist ask for."""

    avoided: Sequence[Avoided] = ()
    laws: Sequence[Law] = ()
    most_emoji: int | None = None
    most_hashtags: int | None = None
    ready_days: int = 2
    close_minutes: int = 30
    utm_terms: Sequence[UtmWord] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as the checks see it. ``answers``: law key → what somebody wrote as evidence."""

    versions: Sequence[VersionFacts]
    today: date
    disclosure: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    ready: bool = True  # copy and visuals are there
