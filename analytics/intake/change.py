"""What a delivery touches, and what it changed: new, updated and unchanged posts."""

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db.models import F, Q

from analytics.current import CHUNK, chunked
from analytics.models import AccountReading, PostCurrent, PostReading
from platforms.measures import MEASURES
from platforms.models import BatchAccount, BatchPost, Post, SourceBatch
from platforms.records import Span


@dataclass(slots=True)
class Touched:
    """Everything whose derived figures hang on some batches."""

    posts: Collection[int]  # of a delivery a sorted array: eight bytes each
    account_days: set[tuple[int, date]]
    accounts: set[int]

    @classmethod
    def of(cls, batches: Iterable[SourceBatch]) -> Self:
        ids = [batch.pk for batch in batches]
        posts = BatchPost.objects.filter(batch__in=ids).order_by("post_id").distinct()
        return cls(
            posts=array("q", posts.values_list("post_id", flat=True).iterator(CHUNK)),
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

    def add_posts(self, posts: set[int]) -> None:
        if posts:
            self.posts = array("q", sorted(posts.union(self.posts)))


State = dict[int, tuple]
SHOWN = ("text", "post_type", "permalink", "published_at", "published_on")


LIVE = Q(batch__state=SourceBatch.State.LIVE)


def state_of(post_ids: Iterable[int], live: Q = LIVE) -> State:
    """What each present post is and says now, comparable with itself later.

    ``live`` chooses the readings that count.
    """
    state: State = {}
    for ids in chunked(post_ids):
        shown = Post.objects.filter(pk__in=ids, present=True).values_list("pk", *SHOWN)
        standing = {pk: tuple(words) for pk, *words in shown}
        if not standing:
            continue
        said: dict[int, set] = {pk: set() for pk in standing}
        spans = PostReading.objects.filter(live, post__in=list(standing))
        spans = spans.exclude(span=Span.LIFETIME)
        for pk, *span in spans.values_list("post_id", "span", "start", "end", *MEASURES):
            said[pk].add(tuple(span))
        current = PostCurrent.objects.filter(post__in=list(standing)).values_list("pk", *MEASURES)
        figures = {pk: tuple(values) for pk, *values in current}
        for pk, words in standing.items():
            state[pk] = (words, figures.get(pk), frozenset(said[pk]))
    return state


@dataclass(slots=True)
class Tally:
    """How many posts of one delivery are new, say something else, or say the same."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Watch:
    """Counts what arriving deliveries change, while their posts are derived anew.

    A few posts at a time: what was said before is never kept of all posts. The deliveries are
    live by then, so ``before`` leaves them out and takes in those they replace.
    """

    arrived: list[int]
    replaced: list[int]
    tallies: dict[int, Tally] = field(default_factory=dict)

    @classmethod
    def of(cls, arrived: Iterable[SourceBatch], replaced: Iterable[SourceBatch]) -> Self:
        ids = [batch.pk for batch in arrived]
        tallies = {pk: Tally() for pk in ids}
        return cls(ids, [batch.pk for batch in replaced], tallies)

    def before(self, posts: list[int]) -> State:
        """What these posts say until they are derived anew."""
        until_now = LIVE & ~Q(batch__in=self.arrived)
        return state_of(posts, until_now | Q(batch__in=self.replaced))

    def after(self, posts: list[int], before: State) -> None:
        """Count them; one that was not there is new, whatever it says."""
        now = state_of(before)
        # "+ 0": looked up by these posts, not by all rows of the delivery.
        rows = BatchPost.objects.annotate(whose=F("batch_id") + 0)
        rows = rows.filter(whose__in=self.arrived, post__in=posts)
        # Without those nobody has decided about.
        counted = rows.exclude(post__decision__in=Post.HELD).order_by().distinct()
        for batch, post in counted.values_list("batch_id", "post_id"):
            tally = self.tallies[batch]
            if post not in before:
                tally.created += 1
            elif before[post] != now.get(post):
                tally.updated += 1
            else:
                tally.unchanged += 1
