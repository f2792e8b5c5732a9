"""The mapping page: several tables, the preview, what is remembered, mappings as files."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from analytics.intake import mappings
from analytics.intake.mapping_preview import preview_of
from tests.platforms.importers.conftest import zipped_of
from tests.samples.meta import content_csv

pytestmark = pytest.mark.django_db

DAYS = "日子,在場,看了多久\n2026-10-01,1200,1.5\n2026-10-02,NAN,2\n2026-10-99,5,1\n"
POSTS = (
    "代碼,網址,掌聲\nabc1,https://example.test/p/abc1,12\nabc2,https://example.test/p/abc2,3月4日\n"
)
BY_DAY = {
    "platform": "bluesky", "span": "day", "column0": "date", "column1": "followers",
    "column2": "watch_ms:hours",
}  # fmt: skip


@pytest.fixture(autouse=True)
def english(editor):
    editor.language = "en"
    editor.save()
    with translation.override("en"):
        yield


def url(name: str, file) -> str:
    return reverse(f"data:{name}", args=["tea", file.pk])


def test_the_preview_shows_values_days_and_problems_before_anything_is_kept(client, receive):
    file = receive(DAYS.encode(), "days.csv")

    answer = client.post(url("mapping_preview", file), BY_DAY | {"table": "0"})

    first, second, third = answer.context["preview"].lines
    assert (first.row, first.days) == (2, "1 Oct 2026")
    assert dict(first.figures) == {"Followers": "1,200", "Watch time": "1 h 30 min"}
    assert [label for label, _value in second.figures] == ["Watch time"]
    assert "2026-10-99" in third.reason
    file.refresh_from_db()
    assert (file.state, file.choices) == ("refused", {})


def test_a_half_filled_form_says_what_is_missing_instead_of_rows(client, receive):
    file = receive(DAYS.encode())

    none = client.post(url("mapping_preview", file), {"span": "day"})
    dateless = client.post(url("mapping_preview", file), {"span": "day", "column1": "views"})

    assert none.context["preview"].lines == []
    assert "needs a column for “date”" in dateless.content.decode()


def test_a_member_of_a_zip_is_mapped_and_its_neighbours_are_read_as_usual(
    client, receive, run_jobs
):
    known = content_csv([{"id": "900000000000001", "Reach": 7}])
    file = receive(zipped_of({"a/posts.csv": known, "b/days.csv": DAYS}), "all.zip")
    page = client.get(url("mapping_edit", file))
    assert page.context["place"] == 1  # the one nobody knows
    assert [name for _number, name in page.context["tables"]] == ["a/posts.csv", "b/days.csv"]

    client.post(url("mapping_edit", file), BY_DAY | {"table": "1"})
    run_jobs()

    file.refresh_from_db()
    families = {table["member"]: table["family"] for table in file.report["tables"]}
    assert families == {"a/posts.csv": "facebook_content", "b/days.csv": "mapped"}
    assert file.choices["mapping"]["member"] == "b/days.csv"
    assert file.report["refused"] == []


def test_two_unknown_tables_of_a_zip_are_named_in_turn_and_remembered(client, receive, run_jobs):
    other = DAYS.replace("日子", "哪天").replace("在場", "人數")
    file = receive(zipped_of({"a/one.csv": DAYS, "b/two.csv": other}), "all.zip")
    for place in ("0", "1"):
        client.post(url("mapping_edit", file), BY_DAY | {"table": place})
        run_jobs()

    file.refresh_from_db()
    families = {table["member"]: table["family"] for table in file.report["tables"]}
    assert families == {"a/one.csv": "mapped", "b/two.csv": "mapped"}
    first = client.get(url("mapping_edit", file) + "?table=0")
    assert first.context["form"]["column2"].value() == "watch_ms:hours"

    bundle = {"a/one.csv": DAYS.replace("-10-", "-11-"), "b/two.csv": other.replace("-10-", "-11-")}
    again = receive(zipped_of(bundle), "november.zip")

    assert [table["family"] for table in again.report["tables"]] == ["mapped", "mapped"]


def test_a_sheet_of_a_workbook_is_mapped(client, receive, run_jobs):
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("Days")
    for line in DAYS.splitlines():
        sheet.append(line.split(","))
    out = BytesIO()
    book.save(out)
    file = receive(out.getvalue(), "book.xlsx")

    client.post(url("mapping_edit", file), BY_DAY | {"table": "1"})
    run_jobs()

    file.refresh_from_db()
    (table,) = file.report["tables"]
    assert (table["table"], table["accepted"], table["rejected"]) == ("Days", 2, 1)


def test_the_next_file_with_these_columns_is_read_the_same_way_at_once(client, receive, run_jobs):
    first = receive(DAYS.encode(), "october.csv")
    client.post(url("mapping_edit", first), BY_DAY | {"table": "0"})
    run_jobs()

    again = receive(DAYS.replace("2026-10", "2026-11").encode(), "november.csv")

    assert (again.state, again.report["tables"][0]["family"]) == ("waiting", "mapped")
    assert again.choices["mapping"]["columns"] == {
        "日子": "date", "在場": "followers", "看了多久": "watch_ms:hours",
    }  # fmt: skip
    page = client.get(url("mapping_edit", again))
    assert page.context["form"]["column2"].value() == "watch_ms:hours"


def test_nothing_is_remembered_across_workspaces(client, receive, run_jobs, other_workspace):
    first = receive(DAYS.encode())
    client.post(url("mapping_edit", first), BY_DAY | {"table": "0"})
    run_jobs()

    assert receive(DAYS.replace("1", "3").encode(), where=other_workspace).state == "refused"


def test_a_mapping_is_saved_as_a_file_and_taken_from_one(client, receive):
    file = receive(POSTS.encode())
    chosen = {"platform": "bluesky", "span": "lifetime", "column0": "post_id",
              "column1": "permalink", "column2": "reactions", "table": "0"}  # fmt: skip
    saved = client.post(url("mapping_download", file), chosen)
    assert saved["Content-Type"] == "application/json"
    assert json.loads(saved.content) == {
        "platform": "bluesky", "span": "lifetime",
        "columns": {"代碼": "post_id", "網址": "permalink", "掌聲": "reactions"},
    }  # fmt: skip

    other = receive(POSTS.replace("12", "13").encode())
    upload = SimpleUploadedFile("m.json", saved.content, "application/json")
    page = client.post(url("mapping_edit", other), {"load": "1", "mapping_file": upload})

    assert page.status_code == 200
    assert page.context["form"]["column2"].value() == "reactions"
    assert "3月4日" in page.content.decode()  # the preview names the spoilt cell


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\x89PNG", "no mapping"),
        (b"[" * 5000, "no mapping"),
        (b"{}", "columns"),
        (b'{"columns": {"a": "nonsense"}}', "nonsense"),
        (None, "Choose a file"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused_beside_its_field(client, receive, content, word):
    file = receive(POSTS.encode())
    sent = {"load": "1"}
    if content is not None:
        sent["mapping_file"] = SimpleUploadedFile("m.json", content)

    answer = client.post(url("mapping_edit", file), sent)

    assert answer.status_code == 422
    assert word in answer.context["problem"]


def test_a_big5_table_nobody_knows_can_be_mapped_too(receive, run_jobs):
    file = receive(DAYS.encode("cp950"), "big5.csv")

    (table,) = mappings.tables_of(file)
    assert [column.header for column in table.columns] == ["日子", "在場", "看了多久"]
    mapping = {"span": "day", "columns": {"日子": "date", "在場": "followers"}}
    assert [line.row for line in preview_of(file, mapping).lines] == [2, 3, 4]


def test_a_part_of_a_zip_that_nobody_knows_can_be_named_from_the_review(client, receive):
    known = content_csv([{"id": "900000000000001", "Reach": 7}])
    file = receive(zipped_of({"a/posts.csv": known, "b/days.csv": DAYS}), "all.zip")
    review = f"{reverse('data:import_review', args=['tea'])}?files={file.pk}"

    assert url("mapping_edit", file) in client.get(review).content.decode()
