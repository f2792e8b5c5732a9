import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspaces.word_diff import word_diff


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
