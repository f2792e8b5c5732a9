"""What became of an import: rows not taken, the raw row, and what speaks now."""

import csv
from datetime import date
from io import StringIO
from urllib.parse import quote

import pytest
from django.urls import reverse

from analytics.intake import hand, ingest
from analytics.intake.results import plain
from platforms.models import SocialAccount
from platforms.records import Span
from tests.samples.meta import content_csv

pytestmark = pytest.mark.django_db

BROKEN = "An error occurred while computing metadata"


def batch_of(file):
    return file.batches.get()


def test_the_download_lists_every_row_not_taken_and_runs_no_formula(client, editor, receive):
    rows = [{"id": "900000000000001", "Reach": 1}, {"id": "", "comment": BROKEN}]
    file = receive(content_csv(rows), "=cmd.csv")
    ingest.import_file(file)

    answer = client.get(reverse("data:problem_export", args=["tea"]), {"files": file.pk})
    assert quote("沒有採用的列.csv") in answer["Content-Disposition"]

    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(StringIO(content.decode("utf-8-sig")))
    assert len(header) == 6
    assert [(line[0], line[2]) for line in lines] == [("'=cmd.csv", "3")]
    assert BROKEN in lines[0][5]


@pytest.mark.parametrize("text", ["=1+1", "+886", "-5", "@sum", "\t=1"])
def test_a_cell_that_begins_like_a_formula_is_text(text):
    assert plain(text) == f"'{text}"


def test_ordinary_text_is_left_as_it_is():
    assert plain("新茶 = 好茶") == "新茶 = 好茶"


def test_a_row_shows_its_cells_its_values_and_that_they_are_used(client, editor, receive):
    file = receive(content_csv([{"id": "900000000000001", "Reach": 120, "Comments": 3}]))
    ingest.import_file(file)

    answer = client.get(reverse("data:row_detail", args=["tea", batch_of(file).pk, 2]))

    seen = answer.context["evidence"]
    assert ("Reach", "120") in seen.raw
    (subject,) = seen.subjects
    assert {(value.key, value.value, value.used) for value in subject.values} == {
        ("reach", "120", True),
        ("comments", "3", True),
    }


def test_a_superseded_row_names_the_delivery_that_speaks_now(client, editor, receive):
    old = receive(content_csv([{"id": "900000000000001", "Reach": 120}]), "舊.csv")
    old.taken_on = date(2026, 11, 3)
    old.save()
    ingest.import_file(old)
    new = receive(content_csv([{"id": "900000000000001", "Reach": 150}]), "新.csv")
    ingest.import_file(new)

    answer = client.get(reverse("data:row_detail", args=["tea", batch_of(old).pk, 2]))

    (value,) = answer.context["evidence"].subjects[0].values
    assert (value.used, value.now, value.by) == (False, "150", batch_of(new))
    assert "新.csv" in answer.content.decode()


def test_a_refused_row_shows_why_and_what_stood_there(client, editor, receive):
    rows = [{"id": "900000000000001", "Reach": 1}, {"id": "", "comment": BROKEN, "text": "茶"}]
    file = receive(content_csv(rows))
    ingest.import_file(file)

    answer = client.get(reverse("data:row_detail", args=["tea", batch_of(file).pk, 3]))

    assert BROKEN in answer.context["evidence"].problem.reason
    assert ("Title", "茶") in answer.context["evidence"].raw


def test_a_row_that_is_in_no_file_is_not_found(client, editor, receive):
    file = receive(content_csv([{"id": "900000000000001", "Reach": 1}]))
    ingest.import_file(file)

    answer = client.get(reverse("data:row_detail", args=["tea", batch_of(file).pk, 999]))

    assert answer.status_code == 404


def test_a_lost_file_still_shows_what_was_read(client, editor, receive):
    file = receive(content_csv([{"id": "900000000000001", "Reach": 7}]))
    ingest.import_file(file)
    ingest.stored_path(file).unlink()

    answer = client.get(reverse("data:row_detail", args=["tea", batch_of(file).pk, 2]))

    assert answer.status_code == 200
    assert answer.context["evidence"].gone
    assert answer.context["evidence"].subjects[0].values[0].value == "7"


def test_a_typed_figure_is_a_row_too(client, editor, workspace):
    account = SocialAccount.objects.create(
        workspace=workspace, platform="line_oa", name="山線茶行", ours=True, confirmed=True
    )
    day = date(2026, 11, 1)
    typed = hand.Typed(account, {"friends": 3210}, day, day, Span.DAY, "後台首頁")
    batch, _step = hand.type_in(workspace, typed, by=editor)

    answer = client.get(reverse("data:row_detail", args=["tea", batch.pk, 1]))

    assert answer.status_code == 200
    assert answer.context["evidence"].subjects[0].values[0].used


def test_ten_files_are_undone_together_and_brought_back_by_one_undo(client, editor, receive):
    files = [
        receive(content_csv([{"id": f"90000000000000{n}", "Reach": n}]), f"{n}.csv")
        for n in range(3)
    ]
    for file in files:
        ingest.import_file(file)
    ids = ",".join(str(file.pk) for file in files)

    client.post(reverse("data:drop_withdraw", args=["tea"]), {"files": ids})
    states = []
    for file in files:
        file.refresh_from_db()
        states.append(file.state)
    assert states == ["withdrawn"] * 3

    client.post(reverse("workspaces:undo_last", args=["tea"]))
    for file in files:
        file.refresh_from_db()
        assert file.state == "imported"


def test_a_drop_that_was_undone_offers_to_count_again_long_after(client, editor, receive):
    files = [
        receive(content_csv([{"id": f"90000000000000{n}", "Reach": n}]), f"{n}.csv")
        for n in range(2)
    ]
    for file in files:
        ingest.import_file(file)
    ids = ",".join(str(file.pk) for file in files)
    again = reverse("data:drop_restore", args=["tea"])
    summary = reverse("data:import_summary", args=["tea"]) + f"?files={ids}"
    assert again not in client.get(summary).content.decode()

    client.post(reverse("data:drop_withdraw", args=["tea"]), {"files": ids})
    assert again in client.get(summary).content.decode()
    client.post(again, {"files": ids})

    for file in files:
        file.refresh_from_db()
        assert file.state == "imported"


def test_the_original_comes_back_byte_for_byte_and_is_never_shown(client, editor, receive):
    content = content_csv([{"id": "900000000000001", "Reach": 1}])
    file = receive(content, "<script>.csv")

    answer = client.get(reverse("data:file_download", args=["tea", file.pk]))

    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_day_of_download_is_the_one_a_name_tells_and_never_a_later_one(receive):
    names = ("page_content_1742193384396.xls", "temp_9999999999.zip", "Overview.csv")

    days = [receive(b"a,b\n1,2\n", name, look=False).taken_on for name in names]

    assert days[0] == date(2025, 3, 17)
    assert days[1] == days[2] > date(2026, 1, 1)
