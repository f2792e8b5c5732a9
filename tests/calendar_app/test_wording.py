"""Hashtag sets, templates and the naming dictionary: kept by people, used in the composer."""

import json
from datetime import date

import pytest
from django.urls import reverse

from calendar_app import naming
from calendar_app.checks import Draft, Rules, UtmWord, VersionFacts, check
from calendar_app.facts import full_text
from calendar_app.links import tagged
from calendar_app.models import Entry, HashtagSet, PostTemplate, UtmTerm
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces.models import AuditEvent, Revision

TERMS = (
    UtmWord("source", "facebook", "facebook"),
    UtmWord("source", "instagram", "instagram"),
    UtmWord("medium", "social"),
)


def url(name, team, *args):
    return reverse(f"calendar:{name}", args=[team.workspace.slug, *args])


def test_a_set_is_written_in_any_way_and_kept_in_one(client, team):
    client.force_login(team.editor)

    client.post(
        url("wording_list", team, "hashtags"), {"name": "冬茶", "tags": "冬茶、＃熱茶 #冬茶"}
    )

    row = HashtagSet.objects.get()
    assert (row.workspace, row.tags) == (team.workspace, "#冬茶 #熱茶")
    assert AuditEvent.objects.get(verb="calendar.wording_added").after["tags"] == "#冬茶 #熱茶"


@pytest.mark.parametrize("tags", ["# #", "#冬茶!禮盒"])
def test_a_broken_hashtag_is_named_and_nothing_typed_is_lost(client, team, tags):
    client.force_login(team.editor)

    answer = client.post(url("wording_list", team, "hashtags"), {"name": "冬茶", "tags": tags})

    assert answer.status_code == 422
    assert 'value="冬茶"' in answer.content.decode()
    assert not HashtagSet.objects.exists()


def test_an_archived_template_is_no_longer_offered_but_can_come_back(client, team):
    row = PostTemplate.objects.create(
        workspace=team.workspace, name="一問一答", text="問：{問題}", kind="post"
    )
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    client.force_login(team.editor)
    composer, archive = (
        url("entry_edit", team, entry.pk),
        url("wording_archive", team, "templates", row.pk),
    )
    offered = 'data-insert="問：{問題}"'
    assert offered in client.get(composer).content.decode()

    client.post(archive)
    assert offered not in client.get(composer).content.decode()
    assert "一問一答" not in client.get(url("entry_create", team)).content.decode()

    client.post(archive, {"back": "1"})
    assert offered in client.get(composer).content.decode()


def test_a_template_of_another_kind_is_not_offered(client, team):
    PostTemplate.objects.create(workspace=team.workspace, name="直播預告", text="今晚", kind="live")
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    client.force_login(team.editor)

    assert "直播預告" not in client.get(url("entry_edit", team, entry.pk)).content.decode()


def test_editors_read_the_dictionary_and_leads_keep_it(client, team):
    address = url("wording_list", team, "links")
    word = {"field": "source", "value": "facebook", "meaning": "粉絲專頁"}
    client.force_login(team.editor)
    assert client.get(address).status_code == 200
    assert client.post(address, word).status_code == 403
    client.force_login(team.lead)

    assert client.post(address, {**word, "value": "Facebook"}).status_code == 422
    client.post(address, word)
    assert client.post(address, word).status_code == 422

    assert UtmTerm.objects.get().value == "facebook"


def test_other_workspaces_words_cannot_be_reached(client, team):
    row = HashtagSet.objects.create(
        workspace=SocialAccountFactory().workspace, name="別家", tags="#別家"
    )
    client.force_login(team.lead)

    assert client.get(url("wording_edit", team, "hashtags", row.pk)).status_code == 404
    assert client.post(url("wording_archive", team, "hashtags", row.pk)).status_code == 404


def test_names_are_put_into_the_address_once():
    address = "https://example.com/tea?size=m&utm_source=old#top"

    assert tagged(address, {"source": "facebook", "medium": ""}) == (
        "https://example.com/tea?size=m&utm_source=facebook#top"
    )
    assert tagged("", {"source": "facebook"}) == ""


def test_each_account_gets_the_name_of_its_platform(team):
    for field, value, platform in (
        ("source", "facebook", "facebook"),
        ("source", "instagram", "instagram"),
        ("medium", "social", ""),
        ("campaign", "winter", ""),
        ("campaign", "spring", ""),
    ):
        UtmTerm.objects.create(
            workspace=team.workspace, field=field, value=value, platform=platform
        )
    entry = EntryFactory(
        workspace=team.workspace, author=team.editor, link="https://example.com/tea"
    )
    here = VersionFactory(entry=entry, account=team.account)
    there = VersionFactory(
        entry=entry,
        account=SocialAccountFactory(workspace=team.workspace, platform="instagram"),
        utm={"source": "ig-own"},
    )

    assert naming.fill(entry, by=team.editor) == 2

    here.refresh_from_db()
    there.refresh_from_db()
    entry.refresh_from_db()
    assert entry.utm == {"medium": "social"}  # two campaigns: a person chooses
    assert "https://example.com/tea?utm_medium=social&utm_source=facebook" in full_text(here)
    assert there.utm == {"source": "ig-own"}
    assert naming.fill(entry, by=team.editor) == 0
    assert Revision.objects.count() == 1


def test_the_composer_saves_the_names_of_one_account(client, team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    version = VersionFactory(entry=entry, account=team.account, utm={"content": "a"})
    client.force_login(team.editor)

    answer = client.post(
        url("version_save", team, version.pk), {"version": entry.version, "utm_source": "fb"}
    )

    version.refresh_from_db()
    assert json.loads(answer.content)["version"] == 2
    assert version.utm == {"content": "a", "source": "fb"}
    assert Entry.objects.get().version == 2


def found(utm, *, platform="facebook", link="https://example.com", terms=TERMS, text="冬茶"):
    version = VersionFacts("小草", platform, text, link=link, utm=utm)
    return [one.text for one in check(Draft([version], date(2026, 11, 21)), Rules(utm_terms=terms))]


def test_unknown_names_are_warned_of_with_the_nearest():
    whole = {"source": "facebook", "medium": "social", "campaign": "winter"}

    assert found(whole) == []
    assert any("facebok" in one for one in found({**whole, "source": "facebok"}))
    assert any("Instagram" in one for one in found({**whole, "source": "instagram"}))
    assert any("utm_campaign" in one for one in found({"source": "facebook", "medium": "social"}))
    assert found({"source": "facebok"}, link="") == []
    assert found({"source": "facebok"}, terms=()) == []


def test_what_a_template_left_open_is_said():
    assert found({}, link="", text="問：{客人的問題}") == ["{客人的問題} 還沒有填。"]
