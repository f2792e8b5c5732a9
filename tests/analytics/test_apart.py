"""Web sites and ads in the figures: kept apart, never twice, down to file and row."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from analytics.campaign_rows import campaign_rows
from analytics.intake import deliveries, ingest
from analytics.metrics import APART, METRICS
from analytics.query import metric_value, metric_values
from analytics.view_state import ViewState
from platforms.measures import EVERY_MEASURE, MEASURES
from platforms.models import SocialAccount
from platforms.records import Span
from reports.provenance import Provenance
from tests.factories.platforms import SocialAccountFactory
from tests.samples import ads, ga4
from workspaces.periods import Compare, Period

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def take(receive):
    def go(content, name="export.csv", **said):
        file = receive(content if isinstance(content, bytes) else content.encode(), name)
        file.choices |= said
        file.save()
        ingest.import_file(file)
        file.refresh_from_db()
        assert file.state == "imported", file.report
        return file

    return go


@pytest.fixture
def account(workspace) -> SocialAccount:
    return SocialAccountFactory(workspace=workspace, ours=True)


def days(first: int, last: int) -> str:
    """10 sessions and 1 purchase on each of these October days."""
    return ga4.days([(f"202610{day:02d}", 10, 7, 20, 1) for day in range(first, last + 1)])


def typed(account, editor, **values):
    deliveries.enter_by_hand(
        account.workspace,
        account=account,
        values=values,
        start=date(2026, 10, 5),
        end=date(2026, 10, 5),
        span=Span.DAY,
        by=editor,
    )


def test_traffic_and_conversion_come_from_the_days_of_the_site(take, workspace):
    take(days(1, 31))

    sessions = metric_value(workspace, OCTOBER, "sessions")
    rate = metric_value(workspace, OCTOBER, "conversion_rate")

    assert (sessions.value, sessions.used, sessions.total) == (310, 31, 31)
    assert sessions.channels == {"ga4"}
    assert rate.value == Decimal("0.1")


def test_a_table_by_channel_gives_the_total_of_its_period(take, workspace):
    take(ga4.channels())

    found = metric_value(workspace, OCTOBER, "sessions")

    assert found.value == 420 + 180 + 7
    assert found.covers == (OCTOBER.start, OCTOBER.end)


def test_days_and_totals_are_never_mixed_and_the_wider_speaks(take, workspace):
    take(ga4.channels())
    few = take(days(1, 3), "days.csv")
    assert metric_value(workspace, OCTOBER, "sessions").value == 607

    deliveries.withdraw(few, None)
    take(days(1, 31), "all.csv")

    assert metric_value(workspace, OCTOBER, "sessions").value == 310


def test_sessions_are_not_added_over_pages_but_views_are(take, workspace):
    head = ["Page path and screen class", "Sessions", "Views", "Active users"]
    take(ga4.report(head, [("/", 40, 50, 30), ("/tea", 30, 60, 28)]))

    values = metric_values(workspace, OCTOBER, metrics=["sessions", "page_views", "site_users"])
    found = {v.metric.key: v.value for v in values}

    assert found == {"sessions": None, "page_views": 110, "site_users": None}


def test_users_are_people_and_never_added_over_days(take, workspace):
    take(days(1, 2))

    several = metric_value(workspace, OCTOBER, "site_users")
    one = metric_value(workspace, Period(date(2026, 10, 1), date(2026, 10, 1)), "site_users")

    assert several.value is None and several.inputs == {"site_users": None}
    assert one.value == 7


def test_what_is_typed_counts_only_while_no_file_tells_it(take, workspace, account, editor):
    typed(account, editor, sessions=99, purchases=3)
    before = metric_value(workspace, OCTOBER, "sessions")

    file = take(days(5, 6))
    told = metric_value(workspace, OCTOBER, "sessions")
    deliveries.withdraw(file, editor)

    assert (before.value, before.channels) == (99, frozenset())
    assert (told.value, told.channels) == (20, {"ga4"})
    assert metric_value(workspace, OCTOBER, "sessions").value == 99
    by_account = metric_values(workspace, OCTOBER, by="account", metrics=["sessions"])
    assert [value.value for value in by_account] == [99]


def test_choosing_accounts_leaves_sites_and_ads_out(take, workspace, account):
    take(days(1, 3))
    take(ads.meta(account="廣告"), "ads.csv")

    values = metric_values(
        workspace, OCTOBER, metrics=["sessions", "ad_spend"], accounts=[account.pk]
    )

    assert [value.value for value in values] == [None, None]


def test_several_sites_are_added_and_by_week_too(take, workspace):
    take(days(5, 11))
    take(days(5, 11).replace("山線茶行 - GA4", "海線茶行 - GA4"), "other.csv")

    assert metric_value(workspace, OCTOBER, "sessions").value == 140
    weeks = metric_values(workspace, OCTOBER, by="week", metrics=["sessions"])
    assert [(week.day, week.value) for week in weeks] == [(date(2026, 10, 5), 140)]


def test_a_newer_table_of_the_same_days_replaces_the_older_whole(take, workspace):
    take(ga4.channels())
    less = ga4.report(ga4.CHANNEL_HEAD, [("Direct", 500, 250, "0.5", 700, 4, 0)])
    newer = take(less, "newer.csv")

    deliveries.SourceBatch.objects.filter(file=newer).update(
        rank="20991231|20261031|x", taken_on=date(2099, 12, 31)
    )

    assert metric_value(workspace, OCTOBER, "sessions").value == 500


def test_ads_add_up_over_platforms_and_their_costs_are_computed(take, workspace):
    take(ads.meta(account="廣告"))
    take(ads.google(), "google.csv", account_name="Google", platform="google_ads")

    keys = ["ad_spend", "ad_impressions", "cost_per_click", "cost_per_thousand", "ad_results"]
    found = {v.metric.key: v for v in metric_values(workspace, QUARTER, metrics=keys)}

    assert found["ad_spend"].value == 2_000_500_000 + 3_218_400_000
    assert found["ad_spend"].currency == "TWD"
    assert found["ad_impressions"].value == 60000 + 15300
    assert found["cost_per_click"].value == pytest.approx(Decimal(5218900000) / 1632)
    assert found["cost_per_thousand"].value == pytest.approx(Decimal(5218900000) * 1000 / 75300)
    assert found["ad_results"].value is None
    assert "購買" in found["ad_results"].missing_reason


def test_a_campaign_told_at_two_levels_counts_once(take, workspace):
    take(ads.meta(account="廣告"))
    head = ads.META_HEAD[:3] + ads.META_HEAD[4:]
    whole = ("2026-10-01", "2026-10-31", "秋茶上市", "2000.5", 60000, 30000, 1200, 800, 40,
             "actions:purchase", 50)  # fmt: skip
    take(ads.meta([whole], head=head, total=None, account="廣告"), "campaigns.csv")

    assert metric_value(workspace, QUARTER, "ad_spend").value == 2_000_500_000
    assert metric_value(workspace, QUARTER, "cost_per_result").value == Decimal(50_012_500)


def test_spend_in_two_currencies_is_not_added(take, workspace):
    take(ads.meta(account="廣告"))
    take(ads.meta(account="US").replace("(TWD)", "(USD)"), "usd.csv")

    found = metric_value(workspace, QUARTER, "ad_spend")

    assert found.value is None and "USD" in found.missing_reason


def test_a_campaign_says_the_true_reason_why_a_result_has_no_cost(take, workspace, account):
    first, second = ads.META_ROWS
    none = (*first[:2], "沒有成果", *first[3:9], 0, "actions:purchase", "")
    other = (*second[:2], second[2], *second[3:9], 10, "actions:link_click", "")
    take(ads.meta([none, first, other], total=None, account="廣告"))
    state = ViewState(workspace, QUARTER, Compare.NONE, [], date(2026, 11, 21))

    rows = {row["name"]: row["cells"] for row in campaign_rows(state)}

    results, cost = rows["沒有成果"][4:]
    assert (results["text"], cost["text"]) == ("0", "—")
    assert "還沒有成果" in cost["reason"]
    results, cost = rows["秋茶上市"][4:]
    assert (results["text"], cost["text"]) == ("—", "—")
    assert "購買" in results["reason"] and "不會相加" in results["reason"]


def test_a_campaign_paid_in_two_currencies_has_no_sum(take, workspace, account):
    first, second = ads.META_ROWS
    take(ads.meta([first], total=None, account="廣告"))
    second = ("2026-11-01", "2026-11-30", *second[2:])
    take(ads.meta([second], total=None, account="廣告").replace("(TWD)", "(USD)"), "usd.csv")
    state = ViewState(workspace, QUARTER, Compare.NONE, [], date(2026, 11, 21))

    (row,) = campaign_rows(state)

    assert row["cells"][0]["text"] == "—"
    assert "TWD" in row["cells"][0]["reason"]


def test_no_organic_metric_reads_what_was_paid_for_or_a_site(take, workspace, account):
    before = [v.value for v in metric_values(workspace, QUARTER)
              if v.metric.source not in APART]  # fmt: skip
    take(ads.meta(account="廣告"))
    take(ga4.channels(), "channels.csv")

    after = [v.value for v in metric_values(workspace, QUARTER)
             if v.metric.source not in APART]  # fmt: skip

    assert before == after
    apart = set(EVERY_MEASURE) - set(MEASURES)
    assert apart
    for metric in METRICS.values():
        if metric.source not in APART:
            assert not apart & set(metric.inputs), metric.key


def test_every_figure_knows_its_file_and_rows(take, workspace):
    take(ga4.channels(), "channels.csv")

    source = Provenance(workspace).of_metric(METRICS["sessions"], OCTOBER)

    (part,) = source.files
    assert (part.file, part.rows) == ("channels.csv › Traffic acquisition", "11–13")


def test_the_figures_page_shows_the_rows_and_who_told_it(client, editor, take, workspace, account):
    take(ga4.channels(), "channels.csv")
    take(ads.meta(account="廣告"), "ads.csv")
    url = reverse("analytics:metric_detail", args=[workspace.slug, "sessions"])

    text = client.get(url, {"period": "2026Q4"}).content.decode()
    board = client.get(
        reverse("analytics:dashboard", args=[workspace.slug]), {"period": "2026Q4"}
    ).content.decode()

    assert "Organic Social" in text and "channels.csv" in text
    assert "付費推廣" in board and "NT$2,001" in board
    assert "Google Analytics" in board


def test_queries_do_not_grow_with_rows(take, workspace, django_assert_max_num_queries):
    keys = ["sessions", "conversion_rate", "ad_spend", "cost_per_click"]
    take(days(1, 1))
    take(ads.meta(account="廣告"), "a.csv")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        metric_values(workspace, OCTOBER, metrics=keys)
    take(days(2, 31), "more.csv")
    take(ads.line(), "line.csv")
    with django_assert_max_num_queries(len(few)):
        metric_values(workspace, OCTOBER, metrics=keys)


def test_a_target_on_a_sites_figure_has_a_pace_up_to_its_last_day(take, workspace):
    from decimal import Decimal

    from analytics.goals.targets import Pace, attainments
    from tests.factories.analytics import TargetFactory

    take(days(1, 16))  # 160 of a wished-for 310 in 31 days
    wished = {"workspace": workspace, "start": OCTOBER.start, "due": OCTOBER.end}
    targets = [
        TargetFactory(metric="sessions", value=Decimal(310), **wished),
        TargetFactory(metric="key_events", value=Decimal(5), **wished),
        TargetFactory(metric="new_followers", value=Decimal(5), **wished),
    ]

    one, unknown, _followers = attainments(targets, date(2026, 10, 20), today=date(2026, 10, 21))

    assert (one.pace, one.until) == (Pace.ON_PACE, date(2026, 10, 16))
    assert unknown.pace is Pace.UNKNOWN
