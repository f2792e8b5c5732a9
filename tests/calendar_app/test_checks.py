"""What stops a post, and what is only said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from calendar_app import facts
from calendar_app.checks import (
    Avoided,
    Draft,
    Law,
    Level,
    MediaFacts,
    Rules,
    VersionFacts,
    check,
)
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory

AT = datetime(2026, 11, 28, 10, tzinfo=UTC)
PICTURE = MediaFacts("茶園.jpg", "清晨的茶園", "image", licence="own")


def version(**given) -> VersionFacts:
    usual = {
        "account": "山線",
        "platform": "facebook",
        "text": "冬茶到了。",
        "at": AT,
        "day": AT.date(),
    }
    return VersionFacts(**(usual | given))


def found(*versions: VersionFacts, rules: Rules | None = None, **draft) -> list:
    return check(Draft(versions, today=date(2026, 11, 21), **draft), rules or Rules())


def test_a_plain_post_has_nothing_to_mend():
    assert found(version()) == []


@pytest.mark.parametrize(
    ("platform", "text", "stopped"),
    [
        ("x", "茶" * 140, False),
        ("x", "茶" * 141, True),
        ("bluesky", "👨‍👩‍👧‍👦" * 100, False),
        ("bluesky", "a" * 301, True),
        ("threads", "#一 #二", False),  # the second is shown as plain text
    ],
)
def test_each_platform_counts_its_own_way(platform, text, stopped):
    levels = {one.level for one in found(version(platform=platform, text=text))}

    assert (Level.BLOCK in levels) is stopped


def test_what_readers_would_run_into_is_said_and_stops_nothing():
    def said(platform, text):
        return [one.text for one in found(version(platform=platform, text=text))]

    assert said("threads", "#一 #二") == ["有 2 個主題標籤，上限 1。"]
    six = found(version(platform="instagram", text="#一 #二 #三 #四 #五 #六"))
    assert [one.level for one in six if "主題標籤" in one.text] == [Level.BLOCK]
    assert "點不開" in said("tiktok", "看 https://example.com/茶")[-1]
    assert said("facebook", "看 https://example.com/茶") == []
    assert "500" in said("line_oa", "茶" * 501)[0]
    assert said("line_oa", "茶" * 500) == []


def test_a_word_to_avoid_names_what_to_write_instead():
    rules = Rules(avoided=[Avoided("ＣＰ值", "划算", "聽起來廉價。")])

    (one,) = found(version(text="這組CP值超高"), rules=rules)

    assert (one.level, one.replace) == (Level.BLOCK, ("ＣＰ值", "划算"))
    assert "划算" in one.way_out


def test_a_law_rule_is_answered_with_evidence():
    rules = Rules(laws=[Law("7", "公平交易法 第 21 條", "拿得出依據嗎？", ("第一",), blocks=True)])
    post = version(text="全台銷售第一")

    (one,) = found(post, rules=rules)

    assert (one.level, one.rule) == (Level.BLOCK, "公平交易法 第 21 條")
    assert found(post, rules=rules, answers={"7": "2026 尼爾森報告第 12 頁"}) == []


@pytest.mark.parametrize(
    ("media", "level"),
    [
        (PICTURE, None),
        (MediaFacts("a", "說明", "image"), Level.BLOCK),
        (MediaFacts("a", "說明", "image", licence="bought", expires_on=date(2026, 11, 27)), Level.BLOCK),
        (MediaFacts("a", "說明", "image", licence="bought", expires_on=date(2026, 11, 28)), None),
        (MediaFacts("a", "說明", "image", licence="own", channels=("line_oa",)), Level.BLOCK),
        (MediaFacts("a", "說明", "image", licence="own", shows_people=True), Level.BLOCK),
        (MediaFacts("a", "說明", "image", licence="follower"), Level.BLOCK),
        (MediaFacts("a", "", "image", licence="own"), Level.WARN),
    ],
)  # fmt: skip
def test_a_licence_that_does_not_fit_stops_the_post(media, level):
    assert [one.level for one in found(version(media=[media]))] == ([level] if level else [])


def test_what_is_paid_says_so():
    assert [one.level for one in found(version(), disclosure=True)] == [Level.BLOCK]
    assert found(version(text="【合作】冬茶到了。"), disclosure=True) == []


def test_the_same_hour_and_the_same_text_are_said():
    post = version(neighbours=[(AT + timedelta(minutes=10), "別篇")], twins=["舊文"])

    assert [one.level for one in found(post)] == [Level.WARN, Level.WARN]


def test_what_stops_comes_first():
    post = version(text="", media=[MediaFacts("a", "", "image", licence="")])

    levels = [one.level for one in found(post)]

    assert levels == sorted(levels, key=lambda level: level != Level.BLOCK)


def test_a_post_that_goes_nowhere_is_stopped():
    (one,) = found()

    assert (one.level, one.text) == (Level.BLOCK, "還沒選帳號。")


def test_one_thing_on_many_accounts_is_said_once():
    bare = MediaFacts("茶園.jpg", "茶園", "image")
    three = [version(account=name, media=[bare]) for name in ("甲", "乙", "丙")]
    licensed = version(account="丁", media=[MediaFacts("茶園.jpg", "茶園", "image", licence="own")])

    assert [one.where for one in found(*three)] == ["全部帳號"]
    assert [one.where for one in found(*three, licensed)] == ["甲、乙、丙"]
    assert [one.where for one in found(three[0])] == ["甲"]


def test_accounts_of_one_name_are_told_apart_by_their_platform(team):
    other = SocialAccountFactory(workspace=team.workspace, platform="x", name=team.account.name)
    entry = EntryFactory(workspace=team.workspace, author=team.editor, text="茶" * 200)
    for account in (team.account, other):
        VersionFactory(entry=entry, account=account)

    (one,) = check(facts.draft_of(entry), facts.rules_of(team.workspace))

    assert one.where == f"{team.account.name}（X）"
