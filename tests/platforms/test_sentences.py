"""Sentences are kept by msgid and parts, and said in the language of whoever reads."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from platforms import sentences
from platforms.models import RowProblem, SourceBatch
from platforms.sentences import Sentence, gettext
from tests.factories.platforms import SourceBatchFactory

IMPORTERS = Path(__file__).parents[2] / "platforms" / "importers"


def said() -> Sentence:
    inner = gettext("“%(cell)s” is not a number.") % {"cell": "3月4日"}
    return gettext("%(header)s: %(problem)s") % {"header": "Reach", "problem": inner}


def test_a_sentence_is_a_text_of_the_moment_that_can_be_said_again():
    with translation.override("en"):
        sentence = said()
    assert sentence == "Reach: “3月4日” is not a number."
    with translation.override("zh-hant"):
        assert sentence.again() == "Reach：「3月4日」不是數字。"
        assert sentences.again(json.loads(json.dumps(sentences.kept(sentence)))) == sentence.again()


def test_whatever_was_never_a_sentence_stays():
    tree = {"say": 3, "with": [{"say": "a", "more": 1}], "x": None, "text": "plain"}
    assert sentences.all_again(sentences.all_kept(tree)) == tree
    assert sentences.unpacked('{"say": "broken') == '{"say": "broken'
    assert sentences.unpacked("plain") == "plain"


def test_a_translation_that_wants_other_parts_gives_the_msgid_never_an_error():
    assert sentences.again({"say": "%(gone)s of %(x)s", "with": {"x": 1}}) == "%(gone)s of %(x)s"


@pytest.mark.django_db
def test_columns_speak_the_readers_language():
    batch = SourceBatchFactory()
    with translation.override("zh-hant"):
        RowProblem.objects.create(batch=batch, row=3, skipped=False, reason=said())
        RowProblem.objects.create(batch=batch, row=4, skipped=False, reason="from before")
        batch.warnings = [{"code": "x", "text": said(), "rows": [1, 2]}]
        batch.save()
    for language, text in (
        ("en", "Reach: “3月4日” is not a number."),
        ("zh-hant", "Reach：「3月4日」不是數字。"),
    ):
        with translation.override(language):
            assert list(RowProblem.objects.values_list("reason", flat=True)) == [
                text,
                "from before",
            ]
            (warning,) = SourceBatch.objects.get(pk=batch.pk).warnings
            assert warning == {"code": "x", "text": text, "rows": [1, 2]}
            SourceBatch.objects.get(pk=batch.pk).save()  # keeps the parts, not the words


def test_every_importer_says_what_can_be_said_again():
    plain = [
        path.name
        for path in sorted(IMPORTERS.rglob("*.py"))
        if "django.utils.translation import gettext as" in path.read_text("utf-8")
    ]
    assert plain == [], "take `_` from platforms.sentences: what is kept is read in many languages"
