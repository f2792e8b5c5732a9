"""Google Analytics: reports, snapshots, explorations, workbooks."""

from datetime import date

import pytest

from platforms.records import NAME, Alias, Span, Subject
from tests.platforms.importers.conftest import rows, zipped_of
from tests.samples import ads, ga4, meta, x

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize("chinese", [False, True], ids=["English", "Traditional Chinese"])
def test_a_report_by_channel_is_of_a_site_and_a_period(one, chinese):
    table = one(ga4.channels(chinese=chinese), encoding="utf-8")

    assert (table.head.family, table.head.platform) == ("ga4", "ga4")
    assert table.head.language == ("zh-Hant" if chinese else "en")
    assert (table.head.start, table.head.end) == OCTOBER
    assert table.accounts[0].name == "山線茶行 - GA4"
    assert Alias(NAME, "山線茶行 - GA4") in table.accounts[0].aliases
    first, _direct, other = table.readings
    assert (first.subject, first.span, first.dimension) == (
        Subject.BREAKDOWN,
        Span.PERIOD,
        "session_channel",
    )
    assert first.key == "Organic Social"
    assert first.values == {
        "sessions": 420,
        "engaged_sessions": 300,
        "site_events": 2100,
        "key_events": 31,
        "site_revenue_micros": 12_400_500_000,
    }
    assert (other.key, other.values["sessions"]) == ("(other)", 7)
    assert table.sums["sessions"] == 607


def test_rates_and_averages_are_no_measures(one):
    table = one(ga4.channels())

    assert table.readings[0].extra == {"Engagement rate": 0.714285}


def test_conversions_are_the_older_key_events(one):
    head = ["Session source / medium", "Sessions", "Conversions"]

    table = one(ga4.report(head, [("facebook / social", 12, 3)]))

    assert table.readings[0].values == {"sessions": 12, "key_events": 3}
    assert table.readings[0].dimension == "session_source_medium"


def test_key_events_shared_between_visits_are_kept_but_not_counted(one):
    head = ["Session campaign", "Sessions", "Key events"]

    table = one(ga4.report(head, [("秋茶", 12, "3.5"), ("冬茶", 4, "1")]))

    assert [reading.values for reading in table.readings] == [{"sessions": 12}, {"sessions": 4}]
    assert table.readings[0].extra == {"Key events": 3.5}
    assert [warning.code for warning in table.warnings] == ["fractions"]


def test_a_table_by_date_gives_days_of_the_site(one):
    table = one(ga4.days([("20261006", 20, 15, 60, 2), ("20261005", 18, 11, 44, 0)]))

    assert table.head.span is Span.DAY
    assert {(r.subject, r.start, r.values["sessions"]) for r in table.readings} == {
        (Subject.SITE, date(2026, 10, 6), 20),
        (Subject.SITE, date(2026, 10, 5), 18),
    }
    assert table.readings[1].values["purchases"] == 0


def test_a_snapshot_holds_many_tables_and_counts_days_from_its_start(parse):
    found = parse(ga4.snapshot())

    assert found.refused == []
    assert len(found.tables) == len(ga4.SNAPSHOT)
    assert len({table.head.table for table in found.tables}) == len(ga4.SNAPSHOT)
    users = found.tables[0].readings
    assert [(r.start, r.values) for r in users] == [
        (date(2026, 10, 1), {"site_users": 51}),
        (date(2026, 10, 2), {"site_users": 40}),
        (date(2026, 10, 3), {"site_users": 63}),
    ]
    assert [table.readings[0].dimension for table in found.tables[2:]] == [
        "session_channel",
        "country",
        "page_title",
        "event",
    ]
    assert {table.head.start for table in found.tables} == {date(2026, 10, 1)}


