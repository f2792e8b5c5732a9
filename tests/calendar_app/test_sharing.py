"""Slots are shared out fairly."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from calendar_app.sharing import Open, share_out, week_of

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_whoever_has_fewest_in_the_week_gets_the_next():
    slots = [Open(n, MONDAY + n * DAY) for n in range(4)]

    shared = share_out(slots, [1, 2], taken=[(1, MONDAY), (1, MONDAY + DAY)])

    assert Counter(shared.given.values()) == {1: 1, 2: 3}


def test_days_off_are_left_free_and_what_nobody_can_take_is_said():
    off = {1: frozenset({MONDAY}), 2: frozenset({MONDAY, MONDAY + DAY})}

    shared = share_out([Open(7, MONDAY), Open(8, MONDAY + DAY)], [1, 2], off=off)

    assert shared.given == {8: 1}
    assert shared.left == (7,)


@given(
    st.lists(st.integers(0, 20), max_size=40),
    st.integers(1, 5),
    st.dictionaries(st.integers(1, 5), st.frozensets(st.integers(0, 20), max_size=8)),
)
def test_nobody_works_on_a_day_off_and_a_free_team_differs_by_one(days, team, away):
    people = list(range(1, team + 1))
    slots = [Open(key, MONDAY + day * DAY) for key, day in enumerate(days)]
    off = {person: frozenset(MONDAY + n * DAY for n in free) for person, free in away.items()}

    shared = share_out(slots, people, off=off)

    day_of = {slot.key: slot.day for slot in slots}
    assert len(shared.given) + len(shared.left) == len(slots)
    assert all(day_of[key] not in off.get(person, ()) for key, person in shared.given.items())
    if not any(off.get(person) for person in people):
        for week in {week_of(slot.day) for slot in slots}:
            counts = Counter(p for key, p in shared.given.items() if week_of(day_of[key]) == week)
            loads = [counts[person] for person in people]
            assert max(loads) - min(loads) <= 1
