"""The same bytes again, with other words about them, and undone: numbers never get lost."""

import io
import json
import zipfile
from io import StringIO

import pytest
from django.core.management import call_command

from analytics.intake import deliveries, ingest
from analytics.models import AccountDay, PostCurrent
from analytics.query import metric_value
from platforms.models import Post, SocialAccount, SourceFile
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Workspace
from workspaces.periods import parse_period

pytestmark = pytest.mark.django_db

# 09:30 in California is half past midnight of the next day in Taipei.
MIDNIGHT = [
    {"id": "900000000000001", "time": "06/30/2026 08:59", "Reach": 1, "Reactions": 1},
    {"id": "900000000000002", "time": "06/30/2026 09:30", "Reach": 2, "Reactions": 2},
]


@pytest.fixture
def workspace(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Workspace.objects.create(slug="tea", name="山線茶行")


@pytest.fixture
def bring(workspace, tmp_path):
    """bring(bytes, "--zone", "UTC") imports by the command and gives (entries, exit code)."""

    def run(content: bytes, *args: str, name: str = "file.csv") -> tuple[list[dict], int]:
        path = tmp_path / name
        path.write_bytes(content)
        out, code = StringIO(), 0
        try:
            call_command(
                "import_metrics", "--workspace", "tea", "--json", str(path), *args, stdout=out
            )
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        return json.loads(out.getvalue())["files"], code

    return run


def published() -> list[str]:
    posts = Post.objects.filter(present=True).order_by("published_on", "pk")
    return [str(day) for day in posts.values_list("published_on", flat=True)]


def last_file() -> SourceFile:
    return SourceFile.objects.live().latest("pk")


def bundle() -> bytes:
    """A ZIP of a content export, which names its page, and a chart, which does not.

    The same bytes whenever it is asked for: a ZIP holds the time of its members.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("content.csv"), content_csv(MIDNIGHT))
        chart = chart_csv("Facebook reach", [("2026-06-30", 7)])
        archive.writestr(zipfile.ZipInfo("Reach.csv"), chart)
    return stream.getvalue()


def test_the_period_of_posts_is_told_in_the_workspaces_days(bring, workspace):
    (entry,), _code = bring(content_csv(MIDNIGHT))
    (again,), _code = bring(content_csv(MIDNIGHT))

    assert entry["period"] == again["period"] == ["2026-06-30", "2026-07-01"]
    counted = metric_value(workspace, parse_period("2026-06-30..2026-07-01"), "post_count")
    assert counted.value == entry["accepted"] == 2


def test_undoing_a_corrected_zone_brings_back_what_stood_before(bring):
    bring(content_csv(MIDNIGHT))
    before = published()
    bring(content_csv(MIDNIGHT), "--zone", "Asia/Taipei")
    corrected = published()
    correction = last_file()

    deliveries.withdraw(correction, None)
    undone = published()
    deliveries.restore(correction, None)

    assert before == undone == ["2026-06-30", "2026-07-01"]
    assert corrected == published() == ["2026-06-30", "2026-06-30"]
    assert SourceFile.objects.live().count() == 1


def test_an_import_undone_by_hand_does_not_come_back_with_another_undo(bring):
    bring(content_csv(MIDNIGHT))
    first = last_file()
    bring(content_csv(MIDNIGHT), "--zone", "UTC")
    second = last_file()
    deliveries.withdraw(second, None)
    deliveries.withdraw(first, None)

    assert published() == []


def test_the_same_file_without_its_words_keeps_what_they_said(bring):
    bring(bundle(), "--account", "山線茶行", "--zone", "UTC", name="a.zip")
    entries, code = bring(bundle(), name="a.zip")

    assert code == 0
    assert [entry["posts_unchanged"] for entry in entries] == [2, 0]
    assert published() == ["2026-06-30", "2026-06-30"]
    assert AccountDay.objects.get().reach == 7


def test_a_table_that_stayed_out_comes_in_with_the_account_and_nothing_is_lost(bring):
    entries, code = bring(bundle(), name="a.zip")
    assert (code, [bool(entry["recognised"]) for entry in entries]) == (1, [True, False])

    entries, code = bring(bundle(), "--account", "山線茶行", name="a.zip")

    assert (code, [entry["days"] for entry in entries]) == (0, [0, 1])
    assert (AccountDay.objects.get().reach, PostCurrent.objects.count()) == (7, 2)
    assert SocialAccount.objects.count() == 1


def test_two_imports_of_one_file_at_once_leave_one_delivery(workspace, monkeypatch):
    files = [
        deliveries.receive(workspace, io.BytesIO(content_csv(MIDNIGHT)), "a.csv", by=None)
        for _number in range(2)
    ]
    write, begun = ingest._write, []

    def slowly(file, *rest):
        write(file, *rest)
        if not begun:  # the other one finishes while this one is writing
            begun.append(file)
            ingest.import_file(files[1])

    monkeypatch.setattr(ingest, "_write", slowly)
    (entry,) = ingest.import_file(files[0])["files"]

    assert entry["posts_unchanged"] == 2
    assert [file.state for file in SourceFile.objects.order_by("pk")] == ["discarded", "imported"]
    deliveries.withdraw(last_file(), None)
    assert published() == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (content_csv([]), "欄名"),
        (content_csv([{"id": "", "comment": "發生錯誤", "page": ("", "")}]), "發生錯誤"),
    ],
)
def test_a_file_without_a_row_to_take_says_so_and_asks_for_no_account(bring, content, word):
    (entry,), code = bring(content)

    assert (entry["recognised"], code) == (None, 2)
    assert word in entry["reason"]
    assert "--account" not in entry["reason"]


def test_column_names_alone_make_no_account_even_where_one_is_said(bring, receive):
    (entry,), code = bring(content_csv([]), "--account", "山線茶行")

    assert (entry["recognised"], code) == (None, 2)
    assert "欄名" in entry["reason"]
    assert not SocialAccount.objects.exists()
    assert receive(content_csv([]), "names.csv").report["asks"] == []


def test_a_file_whose_rows_are_all_refused_lists_them_and_imports_nothing(bring):
    (entry,), code = bring(content_csv([{"id": "900000000000001", "Reach": "=1+1"}]))

    assert (entry["rows"], entry["accepted"], code) == (1, 0, 2)
    assert [issue["row"] for issue in entry["rejected"]] == [2]


def test_a_failure_within_an_import_is_a_sentence_and_leaves_nothing(bring, monkeypatch):
    def fail(*_args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(ingest, "_make_live", fail)

    (entry,), code = bring(content_csv(MIDNIGHT))

    assert (entry["recognised"], code) == (None, 2)
    assert "file.csv" in entry["reason"]
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "args", [("--from", "2026-02-01"), ("--from", "2026-02-01", "--to", "2026-01-01")]
)
def test_half_a_period_or_one_backwards_is_a_wrong_call(workspace, tmp_path, args):
    path = tmp_path / "a.csv"
    path.write_bytes(content_csv(MIDNIGHT))
    err = StringIO()

    with pytest.raises(SystemExit) as exit_:
        call_command("import_metrics", "--workspace", "tea", str(path), *args, stderr=err)

    assert exit_.value.code == 2
    assert "--to" in err.getvalue()


def test_a_period_at_the_beginning_of_the_calendar_is_answered(workspace):
    assert metric_value(workspace, parse_period("0001-01-01..0001-01-02"), "views").value is None
