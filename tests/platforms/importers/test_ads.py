"""Ads managers: Meta, Google, LINE."""

from datetime import date

import pytest

from platforms.importers.ads_columns import META
from platforms.measures import AD_MEASURES
from platforms.records import NAME, PLATFORM_ID, AdRecord, Alias, Span, Subject
from tests.samples import ads

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    "head", [ads.META_HEAD, ads.META_HEAD_ZH], ids=["English", "Traditional Chinese"]
)
def test_meta_ads_by_ad_set_over_a_period(one, head):
    table = one(ads.meta(head=head, account="山線茶行廣告"), encoding="utf-8")

    assert (table.head.family, table.head.platform) == ("meta_ads", "meta_ads")
    assert (table.head.span, table.head.start, table.head.end) == (Span.PERIOD, *OCTOBER)
    assert [skip.row for skip in table.skipped] == [4]  # the total
    first = table.readings[0]
    assert (first.subject, first.span, first.start, first.end) == (
        Subject.AD,
        Span.PERIOD,
        *OCTOBER,
    )
    assert first.ad == AdRecord(
        "秋茶上市", "25-44 女", result_kind="actions:purchase", currency="TWD"
    )
    assert first.values == {
        "spend_micros": 1_200_500_000,
        "paid_impressions": 40000,
        "paid_reach": 21000,
        "paid_clicks": 900,
        "paid_link_clicks": 610,
        "paid_results": 30,
    }
    assert table.accounts[0].aliases == (Alias(NAME, "山線茶行廣告"),)


def test_the_same_day_at_both_ends_is_a_day(one):
    rows = [("2026-10-05", "2026-10-05", *ads.META_ROWS[0][2:])]

    table = one(ads.meta(rows, total=None))

    assert (table.readings[0].span, table.readings[0].start) == (Span.DAY, date(2026, 10, 5))


def test_a_day_column_beats_the_reporting_span(one):
    text = (
        "Day,Campaign name,Amount spent (TWD),Reporting starts,Reporting ends\n"
        "2026-10-05,秋茶,100,2026-10-01,2026-10-31\n"
    )

    table = one(text)

    assert (table.head.span, table.readings[0].start) == (Span.DAY, date(2026, 10, 5))


def test_a_cut_row_is_a_part_of_its_campaign(one):
    text = (
        "Campaign name,Age,Gender,Amount spent (TWD),Reporting starts,Reporting ends\n"
        "秋茶,25-34,female,100,2026-10-01,2026-10-31\n"
    )

    assert one(text).readings[0].ad.cut == "25-34 | female"


def test_a_currency_column_says_the_currency(one):
    text = (
        "Account ID,Account name,Campaign name,Currency,Amount spent,Reporting starts,Reporting ends\n"
        "act_1,茶行,秋茶,USD,10,2026-10-01,2026-10-31\n"
    )

    table = one(text)

    assert table.readings[0].ad.currency == "USD"
    assert table.accounts[0].aliases == (Alias(PLATFORM_ID, "act_1"), Alias(NAME, "茶行"))


def test_google_ads_takes_the_span_above_and_leaves_the_totals(one):
    table = one(ads.google())

    assert (table.head.family, table.head.start, table.head.end) == ("google_ads", *OCTOBER)
    assert len(table.skipped) == 1
    first = table.readings[0]
    assert first.ad == AdRecord("品牌字", result_kind="conversions", currency="TWD")
    assert first.values == {
        "spend_micros": 3_200_000_000,
        "paid_impressions": 15000,
        "paid_clicks": 420,
        "paid_results": 44,
    }
    assert table.accounts == []


def test_google_ads_in_chinese_with_a_chinese_span(one):
    head = ["廣告活動", "廣告活動狀態", "費用", "曝光", "點擊", "轉換", "貨幣代碼"]
    rows = [("品牌字", "已啟用", "1200", "15000", "420", "44", "TWD")]

    table = one(
        ads.google(rows, head=head, total=["總計：廣告活動", "", "1200", "15000", "420", "44", ""],
                   span="2026年10月1日 - 2026年10月31日"),
        encoding="utf-8",
    )  # fmt: skip

    assert (table.head.language, table.head.start, table.head.end) == ("zh-Hant", *OCTOBER)
    assert (table.accepted, len(table.skipped)) == (1, 1)


def test_shared_out_conversions_are_kept_but_not_counted(one):
    rows = [(*ads.GOOGLE_ROWS[0][:9], "44.5")]

    table = one(ads.google(rows, total=None))

    assert "paid_results" not in table.readings[0].values
    assert table.readings[0].extra["Conversions"] == 44.5
    assert [warning.code for warning in table.warnings] == ["fractions"]


@pytest.mark.parametrize(
    "span",
    [
        "Oct 1, 2026 - Oct 31, 2026",
        "1 October 2026 – 31 October 2026",
        "01/10/2026 - 31/10/2026",
        "10/01/2026 - 10/31/2026",
        "2026/10/1 ~ 2026/10/31",
    ],
)
@pytest.mark.parametrize("quoted", [True, False])
def test_google_ads_says_its_days_in_many_ways(one, span, quoted):
    text = ads.google(span=span)
    if not quoted:
        text = text.replace(f'"{span}"', span)

    head = one(text).head

    assert (str(head.start), str(head.end)) == ("2026-10-01", "2026-10-31")


def test_google_ads_for_all_time_asks_for_the_period(one):
    table = one(ads.google(span="All time"))

    assert (table.head.start, [w.code for w in table.warnings]) == (None, ["period_missing"])


def test_line_ads_by_campaign_and_day(one):
    table = one(ads.line(), encoding="utf-8")

    assert (table.head.family, table.head.span) == ("line_ads", Span.DAY)
    assert [(r.start.day, r.values["spend_micros"]) for r in table.readings] == [
        (5, 450_000_000),
        (6, 400_000_000),
    ]
    assert table.accounts[0].aliases == (
        Alias(PLATFORM_ID, "A2009000111"),
        Alias(NAME, "山線茶行"),
    )


def test_no_paid_figure_has_the_name_of_an_organic_one():
    paid = {column.key for column in META.columns if column.unit in ("count", "money")}

    assert paid <= set(AD_MEASURES)
    assert not paid & {"reach", "impressions", "clicks", "link_clicks", "purchases", "views"}


def test_a_row_that_ends_before_it_begins_is_rejected(parse):
    rows = [("2026-10-31", "2026-10-01", *ads.META_ROWS[0][2:])]

    (table,) = parse(ads.meta(rows, total=None)).tables

    assert [issue.row for issue in table.rejected] == [2]
