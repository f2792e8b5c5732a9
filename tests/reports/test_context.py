"""Questions asked in one go have the answers they have one by one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from analytics.query import metric_values
from reports.outputs.context import OutputContext
from reports.sections.choices import PER_TYPE
from reports.sections.trends import TREND, months_of, weeks_of
from tests.factories.analytics import posted
from tests.factories.platforms import SocialAccountFactory
from tests.factories.reports import QUARTER
from tests.factories.workspaces import WorkspaceFactory
from workspaces.periods import Period

pytestmark = pytest.mark.django_db
FULL = {"reach": 1000, "reactions": 40, "comments": 6, "shares": 4}


@pytest.fixture
def workspace():
    """Two accounts: one with a post every third day, one with two posts in the whole quarter."""
    workspace = WorkspaceFactory(slug="tea")
    busy = SocialAccountFactory(workspace=workspace)
    for n in range(0, QUARTER.days, 3):
        day = QUARTER.start + timedelta(days=n)
        kind = "photo" if n % 2 else "video"
        posted(busy, day, kind=kind, **FULL | {"reach": 900 + n})
    seldom = SocialAccountFactory(workspace=workspace, platform="instagram")
    posted(seldom, date(2026, 7, 9), reactions=3)
    posted(seldom, date(2026, 9, 30), **FULL)
    return workspace


def context_of(workspace) -> OutputContext:
    return OutputContext(workspace, QUARTER, "O3.3.1", "", "zh-hant", timezone.now())


def plain(table):
    """Without what only the comparison of a whole workspace asks for."""
    return {key: replace(value, told=frozenset()) for key, value in table.items()}


@pytest.mark.parametrize("by", ["workspace", "account"])
@pytest.mark.parametrize(("cut", "parts"), [("week", weeks_of), ("month", months_of)])
def test_steps_are_the_tables_of_their_days(workspace, by, cut, parts):
    days = parts(QUARTER)

    found = context_of(workspace).steps(TREND, days, cut=cut, by=by)

    one_by_one = [context_of(workspace).table(TREND, day, by=by) for day in days]
    assert [plain(table) for table in found] == [plain(table) for table in one_by_one]


def test_kinds_are_the_tables_of_their_posts(workspace):
    found = context_of(workspace).kinds(PER_TYPE)

    assert set(found) == {"photo", "video"}
    for kind, values in found.items():
        table = context_of(workspace).table(PER_TYPE, kind=kind)
        assert plain(values) == plain({key: table[None, key] for key in PER_TYPE})


def test_a_quarter_of_weeks_is_no_quarter_of_questions(workspace, django_assert_max_num_queries):
    """Weeks in which everybody published are asked for together."""
    context = context_of(workspace)
    weeks = weeks_of(QUARTER)

    with django_assert_max_num_queries(12):
        context.steps(["post_count"], weeks, cut="week")


@pytest.mark.parametrize("by", ["workspace", "account"])
def test_what_was_foreseen_is_asked_with_the_first_and_answers_the_same(workspace, by, monkeypatch):
    keys = ["post_count", "engagements", "engagement_rate"]
    alone = [context_of(workspace).table([key], by=by) for key in keys]
    asked = []

    def counted(*args, **named):
        asked.append(named["metrics"])
        return metric_values(*args, **named)

    monkeypatch.setattr("reports.outputs.context.metric_values", counted)
    context = context_of(workspace)
    context.foresee(by, keys)
    found = [context.table([key], by=by) for key in keys]

    assert found == alone
    assert asked == [keys]
    context.table(keys, Period(date(2026, 7, 6), date(2026, 7, 12)), by=by)
    context.table(["comments", "post_count"], by=by)
    assert asked[1:] == [keys, ["comments"]], "other days are asked only for what they are asked"
