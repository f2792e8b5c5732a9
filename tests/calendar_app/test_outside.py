"""Somebody without an account approves by a link: about what stands there, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calendar_app import entries, options, outside, review
from calendar_app.contents import content_of, digest_of
from calendar_app.models import CalendarOptions, Entry, EntryMedia, OutsideOpinion
from tests.factories.calendar import EntryFactory, LicenceFactory, MediaFactory, VersionFactory
from workspaces import share_links
from workspaces.models import Approval, AuditEvent, Notification, ShareLink


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def entry(team) -> Entry:
    row = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    VersionFactory(entry=row, account=team.account)
    review.ask(row, by=team.editor)
    row.refresh_from_db()
    return row


@pytest.fixture
def link(team, entry):
    """The review and its token."""
    return outside.put_before(
        team.workspace, [entry], name="王經理", organisation="山線茶行", days=7, by=team.lead
    )


def counting(team, steps: int = 1) -> None:
    row = options.options_of(team.workspace)
    CalendarOptions.objects.filter(pk=row.pk).update(outside_counts=True, approval_steps=steps)


def page_of(token: str) -> str:
    return reverse("outside:outsider_review", args=[token])


def decide(token: str, entry: Entry, **given):
    values = {"act": "approve", "digest": digest_of(entry), **given}
    address = reverse("outside:outsider_decide", args=[token, entry.pk])
    return Client(enforce_csrf_checks=True).post(address, values)


def test_the_page_shows_the_links_posts_and_nothing_else(client, team, entry, link):
    other = EntryFactory(workspace=team.workspace, author=team.editor, title="別篇")
    VersionFactory(entry=other, account=team.account)

    response = client.get(page_of(link[1]))

    page = response.content.decode()
    assert entry.text in page and team.account.name in page
    assert not any(word in page for word in ("別篇", team.editor.email, team.editor.name, "/w/"))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


def test_a_yes_is_an_opinion_unless_the_workspace_counts_it(team, entry, link):
    assert decide(link[1], entry).status_code == 302

    entry.refresh_from_db()
    opinion = OutsideOpinion.objects.get()
    assert (opinion.yes, opinion.counted, entry.state) == (True, False, Entry.State.IN_REVIEW)
    event = AuditEvent.objects.get(verb="calendar.approved_outside")
    assert (event.actor, event.actor_name) == (None, "王經理（山線茶行）")
    assert event.after["link"] == link[0].link_id
    assert Notification.objects.filter(user=team.editor, text__contains="王經理").exists()


def test_where_it_counts_a_yes_schedules_the_post(team, entry, link):
    counting(team)

    decide(link[1], entry)

    entry.refresh_from_db()
    approval = Approval.objects.get(state=Approval.State.APPROVED)
    assert entry.state == Entry.State.SCHEDULED
    assert (approval.decided_by, approval.decider) == (None, "王經理（山線茶行）")


def test_where_two_must_approve_it_is_one_of_them_once(team, entry, link):
    counting(team, steps=2)
    decide(link[1], entry)
    decide(link[1], entry, comment="再按一次")

    entry.refresh_from_db()
    assert (entry.state, entry.steps_done) == (Entry.State.IN_REVIEW, 1)
    assert OutsideOpinion.objects.filter(counted=True).count() == 1

    review.approve(entry, by=team.manager, digest=digest_of(entry))

    entry.refresh_from_db()
    assert entry.state == Entry.State.SCHEDULED


def test_nobody_approves_their_own_post_through_a_link_they_made(team, entry):
    counting(team)
    entry.writers.add(team.lead)
    _row, token = outside.put_before(team.workspace, [entry], name="分身", days=7, by=team.lead)

    decide(token, entry)

    entry.refresh_from_db()
    assert entry.state == Entry.State.IN_REVIEW
    assert OutsideOpinion.objects.get().counted is False


def test_asking_for_changes_needs_a_reason_and_keeps_what_was_typed(client, team, entry, link):
    refused = decide(link[1], entry, act="change", comment=" ")
    assert refused.status_code == 422
    assert not OutsideOpinion.objects.exists()

    counting(team)
    assert decide(link[1], entry, act="change", comment="價格寫錯了").status_code == 302

    entry.refresh_from_db()
    assert entry.state == Entry.State.DRAFT
    assert "價格寫錯了" in Notification.objects.get(user=team.editor, key__contains="outside").text


def test_what_changed_must_be_seen_again(client, team, entry, link):
    seen = digest_of(entry)
    decide(link[1], entry)
    entries.write(entry, {"text": "換了一句。"}, seen=entry.version, by=team.editor)

    late = decide(link[1], entry, digest=seen, comment="打了很久的字")
    page = client.get(page_of(link[1])).content.decode()

    assert late.status_code == 422
    assert "打了很久的字" in late.content.decode()
    assert "改過了，請再看一次" in page
    entry.refresh_from_db()
    assert outside.opinions_about(entry, digest_of(entry))[0]["changed"]


@pytest.mark.parametrize("how", ["unknown", "revoked", "expired"])
def test_a_link_that_is_over_says_whom_to_ask(client, team, entry, link, how):
    token = link[1]
    match how:
        case "unknown":
            token = "x" * 43
        case "revoked":
            share_links.revoke(link[0].link, by=team.lead)
        case "expired":
            ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = client.get(page_of(token))

    page = response.content.decode()
    assert response.status_code == 404
    assert entry.text not in page
    assert (str(team.lead) in page) == (how != "unknown")
    assert decide(token, entry).status_code == 404
    assert not OutsideOpinion.objects.exists()


def test_posts_of_other_links_cannot_be_decided(team, entry, link):
    other = EntryFactory(workspace=team.workspace, author=team.editor)

    assert decide(link[1], other).status_code == 404


def test_only_files_of_its_own_posts_are_handed_out(client, team, entry, link, settings):
    mine, other = (
        MediaFactory(workspace=team.workspace, stored=f"media/{n}", preview=f"media/{n}.webp")
        for n in range(2)
    )
    use = EntryMedia.objects.create(entry=entry, asset=mine)
    folder = Path(settings.MEDIA_ROOT) / "media"
    folder.mkdir(parents=True)
    for n in range(2):
        (folder / f"{n}.webp").write_bytes(b"x")

    def status(asset) -> int:
        address = reverse("outside:outsider_media", args=[link[1], asset.pk])
        return client.get(address, {"size": "small"}).status_code

    assert (status(mine), status(other)) == (200, 404)
    shown = f"/media/{mine.pk}/?size=small&amp;use={use.pk}"
    assert shown in client.get(page_of(link[1])).content.decode()


def test_too_many_guesses_and_too_many_words_are_slowed_down(client, entry, link):
    codes = [client.get(page_of("y" * 43)).status_code for _n in range(31)]
    assert (codes[0], codes[-1]) == (404, 429)
    assert client.get(page_of(link[1])).status_code == 200  # whoever has a link is not held up

    codes = [decide(link[1], entry, comment=str(n)).status_code for n in range(61)]
    assert (codes[0], codes[-1]) == (302, 429)


def test_a_licence_that_ran_out_does_not_stop_the_opinion(team, entry, link):
    counting(team)
    asset = MediaFactory(workspace=team.workspace)
    LicenceFactory(asset=asset, expires_on=timezone.localdate() - timedelta(days=1))
    EntryMedia.objects.create(entry=entry, asset=asset)
    review.reopen(entry, by=team.editor, digest=digest_of(entry))

    assert decide(link[1], entry).status_code == 302

    entry.refresh_from_db()
    assert entry.state == Entry.State.IN_REVIEW
    assert OutsideOpinion.objects.get().counted is False


def test_a_lead_makes_a_link_sees_it_once_and_revokes_it(client, team, entry):
    client.force_login(team.lead)
    slug = team.workspace.slug
    form = client.get(reverse("calendar:outsider_create", args=[slug]), {"entry": entry.pk})
    assert form.context["form"].initial["entries"] == [str(entry.pk)]

    made = client.post(
        reverse("calendar:outsider_create", args=[slug]),
        {"name": "王經理", "days": "7", "entries": [entry.pk]},
    )
    url = made.context["url"]
    again = client.get(reverse("calendar:outsider_list", args=[slug])).content.decode()
    assert "王經理" in again and url not in again
    assert Client().get(url).status_code == 200
    detail = client.get(reverse("calendar:entry_detail", args=[slug, entry.pk]))
    assert "王經理" in detail.content.decode()

    client.post(
        reverse("calendar:outsider_revoke", args=[slug, made.context["open"][0]["review"].pk])
    )

    assert Client().get(url).status_code == 404


def test_the_page_asks_as_often_for_many_posts_as_for_one(
    client, team, entry, link, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page_of(link[1]))
    with CaptureQueriesContext(connection) as one:
        client.get(page_of(link[1]))
    for _n in range(5):
        more = EntryFactory(workspace=team.workspace, author=team.editor)
        VersionFactory(entry=more, account=team.account)
        link[0].entries.add(more)
    with django_assert_max_num_queries(len(one)):
        client.get(page_of(link[1]))


def test_the_quick_hash_is_the_hash(entry):
    rows = Entry.objects.prefetch_related("versions__media", "media")
    assert content_of(rows.get(pk=entry.pk), fetched=True) == content_of(entry)
