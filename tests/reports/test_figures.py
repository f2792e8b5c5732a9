"""The figure book: every number with its birth certificate, no digit without."""

from decimal import Decimal

import pytest

from platforms.display import MetricUnit
from reports.figures import ContradictingFigure, FigureBook, FigureSource, row_ranges
from reports.pieces import (
    DateText,
    LooseDigit,
    QuotedText,
    assert_no_loose_digits,
    compose,
    text_of,
)

SOURCE = FigureSource.of_rows({"posts.csv": [3, 4, 5, 9]}, hashes={"posts.csv": "ab12"})


def cite(book, value, **changes):
    fields = {
        "metric": "engagement_rate",
        "label": "互動率",
        "formula": "互動數 ÷ 觸及人數",
        "unit": MetricUnit.RATIO,
        "version": 2,
        "inputs": {"comments": 12, "reach": None},
        "source": SOURCE,
        "scope": {"account": "小山咖啡"},
    }
    return book.cite(value, **(fields | changes))


def test_the_identical_figure_keeps_its_code():
    book = FigureBook("zh-hant")

    first = cite(book, Decimal("0.048"))
    other = cite(book, Decimal("0.051"), scope={"account": "另一個帳號"})
    again = cite(book, Decimal("0.048"))

    assert (first.code, first.text) == ("F1", "4.8%")
    assert other.code == "F2"
    assert again is first
    assert [figure.code for figure in book] == ["F1", "F2"]


def test_two_values_for_one_thing_are_a_contradiction():
    book = FigureBook("zh-hant")
    cite(book, Decimal("0.048"))

    with pytest.raises(ContradictingFigure, match="F1"):
        cite(book, Decimal("0.049"))


def test_unknown_needs_a_reason_and_is_printed_as_a_dash():
    book = FigureBook("zh-hant")

    with pytest.raises(ValueError, match="reason"):
        cite(book, None)
    figure = cite(book, None, reason="沒有檔案提供觸及人數")

    assert figure.text == "—"
    assert not figure.known
    assert "沒有檔案提供觸及人數" in "\n".join(book.explain(figure))


def test_the_explanation_names_formula_inputs_file_and_rows():
    book = FigureBook("en")
    figure = cite(book, Decimal("0.048"), label="Engagement rate", formula="engagements ÷ reach")

    assert book.explain(figure) == [
        "F1: Engagement rate = 4.8%",
        "Formula (definition 2): engagements ÷ reach",
        "Inputs: Comments 12, Reach —",
        "Source: posts.csv, rows 3–5, 9",
    ]


def test_the_record_holds_what_is_frozen_at_sign_off():
    book = FigureBook("zh-hant")
    cite(book, Decimal("0.048"))

    assert book.as_records() == [
        {
            "code": "F1",
            "metric": "engagement_rate",
            "metric_version": 2,
            "label": "互動率",
            "formula": "互動數 ÷ 觸及人數",
            "unit": "ratio",
            "value": "0.048",
            "text": "4.8%",
            "reason": "",
            "inputs": {"comments": 12, "reach": None},
            "scope": {"account": "小山咖啡"},
            "sources": [{"file": "posts.csv", "sha256": "ab12", "rows": "3–5, 9"}],
        }
    ]


def test_a_restored_book_goes_on_counting():
    book = FigureBook("zh-hant")
    cite(book, Decimal("0.048"))

    restored = FigureBook.restored("zh-hant", list(book))

    assert cite(restored, Decimal("0.048")).code == "F1"
    assert cite(restored, 3, metric="posts", unit=MetricUnit.COUNT).code == "F2"


def test_rows_are_written_as_stretches_and_long_lists_are_cut():
    assert row_ranges([7, 2, 3, 4, 2]) == "2–4, 7"
    assert row_ranges(range(1, 100, 2), limit=3) == "1, 3, 5 … +47"
    assert row_ranges([]) == ""


@pytest.mark.parametrize("text", ["成長 12%", "成長１２％", "第3名"])
def test_a_digit_outside_the_book_is_refused(text):
    with pytest.raises(LooseDigit, match="FigureBook"):
        assert_no_loose_digits(["前文", text])


def test_figures_dates_and_quoted_words_may_carry_digits():
    figure = cite(FigureBook("zh-hant"), Decimal("0.048"))
    sentence = compose(
        "{period}「{post}」的互動率是{rate}。",
        period=DateText("2026 Q3"),
        post=QuotedText("85 折只到今天"),
        rate=figure,
    )

    assert text_of(sentence) == "2026 Q3「85 折只到今天」的互動率是4.8%。"
    assert sentence[4] is figure


def test_a_sentence_with_a_loose_digit_in_its_translation_is_refused():
    with pytest.raises(LooseDigit):
        compose("前 3 名的互動率是{rate}", rate=cite(FigureBook("zh-hant"), Decimal("0.048")))
