"""Files that are not what they say: each is refused with a sentence and breaks nothing else."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from calendar_app import library, offers, requests, sheet_changes, sheets
from planning import files
from tests.factories.calendar import EntryFactory, VersionFactory, soon
from tests.factories.timeline import DepartmentFactory
from workspaces.periods import month_of


@pytest.fixture
def post(team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    entry.its_version = VersionFactory(entry=entry, account=team.account, at=soon(2))
    return entry


def exported(team, post) -> bytes:
    out = BytesIO()
    month = month_of(post.its_version.at.astimezone(team.workspace.tz).date())
    sheets.write(team.workspace, month, out)
    return out.getvalue()


def rewritten(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same workbook with some of its parts replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in [*old.namelist(), *parts]:
            if name not in new.namelist():
                new.writestr(name, parts[name] if name in parts else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/sharedStrings.xml": b" " * (60 << 20)},  # packs to some sixty thousand bytes
        {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='1'><c"},
        {"xl/worksheets/sheet1.xml": b""},
    ],
)
def test_a_month_that_unpacks_to_too_much_or_is_damaged_inside(client, team, post, parts):
    client.force_login(team.lead)
    content = rewritten(exported(team, post), parts)

    answer = client.post(
        reverse("calendar:month_import", args=[team.workspace.slug]),
        {"file": SimpleUploadedFile("m.xlsx", content)},
    )

    assert answer.status_code == 422
    assert answer.context["error"]


def test_signs_that_no_workbook_may_hold_do_not_stop_the_months_export(team, post):
    type(post).objects.filter(pk=post.pk).update(text="第一行\x0b第二行", title="冬\x01茶")

    sheet = load_workbook(BytesIO(exported(team, post))).worksheets[0]

    said = [cell.value for cell in sheet[2]]
    assert "第一行第二行" in said and "冬茶" in said


def test_a_word_file_that_is_none_leaves_the_composer_open(client, team, post):
    department = DepartmentFactory(workspace=team.workspace, name="設計部")
    asked = requests.ask(
        post, what="copy", brief="文案", size="", due=None, department=department,
        responsible=None, by=team.editor,
    )  # fmt: skip
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types")
        parts.writestr("_rels/.rels", "<Relationships")
        parts.writestr("word/document.xml", "<w:document")
    described = files.keep(team.workspace, SimpleUploadedFile("文案.docx", out.getvalue()))
    files.hand_in(asked.task, described, by=None, name="阿明（設計部）")
    client.force_login(team.editor)

    page = client.get(reverse("calendar:entry_edit", args=[team.workspace.slug, post.pk]))

    assert page.status_code == 200
    (offer,) = offers.waiting(post)
    assert "文案.docx" in offer.problem


def test_an_animation_of_very_many_pictures_is_refused(team, monkeypatch):
    monkeypatch.setattr(library, "MOST_FRAMES", 3)
    first, *others = (Image.new("RGB", (8, 8), (60 * n, 0, 0)) for n in range(4))
    out = BytesIO()
    first.save(out, "GIF", save_all=True, append_images=others)

    with pytest.raises(library.Refused):
        library.add(team.workspace, SimpleUploadedFile("a.gif", out.getvalue()), by=team.editor)


@pytest.mark.parametrize(
    "boxes",
    [
        b"\x00\x00\x00\x08udta" * 3_000,  # each says that it ends where it begins
        b"".join((8 * n).to_bytes(4, "big") + b"udta" for n in range(3_000, 0, -1)),
        b"\x00\x00\x00\x01moov\x00\x00",
    ],
)
def test_a_video_whose_boxes_lie_is_refused(team, monkeypatch, boxes):
    monkeypatch.setattr(library.probing, "of_video", lambda path: {"width": 1, "height": 1})
    content = b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + boxes

    try:
        library.add(team.workspace, SimpleUploadedFile("a.mp4", content), by=team.editor)
    except library.Refused as refused:
        assert "a.mp4" in str(refused)


@pytest.mark.parametrize(("name", "text"), [("title", "茶" * 201), ("hashtags", "#茶" * 300)])
def test_a_row_longer_than_a_post_can_be_is_refused_alone(team, post, name, text):
    month = month_of(post.its_version.at.astimezone(team.workspace.tz).date())
    (row,) = sheets.standing(team.workspace, month)
    long = sheets.Row(row.key, row.values | {name: text}, 2)

    found = sheet_changes.compare(team.workspace, month, [long])

    assert [number for number, _why in found.rejected] == [2]
    assert not found.changed
