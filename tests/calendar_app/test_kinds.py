"""What kinds of posts need besides a text, and the first comment of each account."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from calendar_app import particulars
from calendar_app.checks import Draft, Level, MediaFacts, Rules, VersionFacts, check
from calendar_app.contents import content_of, digest_of
from calendar_app.models import Entry
from platforms.formats import COMMENTS, folded
from platforms.kinds import Platform
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory


def found(platform, kind="post", text="冬茶", **values):
    version = VersionFacts("小草", platform, text, kind=kind, **values)
    return check(Draft([version], date(2026, 11, 21)), Rules())


def texts(checks):
    return " ".join(one.text for one in checks)


def test_a_poll_without_two_different_answers_is_stopped():
    for answers in ([], ["熱的"], ["熱的", "熱的"]):
        checks = found("x", "poll", particulars={"answers": answers})
        assert [one.level for one in checks if one.rule == "投票"] == [Level.BLOCK]
    assert found("x", "poll", particulars={"answers": ["熱的", "冷的"]}) == []


def test_what_a_platform_allows_in_a_poll_is_said():
    answers = ["熱", "冷", "溫", "都好", "都不喝"]

    assert "最多 4" in texts(found("threads", "poll", particulars={"answers": answers}))
    assert "沒有這種貼文" in texts(found("bluesky", "poll", particulars={"answers": answers}))
    assert "最多 168" in texts(
        found("x", "poll", particulars={"answers": ["熱", "冷"], "hours": 200})
    )
    long = texts(found("x", "poll", particulars={"answers": ["熱", "茶" * 26]}))
    assert "26" in long


def test_a_line_message_says_its_bubbles_and_notification():
    line = Platform.LINE_OA
    assert "由什麼組成" in texts(found(line, "line"))
    assert "通知" in texts(found(line, "line", particulars={"bubbles": ["image"]}))
    whole = {"bubbles": ["rich"], "notification": "冬茶到了"}
    assert found(line, "line", particulars=whole) == []
    assert "最多 3" in texts(
        found(line, "line", particulars={"bubbles": ["text", "image", "video", "card"]})
    )
    assert "沒有這種貼文" in texts(found("facebook", "line"))


@pytest.mark.parametrize("platform", Platform.values)
def test_a_first_comment_is_counted_where_there_are_comments(platform):
    said = [one.text for one in found(platform, comment="茶" * 10_001) if one.rule == "首則留言"]

    assert len(said) == 1
    assert ("沒有留言" in said[0]) == (platform not in COMMENTS)
    short = found(platform, comment="連結在這裡")
    assert not any(one.rule == "首則留言" for one in short) or platform == Platform.LINE_OA


def test_youtube_refuses_angle_brackets():
    assert "<" in texts(found("youtube", title="新品 <限定>"))


def test_only_the_chosen_kinds_fields_are_kept():
    form = QueryDict("p_answers=熱的%0D%0A%0D%0A冷的&p_hours=48&p_bubbles=text&p_sticker=boo")

    assert particulars.read("poll", form) == {"answers": ["熱的", "冷的"], "hours": 48}
    assert particulars.read("line", form) == {"bubbles": ["text"]}
    assert particulars.read("story", form) == {}
    assert particulars.read("post", form) == {}


def test_the_composer_keeps_particulars_and_they_are_approved_with_the_text(client, team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor, kind="poll")
    VersionFactory(entry=entry, account=team.account)
    before, content = digest_of(entry), content_of(entry)
    assert "particulars" not in content
    client.force_login(team.editor)
    address = reverse("calendar:entry_save", args=[team.workspace.slug, entry.pk])
    form = {"version": 1, "title": entry.title, "text": entry.text, "kind": "poll"}

    client.post(address, {**form, "particulars": "1", "p_answers": "熱的\n冷的"})
    entry.refresh_from_db()
    assert entry.particulars == {"answers": ["熱的", "冷的"]}
    assert digest_of(entry) != before

    client.post(address, {**form, "version": entry.version, "text": "換句話"})
    entry = Entry.objects.get()
    assert (entry.text, entry.particulars) == ("換句話", {"answers": ["熱的", "冷的"]})
    page = client.get(reverse("calendar:entry_detail", args=[team.workspace.slug, entry.pk]))
    assert "熱的<br>冷的" in page.content.decode()


def test_long_fields_take_long_texts(client, team):
    """A number with a comma in an attribute is read as its first digit."""
    entry = EntryFactory(workspace=team.workspace, author=team.editor, kind="line")
    client.force_login(team.editor)

    page = client.get(reverse("calendar:entry_edit", args=[team.workspace.slug, entry.pk]))

    assert 'name="p_notification" value="" maxlength="1500"' in page.content.decode()


def test_each_account_can_have_its_own_first_comment(client, team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor, first_comment="連結在留言")
    version = VersionFactory(entry=entry, account=team.account)
    line = SocialAccountFactory(workspace=team.workspace, platform="line_oa")
    VersionFactory(entry=entry, account=line)
    client.force_login(team.editor)
    assert version.comment == "連結在留言"

    client.post(
        reverse("calendar:version_save", args=[team.workspace.slug, version.pk]),
        {"version": 1, "first_comment": "粉專的留言"},
    )

    version.refresh_from_db()
    assert version.comment == "粉專的留言"
    page = client.get(reverse("calendar:entry_edit", args=[team.workspace.slug, entry.pk]))
    assert page.content.decode().count('name="first_comment"') == 2  # the post's and Facebook's


def test_what_shows_before_more_is_about_what_the_telephone_shows():
    assert folded("x", "茶" * 280) == ("茶" * 280, "")
    assert folded("instagram", "一\n二\n三") == ("一\n二", "\n三")
    shown, rest = folded("tiktok", "茶" * 60)
    assert (len(shown), len(rest)) == (45, 15)
    assert "".join(folded("facebook", "👨‍👩‍👧" * 300)) == "👨‍👩‍👧" * 300


def test_a_post_of_pictures_may_say_more_on_tiktok():
    picture = MediaFacts("一.jpg", "茶", "image", licence="own")
    video = MediaFacts("二.mp4", "茶", "video", licence="own")

    def too_long(*media):
        return any(
            "4,000" in one.text or "2,200" in one.text
            for one in found("tiktok", text="茶" * 3_000, media=media)
        )

    assert not too_long(picture, picture)
    assert too_long(video) and too_long(picture, video) and too_long()
