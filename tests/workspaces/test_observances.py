"""Movable feasts fall where the almanac of each year has them."""

from datetime import date

import pytest

from workspaces import observances

# Typed by hand from the almanacs of the Central Weather Administration for each year.
KNOWN = {
    2025: {
        "lunar_eve": "1/28", "lunar_new_year": "1/29", "lantern": "2/12", "tomb_sweeping": "4/4",
        "mother": "5/11", "dragon_boat": "5/31", "qixi": "8/29", "ghost": "9/6",
        "mid_autumn": "10/6", "double_ninth": "10/29", "winter_solstice": "12/21",
        "black_friday": "11/28",
    },
    2026: {
        "lunar_eve": "2/16", "lunar_new_year": "2/17", "lantern": "3/3", "tomb_sweeping": "4/5",
        "mother": "5/10", "dragon_boat": "6/19", "qixi": "8/19", "ghost": "8/27",
        "mid_autumn": "9/25", "double_ninth": "10/18", "winter_solstice": "12/22",
        "black_friday": "11/27",
    },
}  # fmt: skip


@pytest.mark.parametrize("year", KNOWN)
def test_movable_feasts_are_on_their_day(year):
    found = {one.key: f"{one.day.month}/{one.day.day}" for one in observances.of_year(year)}

    assert {key: found[key] for key in KNOWN[year]} == KNOWN[year]


def test_a_span_over_new_year_holds_both_years_in_order():
    found = observances.between(date(2026, 12, 24), date(2027, 1, 1))

    assert [one.key for one in found] == ["christmas_eve", "christmas", "new_years_eve", "new_year"]


def test_every_observance_happens_once_a_year_at_most():
    for year in range(2024, 2031):
        keys = [one.key for one in observances.of_year(year)]
        assert len(keys) == len(set(keys)), year
