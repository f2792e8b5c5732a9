from datetime import date, datetime

import pytest

from platforms.records import HANDLE, PLATFORM_ID, Alias, Span, Subject
from tests.platforms.importers.conftest import rows

HEAD = ["編號", "發文日", "內容", "看過", "按讚", "看了幾小時", "花費（NTD）", "備註"]
MAP = {
    "platform": "threads",
    "span": "lifetime",
    "columns": {
        "編號": "post_id", "發文日": "published", "內容": "text", "看過": "views",
        "按讚": "reactions", "看了幾小時": "watch_ms:hours", "花費（NTD）": "spend_micros",
    },
}  # fmt: skip


def test_a_mapping_reads_any_table(one):
    table = one(
        rows(
            ["我的報表"],
            [],
            HEAD,
            ["C8abc", "2026/3/5 下午 8:00", "哈囉", "1,200", "30", "1.5", "99", "好"],
        ),
        mapping=MAP,
    )

    (reading,) = table.readings
    assert (table.head.family, table.head.platform) == ("mapped", "threads")
    assert (reading.subject, reading.span, reading.row) == (Subject.POST, Span.LIFETIME, 4)
    assert reading.values == {
        "views": 1200, "reactions": 30, "watch_ms": 5_400_000, "spend_micros": 99_000_000,
    }  # fmt: skip
    assert reading.post.aliases == (Alias(PLATFORM_ID, "C8abc"),)
    assert reading.post.published_wall == datetime(2026, 3, 5, 20, 0)
    assert reading.extra == {"備註": "好", "currency": "NTD"}


def test_a_mapping_by_day_speaks_of_the_account(one):
    mapping = {
        "platform": "threads",
        "span": "day",
        "columns": {"Day": "date", "Who": "handle", "Seen": "views"},
        "date_format": "%d.%m.%y",
    }
    table = one(
        rows(["Day", "Who", "Seen"], ["03.04.26", "camellia", "5"], ["x", "", "1"]), mapping=mapping
    )

    (reading,) = table.readings
    assert (reading.subject, reading.start) == (Subject.ACCOUNT, date(2026, 4, 3))
    assert table.accounts[0].aliases == (Alias(HANDLE, "camellia"),)
    assert [(issue.row, issue.cell) for issue in table.rejected] == [(3, "Day")]


@pytest.mark.parametrize(
    ("mapping", "word"),
    [
        ({}, "columns"),
        ({"columns": []}, "columns"),
        ({"columns": {"A": "moonlight"}}, "moonlight"),
        ({"columns": {"Z": "views"}}, "Z"),
        ({"columns": {"A": "views"}, "span": "week"}, "lifetime, day or period"),
        ({"columns": {"A": "views"}, "platform": "myspace"}, "myspace"),
        ({"columns": {"A": "views"}, "span": "day"}, "date"),
        ({"columns": {"A": "views"}}, "post_id"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_why(refusal, mapping, word):
    assert word in refusal("A,B\n1,2\n", mapping=mapping)


def test_dates_nothing_settles_are_asked_for(refusal):
    mapping = {"span": "day", "columns": {"A": "date", "B": "views"}}
    assert "date_format" in refusal("A,B\n03/04/2026,2\n", mapping=mapping)
