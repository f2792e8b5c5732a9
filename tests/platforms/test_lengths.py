"""Texts are counted as each platform counts them."""

import pytest

from platforms.kinds import Platform
from platforms.lengths import (
    TEXT_RULES,
    graphemes,
    hashtags,
    links,
    mentions,
    threads_length,
    utf8_bytes,
    utf16_units,
    x_weight,
)

FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🇹🇼"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("冬茶上市", 4),
        (FAMILY, 1),
        (FLAG * 2, 2),
        ("👍🏽", 1),
        ("❤️", 1),
        ("1️⃣", 1),
        ("e\u0301", 1),
        ("\r\n", 1),
        ("한국", 2),
        ("\u1112\u1161\u11ab", 1),
    ],
)
def test_a_grapheme_is_what_a_reader_takes_for_one_sign(text, expected):
    assert graphemes(text) == expected


def test_the_three_counters_differ_for_a_family():
    assert (utf16_units(FAMILY), utf8_bytes(FAMILY), graphemes(FAMILY)) == (11, 25, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 280, 280),
        ("茶" * 140, 280),
        ("看這裡 https://example.com/a-very-long-address/with?many=parts", 3 * 2 + 1 + 23),
        (FAMILY, 2),
        ("👍", 2),
        ("“quoted”", 8),
    ],
)
def test_x_weighs_letters(text, expected):
    assert x_weight(text) == expected


def test_threads_counts_an_emoji_by_its_bytes():
    assert threads_length("茶👍") == 1 + 4


def test_bluesky_takes_300_signs_and_no_more():
    rule = TEXT_RULES[Platform.BLUESKY]

    assert rule.length(FAMILY * 300) == rule.most
    assert rule.length("a" * 301) > rule.most


def test_what_stands_in_an_address_is_no_hashtag_or_mention():
    text = "看 https://example.com/@me#top 與 #冬茶 #台灣茶，謝謝 @tea_lover 和＃全形"

    assert hashtags(text) == ["冬茶", "台灣茶", "全形"]
    assert mentions(text) == ["tea_lover"]
    assert links(text) == ["https://example.com/@me#top"]


def test_every_platform_has_its_rule():
    assert set(TEXT_RULES) == set(Platform)
