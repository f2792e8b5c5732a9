"""*Current* is a rule, not an overwrite: which live reading speaks for a measure now.

Live deliveries only; of those the latest ``taken_on``, then the later end of range, then the
larger value, then the content of the file. The order of importing plays no part, so any files
in any order, with any undos, give the numbers of what remains.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from analytics import bulk
from analytics.models import AccountDay, AccountReading, PostCurrent, PostReading
from platforms.measures import MEASURES, mask_of
from platforms.models import BatchAccount, BatchPost, Post, SocialAccount, SourceBatch
from platforms.records import Span
from platforms.search import search_text

CHUNK = 2000
DESCRIBED = ("text", "post_type", "permalink", "published_at", "published_on", "duration_ms")
TYPE, ON = DESCRIBED.index("post_type"), DESCRIBED.index("published_on")
CURRENT_COLUMNS = (
    "post_id",
    "workspace_id",
    "account_id",
    "published_on",
    "post_type",
    "mask",
    "taken_on",
    "sources",
)


def order_of(rank: str, value: int, row: int) -> tuple:
    """The rule as a sort key: the greatest speaks."""
    return (rank[:8], rank[9:17], value, rank[18:], row)


def rank_of(taken_on: date, end: date | None, digest: str) -> str:
    """``SourceBatch.rank``: day taken, end of range, content; compared as text."""
    last = f"{end:%Y%m%d}" if end else "00000000"
    return f"{taken_on:%Y%m%d}|{last}|{digest}"


def refresh_posts(post_ids: Iterable[int]) -> set[tuple[int, date]]:
    """Make Post attributes and PostCurrent anew for these posts.

    Rows about which nobody has decided yet make no post present. Returns every (account id, publishing day) whose rollup may have changed.
    """
    days: set[tuple[int, date]] = set()
    for ids in chunked(post_ids):
        before = PostCurrent.objects.filter(post__in=ids).values_list("account_id", "published_on")
        days.update((account, day) for account, day in before.distinct() if day)
        said = _best_descriptions(ids)
        speakers = _speaking(PostReading.objects.filter(post__in=ids, span=Span.LIFETIME), "post")
        _stand_as_said(said, ids)
        days.update((one.account, one.said[ON]) for one in said.values() if one.said[ON])
        PostCurrent.objects.filter(post__in=ids).delete()
        measures = _given_by(speakers.values())
        bulk.insert(
            PostCurrent,
            [*CURRENT_COLUMNS, *measures],
            [_current_row(pk, one, speakers.get(pk), measures) for pk, one in said.items()],
        )
    return days


class Said(NamedTuple):
    """The description that stands for a post, and what the post said until now."""

    key: tuple
    workspace: int
    account: int
    present: bool
    taken_on: date
    said: tuple
    before: tuple


class Spoken(NamedTuple):
    """Per measure the value and the reading that speaks, and the newest day used."""

    values: dict[str, int]
    sources: dict[str, int]
    taken_on: date


def _best_descriptions(ids: list[int]) -> dict[int, Said]:
    best: dict[int, Said] = {}
    rows = BatchPost.objects.filter(post__in=ids, batch__state=SourceBatch.State.LIVE).values_list(
        "post_id",
        "batch__rank",
        "batch__taken_on",
        "row",
        "post__workspace_id",
        "post__account_id",
        "post__present",
        "post__decision",
        *DESCRIBED,
        *(f"post__{name}" for name in DESCRIBED),
    )
    for pk, rank, taken_on, row, workspace, account, present, decision, *words in rows.iterator(
        CHUNK
    ):
        if decision in Post.HELD:
            continue
        key = order_of(rank, 0, row)
        if pk not in best or key > best[pk].key:
            said, before = tuple(words[: len(DESCRIBED)]), tuple(words[len(DESCRIBED) :])
            best[pk] = Said(key, workspace, account, present, taken_on, said, before)
    return best


def _stand_as_said(said: dict[int, Said], ids: list[int]) -> None:
    """Posts show what their current delivery says of them; without one they are not present."""
    changed = [pk for pk, one in said.items() if one.said != one.before]
    posts = Post.objects.in_bulk(changed)
    for pk, post in posts.items():
        for name, value in zip(DESCRIBED, said[pk].said, strict=True):
            setattr(post, name, value)
        post.search = search_text(post.text)
    Post.objects.bulk_update(posts.values(), [*DESCRIBED, "search"], batch_size=100)
    silent = [pk for pk in ids if pk not in said]
    if silent:
        Post.objects.filter(pk__in=silent).update(present=False)
    back = [pk for pk, one in said.items() if not one.present]
    if back:
        Post.objects.filter(pk__in=back).update(present=True)


def _current_row(pk: int, one: Said, spoken: Spoken | None, measures: list[str]) -> tuple:
    """A row of PostCurrent as CURRENT_COLUMNS and ``measures`` name it."""
    values, sources, taken_on = spoken or ({}, {}, one.taken_on)
    return (
        pk,
        one.workspace,
        one.account,
        one.said[ON],
        one.said[TYPE],
        mask_of(values),
        taken_on,
        sources,
        *[values.get(key) for key in measures],
    )


def _speaking(readings: QuerySet[Any], subject: str) -> dict[Any, Spoken]:
    """Subject (post id or day) → who speaks for each of its measures."""
    spoken: dict[Any, Spoken] = {}
    keys: dict[tuple[Any, str], tuple] = {}
    live = readings.filter(batch__state=SourceBatch.State.LIVE)
    rows = live.values_list(subject, "pk", "row", "batch__rank", "batch__taken_on", *MEASURES)
    for it, pk, row, rank, taken_on, *values in rows.iterator(CHUNK):
        given = {
            key: value for key, value in zip(MEASURES, values, strict=True) if value is not None
        }
        if not given:
            continue
        first = it not in spoken
        kept, sources, newest = spoken.get(it) or Spoken({}, {}, taken_on)
        used = False
        for measure, value in given.items():
            order = order_of(rank, value, row)
            if first or order > keys.get((it, measure), ()):
                kept[measure], sources[measure], keys[it, measure] = value, pk, order
                used = True
        if used:
            spoken[it] = Spoken(kept, sources, max(newest, taken_on))
    return spoken


def _given_by(spoken: Iterable[Spoken]) -> list[str]:
    """The measures any of them gives."""
    given = set().union(*(one.values for one in spoken))
    return [key for key in MEASURES if key in given]


def refresh_account_days(pairs: Iterable[tuple[int, date]]) -> None:
    """Make AccountDay anew for these (account id, day) pairs."""
    by_account: dict[int, set[date]] = defaultdict(set)
    for account, day in pairs:
        by_account[account].add(day)
    for account, days in by_account.items():
        for chunk in chunked(days):
            readings = AccountReading.objects.filter(
                account=account, span=Span.DAY, start__in=chunk
            )
            spoken = _speaking(readings, "start")
            AccountDay.objects.filter(account=account, day__in=chunk).delete()
            measures = _given_by(spoken.values())
            bulk.insert(
                AccountDay,
                ["account_id", "day", "sources", *measures],
                [
                    (account, day, one.sources, *[one.values.get(key) for key in measures])
                    for day, one in spoken.items()
                ],
            )


def refresh_ours(account_ids: Iterable[int]) -> None:
    """``ours`` follows what people confirmed, else whether a live delivery is mainly about it.

    An account for which another one stands is never ours beside it.
    """
    ids = set(account_ids)
    main = set(
        BatchAccount.objects.filter(
            account__in=ids, main=True, batch__state=SourceBatch.State.LIVE
        ).values_list("account_id", flat=True)
    )
    for account in SocialAccount.objects.filter(pk__in=ids):
        ours = account.confirmed if account.confirmed is not None else account.pk in main
        ours = ours and account.merged_into_id is None
        if ours != account.ours:
            account.ours = ours
            account.save(update_fields=["ours"])


def chunked(items: Iterable, size: int = CHUNK) -> Iterator[list]:
    """Sorted, and so many at a time; an ``array`` of keys is sorted already."""
    chunk: list = []
    for item in items if isinstance(items, array) else sorted(items):
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
