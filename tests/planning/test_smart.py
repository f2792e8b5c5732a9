from datetime import date

import pytest

from planning import resources, smart
from planning.sockets import ObjectiveCheck

START, END = date(2026, 10, 1), date(2026, 12, 31)
GOOD = {
    "id": 1,
    "level": "kpi",
    "sentence": "貼文互動率比上一季提高一成",
    "metric": "engagement_rate",
    "attainable": "短影音互動高",
    "due": "2026-12-31",
    "owner_id": 3,
    "parent_id": None,
}


def judged(told=(), **changes) -> dict[str, bool | None]:
    letters = smart.letters(
        GOOD | changes, start=START, end=END, metrics={"engagement_rate": "互動率"}, told=told
    )
    return {one.key: one.ok for one in letters}


def test_a_good_sentence_passes_all_five():
    assert set(judged().values()) == {True}


@pytest.mark.parametrize(
    ("letter", "changes"),
    [
        ("specific", {"sentence": "成長"}),
        ("measurable", {"metric": ""}),
        ("measurable", {"metric": "gone"}),
        ("attainable", {"attainable": " "}),
        ("timed", {"due": None}),
        ("timed", {"due": "2027-01-01"}),
        ("owned", {"owner_id": None}),
    ],
    ids=["two words", "no figure", "figure gone", "no reason", "no day", "day outside", "nobody"],
)
def test_each_letter_fails_for_its_own_reason_only(letter, changes):
    found = judged(**changes)

    assert [key for key, ok in found.items() if not ok] == [letter]


def test_a_success_factor_may_go_without_a_figure():
    assert judged(level="csf", metric="")["measurable"] is None


def test_what_a_later_room_says_about_this_objective_counts():
    told = [
        ObjectiveCheck(1, "attainable", False, "幅度很大"),
        ObjectiveCheck(2, "measurable", False, "別的目標"),
    ]

    found = judged(told)

    assert (found["attainable"], found["measurable"]) == (False, True)


def test_the_resources_are_added_up():
    rows = [
        {"hours": "12.5", "budget": 30_000, "share": 88},
        {"hours": "7.5", "budget": None, "share": 12},
        {"hours": None, "budget": 150_000, "share": None},
    ]

    assert [text for _name, text in resources.totals(rows)] == ["20", "NT$180,000", "100%"]
    assert resources.totals([{"hours": None, "budget": None, "share": None}]) == []
