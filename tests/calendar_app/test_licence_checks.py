"""A picture may be used, or may not, on one account, in one market, on one day."""

from datetime import UTC, date, datetime

import pytest

from calendar_app.checks import ConsentFacts, Draft, Level, MediaFacts, Rules, VersionFacts, check

AT = datetime(2026, 11, 28, 10, tzinfo=UTC)
YES = ConsentFacts("maker")


def said(media: MediaFacts, level: Level = Level.BLOCK, **given) -> list[str]:
    version = VersionFacts("山線", "facebook", "冬茶到了。", media=[media], **given)
    found = check(Draft([version], today=date(2026, 11, 21)), Rules())
    return [one.text for one in found if one.level == level]


def picture(**given) -> MediaFacts:
    return MediaFacts("茶園.jpg", "清晨的茶園", "image", **({"licence": "own"} | given))


@pytest.mark.parametrize(
    ("media", "given"),
    [
        (picture(), {}),
        (picture(expires_on=date(2026, 11, 28)), {"at": AT, "day": AT.date()}),
        (picture(territories=("TW", "JP")), {}),
        (picture(territories=("TW", "JP")), {"markets": ["JP"]}),
        (picture(licence="follower", consents=(YES,)), {}),
        (picture(shows_people=True, consents=(ConsentFacts("shown", date(2026, 12, 1)),)), {}),
    ],
    ids=[
        "our own work",
        "its last day",
        "a market of the licence",
        "the other market",
        "a follower said yes",
        "people said yes until later",
    ],
)
def test_what_may_be_used(media, given):
    assert said(media, **given) == []


@pytest.mark.parametrize(
    ("media", "given", "word"),
    [
        (picture(licence=""), {}, "茶園.jpg"),
        (picture(expires_on=date(2026, 11, 27)), {"at": AT, "day": AT.date()}, "2026/11/27"),
        (picture(expires_on=date(2026, 11, 20)), {}, "2026/11/20"),
        (picture(channels=("instagram",)), {}, "Facebook"),
        (picture(territories=("JP",)), {}, "日本"),
        (picture(territories=("TW",)), {"markets": ["TW", "HK"]}, "香港"),
        (picture(licence="follower"), {}, "茶園.jpg"),
        (picture(licence="follower", consents=(ConsentFacts("shown"),)), {}, "茶園.jpg"),
        (picture(shows_people=True, consents=(YES,)), {}, "茶園.jpg"),
        (
            picture(licence="follower", consents=(ConsentFacts("maker", date(2026, 11, 27)),)),
            {"at": AT, "day": AT.date()},
            "茶園.jpg",
        ),
    ],
    ids=[
        "nobody said why",
        "over on the day it goes out",
        "over today, no time set",
        "another channel",
        "another place",
        "one of two markets",
        "a follower never asked",
        "only somebody shown agreed",
        "only the maker agreed",
        "consent over by then",
    ],
)
def test_what_stops_it(media, given, word):
    found = said(media, **given)

    assert len(found) == 1
    assert word in found[0]


def test_what_was_made_with_ai_is_said_and_does_not_stop():
    assert said(picture(made_by_ai=True)) == []
    assert "AI" in said(picture(made_by_ai=True), Level.WARN)[0]
