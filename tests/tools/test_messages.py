import json

import polib
import pytest

from tools import messages


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    path = tmp_path / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "CATALOGUE", path)
    return path


@pytest.fixture
def add(tmp_path):
    def add_texts(texts: dict) -> int:
        file = tmp_path / "texts.json"
        file.write_text(json.dumps(texts))
        return messages.add(file)

    return add_texts


def texts(path):
    return {
        (e.msgctxt, e.msgid): e.msgstr_plural[0] if e.msgid_plural else e.msgstr
        for e in polib.pofile(str(path))
    }


def test_added_texts_are_merged_sorted_and_compiled(catalogue, add):
    assert add({"Reach": "觸及", "Inbox": "收件匣"}) == 0
    assert add({"Reach": "觸及人數", "noun\u0004Post": "貼文"}) == 0

    assert texts(catalogue) == {
        (None, "Inbox"): "收件匣",
        ("noun", "Post"): "貼文",
        (None, "Reach"): "觸及人數",
    }
    assert [e.msgid for e in polib.pofile(str(catalogue))] == ["Inbox", "Post", "Reach"]
    compiled = polib.mofile(str(catalogue.with_suffix(".mo")))
    assert {e.msgstr for e in compiled} == {"觸及人數", "收件匣", "貼文"}


def test_plural_has_one_chinese_form(catalogue, add):
    assert add({"%(n)s row|||%(n)s rows": "%(n)s 列"}) == 0

    (entry,) = polib.pofile(str(catalogue))
    assert (entry.msgid_plural, entry.msgstr_plural) == ("%(n)s rows", {0: "%(n)s 列"})
    assert "python-format" in entry.flags


@pytest.mark.parametrize(
    ("msgid", "text", "fault"),
    [
        ("Hello %(name)s", "您好", "lacks %(name)s"),
        ("Hello", "您好 %(name)s", "has %(name)s"),
        ("{count} posts", "則貼文", "lacks {count}"),
        ("100% done", "完成 100%", ""),
        ("Reach", "  ", "empty"),
    ],
    ids=["lost name", "invented name", "lost brace", "a bare percent sign", "only spaces"],
)
def test_a_translation_that_would_break_the_page_is_refused(
    catalogue, add, capsys, msgid, text, fault
):
    code = add({msgid: text, "Inbox": "收件匣"})

    assert code == (1 if fault else 0)
    assert fault in capsys.readouterr().err
    assert (None, "Inbox") in texts(catalogue)
    assert ((None, msgid) in texts(catalogue)) is not bool(fault)


def test_a_file_that_is_no_json_is_a_sentence(catalogue, tmp_path, capsys):
    file = tmp_path / "texts.json"
    file.write_text("{'Reach': ")

    assert messages.add(file) == 1
    assert "cannot be read as JSON" in capsys.readouterr().err
    assert not catalogue.exists()


def test_check_names_what_is_missing_fuzzy_or_unused(catalogue, add, monkeypatch, capsys):
    add({"Reach": "觸及人數", "Old": "舊", "Inbox": "收件匣"})
    po = polib.pofile(str(catalogue), wrapwidth=0)
    po.find("Inbox").flags = ["fuzzy"]
    po.save()
    found = polib.POFile()
    found.extend([polib.POEntry(msgid=text) for text in ("Reach", "Inbox", "New")])
    monkeypatch.setattr(messages, "extract", lambda: found)
    monkeypatch.setattr(messages.shutil, "which", lambda name: f"/usr/bin/{name}")

    assert messages.check() == 1

    said = capsys.readouterr().err
    assert "'Inbox' is marked fuzzy" in said
    assert "'New' is not in the catalogue" in said
    assert "'Old' is no longer used" in said
    assert "'Reach'" not in said


def test_without_xgettext_the_check_says_what_it_left_out(catalogue, add, monkeypatch, capsys):
    add({"Reach": "觸及人數"})
    monkeypatch.setattr(messages.shutil, "which", lambda name: None)

    assert messages.check() == 0
    assert "was NOT checked" in capsys.readouterr().out


def test_update_keeps_translations_and_drops_what_is_unused(catalogue, add, monkeypatch):
    add({"Reach": "觸及人數", "Old": "舊"})
    found = polib.POFile()
    found.extend([polib.POEntry(msgid="Reach"), polib.POEntry(msgid="New")])
    monkeypatch.setattr(messages, "extract", lambda: found)
    monkeypatch.setattr(messages.shutil, "which", lambda name: f"/usr/bin/{name}")

    assert messages.update() == 0
    assert texts(catalogue) == {(None, "New"): "", (None, "Reach"): "觸及人數"}


def test_chinese_has_one_plural_form(catalogue, add, capsys):
    assert add({"%(n)s row|||%(n)s rows": "%(n)s 列|||%(n)s 列"}) == 1
    assert "one plural form" in capsys.readouterr().err
