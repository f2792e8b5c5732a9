"""The import command: one entry per table, every row accounted for, sentences and exit codes."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from platforms.models import SocialAccount
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Workspace.objects.create(slug="tea", name="山線茶行")


def run(*args: object) -> tuple[dict, int, str]:
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("import_metrics", *map(str, args), "--json", stdout=out, stderr=err)
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    return json.loads(out.getvalue() or "{}"), code, err.getvalue()


ROWS = [
    {"id": "900000000000001", "Reach": 120, "Reactions": 4, "Comments": 1, "Shares": 0},
    {"id": "900000000000002", "Reach": "", "Reactions": 6, "time": "11/03/2026 05:00"},
]


def test_a_content_file_gives_one_entry_whose_rows_and_sums_are_the_files(workspace, tmp_path):
    path = tmp_path / "不管叫什麼.csv"
    path.write_bytes(content_csv([*ROWS, {"id": "", "comment": "An error occurred"}]))

    answer, code, _err = run("--workspace", "tea", path)

    (entry,) = answer["files"]
    assert code == 1  # one row refused
    assert entry["accepted"] + entry["skipped"] + len(entry["rejected"]) == entry["rows"] == 3
    assert entry["rejected"][0]["row"] == 4
    assert entry["sums"] == {"reach": 120, "reactions": 10, "comments": 1, "shares": 0}
    assert (entry["recognised"], entry["platform"]) == ("facebook_content", "facebook")
    assert entry["accounts"] == [{"name": "山線茶行", "ours": True}]
    assert entry["period"] == ["2026-11-02", "2026-11-03"]
    assert (entry["posts_created"], entry["posts_updated"]) == (2, 0)


def test_a_chart_needs_the_account_by_name_and_takes_its_platform_from_siblings(
    workspace, tmp_path
):
    chart = tmp_path / "Reach.csv"
    chart.write_bytes(chart_csv("Reach", [("2026-11-01", 5), ("2026-11-02", 6)]))
    content = tmp_path / "content.csv"
    content.write_bytes(content_csv(ROWS))

    answer, code, _err = run("--workspace", "tea", chart)
    assert code == 2
    assert "--platform" in answer["files"][0]["reason"]

    answer, code, _err = run("--workspace", "tea", "--account", "山線茶行", content, chart)
    assert code == 0
    assert [entry["days"] for entry in answer["files"]] == [0, 2]
    assert SocialAccount.objects.in_workspace(workspace).count() == 1


def test_one_bad_file_does_not_stop_the_others(workspace, tmp_path):
    good = tmp_path / "good.csv"
    good.write_bytes(content_csv(ROWS))
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")

    answer, code, _err = run("--workspace", "tea", picture, good, empty, tmp_path / "gone.csv")

    assert code == 1
    assert sorted(entry["name"] for entry in answer["files"] if not entry["recognised"]) == [
        "empty.csv",
        "gone.csv",
        "picture.csv",
    ]
    assert all(entry["reason"] for entry in answer["files"] if not entry["recognised"])


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--workspace", "nobody"], "nobody"),
        (["--workspace", "tea", "--platform", "myspace"], "myspace"),
        (["--workspace", "tea", "--zone", "Asia/Taipeh"], "Asia/Taipeh"),
        (["--workspace", "tea", "--uploaded-on", "21/11/2026"], "21/11/2026"),
    ],
    ids=["unknown workspace", "unknown platform", "misspelt zone", "day in another form"],
)
def test_a_wrong_call_is_a_sentence_that_names_the_thing(workspace, tmp_path, args, word):
    path = tmp_path / "a.csv"
    path.write_bytes(content_csv(ROWS))

    _answer, code, err = run(*args, path)

    assert code == 2
    assert word in err
    assert "Traceback" not in err


def test_the_later_download_speaks_and_the_earlier_one_is_updated(workspace, tmp_path):
    early, late = tmp_path / "early.csv", tmp_path / "late.csv"
    early.write_bytes(content_csv(ROWS))
    late.write_bytes(content_csv([{**ROWS[0], "Reach": 150}]))

    run("--workspace", "tea", "--uploaded-on", "2026-11-05", early)
    answer, _code, _err = run("--workspace", "tea", "--uploaded-on", "2026-11-06", late)

    entry = answer["files"][0]
    assert (entry["posts_created"], entry["posts_updated"], entry["posts_unchanged"]) == (0, 1, 0)
