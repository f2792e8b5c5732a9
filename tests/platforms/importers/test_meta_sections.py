from datetime import date

import pytest

from platforms.importers import platform_from_siblings
from platforms.records import Span, Subject
from tests.platforms.importers.conftest import IG, ig_row, rows

HEAD = 'sep=,\n"{title}"\n"Date","Primary"\n'


def chart(title: str, *days: tuple[str, str]) -> str:
    return HEAD.format(title=title) + "".join(f'"{day}","{count}"\n' for day, count in days) + "\n"


DAYS = (("2025-03-08T01:00:00", "5"), ("2025-03-09T00:00:00", "14"), ("2025-03-10T00:00:00", "0"))


@pytest.mark.parametrize(
    ("title", "measure", "platform"),
    [
        ("Facebook reach", "reach", "facebook"),
        ("Instagram reach", "reach", "instagram"),
        ("Reach", "reach", None),
        ("Views", "views", None),
        ("Viewers", "viewers", None),
        ("Facebook visits", "profile_visits", "facebook"),
        ("Instagram profile visits", "profile_visits", "instagram"),
        ("Follows", "new_followers", None),
        ("Instagram follows", "new_followers", "instagram"),
        ("Content interactions", "engagements", None),
        ("Instagram link clicks", "link_clicks", "instagram"),
        ("觸及人數", "reach", None),
        ("Facebook 觸及人數", "reach", "facebook"),
        ("瀏覽次數", "views", None),
        ("瀏覽人數", "viewers", None),
        ("Facebook 造訪次數", "profile_visits", "facebook"),
        ("Instagram 個人檔案造訪次數", "profile_visits", "instagram"),
        ("追蹤", "new_followers", None),
        ("內容互動", "engagements", None),
        ("Instagram 連結點擊", "link_clicks", "instagram"),
    ],
)
def test_chart_title_says_measure_and_platform(one, title, measure, platform):
    table = one(chart(title, *DAYS), encoding="utf-16")

    assert table.head.family == "meta_chart"
    assert table.head.platform == platform
    assert table.head.language == ("en" if title.isascii() else "zh-Hant")
    assert table.sums == {measure: 19}
    assert [(r.start, r.values[measure], r.row) for r in table.readings] == [
        (date(2025, 3, 8), 5, 4),
        (date(2025, 3, 9), 14, 5),
        (date(2025, 3, 10), 0, 6),
    ]
    assert {(r.subject, r.span) for r in table.readings} == {(Subject.ACCOUNT, Span.DAY)}


def test_sections_of_one_file_are_tables_of_their_own(parse):
    content = chart("Facebook reach", *DAYS) + chart("Views", *DAYS[:2]).removeprefix("sep=,\n")
    found = parse(content, encoding="utf-16")

    assert found.refused == []
    assert [(t.head.table, t.rows, t.sums) for t in found.tables] == [
        ("Facebook reach", 3, {"reach": 19}),
        ("Views", 2, {"views": 19}),
    ]
    assert [table.head.platform for table in found.tables] == ["facebook", "facebook"]


def test_an_unknown_section_is_refused_and_the_known_ones_are_read(parse):
    content = (
        chart("Instagram reach", *DAYS) + '"Moon phases"\n"Date","Primary"\n"2025-03-08","1"\n'
    )
    found = parse(content)

    assert [table.head.table for table in found.tables] == ["Instagram reach"]
    assert [(r.table, r.rows) for r in found.refused] == [("Moon phases", 1)]
    assert "Moon phases" in found.refused[0].reason


def test_a_chart_of_unknown_title_is_called_by_it(refusal):
    assert "Moon phases" in refusal(chart("Moon phases", *DAYS))


def test_a_block_nobody_knows_hides_none_of_those_below(parse):
    content = 'sep=,\n"月相"\n"新月","滿月"\n"3","2"\n\n"熱門國家/地區"\n"台灣"\n"95%"\n'
    found = parse(content, encoding="utf-16")

    assert [table.head.table for table in found.tables] == ["熱門國家/地區"]
    assert [refused.table for refused in found.refused] == ["月相"]


