"""How a document says which clock it goes by."""

from datetime import date

import pytest
from django.utils import translation

from workspaces import zones

WINTER, SUMMER = date(2026, 1, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("zone", "days", "said"),
    [
        ("Asia/Taipei", (WINTER, SUMMER), "台北時間 (GMT+8)"),
        ("Asia/Kolkata", (WINTER,), "印度時間 (GMT+5:30)"),
        ("America/New_York", (WINTER,), "紐約時間 (GMT-5)"),
        ("Europe/London", (WINTER, SUMMER), "倫敦時間 (GMT+0/+1)"),
        ("UTC", (WINTER,), "世界協調時間"),
    ],
)
def test_the_clock_of_a_document(zone, days, said):
    with translation.override("zh-hant"):
        assert zones.clock(zone, *days) == said


def test_the_clock_in_english():
    with translation.override("en"):
        assert zones.clock("Asia/Taipei", WINTER) == "Taipei time (GMT+8)"
