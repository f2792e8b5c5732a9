"""Rows written past the models arrive exactly as the models would have written them."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from analytics import bulk
from analytics.models import DayRollup, PostReading
from platforms.measures import MEASURES
from platforms.models import BatchPost, Post, PostAlias
from tests.factories.analytics import delivery, posted
from tests.factories.platforms import PostFactory, SocialAccountFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 8, 3, 4, 30, tzinfo=UTC)


def test_a_row_reads_back_as_if_a_model_had_written_it():
    post = PostFactory()
    batch = delivery(post.account)
    names = (
        "batch_id",
        "post_id",
        "row",
        "text",
        "published_at",
        "published_on",
        "permalink",
        "post_type",
    )

    bulk.insert(BatchPost, names, [(batch.pk, post.pk, 2, "“茶”\n\\N", AT, AT.date(), "", "")])
    bulk.insert(
        PostReading,
        ("batch_id", "post_id", "span", "row", "extra", "reach"),
        [(batch.pk, post.pk, "lifetime", 2, {"備註": "a\tb", "n": 1}, 0)],
    )

    said = BatchPost.objects.get(batch=batch)
    assert (said.text, said.published_at, said.published_on) == ("“茶”\n\\N", AT, date(2026, 8, 3))
    assert said.duration_ms is None
    reading = PostReading.objects.get(batch=batch)
    assert (reading.extra, reading.reach, reading.views) == ({"備註": "a\tb", "n": 1}, 0, None)
    twin = PostReading(
        batch=batch, post=post, span="lifetime", row=3, extra={"備註": "a\tb", "n": 1}
    )
    twin.save()
    assert PostReading.objects.filter(extra=reading.extra).count() == 2


def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert(Post, ("text",), [])


def test_known_rows_are_left_out_only_where_asked():
    account = SocialAccountFactory()
    first, second = PostFactory(account=account), PostFactory(account=account)
    names = ("post_id", "account_id", "kind", "value")
    row = (first.pk, account.pk, "platform_id", "1")
    bulk.insert(PostAlias, names, [row])

    bulk.insert(
        PostAlias,
        names,
        [(second.pk, account.pk, "platform_id", "1"), (second.pk, account.pk, "platform_id", "2")],
        skip_known=True,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(PostAlias, names, [row])

    known = PostAlias.objects.order_by("value").values_list("post_id", "value")
    assert list(known) == [(first.pk, "1"), (second.pk, "2")]


def test_reserved_keys_are_nobody_elses():
    before = PostFactory()
    account = before.account

    first, second = bulk.reserve(Post, 2)
    names = (
        "id",
        "workspace_id",
        "account_id",
        "text",
        "post_type",
        "permalink",
        "present",
        "search",
    )
    bulk.insert(
        Post,
        names,
        [(pk, account.workspace_id, account.pk, "", "", "", True, "") for pk in (first, second)],
    )
    after = PostFactory(account=account)

    assert before.pk < first < second < after.pk


def test_a_query_becomes_rows_without_passing_through_here():
    account = SocialAccountFactory()
    posted(account, date(2026, 8, 3), reach=10)
    posted(account, date(2026, 8, 3), reach=5)
    DayRollup.objects.all().delete()
    from analytics.models import PostCurrent

    cells = (
        PostCurrent.objects.values(
            "workspace_id", "account_id", "published_on", "post_type", "mask"
        )
        .annotate(number=Count("pk"), total=Sum("reach"))
        .order_by()
    )
    bulk.insert_from(
        DayRollup,
        ("workspace_id", "account_id", "day", "post_type", "mask", "posts", "reach"),
        cells,
    )

    rollup = DayRollup.objects.get()
    assert (rollup.posts, rollup.reach, rollup.day) == (2, 15, date(2026, 8, 3))
    assert all(getattr(rollup, key) is None for key in MEASURES if key != "reach")
