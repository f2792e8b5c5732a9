"""Remarks on a post: who is told, where they land, and what is settled."""

import pytest
from django.urls import reverse

from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces.audit import subject_key
from workspaces.models import AuditEvent, Comment, Notification


@pytest.fixture
def entry(team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    VersionFactory(entry=entry, account=team.account)
    return entry


def url(name, team, *args):
    return reverse(f"calendar:{name}", args=[team.workspace.slug, *args])


def test_whoever_is_named_is_told_and_lands_on_the_remark(client, team, entry):
    client.force_login(team.lead)

    client.post(url("remark_create", team, entry.pk), {"text": f"@{team.manager} 這句可以嗎？"})

    remark = Comment.objects.get(subject_key=subject_key(entry))
    told = {one.user: one.url for one in Notification.objects.all()}
    address = url("entry_detail", team, entry.pk) + f"#remark-{remark.pk}"
    assert told == {team.manager: address, team.editor: address}
    page = client.get(url("entry_detail", team, entry.pk)).content.decode()
    assert f'id="remark-{remark.pk}"' in page and "這句可以嗎？" in page


def test_a_remark_can_be_about_one_account_only_of_this_post(client, team, entry):
    other = SocialAccountFactory(workspace=team.workspace, platform="instagram", name="小草IG")
    VersionFactory(entry=entry, account=other)
    stranger = SocialAccountFactory(workspace=team.workspace, platform="x")
    client.force_login(team.lead)
    for account in (other, stranger):
        client.post(
            url("remark_create", team, entry.pk),
            {"text": "短一點", "part": f"account:{account.pk}"},
        )

    parts = list(Comment.objects.order_by("pk").values_list("part", flat=True))
    assert parts == [f"account:{other.pk}", ""]


def test_every_other_member_is_offered_to_be_named(client, team, entry):
    client.force_login(team.lead)

    page = client.get(url("remark_list", team, entry.pk))

    others = {str(person) for person in (team.editor, team.manager, team.viewer)}
    assert set(page.context["remark_names"]) == others
    assert page.content.decode().count('role="option" id="remark-name-') == 3


def test_an_empty_remark_is_refused_in_place(client, team, entry):
    client.force_login(team.viewer)

    answer = client.post(
        url("remark_create", team, entry.pk), {"text": "  "}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert "請先寫點內容。" in answer.content.decode()
    assert not Comment.objects.exists()


def test_settled_remarks_step_back_and_can_be_opened_again(client, team, entry):
    client.force_login(team.editor)
    client.post(url("remark_create", team, entry.pk), {"text": "換一張圖"})
    remark = Comment.objects.get()
    settle = url("remark_settle", team, entry.pk, remark.pk)

    client.post(settle)
    client.post(settle)

    remark.refresh_from_db()
    assert remark.resolved_by == team.editor
    verbs = AuditEvent.objects.filter(verb="workspaces.remark_resolved")
    assert verbs.count() == 1
    page = client.get(url("remark_list", team, entry.pk)).content.decode()
    assert "1 則已處理" in page
    client.post(settle, {"open": "1"})
    remark.refresh_from_db()
    assert remark.resolved_at is None and remark.resolved_by is None


def test_whoever_remarked_is_told_when_it_is_settled_and_when_it_is_open_again(client, team, entry):
    client.force_login(team.viewer)
    client.post(url("remark_create", team, entry.pk), {"text": "標點要改"})
    remark = Comment.objects.get()
    Notification.objects.all().delete()
    settle = url("remark_settle", team, entry.pk, remark.pk)

    client.force_login(team.editor)
    client.post(settle)
    client.post(settle)  # a second press says nothing new
    client.force_login(team.lead)
    client.post(settle, {"open": "1"})
    client.post(settle)

    told = [(one.user.pk, one.text) for one in Notification.objects.all()]
    opened = f"{team.lead} 重新打開了「冬茶上市」的意見：標點要改"
    assert sorted(told) == sorted(
        [
            (team.viewer.pk, f"{team.editor} 處理好了你在「冬茶上市」的意見：標點要改"),
            (team.viewer.pk, opened),
            (team.editor.pk, opened),
            (team.viewer.pk, f"{team.lead} 處理好了你在「冬茶上市」的意見：標點要改"),
        ]
    )
    address = url("entry_detail", team, entry.pk) + f"#remark-{remark.pk}"
    assert {one.url for one in Notification.objects.all()} == {address}


def test_nobody_is_told_what_they_did_themselves(client, team, entry):
    client.force_login(team.editor)
    client.post(url("remark_create", team, entry.pk), {"text": "先放著"})
    settle = url("remark_settle", team, entry.pk, Comment.objects.get().pk)

    client.post(settle)
    client.post(settle, {"open": "1"})

    assert not Notification.objects.exists()


def test_only_ones_own_remark_can_be_taken_away_and_not_through_another_post(client, team, entry):
    client.force_login(team.editor)
    client.post(url("remark_create", team, entry.pk), {"text": "先放著"})
    remark = Comment.objects.get()
    elsewhere = EntryFactory(workspace=team.workspace, author=team.editor)
    assert client.post(url("remark_remove", team, elsewhere.pk, remark.pk)).status_code == 404
    client.force_login(team.lead)
    assert client.post(url("remark_remove", team, entry.pk, remark.pk)).status_code == 422
    client.force_login(team.editor)

    client.post(url("remark_remove", team, entry.pk, remark.pk))

    remark.refresh_from_db()
    assert remark.removed_at is not None
