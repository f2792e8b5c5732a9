"""The month of a workspace full of posts: against an empty signed-in page, and against 2,000.

Every published post of the stock stands in the calendar as well, tied to what it was planned as;
the last month of the stock is opened, so that its days are full and show results.
"""

from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from analytics import kept
from benchmarks import stock
from benchmarks.asking import queries, visit
from benchmarks.held import Held, Promises, middle, p95, rounds, seconds
from calendar_app.models import Entry, EntryVersion, PostTie
from platforms.models import Post
from workspaces.models import Workspace

ROUNDS = 20
SMALL, SMALL_DAYS = 2_000, 61  # so that its month is as full to look at
PAGE, OWN = 4.0, 1.5
BATCH = 5_000


def measure(number: int, *, full: bool) -> Promises:
    large, small = planned(stock.workspace(number)), planned(stock.workspace(SMALL, SMALL_DAYS))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(stock.user())
    with override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
        frame = reverse("data:import_list", args=[stock.empty().slug])
        empty = reverse("calendar:calendar_view", args=[stock.empty().slug])
        acts = {
            "empty": visit(client, frame),
            "nothing planned": visit(client, empty),
            "small": visit(client, _month(small)),
            "large": visit(client, _month(large)),
        }
        found = rounds(acts, ROUNDS)
        yield Held(
            "month against an empty page", middle(found["large"]) / middle(found["empty"]), PAGE
        )
        yield Held(
            f"month, its p95 against its own at {SMALL:,}",
            p95(found["large"]) / p95(found["small"]),
            OWN,
        )
        yield Held(
            "month without a post against an empty page",
            middle(found["nothing planned"]) / middle(found["empty"]),
        )
        yield Held("month", 1000 * middle(found["large"]), unit=" ms")
        kept.forget()
        yield Held("month, first look after an import", 1000 * seconds(acts["large"]), unit=" ms")
        yield Held(
            f"month, queries more than at {SMALL:,}",
            queries(client, _month(large)) - queries(client, _month(small)),
            0,
            "",
        )


def planned(place: Workspace) -> Workspace:
    """The workspace with a plan for every post of its stock, made if not there."""
    if Entry.objects.filter(workspace=place).exists():
        return place
    posts = Post.objects.filter(workspace=place).order_by("pk")
    with transaction.atomic():
        batch: list[Any] = []
        for post in posts.iterator(chunk_size=BATCH):
            batch.append(post)
            if len(batch) == BATCH:
                _plan(place, batch)
                batch = []
        _plan(place, batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return place


def _plan(place: Workspace, posts: list[Post]) -> None:
    published = Entry.State.PUBLISHED
    entries = Entry.objects.bulk_create(
        [
            Entry(workspace=place, title=post.text[:40], text=post.text, state=published,
                  author=stock.user())
            for post in posts
        ]
    )  # fmt: skip
    versions = EntryVersion.objects.bulk_create(
        [
            EntryVersion(
                workspace=place, entry=entry, account_id=post.account_id, at=post.published_at
            )
            for entry, post in zip(entries, posts, strict=True)
        ]
    )
    PostTie.objects.bulk_create(
        [
            PostTie(workspace=place, version=version, post=post, how=PostTie.How.LINK)
            for version, post in zip(versions, posts, strict=True)
        ]
    )


def _month(place: Workspace) -> str:
    home = reverse("calendar:calendar_view", args=[place.slug])
    return f"{home}?view=month&date={stock.last_day():%Y-%m-%d}"
