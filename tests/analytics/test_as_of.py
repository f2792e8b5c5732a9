"""A period that is over reads as it stood some days after its end, whatever came later."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.as_of import alike, as_of, reading_day, sides
from analytics.comparison import compare
from analytics.current import refresh_account_days, refresh_posts
from analytics.intake.deliveries import enter_by_hand
from analytics.metrics import METRICS
from analytics.models import AccountReading, PostReading
from analytics.query import metric_value, metric_values
from analytics.rollup import refresh_rollups
from platforms.models import BatchPost, SourceBatch
from platforms.records import Span
from tests.factories.analytics import delivery, posted, told
from tests.factories.platforms import PostFactory, SocialAccountFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.periods import Compare, Period, parse_period

Q3 = parse_period("2026Q3")
BY = date(2026, 10, 7)
IN_TIME, LATER = date(2026, 10, 5), date(2026, 11, 20)
AUG = date(2026, 8, 3)
FULL = {"reach": 1000, "reactions": 40, "comments": 6, "shares": 4}

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"))


@pytest.fixture
def workspace(brand):
    return brand.workspace


def day_told(account, day: date, taken_on: date, **values: int) -> AccountReading:
    batch = delivery(
        account, taken_on=taken_on, family="meta_chart", span=Span.DAY, start=day, end=day
    )
    reading = AccountReading.objects.create(
        batch=batch, account=account, span=Span.DAY, start=day, end=day, row=4, **values
    )
    refresh_account_days([(account.pk, day)])
    return reading


def test_a_period_is_read_a_week_after_its_end_and_not_before_that_day_has_passed(workspace):
    assert reading_day(workspace, Q3) == BY
    assert as_of(workspace, Q3, date(2026, 10, 7)) is None
    assert as_of(workspace, Q3, date(2026, 10, 8)) == BY
    workspace.ripening_days = 14
    assert as_of(workspace, Q3, LATER) == date(2026, 10, 14)


def test_the_last_reading_in_time_speaks_and_later_growth_does_not(brand, workspace):
    post = posted(brand, AUG, taken_on=date(2026, 9, 1), **FULL)
    told(post, taken_on=IN_TIME, reach=2000, reactions=60, comments=6, shares=4)
    told(post, taken_on=LATER, reach=9000, reactions=900, comments=90, shares=40)

    closed = metric_value(workspace, Q3, "engagements", as_of=BY)

    assert (closed.value, closed.late, closed.read_by) == (70, 0, BY)
    assert metric_value(workspace, Q3, "engagements").value == 1030


def test_without_a_reading_in_time_the_first_after_it_speaks_and_is_marked_late(brand, workspace):
    post = posted(brand, AUG, taken_on=date(2026, 10, 20), **FULL)
    told(post, taken_on=LATER, reach=9000, reactions=900, comments=90, shares=40)
    posted(brand, AUG, taken_on=IN_TIME, **FULL)

    value = metric_value(workspace, Q3, "engagements", as_of=BY)

    assert (value.value, value.late, value.used) == (100, 1, 2)


def test_a_measure_only_a_later_file_has_is_not_lost(brand, workspace):
    post = posted(brand, AUG, taken_on=IN_TIME, reach=1000)
    told(post, taken_on=date(2026, 10, 20), saves=7)
    told(post, taken_on=LATER, saves=9, reach=5000)

    saves = metric_value(workspace, Q3, "saves", as_of=BY)
    reach = metric_value(workspace, Q3, "mean_reach_per_post", as_of=BY)

    assert (saves.value, saves.late) == (7, 1)
    assert (reach.value, reach.late) == (1000, 0)


def test_days_of_accounts_are_read_by_the_same_rule(brand, workspace):
    day_told(brand, AUG, IN_TIME, new_followers=5, followers=100)
    day_told(brand, AUG, LATER, new_followers=8, followers=130)
    day_told(brand, AUG + timedelta(days=1), LATER, new_followers=2)

    value = metric_value(workspace, Q3, "new_followers", as_of=BY)

    assert (value.value, value.used, value.late) == (7, 2, 1)
    assert metric_value(workspace, Q3, "followers", as_of=BY).value == 100
    assert metric_value(workspace, Q3, "new_followers").value == 10


def test_a_year_later_every_reading_was_in_time_so_both_ways_say_the_same(brand, workspace):
    other = SocialAccountFactory(workspace=workspace)
    for number in range(6):
        post = posted(
            brand if number % 2 else other,
            AUG + timedelta(days=number * 9),
            kind="video" if number % 3 else "photo",
            taken_on=IN_TIME,
            **FULL | {"reach": 900 + number, "saves": number},
        )
        told(post, taken_on=LATER, reach=2000 + number, link_clicks=3, impressions=5000)
    for number in range(4):
        day_told(
            brand, AUG + timedelta(days=number), LATER, new_followers=5, followers=100, reach=9
        )
    day_told(brand, date(2026, 6, 28), LATER, followers=80)

    for by in ("workspace", "account", "post", "day", "week", "month", "type"):
        now = metric_values(workspace, Q3, by=by)
        closed = metric_values(workspace, Q3, by=by, as_of=date(2027, 6, 1))
        fields = ("value", "inputs", "used", "total", "missing_reason", "youngest", "age", "covers")
        assert [[getattr(v, f) for f in fields] for v in now] == [
            [getattr(v, f) for f in fields] for v in closed
        ], by
        assert len(now) >= len(METRICS) // 2


def test_questions_do_not_grow_with_the_posts(brand, workspace, django_assert_max_num_queries):
    for number in range(12):
        post = posted(brand, AUG + timedelta(days=number), taken_on=IN_TIME, **FULL)
        told(post, taken_on=LATER, reach=5000)

    with django_assert_max_num_queries(24):
        metric_values(workspace, Q3, as_of=BY)


def test_leaving_a_delivery_out_says_what_undoing_it_would(brand, workspace):
    post = posted(brand, AUG, taken_on=date(2026, 9, 1), **FULL)
    correction = told(post, taken_on=IN_TIME, reach=2000, reactions=60, comments=6, shares=4)
    only = posted(brand, AUG, taken_on=IN_TIME, **FULL)
    alone = BatchPost.objects.get(post=only).batch_id

    without = frozenset({correction.batch_id, alone})

    assert metric_value(workspace, Q3, "engagements", as_of=BY).value == 120
    assert (
        metric_values(
            workspace, Q3, metrics=["engagements", "post_count"], as_of=BY, without=without
        )[0].value
        == 50
    )


# --- two sides ---------------------------------------------------------------------------------


def test_a_running_quarter_is_compared_with_as_many_days_of_the_earlier_one(workspace):
    today, running = date(2026, 11, 21), parse_period("2026Q4")

    found = sides(workspace, running, running.previous(), today)

    assert found.before == Period(date(2026, 7, 1), date(2026, 8, 21))
    assert (found.as_of, found.before_as_of, found.cut) == (None, date(2026, 8, 21), True)
    year = running.compared(Compare.YEAR)
    assert sides(workspace, running, year, today).before == Period(
        date(2025, 10, 1), date(2025, 11, 21)
    )


def test_whole_quarters_are_read_equally_long_after_their_ends(workspace):
    later = sides(workspace, Q3, Q3.previous(), date(2026, 11, 21))
    soon = sides(workspace, Q3, Q3.previous(), date(2026, 10, 3))

    assert (later.as_of, later.before, later.before_as_of) == (
        BY,
        parse_period("2026Q2"),
        date(2026, 7, 7),
    )
    assert (soon.as_of, soon.before_as_of, soon.cut) == (None, date(2026, 7, 3), False)


def test_an_earlier_month_that_is_shorter_is_taken_whole():
    march, february = parse_period("2026-03"), parse_period("2026-02")

    assert alike(march, february, date(2026, 3, 30)) == february


def test_posts_read_at_other_ages_have_no_trend_and_ones_as_old_do(brand, workspace):
    Q2 = Q3.previous()
    for number in range(20):
        posted(brand, date(2026, 9, 30) - timedelta(days=number), taken_on=BY, **FULL)
        posted(brand, date(2026, 6, 30) - timedelta(days=number), taken_on=LATER, **FULL)
    today = date(2026, 11, 21)

    now = metric_value(workspace, Q3, "engagements", as_of=BY)
    late = metric_value(workspace, Q2, "engagements", as_of=date(2026, 7, 7))
    change = compare(now, late, today=today)

    assert late.late == 20
    assert not change.known
    assert "平均" in change.reason

    PostReading.objects.filter(batch__taken_on=LATER).update(reactions=20)
    SourceBatch.objects.filter(taken_on=LATER).update(
        taken_on=date(2026, 7, 6), rank="20260706|00000000|x"
    )
    refresh_rollups(refresh_posts(PostReading.objects.values_list("post_id", flat=True)))
    from analytics import kept

    kept.forget()
    in_time = metric_value(workspace, Q2, "engagements", as_of=date(2026, 7, 7))
    assert in_time.late == 0
    assert compare(now, in_time, today=today).value == Decimal(400) / 600


def test_a_sum_of_a_running_period_has_a_trend_against_the_same_days(brand, workspace):
    running = parse_period("2026Q4")
    today = date(2026, 11, 21)
    for number in range(3):
        day_told(brand, date(2026, 10, 2 + number), today, new_followers=6)
        day_told(brand, date(2026, 7, 2 + number), date(2026, 8, 20), new_followers=3)
        day_told(brand, date(2026, 9, 2 + number), date(2026, 10, 1), new_followers=3)
    found = sides(workspace, running, running.previous(), today)

    now = metric_value(workspace, running, "new_followers")
    part = metric_value(workspace, found.before, "new_followers", as_of=found.before_as_of)
    whole = metric_value(workspace, running.previous(), "new_followers")

    assert compare(now, part, today=today).value == 1
    assert not compare(now, whole, today=today).known


def test_days_that_count_are_days_that_are_over(brand, workspace):
    day_told(brand, AUG, IN_TIME, new_followers=5)
    other = SocialAccountFactory(workspace=workspace)
    day_told(other, AUG, IN_TIME, new_followers=5)

    whole = metric_value(workspace, Q3, "new_followers")

    assert (whole.used, whole.total) == (2, 184)


# --- whatever arrives, in whatever order -------------------------------------------------------

READINGS = st.lists(
    st.tuples(
        st.integers(0, 2),  # post
        st.integers(-20, 30),  # taken, days from the reading day
        st.one_of(st.none(), st.integers(0, 2**40)),  # reach
        st.one_of(st.none(), st.integers(0, 50)),  # reactions
        st.booleans(),  # still live
    ),
    min_size=1,
    max_size=9,
)


def expected(readings, post: int, place: int) -> int | None:
    """The rule in plain words, told without a database."""
    mine = [r for r in readings if r[0] == post and r[4] and r[place] is not None]
    in_time = [r for r in mine if r[1] <= 0]
    if in_time:
        last = max(r[1] for r in in_time)
        return max(r[place] for r in in_time if r[1] == last)
    if mine:
        first = min(r[1] for r in mine)
        return max(r[place] for r in mine if r[1] == first)
    return None


def bring_in(posts, reading) -> None:
    at, taken, reach, reactions, live = reading
    values = {k: v for k, v in (("reach", reach), ("reactions", reactions)) if v is not None}
    found = told(posts[at], taken_on=BY + timedelta(days=taken), **values)
    if not live and found is not None:
        found.batch.state = SourceBatch.State.WITHDRAWN
        found.batch.save()
        refresh_rollups(refresh_posts([posts[at].pk]))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(readings=READINGS, data=st.data())
def test_any_order_and_any_undo_read_alike_and_growth_changes_nothing(readings, data):
    account = SocialAccountFactory()
    posts = [PostFactory(account=account, published_on=AUG) for _ in range(3)]
    for reading in data.draw(st.permutations(readings)):
        bring_in(posts, reading)

    def read():
        values = metric_values(
            account.workspace, Q3, by="post", metrics=["reach", "reactions"], as_of=BY
        )
        return {(posts.index(v.post), v.metric.key): v.value for v in values}

    before = read()
    for number, _post in enumerate(posts):
        for place, key in ((2, "reach"), (3, "reactions")):
            assert before.get((number, key)) == expected(readings, number, place)

    seen = {r[0] for r in readings if r[4] and (r[2] is not None or r[3] is not None)}
    for number in seen:  # growth: a later reading of what had been read
        known = {
            key: 10**9
            for place, key in ((2, "reach"), (3, "reactions"))
            if expected(readings, number, place) is not None
        }
        told(posts[number], taken_on=BY + timedelta(days=40), **known)
    assert read() == before


def test_what_a_person_types_later_corrects_the_period(brand, workspace):
    author = MembershipFactory(workspace=workspace).user
    day_told(brand, AUG, IN_TIME, new_followers=5)
    for number in (7, 9):
        enter_by_hand(
            workspace,
            account=brand,
            values={"new_followers": number},
            start=AUG,
            end=AUG,
            by=author,
        )

    value = metric_value(workspace, Q3, "new_followers", as_of=BY)

    assert (value.value, value.late) == (9, 0)
