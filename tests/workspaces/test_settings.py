import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from workspaces import sockets
from workspaces.models import AuditEvent, Workspace

pytestmark = pytest.mark.django_db
SETTINGS = {
    "name": "小草選物二店",
    "zone": "Asia/Tokyo",
    "language": "en",
    "roc_years": "on",
    "ripening_days": "10",
}


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def manager(as_role):
    return as_role("manager")


def word_file() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


def repacked(change) -> bytes:
    """A sound Word file after ``change(members: dict[str, bytes])``."""
    with ZipFile(io.BytesIO(word_file())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def upload(client, member, content: bytes, name: str = "品牌範本.docx"):
    return client.post(
        f"/w/{member.workspace.slug}/settings/template/upload/",
        {"file": SimpleUploadedFile(name, content)},
    )


def test_settings_are_saved_and_what_was_before_is_kept(client, manager):
    client.post(f"/w/{manager.workspace.slug}/settings/workspace/", SETTINGS)

    workspace = Workspace.objects.get(pk=manager.workspace_id)
    assert (workspace.name, workspace.zone, workspace.language) == (
        "小草選物二店",
        "Asia/Tokyo",
        "en",
    )
    assert (workspace.roc_years, workspace.ripening_days) == (True, 10)
    event = AuditEvent.objects.get()
    assert event.before["zone"] == "Asia/Taipei"
    assert event.after["zone"] == "Asia/Tokyo"


def test_saving_the_same_again_writes_nothing_into_the_trail(client, manager):
    for _time in range(2):
        client.post(f"/w/{manager.workspace.slug}/settings/workspace/", SETTINGS)

    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "Mars/Olympus"), ("ripening_days", "61"), ("ripening_days", "-1"), ("name", "")],
)
def test_a_wrong_value_is_refused_and_what_was_typed_stays(client, manager, field, value):
    response = client.post(
        f"/w/{manager.workspace.slug}/settings/workspace/", {**SETTINGS, field: value}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    manager.workspace.refresh_from_db()
    assert manager.workspace.name != SETTINGS["name"]


def test_a_zone_that_is_not_offered_stays_choosable_where_it_is_in_use(client, manager):
    Workspace.objects.filter(pk=manager.workspace_id).update(zone="Europe/Lisbon")

    response = client.post(
        f"/w/{manager.workspace.slug}/settings/workspace/", {**SETTINGS, "zone": "Europe/Lisbon"}
    )

    assert response.status_code == 302


def test_settings_lead_each_person_to_what_they_may_change(client, as_role):
    for role, tail in (("manager", "workspace/"), ("editor", "own/")):
        member = as_role(role)
        response = client.get(f"/w/{member.workspace.slug}/settings/")
        assert response["Location"] == f"/w/{member.workspace.slug}/settings/{tail}"


def test_a_template_is_kept_shown_and_given_back_byte_for_byte(client, manager):
    content = word_file()

    assert upload(client, manager, content).status_code == 302

    page = client.get(f"/w/{manager.workspace.slug}/settings/workspace/").content.decode()
    assert "品牌範本.docx" in page
    response = client.get(f"/w/{manager.workspace.slug}/settings/template/")
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment")


def test_what_later_rooms_say_about_the_template_is_listed(client, manager, monkeypatch):
    monkeypatch.setattr(sockets, "TEMPLATE_CHECKS", [])
    sockets.TEMPLATE_CHECKS.append(lambda path: [f"範本沒有 {path.suffix} 的摘要位置。"])
    monkeypatch.setattr("workspaces.brand_template.TEMPLATE_CHECKS", sockets.TEMPLATE_CHECKS)
    upload(client, manager, word_file())

    page = client.get(f"/w/{manager.workspace.slug}/settings/workspace/").content.decode()

    assert "範本沒有 .docx 的摘要位置。" in page


def test_replacing_and_removing_leave_no_file_behind(
    client, manager, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, manager, word_file())
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, manager, word_file(), name="新範本.docx")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/w/{manager.workspace.slug}/settings/template/remove/")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert client.get(f"/w/{manager.workspace.slug}/settings/template/").status_code == 404


def put(name: str, content: bytes):
    return lambda members: members.update({name: content})


def macro_type(members: dict[str, bytes]) -> None:
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )


def outside_template(members: dict[str, bytes]) -> None:
    members["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://example.com/t.dotm" '
        b'TargetMode="External"/></Relationships>'
    )


def entities(members: dict[str, bytes]) -> None:
    members["[Content_Types].xml"] = (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'
    )


BAD = {
    "an image": (lambda: b"\x89PNG\r\n\x1a\n", "範本.docx", "無法當成 Word 檔打開"),
    "empty": (lambda: b"", "範本.docx", ""),
    "another extension": (word_file, "範本.docm", "不是 .docx 檔"),
    "macros": (
        lambda: repacked(put("word/vbaProject.bin", b"x")),
        "範本.docx",
        "巨集",
    ),
    "a macro content type": (lambda: repacked(macro_type), "範本.docx", "巨集"),
    "an embedded program": (
        lambda: repacked(put("word/embeddings/oleObject1.bin", b"x")),
        "範本.docx",
        "巨集",
    ),
    "a template from elsewhere": (lambda: repacked(outside_template), "範本.docx", "別處"),
    "no document": (
        lambda: repacked(lambda members: members.pop("word/document.xml")),
        "範本.docx",
        "無法當成 Word 檔打開",
    ),
    "exploding entities": (lambda: repacked(entities), "範本.docx", "無法當成 Word 檔打開"),
    "a zip bomb": (
        lambda: repacked(put("word/media/big.bin", b"\0" * 30_000_000)),
        "範本.docx",
        "無法當成 Word 檔打開",
    ),
    "half a file": (lambda: word_file()[:2000], "範本.docx", "無法當成 Word 檔打開"),
}


@pytest.mark.parametrize(("make", "name", "sentence"), BAD.values(), ids=BAD.keys())
def test_an_unsafe_or_broken_template_is_refused_with_a_sentence(
    client, manager, make, name, sentence
):
    response = upload(client, manager, make(), name)

    assert response.status_code == 422
    (error,) = response.context["template_form"].errors["file"]
    assert sentence in error
    manager.workspace.refresh_from_db()
    assert not manager.workspace.brand_template


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(client, manager, monkeypatch):
    monkeypatch.setattr("workspaces.brand_template.MAX_BYTES", 100)

    response = upload(client, manager, word_file())

    assert "20 MB" in response.context["template_form"].errors["file"][0]


def test_plain_links_in_a_template_are_allowed(client, manager):
    def link(members: dict[str, bytes]) -> None:
        members["word/_rels/header1.xml.rels"] = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/hyperlink" Target="https://brand.example" TargetMode="External"/>'
            b"</Relationships>"
        )

    assert upload(client, manager, repacked(link)).status_code == 302
