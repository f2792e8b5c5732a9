"""What moves when a task moves: pure arithmetic over Taiwan's working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning import plan
from planning.plan import Circle, Link, Span
from workspaces.days import WorkingDays

DAYS = WorkingDays()


def span(first: str, last: str = "") -> Span:
    return Span(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last or first}"))


BRIEF, DESIGN, PRINT, PARTY = 1, 2, 3, 4
SPANS = {
    BRIEF: span("11-23", "11-25"),
    DESIGN: span("11-26", "12-02"),
    PRINT: span("12-07", "12-09"),
    PARTY: span("12-12"),
}
LINKS = [Link(BRIEF, DESIGN), Link(DESIGN, PRINT, 2), Link(PRINT, PARTY)]


def moves(moved, **kwargs):
    return {one.task: one.after for one in plan.push(SPANS, LINKS, moved, DAYS, **kwargs)}


def test_a_slip_pushes_what_waits_for_it_on_working_days_and_keeps_lengths():
    # 11/25 → 11/27 (Fri): design begins Mon 11/30, five working days, and print waits two more.
    found = moves({BRIEF: span("11-23", "11-27")})

    assert found == {
        BRIEF: span("11-23", "11-27"),
        DESIGN: span("11-30", "12-04"),
        PRINT: span("12-09", "12-11"),
        PARTY: span("12-14"),
    }


def test_slack_swallows_a_small_slip():
    assert moves({DESIGN: span("11-26", "12-01")}) == {DESIGN: span("11-26", "12-01")}


def test_moving_earlier_pulls_nobody():
    assert moves({DESIGN: span("11-23", "11-27")}) == {DESIGN: span("11-23", "11-27")}


def test_a_milestone_may_stand_on_the_day_its_task_is_due():
    found = moves({PRINT: span("12-10", "12-15")}, milestones={PARTY})

    assert found[PARTY] == span("12-15")


def test_what_is_finished_stays_where_it_is_and_shields_what_follows():
    assert set(moves({BRIEF: span("11-23", "12-04")}, settled={DESIGN})) == {BRIEF}


def test_holidays_are_stepped_over():
    spans = {1: span("12-21", "12-24"), 2: span("12-28", "12-29")}

    # 12/25 is a holiday: due on 12/25 means finished on Monday at the earliest.
    found = plan.push(spans, [Link(1, 2)], {1: span("12-21", "12-28")}, DAYS)

    assert found[-1].after == span("12-29", "12-30")


def test_tasks_that_wait_for_each_other_are_named():
    with pytest.raises(Circle) as error:
        plan.push(SPANS, [*LINKS, Link(PARTY, BRIEF)], {BRIEF: SPANS[BRIEF]}, DAYS)

    assert set(error.value.tasks) == {BRIEF, DESIGN, PRINT, PARTY}


@pytest.mark.parametrize(
    ("before", "after", "closes"),
    [(PARTY, BRIEF, True), (BRIEF, PARTY, False), (DESIGN, DESIGN, True)],
    ids=["the last waits for the first", "a shortcut", "itself"],
)
def test_a_circle_is_seen_before_it_closes(before, after, closes):
    assert plan.closes_a_circle(LINKS, before, after) is closes


@given(st.integers(0, 30), st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_after_a_push_no_link_is_broken_and_nobody_is_shorter(slip, lags):
    first = date(2026, 11, 23)
    spans = {n: Span(DAYS.shift(first, 3 * n), DAYS.shift(first, 3 * n + 2)) for n in range(9)}
    links = [Link(n, n + 1, lag) for n, lag in enumerate(lags)]
    moved = {0: Span(first, DAYS.on_or_after(spans[0].due + timedelta(days=slip)))}

    after = spans | {one.task: one.after for one in plan.push(spans, links, moved, DAYS)}

    pushed = [n for n in range(1, 9) if after[n] != spans[n]]
    assert not [one for one in plan.broken(after, links, DAYS) if one.after in pushed]
    assert all(plan.length(after[n], DAYS) == 3 for n in range(1, 9))
    assert all(after[n].start >= spans[n].start for n in range(9))
