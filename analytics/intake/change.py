"""What a delivery touches, and what it changed: new, updated and unchanged posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from analytics.current import chunked
from analytics.models import AccountReading, PostCurrent, PostReading
from platforms.measures import MEASURES
from platforms.models import BatchAccount, BatchPost, Post, SourceBatch
from platforms.records import Span


@dataclass(slots=True)
class Touched:
    """Everything whose derived figures hang on some batches."""

    posts: set[int]
    account_days: set[tuple[int, date]]
    accounts: set[int]

    @classmethod
    def of(cls, batches: Iterable[SourceBatch]) -> Self:
        ids = [batch.pk for batch in batches]
        return cls(
            posts=set(BatchPost.objects.filter(batch__in=ids).values_list("post_id", flat=True)),
            account_days={
                (account, day)
                for account, day in AccountReading.objects.filter(
                    batch__in=ids, span=Span.DAY
                ).values_list("account_id", "start")
                if day is not None
            },
            accounts=set(
                BatchAccount.objects.filter(batch__in=ids).values_list("account_id", flat=True)
            ),
        )


State = dict[int, tuple]
SHOWN = ("text", "post_type", "permalink", "published_at", "published_on")


def state_of(post_ids: Iterable[int]) -> State:
    """What each present post is and says now, comparable with itself later."""
    state: State = {}
    for ids in chunked(post_ids):
        shown = Post.objects.filter(pk__in=ids, present=True).values_list("pk", *SHOWN)
        standing = {pk: tuple(words) for pk, *words in shown}
        if not standing:
            continue
        said: dict[int, set] = {pk: set() for pk in standing}
        spans = PostReading.objects.filter(
            post__in=list(standing), batch__state=SourceBatch.State.LIVE
        ).exclude(span=Span.LIFETIME)
        for pk, *span in spans.values_list("post_id", "span", "start", "end", *MEASURES):
            said[pk].add(tuple(span))
        current = PostCurrent.objects.filter(post__in=list(standing)).values_list("pk", *MEASURES)
        figures = {pk: tuple(values) for pk, *values in current}
        for pk, words in standing.items():
            state[pk] = (words, figures.get(pk), frozenset(said[pk]))
    return state


def counted(posts: Iterable[int], before: State, after: State) -> tuple[int, int, int]:
    """(created, updated, unchanged) among ``posts``."""
    created = updated = unchanged = 0
    for pk in posts:
        if pk not in before:
            created += 1
        elif before[pk] != after.get(pk):
            updated += 1
        else:
            unchanged += 1
    return created, updated, unchanged


def posts_of(batch: SourceBatch) -> list[int]:
    """The posts a delivery speaks about, without those nobody has decided about."""
    rows = BatchPost.objects.filter(batch=batch).exclude(post__decision__in=Post.HELD)
    return list(rows.order_by().values_list("post_id", flat=True).distinct())
