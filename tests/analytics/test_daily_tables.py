"""Posts split by day: summed over the days of a period, never taken for a whole channel."""

import io

import pytest

from analytics.intake import deliveries, ingest
from analytics.query import metric_value, metric_values
from tests.platforms.importers.conftest import FB, fb_row, rows
from workspaces.models import Workspace
from workspaces.periods import parse_period

pytestmark = pytest.mark.django_db

JANUARY, FIRST = parse_period("2026-01"), parse_period("2026-01-01..2026-01-01")
TABLE = "Content,Video title,Video publish time,Views,Watch time (hours)\n"
CHART = "Date,Content,Video title,Video publish time,Duration,Views\n"
VIDEOS = ("abcdefghij1", "abcdefghij2", "abcdefghij3")


@pytest.fixture
def workspace(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Workspace.objects.create(slug="tea", name="山線茶行")


def bring(workspace, text: str, **choices) -> dict:
    stream = io.BytesIO(text.encode("utf-8-sig"))
    file = deliveries.receive(workspace, stream, "a.csv", by=None, choices=choices)
    return ingest.import_file(file)["files"][0]


def test_days_of_a_daily_split_add_up_and_posts_stay_posts(workspace):
    split = [
        fb_row(f"112230088925692{post}", Date=f"2026-01-0{day}", Views=str(10 * day + post))
        for post in (1, 2)
        for day in (1, 2, 3)
    ]
    entry = bring(workspace, rows(FB, *split))

    assert (entry["posts_created"], entry["days"], entry["span"]) == (2, 3, "day")
    assert entry["warnings"]
    assert metric_value(workspace, JANUARY, "period_views").value == 129
    assert metric_value(workspace, FIRST, "period_views").value == 23
    lifetime = metric_value(workspace, parse_period("2025-03"), "views")
    assert (lifetime.value, lifetime.total) == (None, 2)


def test_the_few_videos_drawn_in_a_chart_are_no_channels_sum(workspace):
    said = {"account_name": "茶頻道", "platform": "youtube"}
    drawn = "".join(
        f'2026-01-0{day},{video},片,"Jun 7, 2025",60,{day}\n'
        for video in VIDEOS[:2]
        for day in (1, 2)
    )
    bring(workspace, CHART + drawn, **said)
    alone = metric_value(workspace, JANUARY, "period_views")
    each = metric_values(workspace, JANUARY, by="post", metrics=["period_views"])

    table = "".join(f'{video},片,"Jun 7, 2025",100,1\n' for video in VIDEOS)
    bring(workspace, TABLE + table, **said, **{"from": "2026-01-01", "to": "2026-01-31"})

    assert (alone.value, bool(alone.missing_reason)) == (None, True)
    assert sorted(value.value for value in each) == [3, 3]
    assert metric_value(workspace, JANUARY, "period_views").value == 300
    assert metric_value(workspace, FIRST, "period_views").value is None
