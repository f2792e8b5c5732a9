"""Figures by what posts were planned as, where nearly every one of them belongs to a plan."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from analytics import kept
from analytics.query import metric_values
from benchmarks import stock
from benchmarks.held import Held, Promises, middle, rounds, seconds
from calendar_app.models import Entry, EntryVersion, PostTie, Publication
from calendar_app.planned_as import CUTS
from planning.models import Brief, Pillar
from platforms.models import Post
from workspaces.models import Workspace
from workspaces.periods import Period, quarter_of

KEYS = ("post_count", "engagements", "engagement_rate", "mean_reach_per_post")
LIMIT = 3.0
ROUNDS = 5
CHUNK = 5000
PILLARS = ("產地", "門市日常", "喝法知識", "新品", "活動")


def measure(number: int, *, full: bool) -> Promises:
    place = stock.workspace(number)
    _plans(place)
    quarter = quarter_of(stock.last_day())
    years = Period(quarter.end - timedelta(days=stock.DAYS - 1), quarter.end)
    for what, period in (("a quarter", quarter), ("five years", years)):
        ask = partial(metric_values, place, period, metrics=KEYS)
        # The yardstick groups the same posts one by one as well: no rollup knows single posts.
        acts = {"posts": partial(_fresh, ask, "type")} | {
            cut: partial(_fresh, ask, cut) for cut in CUTS
        }
        found = rounds(acts, ROUNDS)
        for cut in CUTS:
            ratio = middle(found[cut]) / middle(found["posts"])
            yield Held(f"figures by {cut} of {what} against by kind of post", ratio, LIMIT)
            yield Held(f"figures by {cut} of {what}", 1000 * middle(found[cut]), unit=" ms")
    day = quarter.end + timedelta(days=7)
    kept.forget()
    first = seconds(partial(metric_values, place, quarter, by="pillar", metrics=KEYS, as_of=day))
    yield Held("figures by pillar of a quarter that is over, first look", 1000 * first, unit=" ms")


def _fresh(ask, cut: str) -> None:
    kept.forget()
    ask(by=cut)


@transaction.atomic
def _plans(place: Workspace) -> None:
    """Nine of ten posts belong to a plan that was published by hand, made if not there."""
    if PostTie.objects.in_workspace(place).exists():
        return
    person, now = stock.user(), timezone.now()
    brief = Brief.objects.create(workspace=place, title="Stock", start=now, end=now)
    pillars = [Pillar.objects.create(workspace=place, brief=brief, name=n) for n in PILLARS]
    posts = Post.objects.in_workspace(place).order_by("pk")
    rows = [row for row in posts.values_list("pk", "account_id", "published_at") if row[0] % 10]
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        entries = Entry.objects.bulk_create(
            Entry(
                workspace=place,
                kind=("post", "video", "story")[pk % 3],
                state=Entry.State.PUBLISHED,
                pillar=pillars[pk % len(pillars)],
                author=person,
            )
            for pk, _account, _at in part
        )
        versions = EntryVersion.objects.bulk_create(
            EntryVersion(workspace=place, entry=entry, account_id=row[1], at=row[2])
            for entry, row in zip(entries, part, strict=True)
        )
        Publication.objects.bulk_create(
            Publication(
                workspace=place,
                version=version,
                state=Publication.State.BY_HAND,
                due_at=version.at or now,
                done_at=version.at,
            )
            for version in versions
        )
        PostTie.objects.bulk_create(
            PostTie(workspace=place, post_id=row[0], version=version, how=PostTie.How.LINK)
            for version, row in zip(versions, part, strict=True)
        )
