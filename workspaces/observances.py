"""Days that people celebrate or remember: solar, lunar and international ones, year by year.

They suggest subjects for posts; only ``workspaces.days`` says whether people work. Every date is
computed for the year asked for, so that a movable feast is never carried over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from borax.calendars.lunardate import LunarDate, TermUtils
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    LUNAR = "lunar"
    SOLAR = "solar"
    INTERNATIONAL = "international"
    TRADE = "trade"  # days that shops have made


@dataclass(frozen=True, slots=True)
class Observance:
    day: date
    key: str
    name: str | Promise
    kind: Kind


# Each: key, name, lunar month, lunar day.
LUNAR = (
    ("lunar_new_year", _("Lunar New Year"), 1, 1),
    ("back_to_work", _("Business reopens (5th of the first moon)"), 1, 5),
    ("lantern", _("Lantern Festival"), 1, 15),
    ("matsu", _("Birthday of Mazu"), 3, 23),
    ("dragon_boat", _("Dragon Boat Festival"), 5, 5),
    ("qixi", _("Chinese Valentine’s Day"), 7, 7),
    ("ghost", _("Ghost Festival"), 7, 15),
    ("mid_autumn", _("Mid-Autumn Festival"), 8, 15),
    ("double_ninth", _("Double Ninth Festival"), 9, 9),
    ("year_end_feast", _("Year-end feast (16th of the last moon)"), 12, 16),
)
# Each: key, name, month, day.
SOLAR = (
    ("new_year", _("New Year’s Day"), 1, 1, Kind.SOLAR),
    ("valentine", _("Valentine’s Day"), 2, 14, Kind.SOLAR),
    ("peace_memorial", _("Peace Memorial Day"), 2, 28, Kind.SOLAR),
    ("women", _("International Women’s Day"), 3, 8, Kind.INTERNATIONAL),
    ("white_day", _("White Day"), 3, 14, Kind.SOLAR),
    ("april_fools", _("April Fools’ Day"), 4, 1, Kind.SOLAR),
    ("children", _("Children’s Day"), 4, 4, Kind.SOLAR),
    ("earth", _("Earth Day"), 4, 22, Kind.INTERNATIONAL),
    ("book", _("World Book Day"), 4, 23, Kind.INTERNATIONAL),
    ("labour", _("Labour Day"), 5, 1, Kind.INTERNATIONAL),
    ("tea", _("International Tea Day"), 5, 21, Kind.INTERNATIONAL),
    ("environment", _("World Environment Day"), 6, 5, Kind.INTERNATIONAL),
    ("oceans", _("World Oceans Day"), 6, 8, Kind.INTERNATIONAL),
    ("friendship", _("International Day of Friendship"), 7, 30, Kind.INTERNATIONAL),
    ("father", _("Father’s Day"), 8, 8, Kind.SOLAR),
    ("teacher", _("Teachers’ Day"), 9, 28, Kind.SOLAR),
    ("coffee", _("International Coffee Day"), 10, 1, Kind.INTERNATIONAL),
    ("mental_health", _("World Mental Health Day"), 10, 10, Kind.INTERNATIONAL),
    ("national", _("National Day"), 10, 10, Kind.SOLAR),
    ("retrocession", _("Retrocession Day"), 10, 25, Kind.SOLAR),
    ("halloween", _("Halloween"), 10, 31, Kind.SOLAR),
    ("double_eleven", _("11/11 shopping day"), 11, 11, Kind.TRADE),
    ("double_twelve", _("12/12 shopping day"), 12, 12, Kind.TRADE),
    ("christmas_eve", _("Christmas Eve"), 12, 24, Kind.SOLAR),
    ("christmas", _("Christmas"), 12, 25, Kind.SOLAR),
    ("new_years_eve", _("New Year’s Eve"), 12, 31, Kind.SOLAR),
)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    """The ``number``th ``weekday`` (Monday 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _movable(year: int) -> Iterator[Observance]:
    friday = _nth(year, 11, 3, 4) + timedelta(days=1)
    yield Observance(_nth(year, 5, 6, 2), "mother", _("Mother’s Day"), Kind.SOLAR)
    yield Observance(friday, "black_friday", _("Black Friday"), Kind.TRADE)
    # The eve is the day before New Year: the last moon has 29 or 30 days.
    eve = LunarDate(year, 1, 1).to_solar_date() - timedelta(days=1)
    yield Observance(eve, "lunar_eve", _("Lunar New Year’s Eve"), Kind.LUNAR)
    for key, name, term in (
        ("tomb_sweeping", _("Tomb-Sweeping Day"), "清明"),
        ("winter_solstice", _("Winter Solstice"), "冬至"),
    ):
        yield Observance(TermUtils.nth_term_day(year, term_name=term), key, name, Kind.LUNAR)


@cache
def of_year(year: int) -> tuple[Observance, ...]:
    """All observances of a year (1901–2099), in order of days."""
    found = [Observance(date(year, m, d), key, name, kind) for key, name, m, d, kind in SOLAR]
    found += _movable(year)
    for lunar_year in (year - 1, year):  # the last moon falls into the next solar year
        for key, name, month, day in LUNAR:
            on = LunarDate(lunar_year, month, day).to_solar_date()
            if on.year == year:
                found.append(Observance(on, key, name, Kind.LUNAR))
    return tuple(sorted(found, key=lambda one: (one.day, one.key)))


def between(first: date, last: date) -> list[Observance]:
    """Observances from ``first`` to ``last``, both included; none outside 1901–2099."""
    years = range(max(first.year, 1901), min(last.year, 2099) + 1)
    return [one for year in years for one in of_year(year) if first <= one.day <= last]
