"""Signs between words follow the reader's language."""

import pytest
from django.template import engines
from django.utils.translation import override

from workspaces.punctuation import aside, labelled, listed, sentences

TEMPLATE = (
    "{{ names|listed }}{% semicolon %}{{ label }}{% colon %}{% quoted %}{{ text }}{% endquoted %}"
    "{% comma %}{{ names.0 }}{% list_comma %}{{ names.1 }}{% bracketed %}{{ text }}{% endbracketed %}"
    "{{ label|aside:text }}{% full_stop %}"
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-hant", "甲、&lt;b&gt;；支柱：「產地」，甲、&lt;b&gt;（產地）支柱（產地）。"),
        ("en", "甲, &lt;b&gt;; 支柱: “產地”, 甲, &lt;b&gt; (產地)支柱 (產地). "),
    ],
    ids=["full width in Chinese", "half width in English"],
)
def test_a_template_writes_the_signs_of_the_readers_language(language, expected):
    words = {"names": ["甲", "<b>"], "label": "支柱", "text": "產地"}

    with override(language):
        text = engines["django"].from_string(TEMPLATE).render(words)

    assert text == expected


def test_python_joins_words_in_the_readers_language():
    with override("zh-hant"):
        assert [listed(["甲", "乙"]), labelled("支柱", "產地"), aside("阿福", "LINE")] == [
            "甲、乙",
            "支柱：產地",
            "阿福（LINE）",
        ]
    with override("en"):
        assert [listed(["a", "b"]), labelled("Pillar", "origin"), aside("Fu", "LINE")] == [
            "a, b",
            "Pillar: origin",
            "Fu (LINE)",
        ]


def test_english_sentences_stand_apart_and_empty_ones_leave_nothing():
    with override("zh-hant"):
        assert sentences(["達標。", "", "落後。"]) == "達標。落後。"
    with override("en"):
        assert sentences(["On pace.", "", "4 targets."]) == "On pace. 4 targets."