def test_older_flavour_with_tabs_and_a_comparison_column(one):
    content = "sep=\t\r\nFacebook visits\r\nDate\tPrimary\tSecondary\t\r\n"
    content += "2022-03-08T00:00:00\t1,938\t7\t\r\n2022-03-09T00:00:00\t--\t8\t\r\n"
    table = one(content, encoding="utf-16")

    assert [reading.values for reading in table.readings] == [{"profile_visits": 1938}, {}]
    assert table.readings[0].extra == {"Secondary": 7}


def test_a_bad_number_rejects_the_day_and_names_the_column(one):
    table = one(chart("Views", ("2025-03-08T00:00:00", "abc"), ("someday", "3"), DAYS[1]))

    assert [(issue.row, issue.cell) for issue in table.rejected] == [(4, "Primary"), (5, "Date")]
    assert table.sums == {"views": 14}


AUDIENCE = """sep=,
"Age & gender"
"","Women","Men"
"18-24","10.6","6.5"
"65+","3","2.5%"

"Top cities"
"Taipei, Taiwan","Taichung, Taiwan"
"41.2","12"

"Top countries"
"Taiwan"
"97.5"

"""


def test_audience_blocks_become_shares_of_the_followers(parse):
    found = parse(AUDIENCE, encoding="utf-16")

    assert found.refused == []
    shares = {
        (r.dimension, r.key): r.share_ppm["followers"] for t in found.tables for r in t.readings
    }
    assert shares == {
        ("age_gender", "18-24|female"): 106_000,
        ("age_gender", "18-24|male"): 65_000,
        ("age_gender", "65+|female"): 30_000,
        ("age_gender", "65+|male"): 25_000,
        ("city", "Taipei, Taiwan"): 412_000,
        ("city", "Taichung, Taiwan"): 120_000,
        ("country", "Taiwan"): 975_000,
    }
    assert [(t.rows, t.accepted) for t in found.tables] == [(2, 2), (1, 1), (1, 1)]
    assert all([w.code for w in t.warnings] == ["period_missing"] for t in found.tables)


def test_audience_in_chinese(parse):
    content = (
        "年齡和性別\n,女性,男性\n18-24,10.6,6.5\n\n熱門城市\n台北市,台中市\n41.2,12\n\n"
        "熱門國家／地區\n台灣,日本\n97.5,1\n"
    )
    found = parse(content)

    assert found.refused == []
    assert [table.head.language for table in found.tables] == ["zh-Hant"] * 3
    assert {r.key for t in found.tables for r in t.readings} == {
        "18-24|female", "18-24|male", "台北市", "台中市", "台灣", "日本",
    }  # fmt: skip


def test_older_audience_file_gives_the_number_of_followers(parse):
    content = 'sep=,\n"Facebook followers"\n"FB_PAGE FOLLOW UNIQUE_USERS"\n"12,345"\n\n'
    (table,) = parse(content, encoding="utf-16").tables

    assert table.head.platform == "facebook"
    assert table.sums == {"followers": 12345}


def test_platform_comes_from_the_files_dropped_together(one):
    charts = [one(chart(title, *DAYS), name=f"{title}.csv") for title in ("Reach", "Views")]
    content = one(rows(IG, ig_row()))

    platform_from_siblings([*charts, content])
    assert [table.head.platform for table in charts] == ["instagram", "instagram"]

    undecided = one(chart("Reach", *DAYS))
    platform_from_siblings([undecided, content, one(chart("Facebook reach", *DAYS))])
    assert undecided.head.platform is None


def test_content_formats_are_kept_without_guessing_what_was_counted(parse):
    (table,) = parse('sep=,\n"Top content formats"\n"Reels","Photos"\n"75","25"\n').tables

    assert [(r.dimension, r.key, r.share_ppm, r.extra) for r in table.readings] == [
        ("content_format", "Reels", {}, {"Top content formats": "75"}),
        ("content_format", "Photos", {}, {"Top content formats": "25"}),
    ]
