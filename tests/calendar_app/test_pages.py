"""The pages of the calendar: what each role sees and does, with how many questions."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import entries
from calendar_app.models import Entry, MediaAsset, Publication, Slot
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory, soon
from tests.factories.platforms import PostFactory, SocialAccountFactory


def url(name: str, workspace, *args) -> str:
    return reverse(f"calendar:{name}", args=[workspace.slug, *args])


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


VIEWS = ("month", "week", "day", "list", "board")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_posts_and_empty_slots(client, team, view):
    day = timezone.localtime(soon(1), team.workspace.tz).date()
    SlotFactory(account=team.account, at=soon(1))
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    VersionFactory(entry=entry, account=team.account, at=soon(1))
    client.force_login(team.viewer)

    text = words(client.get(url("calendar_view", team.workspace), {"view": view, "date": day}))

    assert "冬茶上市" in text
    assert "空的時段" in text


def test_a_month_asks_the_same_number_of_questions(client, team):
    client.force_login(team.lead)
    address = url("calendar_view", team.workspace)
    client.get(address)

    def plan(count):
        for number in range(count):
            entry = EntryFactory(workspace=team.workspace, author=team.editor)
            VersionFactory(entry=entry, account=team.account, at=soon(1 + number % 5))
            SlotFactory(account=team.account, at=soon(1 + number % 5))

    plan(1)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    plan(12)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few) <= 30


@pytest.mark.parametrize(
    "query", ["view=never&date=2026-13-45&account=x&person=%00", "date=0001-01-01"]
)
def test_a_bad_address_shows_today(client, team, query):
    client.force_login(team.viewer)

    assert client.get(f"{url('calendar_view', team.workspace)}?{query}").status_code == 200


def test_a_drop_repaints_only_the_days_it_changed(client, team):
    slot = SlotFactory(account=team.account, at=soon(2))
    SlotFactory(account=team.account, at=soon(4))
    client.force_login(team.lead)
    to = timezone.localtime(soon(3), team.workspace.tz).date()

    answer = client.post(
        url("slot_move", team.workspace, slot.pk) + f"?date={to}&view=list",
        {"day": to, "version": slot.version},
        headers={"HX-Request": "true"},
    )

    html = answer.content.decode()
    assert Slot.objects.get(pk=slot.pk).at == soon(3)
    days = html.count('hx-swap-oob="outerHTML"') - html.count('id="calendar-team"')
    assert days in (1, 2)
    assert "undo" in answer["HX-Trigger"]


def test_a_late_drop_is_told_and_changes_nothing(client, team):
    slot = SlotFactory(account=team.account, at=soon(2))
    client.force_login(team.lead)

    answer = client.post(
        url("slot_move", team.workspace, slot.pk),
        {"day": soon(3).date(), "version": slot.version + 5},
        headers={"HX-Request": "true"},
    )

    assert "\\u6709\\u4eba\\u525b\\u525b" in answer["HX-Trigger"]
    assert Slot.objects.get(pk=slot.pk).at == soon(2)


def test_from_slots_to_a_published_post(client, team):
    """A lead lays and shares out; an editor writes; the lead approves; the link is pasted."""
    client.force_login(team.lead)
    start = timezone.localdate(timezone=team.workspace.tz) + timedelta(days=1)
    client.post(
        url("slot_create", team.workspace),
        {
            "account": team.account.pk,
            "kind": "post",
            "day": start,
            "time": "18:00",
            "weekdays": list(range(7)),
        },
    )
    assert Slot.objects.count() > 50
    until = start + timedelta(days=6)
    asked = {"from": start, "to": until, "person": [team.editor.pk], "act": "give"}
    client.post(url("share_out", team.workspace), asked)
    assert Slot.objects.filter(assignee=team.editor).count() == 7

    client.force_login(team.editor)
    slot = Slot.objects.order_by("at").first()
    client.post(url("entry_begin", team.workspace), {"slot": slot.pk, "title": "冬茶"})
    entry = Entry.objects.get()
    saved = client.post(
        url("entry_save", team.workspace, entry.pk),
        {"title": "冬茶", "text": "今年的冬茶到了。", "version": entry.version, "kind": "post"},
    )
    assert saved.json()["version"] == 2
    stale = client.post(
        url("entry_save", team.workspace, entry.pk),
        {"title": "冬茶", "text": "晚到的字", "version": 1, "kind": "post"},
    )
    assert stale.status_code == 409
    client.post(url("review_ask", team.workspace, entry.pk))

    client.force_login(team.lead)
    page = client.get(url("entry_detail", team.workspace, entry.pk))
    digest = re.search(r'name="digest" value="(\w+)"', page.content.decode())[1]
    client.post(
        url("review_decide", team.workspace, entry.pk), {"act": "approve", "digest": digest}
    )
    publication = Publication.objects.get()

    client.force_login(team.editor)
    pack = url("publication_detail", team.workspace, publication.pk)
    assert "今年的冬茶到了。" in client.get(pack).content.decode()
    done = url("publication_done", team.workspace, publication.pk)
    assert client.post(done, {"link": "no link"}).status_code == 422
    client.post(done, {"link": "https://www.facebook.com/shan/posts/1"})
    assert Entry.objects.get().state == Entry.State.PUBLISHED


def picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    image = Image.new("RGB", (60, 40), (200, 180, 150))
    exif = image.getexif()
    exif[0x8825] = {1: "N", 2: (25.0, 2.0, 0.0)}  # where it was taken
    exif[0x0112] = 6  # lying on its side
    out = BytesIO()
    image.save(out, format="JPEG", exif=exif)
    return out.getvalue()


def test_a_picture_loses_its_place_and_stands_upright(client, team):
    from PIL import Image

    client.force_login(team.editor)
    files = [
        SimpleUploadedFile("茶園.png", picture()),  # the name lies
        SimpleUploadedFile("again.jpg", picture()),
        SimpleUploadedFile("evil.jpg", b"<script>alert(1)</script>"),
    ]

    answer = client.post(url("media_list", team.workspace), {"files": files}, follow=True)

    asset = MediaAsset.objects.get()
    assert (asset.content_type, asset.width, asset.height) == ("image/jpeg", 40, 60)
    kept = client.get(url("media_file", team.workspace, asset.pk))
    assert kept["Content-Disposition"].startswith("attachment")
    from io import BytesIO

    assert not Image.open(BytesIO(b"".join(kept.streaming_content))).getexif()
    assert "evil.jpg" in words(answer)
    assert "素材庫裡已經有" in words(answer)


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("calendar_view", "viewer", 200),
        ("entry_create", "viewer", 403),
        ("slot_create", "editor", 403),
        ("slot_create", "lead", 200),
        ("pause_list", "editor", 403),
        ("options_edit", "lead", 403),
        ("options_edit", "manager", 200),
        ("idea_list", "editor", 200),
        ("match_list", "editor", 200),
        ("rule_list", "viewer", 200),
        ("entry_list", "viewer", 200),
    ],
)
def test_roles(client, team, name, role, status):
    client.force_login(getattr(team, role))

    assert client.get(url(name, team.workspace)).status_code == status


def test_a_workspace_with_media_in_posts_can_be_removed(team):
    from tests.factories.calendar import MediaFactory

    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    entry.media.create(asset=MediaFactory(workspace=team.workspace))

    team.workspace.delete()

    assert not MediaAsset.objects.exists()


def test_the_matching_page_asks_the_same_number_of_questions(client, team):
    client.force_login(team.editor)
    address = url("match_list", team.workspace)

    def publish(count):
        for _number in range(count):
            entry = EntryFactory(workspace=team.workspace, author=team.editor, state="published")
            version = VersionFactory(entry=entry, account=team.account, at=soon(-2))
            Publication.objects.create(
                workspace=team.workspace, version=version, state="by_hand", due_at=soon(-2),
                done_at=soon(-2), token=f"{entry.pk}", text=entry.text,
            )  # fmt: skip
            PostFactory(account=team.account, text=entry.text, published_at=soon(-2))

    publish(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    publish(7)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)

    assert len(many) == len(few)
    assert all(line["suggestions"] for line in page.context["lines"])


def test_posts_are_found_by_words_account_and_person(client, team):
    other = SocialAccountFactory(workspace=team.workspace, platform="threads", ours=True)
    mine = EntryFactory(workspace=team.workspace, author=team.editor, title="冬茶上市")
    VersionFactory(entry=mine, account=team.account, own_text=True, text="只寫在這裡的彩蛋")
    theirs = EntryFactory(
        workspace=team.workspace,
        author=team.lead,
        title="週年慶",
        text="滿千送百",
        state="in_review",
    )
    VersionFactory(entry=theirs, account=other)
    EntryFactory(title="別的工作區的冬茶")
    client.force_login(team.viewer)

    def found(**query):
        answer = client.get(url("entry_list", team.workspace), query)
        return list(answer.context["rows"]), [tab["count"] for tab in answer.context["tabs"]]

    assert found(q="冬茶")[0] == [mine]
    assert found(q="彩蛋") == ([mine], [1, 1, 0, 0, 0, 0, 0])
    assert found(q="冬茶 滿千")[0] == []
    assert found(account=other.pk)[0] == [theirs]
    assert found(person=team.lead.pk, state="in_review")[0] == [theirs]
    assert set(found(account="x", person="-1")[0]) == {mine, theirs}


def writing(client, team) -> Entry:
    entry = EntryFactory(workspace=team.workspace, author=team.editor, text="原來的字")
    VersionFactory(entry=entry, account=team.account)
    client.force_login(team.editor)
    return entry


def test_a_link_that_is_half_typed_holds_nothing_else_up(client, team):
    entry = writing(client, team)

    answer = client.post(
        url("entry_save", team.workspace, entry.pk),
        {"text": "新寫的字", "link": "www.example", "kind": "post", "version": entry.version},
    )

    entry.refresh_from_db()
    assert (entry.text, entry.link) == ("新寫的字", "")
    assert answer.json()["tone"] == "bad"
    assert "https://" in answer.json()["text"]


def test_a_conflict_names_the_fields_and_shows_the_difference(client, team):
    entry = writing(client, team)
    seen = entry.version
    entries.write(
        entry, {"text": "組長改的字", "assignee_id": team.lead.pk}, seen=seen, by=team.lead
    )

    answer = client.post(
        url("entry_save", team.workspace, entry.pk),
        {"title": entry.title, "text": "我打的字", "kind": "post", "version": seen},
    )

    told = answer.json()
    assert answer.status_code == 409
    assert told["fields"] == {"text": "組長改的字", "assignee": str(team.lead.pk)}
    assert told["standing"] == seen + 1
    assert told["names"]["assignee"] == str(team.lead)
    assert "<ins>" in told["html"]
    assert str(team.lead) in told["html"]
    assert Entry.objects.get(pk=entry.pk).text == "組長改的字"


def test_a_conflict_in_one_accounts_words(client, team):
    entry = writing(client, team)
    version = entry.versions.get()
    entries.write_version(
        version, {"own_text": True, "text": "甲"}, seen=entry.version, by=team.lead
    )

    answer = client.post(
        url("version_save", team.workspace, version.pk), {"text": "", "version": entry.version}
    )

    assert answer.status_code == 409
    assert answer.json()["fields"] == {"text": "甲", "own_text": "1"}


def test_a_post_begun_for_a_time_gone_by_has_no_time(client, team):
    client.force_login(team.editor)
    past = timezone.localdate(timezone=team.workspace.tz) - timedelta(days=3)

    answer = client.post(
        url("entry_begin", team.workspace),
        {"title": "太晚", "account": team.account.pk, "day": past, "time": "18:00"},
        follow=True,
    )

    assert Entry.objects.get().versions.get().at is None
    assert "這個時間已經過了" in words(answer)


def test_what_is_uploaded_for_a_post_goes_right_into_it(client, team):
    entry = writing(client, team)
    address = f"{url('media_list', team.workspace)}?entry={entry.pk}"
    files = [SimpleUploadedFile("茶園.jpg", picture()), SimpleUploadedFile("evil.jpg", b"no")]

    answer = client.post(address, {"files": files})

    assert answer.url == url("entry_edit", team.workspace, entry.pk) + "#media"
    assert [use.asset.name for use in entry.media.all()] == ["茶園.jpg"]

    again = client.post(address, {"files": [SimpleUploadedFile("evil.jpg", b"no")]})

    assert again.url == address
    Entry.objects.filter(pk=entry.pk).update(state=Entry.State.PUBLISHED)
    client.post(address, {"files": [SimpleUploadedFile("x.png", picture())]})
    assert entry.media.count() == 1
