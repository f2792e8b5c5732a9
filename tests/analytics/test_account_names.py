"""Whom a person means with --account, and which file names the disk may have."""

import json
import os
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import call_command

from analytics.intake import ingest
from platforms.models import SocialAccount
from tests.platforms.importers.conftest import IG, ig_row, rows
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db

CHART = chart_csv("Instagram reach", [("2026-11-01", 5)])
CONTENT = rows(IG, ig_row()).encode("utf-8-sig")


@pytest.fixture
def workspace(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Workspace.objects.create(slug="tea", name="山線茶行")


def bring(path: str, *args: str) -> dict:
    out = StringIO()
    with suppress(SystemExit):
        call_command("import_metrics", "--workspace", "tea", "--json", path, *args, stdout=out)
    (entry,) = json.loads(out.getvalue())["files"]
    return entry


@pytest.fixture
def files(tmp_path) -> tuple[str, str]:
    content, chart = tmp_path / "content.csv", tmp_path / "Reach.csv"
    content.write_bytes(CONTENT)
    chart.write_bytes(CHART)
    return str(content), str(chart)


@pytest.mark.parametrize(
    "name", ["camellia.tw", "@camellia.tw", "CAMELLIA.tw", "山茶花咖啡", "17841400882674637"]
)
def test_a_known_account_is_found_by_name_handle_and_number(workspace, files, name):
    content, chart = files
    bring(content)
    entry = bring(chart, "--account", name)

    assert entry["accounts"] == [{"name": "山茶花咖啡", "ours": True}]
    assert SocialAccount.objects.count() == 1


def test_a_renamed_account_is_found_by_its_new_name(workspace, files):
    content, chart = files
    bring(content)
    SocialAccount.objects.update(name="茶花小店")

    assert bring(chart, "--account", "茶花小店")["accounts"][0]["name"] == "茶花小店"
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("name", ["camellia.tw", "山茶花咖啡"])
def test_the_order_of_chart_and_content_makes_no_second_account(workspace, files, name):
    content, chart = files
    bring(chart, "--account", name)
    bring(content)

    assert SocialAccount.objects.count() == 1


def test_a_file_name_that_is_no_text_is_shown_as_well_as_can_be(workspace, tmp_path):
    name = os.fsdecode(b"\xb6K\xa4\xe5.csv")
    (tmp_path / name).write_bytes(content_csv([{"id": "900000000000001", "Reach": 1}]))

    entry = bring(str(tmp_path / name))
    missing = bring(str(tmp_path / os.fsdecode(b"\xff.csv")))

    assert entry["accepted"] == 1
    json.dumps([entry, missing], ensure_ascii=False).encode()


def test_a_failure_is_logged_in_one_line(workspace, files, monkeypatch, caplog):
    def fail(*_args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(ingest, "_make_live", fail)
    bring(files[0])

    (record,) = [record for record in caplog.records if "import failed" in record.getMessage()]
    assert record.exc_info is None
    assert "the disk is full" in record.getMessage()
