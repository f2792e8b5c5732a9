"""Every real X file, against a second reading with the csv module alone."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from platforms.importers import parse_file
from workspaces.models import Workspace

OLD = {
    "impressions": "impressions", "engagements": "engagements", "retweets": "shares",
    "replies": "comments", "likes": "reactions", "user profile clicks": "profile_visits",
    "url clicks": "link_clicks", "follows": "new_followers",
}  # fmt: skip
NEW = {
    "Impressions": "impressions", "Likes": "reactions", "Engagements": "engagements",
    "Bookmarks": "saves", "New follows": "new_followers", "Replies": "comments",
    "Reposts": "shares", "Profile visits": "profile_visits", "Url clicks": "link_clicks",
    "Unfollows": "lost_followers", "Video views": "views",
}  # fmt: skip
FILES = {
    "koe-2025/account_overview_analytics.csv": (NEW, "x_days", 7, None),
    "ropensci-2016-2021/tweet_activity_metrics_rOpenSci_20161201_20170101_en.csv": (
        OLD, "x_posts", 37, "rOpenSci",
    ),
    "ropensci-2016-2021/tweet_activity_metrics_rOpenSci_20190101_20190201_en.csv": (
        OLD, "x_posts", 31, "rOpenSci",
    ),
    "ropensci-2016-2021/tweet_activity_metrics_rOpenSci_20211101_20211201_en.csv": (
        OLD, "x_posts", 33, "rOpenSci",
    ),
    "wormhole-br-2025/account_analytics_content_2024-11-21_2025-02-19.csv": (
        NEW, "x_posts", 141, "Wormhole_BR",
    ),
}  # fmt: skip


def second_reading(path, names):
    text = path.read_bytes().decode("utf-8")
    records = list(csv.DictReader(io.StringIO(text, newline="")))
    sums = {
        key: sum(int(Decimal(record[name])) for record in records)
        for name, key in names.items()
        if name in records[0]
    }
    if "lost_followers" in sums:
        sums["net_followers"] = sums["new_followers"] - sums["lost_followers"]
    return records, sums


def test_every_visible_file_of_x_is_checked_here(shared_data):
    folder = shared_data / "exports" / "x"

    assert {str(path.relative_to(folder)) for path in folder.rglob("*.*")} - {"SOURCES.md"} == set(
        FILES
    )


@pytest.mark.parametrize("name", FILES)
def test_each_gives_what_the_csv_module_adds_up(shared_data, name):
    path = shared_data / "exports" / "x" / name
    names, family, count, handle = FILES[name]
    records, sums = second_reading(path, names)

    (table,) = parse_file(path, path.name).tables

    assert (table.head.family, table.rows, table.accepted) == (family, count, len(records))
    assert table.sums == sums
    assert [account.name for account in table.accounts] == ([handle] if handle else [])
    if family == "x_posts":
        ids = [record.get("Tweet id") or record["Post id"] for record in records]
        texts = [record.get("Tweet text") or record["Post text"] for record in records]
        assert [reading.post.aliases[0].value for reading in table.readings] == ids
        assert [reading.post.post_type == "reply" for reading in table.readings] == [
            text.startswith("@") for text in texts
        ]


def test_days_and_minutes_are_those_of_the_files(shared_data):
    folder = shared_data / "exports" / "x"
    overview, old, *_rest, new = [
        (folder / name, parse_file(folder / name, name).tables[0]) for name in FILES
    ]

    assert [reading.start for reading in overview[1].readings] == [
        datetime.strptime(record["Date"], "%a, %b %d, %Y").date()
        for record in second_reading(overview[0], NEW)[0]
    ]
    assert [reading.post.published_wall for reading in old[1].readings] == [
        datetime.strptime(record["time"], "%Y-%m-%d %H:%M +0000")
        for record in second_reading(old[0], OLD)[0]
    ]
    assert [reading.post.published_on for reading in new[1].readings] == [
        datetime.strptime(record["Date"], "%a %b %d %Y").date()
        for record in second_reading(new[0], NEW)[0]
    ]
    assert date(2025, 2, 17) in {reading.post.published_on for reading in new[1].readings}


@pytest.mark.django_db
def test_the_command_gives_the_same_and_once(shared_data, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Workspace.objects.create(slug="tea", name="山線茶行")
    paths = [str(shared_data / "exports" / "x" / name) for name in FILES]

    def run():
        out = StringIO()
        said = ["--workspace", "tea", "--account", "Koe", "--json"]
        call_command("import_metrics", *paths, *said, stdout=out)
        return json.loads(out.getvalue())["files"]

    first, again = run(), run()

    assert [table["posts_created"] for table in first] == [0, 37, 31, 33, 141]
    assert [table["days"] for table in first] == [7, 0, 0, 0, 0]
    for table, (name, (names, *_rest)) in zip(first, FILES.items(), strict=True):
        assert table["sums"] == second_reading(shared_data / "exports" / "x" / name, names)[1]
    assert [table["posts_created"] + table["posts_updated"] for table in again] == [0] * 5
    assert [table["posts_unchanged"] for table in again] == [0, 37, 31, 33, 141]
