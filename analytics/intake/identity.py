"""Who is who: which post a row speaks about (accounts are in ``account_identity``).

Aliases decide, the strongest first; a row never merges two subjects. Ids that a spreadsheet
rounded are matched by publish time + text + the digits that are left, or not at all.
"""

import hashlib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Q

from analytics import bulk
from platforms.models import Post, PostAlias, PostMerge, SocialAccount
from platforms.records import (
    PAGEID_POSTID,
    PLATFORM_ID,
    VIDEO_ASSET_ID,
    PostRecord,
)
from platforms.search import search_text
from platforms.sentences import gettext as _

# Our own alias for a row whose id is damaged: publish time, text and what is left of the id.
FINGERPRINT = "fingerprint"
# The same where it fits several posts: a person says which one is meant (analytics.merging).
UNDECIDED = "undecided"
OURS = {FINGERPRINT, UNDECIDED}
STRONG = {PLATFORM_ID, PAGEID_POSTID, VIDEO_ASSET_ID}
LOOKUP_CHUNK = 1000
POST_COLUMNS = (
    "id",
    "workspace_id",
    "account_id",
    "text",
    "post_type",
    "permalink",
    "published_at",
    "published_on",
    "duration_ms",
    "present",
    "search",
    "decision",
)
ALIAS_COLUMNS = ("post_id", "account_id", "kind", "value")


@dataclass(frozen=True, slots=True)
class Published:
    """When a post went out: the moment where known, and the day in the workspace's zone."""

    at: datetime | None
    on: date | None


def published(record: PostRecord, file_zone: ZoneInfo, own_zone: ZoneInfo) -> Published:
    """Read the file's clock time in the file's zone. A time skipped by daylight saving moves on."""
    if record.published_wall is not None:
        return _moment(record.published_wall, file_zone, own_zone)
    return Published(None, record.published_on)


@lru_cache(maxsize=4096)  # a row is asked several times, by neighbours
def _moment(wall: datetime, file_zone: ZoneInfo, own_zone: ZoneInfo) -> Published:
    at = wall.replace(tzinfo=file_zone).astimezone(UTC)
    return Published(at, at.astimezone(own_zone).date())


@dataclass(frozen=True, slots=True)
class Undecided:
    """A row that is kept under a post of its own which counts nowhere, and why."""

    post: int
    reason: str


