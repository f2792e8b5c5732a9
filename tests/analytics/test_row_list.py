"""Rows that were not taken, however many: counted by reason, the first shown, all to be had."""

import csv
import json
import os
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from analytics.intake import ingest, leftovers, results, row_list, table_result
from platforms.models import RowProblem, SourceBatch
from tests.samples.meta import content_csv
from workspaces import samples

pytestmark = pytest.mark.django_db

BROKEN = "An error occurred while computing metadata"
LISTED, TOLD = 3, 2


@pytest.fixture(autouse=True)
def few(monkeypatch) -> None:
    monkeypatch.setattr(row_list, "MOST_LISTED", LISTED)
    monkeypatch.setattr(row_list, "CHUNK", 2)
    monkeypatch.setattr(table_result, "MOST_TOLD", TOLD)


def bad(good: int = 1) -> bytes:
    """Eight rows that cannot be read, for two reasons, behind those that can."""
    rows = [{"id": str(900_000_000_000_001 + at), "Reach": 7} for at in range(good)]
    rows += [{"id": str(800_000_000_000_001 + at), "Reach": f"?{at}"} for at in range(5)]
    rows += [{"id": "", "comment": BROKEN} for _at in range(3)]
    return content_csv(rows)


@pytest.fixture
def file(receive):
    found = receive(bad(), "bad.csv")
    ingest.import_file(found)
    found.refresh_from_db()
    return found


def listed(client, file, **query) -> list[list[str]]:
    answer = client.get(reverse("data:problem_export", args=["tea"]), {"files": file.pk, **query})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(content)))[1:]


def test_the_database_keeps_the_first_rows_and_the_count_of_all(file):
    batch = file.batches.get()
    (told,) = file.report["result"]["files"]

    assert list(RowProblem.objects.values_list("row", flat=True)) == [3, 4, 5]
    assert (batch.rows, batch.accepted, batch.refused) == (9, 1, 8)
    assert [issue["row"] for issue in told["rejected"]] == [3, 4]
    assert told["rejected_rows"] == 8
    assert [(one["row"], one["rows"], one["skipped"]) for one in batch.reasons] == [
        (3, 5, False),
        (8, 3, False),
    ]


def test_the_page_says_how_many_for_which_reason_and_that_the_list_is_longer(
    client, editor, file, monkeypatch
):
    monkeypatch.setattr("analytics.views.import_results.PROBLEMS_PER_PAGE", 2)

    answer = client.get(reverse("data:import_detail", args=["tea", file.pk]))

    page = answer.content.decode()
    assert answer.context["totals"].refused == 8
    assert answer.context["unlisted"] is True
    assert "下載的檔案裡有全部" in page
    assert [one.rows for one in answer.context["reasons"]] == [5, 3]
    assert "?0" in page and BROKEN in page
    of_kind = client.get(f"{answer.request['PATH_INFO']}?kind=skipped")
    assert of_kind.context["unlisted"] is False
    assert of_kind.context["reasons"] == []


def test_the_download_has_every_row_in_the_readers_language(client, editor, file):
    rows = listed(client, file)

    assert [int(row[2]) for row in rows] == [*range(3, 11)]
    assert "不是數字" in rows[4][5] and "?4" in rows[4][5]
    assert BROKEN in rows[-1][5]
    assert listed(client, file, kind="skipped") == []


@pytest.mark.parametrize(("row", "why"), [(3, "?0"), (7, "?4"), (10, BROKEN), (2, None)])
def test_every_row_shows_why_listed_or_not(client, editor, file, row, why):
    url = reverse("data:row_detail", args=["tea", file.batches.get().pk, row])

    problem = client.get(url).context["evidence"].problem

    assert (problem is None) if why is None else (why in problem.reason)


def test_a_short_list_needs_no_file(receive, client, editor):
    file = receive(content_csv([{"id": "900000000000001"}, {"id": "", "comment": BROKEN}]))
    ingest.import_file(file)

    assert not list(row_list._folder(file.workspace_id).glob("*"))
    assert [row[2] for row in listed(client, file)] == ["3"]
    assert file.batches.get().refused == 1


def test_the_command_tells_every_row_once_and_again(workspace, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(bad())

    def told() -> dict:
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("import_metrics", path, "--workspace", "tea", "--json", stdout=out)
        (table,) = json.loads(out.getvalue())["files"]
        return table

    first, again = told(), told()

    assert [issue["row"] for issue in first["rejected"]] == [*range(3, 11)]
    assert first["rows"] == first["accepted"] + first["skipped"] + len(first["rejected"])
    assert again["rejected"] == first["rejected"]
    assert again["posts_unchanged"] == 1


def test_the_command_in_words_ends_with_how_many_more_there_are(workspace, tmp_path):
    path, out = tmp_path / "bad.csv", StringIO()
    path.write_bytes(bad())

    with pytest.raises(SystemExit):
        call_command("import_metrics", path, "--workspace", "tea", stdout=out)

    lines = out.getvalue().splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:3]] == ["3", "4"]
    assert "6" in lines[3] and "--json" in lines[3]
    assert len(lines) == 4


def test_an_unfinished_import_takes_its_list_along(receive, monkeypatch):
    monkeypatch.setattr(ingest, "_make_live", lambda *_all: {})  # killed before its last step
    file = receive(bad(), "bad.csv")
    ingest.import_file(file)
    folder = row_list._folder(file.workspace_id)
    assert len(list(folder.iterdir())) == 1

    ingest.forget(file)

    assert list(folder.iterdir()) == []


def test_lists_of_batches_that_are_gone_are_swept_and_no_others(workspace, file):
    folder = row_list._folder(workspace.pk)
    (kept,) = folder.iterdir()
    lost = folder / f"{SourceBatch.objects.latest('pk').pk + 1}.jsonl.gz"
    lost.write_bytes(b"half")
    old = time.time() - 3 * 86400
    for path in (kept, lost):
        os.utime(path, (old, old))

    assert leftovers.tidy(workspace) == 1
    assert (kept.exists(), lost.exists()) == (True, False)


def test_a_workspace_that_is_removed_takes_its_lists_along(
    workspace, file, django_capture_on_commit_callbacks
):
    folder = row_list._folder(workspace.pk)
    assert len(list(folder.iterdir())) == 1

    with django_capture_on_commit_callbacks(execute=True):
        samples.erase(workspace)

    assert list(folder.iterdir()) == []


def test_a_delivery_of_an_earlier_version_is_counted_by_its_rows(file):
    SourceBatch.objects.filter(file=file).update(refused=None, reasons=None)

    (outcome,) = results.outcomes(file.workspace, [file.pk])

    assert outcome.tables[0].refused == LISTED
    assert results.reasons([outcome]) == []
