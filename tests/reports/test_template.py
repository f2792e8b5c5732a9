"""Uploaded templates: used when they are sound, refused with a sentence when not."""

import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from reports.documents.brand import Brand
from reports.documents.default_template import starter_template
from reports.documents.template import TemplateError, open_template


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def rewritten(package: bytes, change) -> bytes:
    """The package with ``change(name, data)`` applied to every member (None drops it)."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as result:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                result.writestr(name, data)
    return target.getvalue()


PLAIN = saved(docx.Document())


def with_member(name: str) -> bytes:
    target = io.BytesIO(PLAIN)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, b"x")
    return target.getvalue()


def with_body(xml: bytes) -> bytes:
    def change(name, data):
        return (
            data.replace(b"<w:sectPr", xml + b"<w:sectPr", 1)
            if (name == "word/document.xml")
            else data
        )

    return rewritten(PLAIN, change)


MACRO_TYPE = rewritten(
    PLAIN,
    lambda name, data: data.replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"vnd.ms-word.document.macroEnabled.main+xml",
    ),
)
FIELD = b'<w:p><w:r><w:instrText xml:space="preserve"> %s "x" </w:instrText></w:r></w:p>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "無法當成 Word 文件"),
        (b"not a zip", "無法當成 Word 文件"),
        (PLAIN[:4000], "無法當成 Word 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密碼"),
        (MACRO_TYPE, "巨集"),
        (with_member("word/vbaProject.bin"), "巨集"),
        (with_member("word/activeX/activeX1.xml"), "內嵌物件"),
        (with_member("word/embeddings/oleObject1.bin"), "內嵌物件"),
        (with_body(FIELD % b"DDEAUTO"), "DDEAUTO"),
        (with_body(FIELD % b"INCLUDEPICTURE"), "INCLUDEPICTURE"),
        (
            rewritten(PLAIN, lambda n, d: None if n == "word/document.xml" else d),
            "無法當成 Word 文件",
        ),
        (
            rewritten(PLAIN, lambda n, d: d[:50] if n == "word/document.xml" else d),
            "無法當成 Word 文件",
        ),
        (
            rewritten(PLAIN, lambda n, d: b"<!DOCTYPE a>" + d if n == "word/styles.xml" else d),
            "無法當成 Word 文件",
        ),
    ],
    ids=[
        "empty",
        "no package",
        "cut off",
        "old or locked",
        "macro type",
        "macro",
        "control",
        "object",
        "DDE",
        "fetched picture",
        "no body",
        "broken XML",
        "entities",
    ],
)
def test_a_template_that_cannot_be_used_is_refused_in_a_sentence(content, words):
    from django.utils import translation

    with translation.override("zh-hant"), pytest.raises(TemplateError) as refusal:
        open_template(content, name="品牌範本.docx")

    assert "品牌範本.docx" in str(refusal.value)
    assert words in str(refusal.value)


def test_ordinary_page_number_fields_are_welcome():
    document = open_template(with_body(FIELD % b"PAGE"), name="a.docx")

    assert len(document.paragraphs) == 1


def test_a_template_that_is_gone_is_named(tmp_path):
    with pytest.raises(TemplateError, match=r"gone\.docx"):
        open_template(tmp_path / "gone.docx")


def test_links_that_word_follows_by_itself_are_cut():
    document = docx.Document()
    document.part._settings_part.relate_to(
        "https://example.test/evil.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    document.part.relate_to("https://example.test/pixel.png", RT.IMAGE, is_external=True)

    opened = open_template(saved(document), name="a.docx")

    external = [
        relation.target_ref
        for part in opened.part.package.iter_parts()
        for relation in part.rels.values()
        if relation.is_external
    ]
    assert external == []


def test_the_starter_template_is_one_we_accept_with_every_anchor():
    document = open_template(saved(starter_template(Brand(), ["COVER", "SUMMARY"])), name="a.docx")

    assert [p.text for p in document.paragraphs] == ["[[COVER]]", "[[SUMMARY]]"]
