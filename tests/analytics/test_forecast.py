"""Forecasts: right on lines, honest about scatter, silent when there is too little."""

import random

import pytest

from analytics.goals.forecast import Gathers, NoForecast, forecast


def told(weeks, *, so_far=100.0, elapsed=49, left=42, gathers=Gathers.SUM):
    return forecast(weeks, so_far=so_far, elapsed=elapsed, left=left, gathers=gathers)


def test_even_weeks_go_on_evenly_and_without_doubt():
    made = told([10.0] * 12)

    assert made.value == pytest.approx(160)
    assert (made.low, made.high) == (pytest.approx(160), pytest.approx(160))
    assert made.weeks == 12


def test_a_rising_line_flattens_out():
    straight = 100 + sum(20 + step for step in range(1, 7))

    made = told([float(n) for n in range(1, 21)])

    assert 100 + 6 * 20 < made.value < straight


def test_part_of_a_week_counts_in_part():
    assert told([7.0] * 10, left=3).value == pytest.approx(103)


def test_scatter_widens_the_interval_and_time_does_too():
    calm = told([9.0, 11.0] * 6)
    wild = told([2.0, 18.0] * 6)
    later = told([9.0, 11.0] * 6, left=84)

    assert calm.high - calm.value < wild.high - wild.value
    assert calm.high - calm.value < later.high - later.value


def test_a_ratio_weighs_the_days_that_are_over():
    made = told([0.06] * 10, so_far=0.04, elapsed=45, left=45, gathers=Gathers.MEAN)

    assert made.value == pytest.approx(0.05)


def test_a_level_may_fall_and_a_total_may_not():
    level = told([-5.0] * 10, gathers=Gathers.LEVEL)
    total = told([1.0, 0.0] * 5, gathers=Gathers.SUM)

    assert level.value == pytest.approx(70)
    assert total.low >= 100


@pytest.mark.parametrize(
    ("weeks", "more", "reason"),
    [
        ([1.0] * 7, {}, NoForecast.SHORT),
        ([None] * 10 + [1.0] * 5, {}, NoForecast.SHORT),
        ([1.0] * 12, {"left": 0}, NoForecast.OVER),
        ([1.0] * 12, {"left": 200}, NoForecast.FAR),
        ([1.0] * 12, {"so_far": None}, NoForecast.NOTHING),
    ],
    ids=["seven weeks", "mostly gaps", "over", "next year", "no figure"],
)
def test_no_forecast_says_why(weeks, more, reason):
    made = told(weeks, **more)

    assert (made.value, made.reason) == (None, reason)


def test_eight_of_ten_outcomes_lie_within_the_interval():
    """What the interval promises, measured on a thousand made-up even histories."""
    rng = random.Random(7)
    held = 0
    for _time in range(1000):
        history = [rng.gauss(100, 20) for _week in range(20)]
        made = told(history, so_far=0.0, left=42)
        outcome = sum(rng.gauss(100, 20) for _week in range(6))
        held += made.low <= outcome <= made.high

    assert 700 <= held <= 900
