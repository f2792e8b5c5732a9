"""A month goes out to Excel and comes back with a difference."""

import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from calendar_app import sheet_changes, sheets
from calendar_app.models import Entry, EntryVersion, Slot
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory, soon
from workspaces.periods import month_of


@pytest.fixture
def planned(team):
    """A month with one post and one empty slot; team.month is that month."""
    team.month = month_of((soon(2)).astimezone(team.workspace.tz).date())
    team.entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    team.version = VersionFactory(entry=team.entry, account=team.account, at=soon(2))
    team.slot = SlotFactory(account=team.account, at=soon(2))
    return team


def exported(team) -> Workbook:
    out = BytesIO()
    sheets.write(team.workspace, team.month, out)
    return load_workbook(out)


def edited(book: Workbook) -> BytesIO:
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def difference(team, book: Workbook) -> sheet_changes.Difference:
    return sheet_changes.compare(team.workspace, team.month, sheets.read(edited(book)))


def place(book, name: str) -> int:
    heads = [cell.value for cell in book.worksheets[0][1]]
    return heads.index(str(sheets.heads()[name])) + 1


def test_an_exported_month_changes_nothing(planned):
    found = difference(planned, exported(planned))

    assert found.as_json() == {
        "added": 0, "changed": 0, "removed": 0, "unchanged": 2, "rejected": [],
    }  # fmt: skip


def test_a_changed_text_and_a_new_row(planned):
    book = exported(planned)
    sheet = book.worksheets[0]
    post = next(row for row in sheet.iter_rows(min_row=2) if row[0].value.startswith("V"))
    post[place(book, "text") - 1].value = "改過的文字"
    fresh = [cell.value for cell in post]
    fresh[0], fresh[place(book, "title") - 1] = None, "新的一篇"
    fresh[place(book, "time") - 1] = "23:50"
    fresh[place(book, "person") - 1] = planned.lead.email
    sheet.append(fresh)

    found = difference(planned, book)
    assert [(c.before["text"], c.after["text"]) for c in found.changed] == [
        (planned.entry.text, "改過的文字")
    ]
    sheet_changes.apply(planned.workspace, found, by=planned.lead)

    planned.entry.refresh_from_db()
    new = Entry.objects.exclude(pk=planned.entry.pk).get()
    assert planned.entry.text == "改過的文字"
    assert (new.title, new.assignee) == ("新的一篇", planned.lead)
    assert difference(planned, exported(planned)).empty


def test_a_deleted_row_is_removed(planned):
    book = exported(planned)
    book.worksheets[0].delete_rows(2, 2)

    sheet_changes.apply(planned.workspace, difference(planned, book), by=planned.lead)

    assert not Slot.objects.standing().exists()
    assert Entry.objects.get(pk=planned.entry.pk).removed_at


def test_every_bad_row_is_named_and_the_others_go_on(planned):
    book = exported(planned)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value.startswith("V"):
            row[place(book, "time") - 1].value = "晚上"
        else:
            row[place(book, "person") - 1].value = str(planned.editor)
    sheet.append(["V99999", *[cell.value for cell in sheet[2]][1:]])

    found = difference(planned, book)

    assert len(found.rejected) == 2
    assert any("晚上" in reason for _row, reason in found.rejected)
    assert [change.after for change in found.changed] == [{"person": str(planned.editor)}]


def test_what_is_out_stays(planned):
    Entry.objects.filter(pk=planned.entry.pk).update(state=Entry.State.PUBLISHED)
    book = exported(planned)
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value.startswith("V"):
            row[place(book, "text") - 1].value = "改"

    assert [reason for _row, reason in difference(planned, book).rejected] == [
        "這篇已經發布，不能修改。"
    ]


def test_days_as_excel_keeps_them(planned):
    book = exported(planned)
    at = planned.version.at.astimezone(planned.workspace.tz)
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[place(book, "day") - 1].value = at.date()
        row[place(book, "day") - 1].number_format = "yyyy/m/d"

    assert difference(planned, book).unchanged == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"a,b\n1,2\n"])
def test_another_file_is_refused_with_a_sentence(client, planned, content):
    client.force_login(planned.lead)
    address = reverse("calendar:month_import", args=[planned.workspace.slug])

    answer = client.post(address, {"file": SimpleUploadedFile("x.xlsx", content)})

    assert answer.status_code in (200, 422)
    assert "xlsx" in answer.content.decode()