def test_every_raw_row_of_a_snapshot_can_be_shown(put):
    from platforms.importers import parse_file, read_row

    path = put(ga4.snapshot())
    for table in parse_file(path, "snapshot.csv").tables:
        for reading in table.readings:
            raw = read_row(path, "snapshot.csv", None, table.head.table, reading.row)
            assert raw.headers[0] and raw.cells[-1] == str(next(iter(reading.values.values())))


def test_an_exploration_names_its_span_and_its_grand_total_is_left_out(one):
    head = ["Date", "Session source / medium", "Sessions", "Active users"]
    rows = [("20261005", "facebook / social", 30, 20), ("20261005", "", 5, 4)]

    table = one(ga4.exploration(head, rows, totals=["", "", 35, 24]))

    assert table.accounts[0].name == "山線茶行 - GA4"
    assert [skip.row for skip in table.skipped] == [8]
    assert [(r.subject, r.span, r.dimension, r.key) for r in table.readings] == [
        (Subject.BREAKDOWN, Span.DAY, "session_source_medium", "facebook / social"),
        (Subject.BREAKDOWN, Span.DAY, "session_source_medium", ""),
    ]


def test_two_dimensions_are_one_joint_key(one):
    head = ["Landing page", "Device category", "Sessions"]

    table = one(ga4.report(head, [("/", "mobile", 9)]))

    assert (table.readings[0].dimension, table.readings[0].key) == (
        "landing_page|device",
        "/ | mobile",
    )


def test_a_segment_never_speaks_for_the_whole_site(one):
    table = one(ga4.days([("20261005", 18, 11, 44, 0)], segment="Mobile traffic"))

    (reading,) = table.readings
    assert reading.subject is Subject.BREAKDOWN
    assert (reading.dimension, reading.key) == ("segment", "Mobile traffic")


def test_a_workbook_says_neither_site_nor_period(one):
    head, rows = ga4.CHANNEL_HEAD, ga4.CHANNELS

    table = one(ga4.workbook(head, rows), name="download.xlsx")

    assert table.accounts == []
    assert (table.head.start, [w.code for w in table.warnings]) == (None, ["period_missing"])
    assert table.sums["sessions"] == 607


def test_a_comparison_of_two_periods_is_refused(refusal):
    head = ["Session source / medium", "Date range", "Sessions"]

    reason = refusal(ga4.report(head, [("a / b", "Oct 1 - Oct 31, 2026", 4)]))

    assert "compares two periods" in reason


def test_counted_days_without_a_start_are_refused(refusal):
    text = "Nth day,Active users\n0000,5\n"

    assert "from which day" in refusal(text)


def test_a_property_name_may_hold_commas_and_colons(one):
    table = one(ga4.channels(site="茶, 咖啡: 官網"))

    assert table.accounts[0].name == "茶, 咖啡: 官網"


def test_unknown_dimensions_are_taken_under_their_own_name(one):
    table = one(ga4.report(["Membership level", "Active users"], [("gold", 4)]))

    assert (table.readings[0].dimension, table.readings[0].key) == ("membershiplevel", "gold")


def test_one_zip_may_hold_several_platforms(parse):
    content = meta.content_csv([{"id": "1", "time": "11/02/2026 04:30", "Reach": 5}])
    totals = "Date,Views\n2026-10-01,40\n2026-10-02,44\n"
    youtube = 'Content,Video title,Video publish time,Views,Watch time (hours)\nabcdefghijk,T,"Oct 1, 2026",40,1.5\n'

    found = parse(
        zipped_of(
            {
                "ga4.csv": ga4.channels().encode(),
                "meta.csv": content,
                "yt/Table data.csv": youtube.encode(),
                "yt/Totals.csv": totals.encode(),
                "ads.csv": ads.google().encode(),
                "x.csv": rows(x.CONTENT_HEAD, x.content_row()).encode(),
            }
        ),
        name="all.zip",
    )

    assert found.refused == []
    assert [table.head.platform for table in found.tables] == [
        "ga4",
        "facebook",
        "youtube",
        "youtube",
        "google_ads",
        "x",
    ]
