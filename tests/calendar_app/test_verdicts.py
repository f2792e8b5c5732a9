"""What two figures allow to say. Intervals are held against published examples."""

from decimal import Decimal

import pytest

from calendar_app.results import Figure
from calendar_app.verdicts import Arm, Verdict, also_differs, difference, judge, wilson


def share(above, below, age=None):
    return Figure(Decimal(above) / below, "x", above=above, below=below, age=age)


def test_newcombes_interval_is_the_published_one():
    """Newcombe 1998, table II, method 10: 56/70 − 48/80 = 0.2 (0.0524 to 0.3339)."""
    low, high = difference((48, 80), (56, 70))

    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_wilsons_interval_is_the_published_one():
    """Newcombe 1998 (single proportion), 81/263: 0.2553 to 0.3662."""
    low, high = wilson(81, 263)

    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (None, share(10, 200), Verdict.UNTIED),
        (Figure(None), share(10, 200), Verdict.UNKNOWN),
        (share(10, 200, age=3), share(10, 200, age=9), Verdict.UNEVEN),
        (share(10, 200, age=30), share(40, 200, age=60), Verdict.APART),
        (share(10, 60), share(40, 400), Verdict.FEW),
        (share(2, 200), share(40, 400), Verdict.FEW),
        (share(199, 200), share(40, 400), Verdict.FEW),
        (share(300, 200), share(40, 400), Verdict.DESCRIBED),
        (share(10, 200), share(12, 200), Verdict.ALIKE),
        (share(10, 200), share(40, 200), Verdict.APART),
    ],
)
def test_no_more_is_said_than_the_figures_allow(a, b, verdict):
    assert judge(a, b, share=True).verdict is verdict


def test_what_is_lacking_is_counted_and_the_higher_side_is_named():
    assert judge(share(10, 60), share(40, 400), share=True).lack == 40
    assert judge(share(10, 200), share(40, 200), share=True).higher == "b"
    assert judge(share(40, 200), share(10, 200), share=True).higher == "a"
    assert judge(share(10, 200), share(12, 200), share=True).higher == ""


def test_sums_are_never_judged():
    assert judge(share(10, 200), share(90, 200), share=False).verdict is Verdict.DESCRIBED


def test_what_else_differs_is_named():
    def arm(**values):
        usual = {
            "account": 1,
            "platform": "facebook",
            "weekday": 1,
            "hour": 18,
            "kind": "post",
            "text": "冬茶",
            "media": [1],
        }
        return Arm(**{**usual, **values})

    assert also_differs(arm(), arm(text="換一句"), "opening") == []
    assert also_differs(arm(), arm(hour=9, weekday=5), "time") == []
    assert also_differs(arm(), arm(account=2, hour=9, weekday=5, media=[]), "opening") == [
        "account",
        "weekday",
        "hour",
        "media",
    ]
    assert also_differs(arm(), arm(text="換一句", kind="story"), "picture") == ["kind", "text"]