class PostResolver:
    """Finds or makes the posts of one account for one table, in chunks of constant queries.

    Posts are their primary keys here: a chunk reads and writes tuples, never a model per row.
    """

    def __init__(self, account: SocialAccount, file_zone: ZoneInfo, own_zone: ZoneInfo) -> None:
        self.account = account
        self.file_zone = file_zone
        self.own_zone = own_zone
        self._with_id: set[int] = set()  # posts of this chunk that have an id of their own
        self._near: dict[datetime, list[tuple[int, str, list[str]]]] | None = None
        self._free: list[int] = []  # primary keys reserved for new posts

    def resolve(self, records: list[PostRecord]) -> list[int | Undecided]:
        """One post's pk per record, or where its row waits for a person; same order."""
        known = self._known(records)
        self._with_id = self._identified(known)
        self._near = None
        found: list[int | Undecided] = []
        made: list[tuple[int, PostRecord]] = []
        rows: list[tuple[int, int, str, str]] = []
        for record in records:
            aliases = self._aliases(record)
            post = self._match(aliases, known)
            reason = self._held_back(post, record)
            if post is None and record.lookalike:
                reason = _fits_several(record)
            elif post is None and record.damaged_id:
                post, reason = self._undamaged_twin(record, records)
            elif post is None:
                post = self._damaged_twin(record)
            if post is None:
                post = self._next_pk(len(records) - len(found))
                made.append((post, record))
                if reason:
                    self._held[post] = Post.Decision.OPEN
            found.append(Undecided(post, reason) if reason else post)
            if reason:  # whatever else it is called, this post is no key for other rows
                aliases = [alias for alias in aliases if alias[0] == UNDECIDED]
            else:
                aliases = [alias for alias in aliases if alias[0] != UNDECIDED]
            for alias in aliases:
                if alias not in known:
                    known[alias] = post
                    rows.append((post, self.account.pk, *alias))
                    self._note(post, *alias)
        self._save(made, rows)
        return found

    def _match(
        self, aliases: list[tuple[str, str]], known: dict[tuple[str, str], int]
    ) -> int | None:
        """The post one alias names. A weaker alias never overrides two different ids:

        a shared reel carries the link of the original and is a post of its own.
        """
        has_id = any(kind == PLATFORM_ID for kind, _value in aliases)
        for alias in aliases:
            post = known.get(alias)
            if post is None or (post in self._held and alias[0] not in OURS):
                continue
            if alias[0] in STRONG or not has_id or post not in self._with_id:
                return post
        return None

    def _held_back(self, post: int | None, record: PostRecord) -> str:
        """Why a row of a post that was found does not count; "" where it does."""
        decision = self._held.get(post) if post is not None else None
        if decision == Post.Decision.LEFT_OUT:
            return _("Somebody decided to leave this row out.")
        return _fits_several(record) if decision else ""

    @cached_property
    def _held(self) -> dict[int, str]:
        """Posts of rows that wait for a person, or were left out."""
        held = Post.objects.filter(
            workspace=self.account.workspace_id, decision__in=Post.HELD, merged_into=None
        )
        return dict(held.values_list("pk", "decision"))

    def _note(self, post: int, kind: str, value: str) -> None:
        """Keep in step what later records of the same run look up."""
        if kind == PLATFORM_ID:
            self._with_id.add(post)
            self._explained.add(post)
        elif kind == FINGERPRINT:
            self._fingerprints[value.split("|")[0]].append((value, post))

    def _identified(self, known: dict[tuple[str, str], int]) -> set[int]:
        """Which of the posts found have an id of their own."""
        ids = {post for (kind, _value), post in known.items() if kind == PLATFORM_ID}
        weak = {post for (kind, _value), post in known.items() if kind not in STRONG} - ids
        if weak:
            rows = PostAlias.objects.filter(post__in=weak, kind=PLATFORM_ID)
            ids.update(rows.values_list("post_id", flat=True))
        return ids

    def _known(self, records: list[PostRecord]) -> dict[tuple[str, str], int]:
        by_kind: dict[str, set[str]] = defaultdict(set)
        for record in records:
            for kind, value in self._aliases(record):
                by_kind[kind].add(value)
        known: dict[tuple[str, str], int] = {}
        for kind, values in by_kind.items():
            ordered = sorted(values)
            for start in range(0, len(ordered), LOOKUP_CHUNK):
                rows = PostAlias.objects.filter(
                    account=self.account,
                    kind=kind,
                    value__in=ordered[start : start + LOOKUP_CHUNK],
                )
                for value, post in rows.values_list("value", "post_id"):
                    known[(kind, value)] = post
        return known

    def _aliases(self, record: PostRecord) -> list[tuple[str, str]]:
        pairs = [(alias.kind, alias.value[:300]) for alias in record.aliases]
        if record.damaged_id:
            value = self._fingerprint(record)
            pairs.append((UNDECIDED, value))
            if not record.lookalike:  # nothing but a person tells such rows apart
                pairs.append((FINGERPRINT, value))
        return pairs

    def _fingerprint(self, record: PostRecord) -> str:
        when = published(record, self.file_zone, self.own_zone)
        moment = when.at.isoformat() if when.at else str(when.on)
        digits, sure = record.damaged_id or ("", 0)
        value = f"{moment}|{digits[:sure]}|{_digest(record.text)}"
        return f"{value}|{record.lookalike}" if record.lookalike else value

    def _undamaged_twin(
        self, record: PostRecord, chunk: list[PostRecord]
    ) -> tuple[int | None, str]:
        """The one post with this minute, this text and an id that rounds to the damaged one.

        With two of them none, and a sentence.
        """
        when = published(record, self.file_zone, self.own_zone)
        if when.at is None:
            return None, ""
        if self._near is None:
            self._near = self._posts_near(chunk)
        digits, sure = record.damaged_id or ("", 0)
        text = plain(record.text)
        twins = [
            post
            for post, its_text, its_ids in self._near.get(when.at, ())
            if its_text == text and any(same_rounded(whole, digits, sure) for whole in its_ids)
        ]
        if len(twins) > 1:
            return None, _fits_several(record)
        return (twins[0] if twins else None), ""

    def _posts_near(
        self, chunk: list[PostRecord]
    ) -> dict[datetime, list[tuple[int, str, list[str]]]]:
        """Posts of the minutes in which damaged rows were published: (pk, text, ids)."""
        moments = {
            published(record, self.file_zone, self.own_zone).at
            for record in chunk
            if record.damaged_id
        }
        # Those that deliveries of this very account name, whatever it is merged with.
        named = Q(own_account=self.account) | Q(account=self.account, own_account=None)
        posts = Post.objects.filter(named, published_at__in=moments - {None})
        ids: dict[int, list[str]] = defaultdict(list)
        aliases = PostAlias.objects.filter(post__in=posts, kind=PLATFORM_ID)
        for post, value in aliases.values_list("post_id", "value"):
            ids[post].append(value)
        near: dict[datetime, list[tuple[int, str, list[str]]]] = defaultdict(list)
        for pk, at, text in posts.values_list("pk", "published_at", "text"):
            if at is not None:
                near[at].append((pk, plain(text), ids[pk]))
        return near

    def _damaged_twin(self, record: PostRecord) -> int | None:
        """A post known only by a damaged id that this row's whole id explains."""
        if not self._fingerprints:
            return None
        whole = next((a.value for a in record.aliases if a.kind == PLATFORM_ID), "")
        when = published(record, self.file_zone, self.own_zone)
        if not whole or when.at is None:
            return None
        text = _digest(record.text)
        free = {
            post
            for value, post in self._fingerprints.get(when.at.isoformat(), ())
            if value.split("|")[2] == text
            and explains(whole, value.split("|")[1])
            and post not in self._explained
        }
        return free.pop() if len(free) == 1 else None

    @cached_property
    def _fingerprints(self) -> dict[str, list[tuple[str, int]]]:
        """Publish time → (fingerprint, post) of all rows of this account with a damaged id."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        rows = PostAlias.objects.filter(account=self.account, kind=FINGERPRINT)
        for value, post in rows.values_list("value", "post_id"):
            found[value.split("|")[0]].append((value, post))
        return found

    @cached_property
    def _explained(self) -> set[int]:
        """Posts once known by a damaged id about which all is known by now.

        Their whole id came, or a person said which post they are or that they do not count.
        """
        if not self._fingerprints:
            return set()
        damaged = PostAlias.objects.filter(account=self.account, kind=FINGERPRINT)
        rows = PostAlias.objects.filter(post__in=damaged.values("post"), kind=PLATFORM_ID)
        said = PostMerge.objects.filter(post__in=damaged.values("post"))
        known = set(rows.values_list("post_id", flat=True))
        return known | set(said.values_list("post_id", flat=True)) | set(self._held)

    def _next_pk(self, wanted: int) -> int:
        if not self._free:
            self._free = bulk.reserve(Post, wanted)[::-1]
        return self._free.pop()

    def _save(
        self, made: list[tuple[int, PostRecord]], aliases: list[tuple[int, int, str, str]]
    ) -> None:
        self._free = []  # on SQLite they are ours only until this chunk is committed
        rows = []
        for pk, record in made:
            when = published(record, self.file_zone, self.own_zone)
            rows.append(
                (
                    pk,
                    self.account.workspace_id,
                    self.account.pk,
                    record.text,
                    record.post_type,
                    record.permalink[:1000],
                    when.at,
                    when.on,
                    record.duration_ms,
                    False,
                    search_text(record.text),
                    self._held.get(pk, ""),
                )
            )
        bulk.insert(Post, POST_COLUMNS, rows)
        bulk.insert(PostAlias, ALIAS_COLUMNS, aliases, skip_known=True)


def _fits_several(record: PostRecord) -> str:
    if record.lookalike:
        return _(
            "The post id %(id)s was rounded by a spreadsheet, and another row of the file has the "
            "same one, with the same minute and text. Say which post this row is about, or import "
            "the file as downloaded, without opening it in Excel."
        ) % {"id": (record.damaged_id or ("", 0))[0]}
    return _(
        "The post id %(id)s was rounded by a spreadsheet and fits two posts of the same minute "
        "and text. Say which one it is, or import the file as downloaded, without opening it in "
        "Excel."
    ) % {"id": (record.damaged_id or ("", 0))[0]}


def _digest(text: str) -> str:
    return hashlib.sha256(plain(text).encode()).hexdigest()[:32]


def plain(text: str) -> str:
    """Text as two downloads of one post agree on it: no case, no white space, NFKC.

    A spreadsheet turns what its code page lacks into "?", so those are left out too.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def explains(whole: str, sure: str) -> bool:
    """May a spreadsheet have left ``sure`` of this id? It rounds up as well as down."""
    return same_rounded(whole, sure.ljust(len(whole), "0"), len(sure))


def same_rounded(whole: str, digits: str, sure: int) -> bool:
    """Does the whole id begin with the digits that are sure, with the same length?"""
    if not whole.isdigit() or len(whole) != len(digits):
        return False
    if whole[:sure] == digits[:sure]:
        return True
    # A spreadsheet rounds up too: 1122299999… is shown as 11223000….
    power = 10 ** (len(whole) - sure)
    return abs(int(whole) - int(digits)) <= power // 2 + 1