def test_the_page_shows_the_difference_and_does_it_once_asked(client, planned):
    client.force_login(planned.lead)
    address = reverse("calendar:month_import", args=[planned.workspace.slug])
    book = exported(planned)
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value.startswith("V"):
            row[place(book, "title") - 1].value = "新標題"

    page = client.post(address, {"file": SimpleUploadedFile("m.xlsx", edited(book).read())})
    assert Entry.objects.get().title != "新標題"
    kept = page.context["kept"]
    client.post(address, {"rows": kept})

    assert Entry.objects.get().title == "新標題"
    assert client.post(address, {"rows": "forged"}).status_code == 302
    assert Entry.objects.get().title == "新標題"


def test_the_commands_mirror_the_page(planned, tmp_path):
    path = tmp_path / "month.xlsx"
    out = StringIO()
    slug, month = planned.workspace.slug, planned.month.code
    call_command("export_month", workspace=slug, month=month, to=str(path))
    call_command("import_month", str(path), workspace=slug, as_json=True, stdout=out)
    assert json.loads(out.getvalue()) == {
        "added": 0, "changed": 0, "removed": 0, "unchanged": 2, "rejected": [],
    }  # fmt: skip

    with pytest.raises(SystemExit) as ended:
        call_command("import_month", str(path), workspace="nowhere")
    assert ended.value.code == 2


def test_the_clock_can_be_moved_by_hand(planned):
    out = StringIO()
    later = (planned.version.at + timedelta(days=1)).isoformat()

    call_command("send_reminders", now=later, as_json=True, stdout=out)

    assert json.loads(out.getvalue())["reminded"] == 0
    assert EntryVersion.objects.get().at == planned.version.at


def brought_back(team, book: Workbook) -> sheet_changes.Difference:
    """As the page does it: against what stood when the file was made."""
    rows, exported = sheets.read(edited(book)), sheets.exported_in(edited(book))
    return sheet_changes.compare(team.workspace, team.month, rows, exported)


def test_what_colleagues_did_since_the_export_stays(planned):
    book = exported(planned)
    fresh = EntryFactory(workspace=planned.workspace, author=planned.lead, title="後來加的")
    VersionFactory(entry=fresh, account=planned.account, at=soon(2) + timedelta(minutes=5))
    SlotFactory(account=planned.account, at=soon(2) + timedelta(minutes=9))
    Entry.objects.filter(pk=planned.entry.pk).update(text="同事改過了")
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value.startswith("V"):
            row[place(book, "title") - 1].value = "我改的標題"

    found = brought_back(planned, book)

    assert [change.after for change in found.changed] == [{"title": "我改的標題"}]
    assert (found.removed, found.added) == ([], [])
    sheet_changes.apply(planned.workspace, found, by=planned.lead)
    planned.entry.refresh_from_db()
    assert (planned.entry.title, planned.entry.text) == ("我改的標題", "同事改過了")


def test_the_same_new_row_brought_twice_is_added_once(planned):
    book = exported(planned)
    sheet = book.worksheets[0]
    post = next(row for row in sheet.iter_rows(min_row=2) if row[0].value.startswith("V"))
    fresh = [cell.value for cell in post]
    fresh[0], fresh[place(book, "title") - 1] = None, "新的一篇"
    sheet.append(fresh)
    sheet_changes.apply(planned.workspace, brought_back(planned, book), by=planned.lead)

    again = brought_back(planned, book)

    assert again.empty
    assert Entry.objects.filter(title="新的一篇").count() == 1


def test_a_first_comment_of_its_own_is_changed_where_it_stands(planned):
    EntryVersion.objects.filter(pk=planned.version.pk).update(first_comment="自己的留言")
    book = exported(planned)
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value.startswith("V"):
            row[place(book, "first_comment") - 1].value = "改過的留言"

    sheet_changes.apply(planned.workspace, brought_back(planned, book), by=planned.lead)

    planned.version.refresh_from_db()
    planned.entry.refresh_from_db()
    assert (planned.version.first_comment, planned.entry.first_comment) == ("改過的留言", "")


def test_the_copy_in_the_file_is_hidden_and_a_file_without_it_is_read(planned):
    book = exported(planned)
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "hidden"]

    del book[sheets.COPY]

    assert sheets.exported_in(edited(book)) is None
    assert brought_back(planned, book).unchanged == 2
