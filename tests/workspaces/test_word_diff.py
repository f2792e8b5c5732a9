from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspaces.word_diff import MOST_PAIRS, Bounded, _compared, word_diff


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        (
            "每週三則貼文",
            "每週四則貼文",
            [("same", "每週"), ("removed", "三"), ("added", "四"), ("same", "則貼文")],
        ),
        (
            "Reels 影片",
            "Shorts 影片",
            [("removed", "Reels"), ("added", "Shorts"), ("same", " 影片")],
        ),
        ("", "新的", [("added", "新的")]),
        ("舊的", "", [("removed", "舊的")]),
        ("一樣", "一樣", [("same", "一樣")]),
    ],
    ids=["one sign", "a Latin word whole", "from nothing", "to nothing", "unchanged"],
)
def test_changes_are_told_in_pieces_a_reader_follows(before, after, pieces):
    assert word_diff(before, after) == pieces


@given(st.text(max_size=40), st.text(max_size=40))
def test_both_texts_can_be_read_out_of_the_pieces(before, after):
    pieces = word_diff(before, after)

    assert "".join(text for kind, text in pieces if kind != "added") == before
    assert "".join(text for kind, text in pieces if kind != "removed") == after


def put_together(pieces, *kinds) -> str:
    return "".join(text for kind, text in pieces if kind in ("same", *kinds))


@pytest.mark.parametrize("unit", ["茶 ", "茶\n", "一心二葉的茶，"])
def test_long_texts_do_not_take_for_ever(unit):
    # Told by the number of comparisons: a busy machine upsets every clock.
    before, after = unit * 20_000, f"新{unit}" * 20_000

    pieces = word_diff(before, after)

    assert put_together(pieces, "removed") == before
    assert put_together(pieces, "added") == after
    _head, old, new, _tail = _compared(before, after)
    assert len(old) * len(new) <= MOST_PAIRS


def test_texts_of_few_common_signs_stop_in_time(monkeypatch):
    steps = []
    find = SequenceMatcher.find_longest_match
    monkeypatch.setattr(
        SequenceMatcher, "find_longest_match", lambda *given: steps.append(1) or find(*given)
    )
    before, after = "茶" * 1_400, "茶湯" * 700

    pieces = word_diff(before, after)

    assert len(steps) < 20  # one for each of 700 equal signs would be a million comparisons each
    assert put_together(pieces, "removed") == before
    assert put_together(pieces, "added") == after


def test_one_word_in_a_long_text_is_told_as_one_word():
    rest = "一心二葉的茶\n" * 5_000

    assert word_diff(f"{rest}春茶{rest}", f"{rest}冬茶{rest}") == [
        ("same", rest),
        ("removed", "春"),
        ("added", "冬"),
        ("same", f"茶{rest}"),
    ]


def test_how_alike_two_texts_are_is_told_in_time_too():
    before, after = "哈" * 2_000, "哈呵" * 1_000

    assert 0 <= Bounded(before, after, 100_000).ratio() < 1
    assert Bounded("冬茶到了", "冬茶來了").ratio() == 0.75
