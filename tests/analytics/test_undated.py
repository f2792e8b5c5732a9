"""Days without a year: they follow from the day of download, which a person can change."""

from datetime import date

import pytest
from django.urls import reverse

from analytics.intake import ingest
from analytics.models import AccountDay
from tests.platforms.importers.conftest import rows
from tests.samples import tiktok

OVERVIEW = rows(tiktok.OVERVIEW_HEAD, *tiktok.overview_rows("December 30", "January 2")).encode()


def days() -> list[date]:
    return sorted(AccountDay.objects.values_list("day", flat=True).distinct())


@pytest.fixture
def take(receive):
    """Import the overview as downloaded on a day."""

    def go(day: date):
        file = receive(OVERVIEW, "Overview.csv", look=False)
        file.taken_on = day
        file.choices["account_name"], file.choices["platform"] = "@tea", "tiktok"
        file.save()
        return ingest.import_file(file)["files"][0]

    return go


def test_the_day_written_in_the_review_decides_the_year(client, editor, receive, run_jobs):
    file = receive(OVERVIEW, "Overview.csv", by=editor)
    assert "year_assumed" in {w["code"] for w in file.report["tables"][0]["warnings"]}

    client.post(
        reverse("data:import_review", args=["tea"]),
        {
            "files": file.pk,
            f"f{file.pk}-take": "on",
            f"f{file.pk}-taken_on": "2024-01-05",
            f"f{file.pk}-account": "new",
            f"f{file.pk}-account_name": "@tea",
        },
    )
    run_jobs()

    assert days() == [date(2023, 12, 30), date(2024, 1, 2)]


def test_an_earlier_day_of_download_corrects_and_a_later_one_changes_nothing(take):
    take(date(2026, 1, 5))
    assert days() == [date(2025, 12, 30), date(2026, 1, 2)]

    take(date(2027, 6, 1))
    assert days() == [date(2025, 12, 30), date(2026, 1, 2)]

    corrected = take(date(2025, 1, 5))
    assert days() == [date(2024, 12, 30), date(2025, 1, 2)]
    assert corrected["period"] == ["2024-12-30", "2025-01-02"]
