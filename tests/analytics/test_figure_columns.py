"""Columns of a whole period say what the registry says post by post and day by day."""

from datetime import date, timedelta

import pytest

from analytics.as_of_rows import days_read, forget, posts_read, stamp
from analytics.figure_columns import day_columns, post_columns
from analytics.kept import forget as forget_answers
from analytics.models import AccountDay
from analytics.published import published
from analytics.query import metric_values
from analytics.still import still
from tests.factories.analytics import happened, posted, told
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import WorkspaceFactory
from workspaces.periods import Period, parse_period

Q3 = parse_period("2026Q3")
BY = date(2026, 10, 7)
IN_TIME, LATER = date(2026, 10, 5), date(2026, 11, 20)
AUG = date(2026, 8, 3)
RATES = ("engagements", "engagement_rate", "views", "share_rate", "click_through_rate_by_views")

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    """Posts with and without every input, nothing to divide by, later growth, a partner's post."""
    account = SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"), ours=True)
    full = {"reactions": 40, "comments": 6, "shares": 4}
    for number in range(4):
        post = posted(account, AUG + timedelta(days=number), taken_on=IN_TIME, reach=901, **full)
        told(post, taken_on=LATER, reach=2000 + number, views=70, link_clicks=3, **full)
    posted(account, AUG, taken_on=IN_TIME, reach=0, **full)
    posted(account, date(2026, 9, 30), taken_on=LATER, views=9, link_clicks=2)
    posted(SocialAccountFactory(workspace=account.workspace, ours=False), AUG, reach=5, **full)
    return account


@pytest.mark.parametrize("as_of", [None, BY])
def test_metrics_row_by_row_are_those_of_the_registry(account, as_of):
    columns = post_columns(account.workspace, Q3, ("post_id",), as_of=as_of, present=True)
    asked = metric_values(account.workspace, Q3, by="post", metrics=RATES, as_of=as_of)

    assert {(value.its_post.pk, value.metric.key): value.value for value in asked} == {
        (head[0], key): number
        for key in RATES
        for head, number in zip(columns.heads, columns.metric(key), strict=True)
    }
    assert len(columns) == 6
    assert any(value.value for value in asked)


def test_measures_are_those_by_the_day_the_period_is_read(account):
    newest = post_columns(account.workspace, Q3, ("post_id",), as_of=None)
    closed = post_columns(account.workspace, Q3, ("post_id",), as_of=BY)

    assert newest.figures["reach"][0] == 2000
    assert closed.figures["reach"][0] == 901
    assert closed.figures["views"][-1] == 9  # late, and still the only one there is
    assert closed.rows()[0][list(closed.figures).index("reactions")] == 40


def test_a_metric_of_more_than_a_posts_own_measures_is_refused(account):
    columns = post_columns(account.workspace, Q3, ("post_id",), as_of=None)

    with pytest.raises(ValueError, match="post_count"):
        columns.metric("post_count")


@pytest.mark.parametrize("as_of", [None, BY])
def test_days_hold_what_their_rows_hold(account, as_of):
    happened(account, AUG, new_followers=4, followers=100)
    happened(account, AUG + timedelta(days=1), profile_visits=9)

    days = day_columns(account.workspace, Q3, ("day",), as_of=as_of, order=("day",))

    assert [head[0] for head in days.heads] == [AUG, AUG + timedelta(days=1)]
    assert days.figures == {
        key: list(AccountDay.objects.order_by("day").values_list(key, flat=True))
        for key in ("followers", "new_followers", "profile_visits")
    }


def test_a_part_of_what_is_kept_is_what_would_be_read_anew(account):
    happened(account, AUG - timedelta(days=3), followers=90)
    happened(account, AUG, followers=100)
    place, mark = account.workspace, stamp(account.workspace)
    week = (AUG, AUG + timedelta(days=6))
    anew = [how(place, *week, BY, mark=mark) for how in (posts_read, days_read)]
    forget()
    for how in (posts_read, days_read):
        how(place, Q3.start, Q3.end, BY, mark=mark)

    parts = [how(place, *week, BY, mark=mark) for how in (posts_read, days_read)]

    for part, whole in zip(parts, anew, strict=True):
        assert (part.days, part.kinds) == (whole.days, whole.kinds)
        assert part.masks.tolist() == whole.masks.tolist()
        for at in range(len(whole)):
            assert part.measures_at(at) == whole.measures_at(at)
            assert part.speakers_at(at) == whole.speakers_at(at)
    assert [len(one) for one in parts] == [6, 2]  # a partner’s post among them


def test_within_one_look_the_stamp_is_asked_once(account, django_assert_num_queries):
    with still(account.workspace):
        before = stamp(account.workspace)
        with django_assert_num_queries(0):
            assert stamp(account.workspace) == before
        posted(account, AUG, taken_on=LATER, reach=1)
        assert stamp(account.workspace) == before
    assert stamp(account.workspace) != before


@pytest.mark.parametrize("as_of", [None, BY])
def test_counts_of_a_document_are_those_of_single_questions(account, as_of):
    week, place = Period(AUG, AUG + timedelta(days=1)), account.workspace

    def asked():
        forget_answers()
        return [
            (value.value, value.total, value.account, value.post_type)
            for period in (Q3, week)
            for by, kinds in (("workspace", None), ("account", None), ("type", ["photo"]))
            for value in metric_values(
                place, period, by=by, metrics=["post_count"], post_types=kinds, as_of=as_of
            )
        ]

    alone = asked()
    with still(place):
        together = asked()

    assert together == alone
    assert alone[0][0] == 6


def test_weeks_and_kinds_of_a_document_are_one_question(account, django_assert_num_queries):
    with still(account.workspace):
        whole = published(account.workspace, Q3.start, Q3.end)
        with django_assert_num_queries(0):
            assert published(account.workspace, AUG, AUG + timedelta(days=6)) is whole
    assert published(account.workspace, AUG, AUG) is None
