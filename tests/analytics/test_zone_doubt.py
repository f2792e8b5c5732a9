"""Whether the hours of the posts speak against the zone in which a file is read."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.intake import zones
from tests.samples.meta import content_csv

TAIPEI = ZoneInfo("Asia/Taipei")
PACIFIC = "America/Los_Angeles"


def hours(*of_the_day: int, days: int = 10) -> Counter[datetime]:
    start = datetime(2026, 10, 1)
    return Counter(
        start + timedelta(days=day, hours=hour) for day in range(days) for hour in of_the_day
    )


@pytest.mark.parametrize(
    ("written", "zone", "fits"),
    [
        (hours(9, 12, 15), PACIFIC, "Asia/Taipei"),  # 00:00, 03:00 and 06:00 if Pacific
        (hours(18, 21, 2), PACIFIC, ""),  # 09:00, 12:00 and 17:00 in Taipei
        (hours(18, 21, 2), "Asia/Taipei", ""),  # a third at night
        (hours(1, 2, 4), "Asia/Taipei", PACIFIC),  # 16:00, 17:00 and 19:00
        (hours(9, 12, 15, days=6), PACIFIC, ""),  # too few
        (hours(0, 4, 8, 12, 16, 20), PACIFIC, ""),  # round the clock: nobody can tell
    ],
    ids=["local", "as Meta writes", "some late posts", "all at night", "few", "round the clock"],
)
def test_a_zone_that_fits_much_better_is_found(written, zone, fits):
    assert zones.fitting(written, zone, TAIPEI) == fits


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "doubted"), [(10, True), (19, False)])
def test_the_review_doubts_a_zone_that_makes_everything_a_night_post(receive, hour, doubted):
    rows = [
        {"id": str(900_000_000_000_001 + day), "time": f"10/{day:02d}/2026 {hour}:00", "Reach": 1}
        for day in range(1, 26)
    ]

    (table,) = receive(content_csv(rows)).report["tables"]

    said = {warning["code"]: warning["text"] for warning in table["warnings"]}
    assert ("zone_doubtful" in said) is doubted
    assert not doubted or "Asia/Taipei" in said["zone_doubtful"]
