"""Nobody approves their own post, and an approval is about the words that stood there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from calendar_app import entries, facts, options, review
from calendar_app.checks import Level, check
from calendar_app.contents import digest_of
from calendar_app.models import CalendarOptions, Entry, Publication
from tests.factories.calendar import EntryFactory, LicenceFactory, MediaFactory, VersionFactory
from workspaces.approvals import NotAllowed
from workspaces.models import Approval


@pytest.fixture
def entry(team) -> Entry:
    row = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    VersionFactory(entry=row, account=team.account)
    return row


def asked(entry, team) -> Entry:
    review.ask(entry, by=team.editor)
    entry.refresh_from_db()
    return entry


def approve(entry, by) -> Entry:
    entry = review.approve(entry, by=by, digest=digest_of(entry))
    entry.refresh_from_db()
    return entry


def steps(team, number) -> None:
    row = options.options_of(team.workspace)
    CalendarOptions.objects.filter(pk=row.pk).update(approval_steps=number)


def test_an_approved_post_is_scheduled(entry, team):
    entry = approve(asked(entry, team), team.lead)

    publication = Publication.objects.get(version__entry=entry)
    assert entry.state == Entry.State.SCHEDULED
    assert (publication.state, publication.due_at) == ("due", entry.versions.get().at)


def test_the_author_cannot_approve(entry, team):
    entry.writers.add(team.lead)

    with pytest.raises(NotAllowed):
        approve(asked(entry, team), team.lead)

    assert Entry.objects.get(pk=entry.pk).state == Entry.State.IN_REVIEW


def test_an_editor_cannot_decide(entry, team):
    other = team.viewer
    with pytest.raises(NotAllowed):
        approve(asked(entry, team), other)


def test_sending_back_needs_a_reason(entry, team):
    entry = asked(entry, team)
    with pytest.raises(NotAllowed):
        review.send_back(entry, by=team.lead, comment=" ")

    review.send_back(entry, by=team.lead, comment="第一句再短一點")

    assert Entry.objects.get(pk=entry.pk).state == Entry.State.DRAFT


def test_two_steps_need_two_people(entry, team):
    steps(team, 2)
    entry = approve(asked(entry, team), team.lead)
    assert (entry.state, entry.steps_done) == (Entry.State.IN_REVIEW, 1)

    with pytest.raises(NotAllowed):
        approve(entry, team.lead)

    assert approve(entry, team.manager).state == Entry.State.SCHEDULED


def test_without_approval_it_is_scheduled_at_once(entry, team):
    steps(team, 0)

    assert asked(entry, team).state == Entry.State.SCHEDULED


def test_editing_an_approved_post_brings_it_back_to_review(entry, team):
    entry = approve(asked(entry, team), team.lead)

    entries.write(entry, {"text": "換一句話。"}, seen=entry.version, by=team.editor)

    entry.refresh_from_db()
    assert entry.state == Entry.State.IN_REVIEW
    assert Publication.objects.get(version__entry=entry).state == Publication.State.CANCELLED
    again = approve(entry, team.lead)
    assert again.state == Entry.State.SCHEDULED
    assert Publication.objects.get(version__entry=entry).text == "換一句話。"


def test_moving_an_approved_post_keeps_the_approval(entry, team):
    entry = approve(asked(entry, team), team.lead)
    later = entry.versions.get().at + timedelta(days=1)

    entries.plan(entry.versions.get(), later, by=team.lead)

    entry.refresh_from_db()
    assert entry.state == Entry.State.SCHEDULED
    assert Publication.objects.get(version__entry=entry).due_at == later


def test_an_approval_of_earlier_words_is_refused(entry, team):
    entry = asked(entry, team)
    seen = digest_of(entry)
    entries.write(entry, {"text": "偷偷換掉。"}, seen=entry.version, by=team.editor)
    entry.refresh_from_db()

    with pytest.raises(NotAllowed):
        review.approve(entry, by=team.lead, digest=seen)


def test_two_approvals_at_once_count_once(entry, team):
    entry = asked(entry, team)
    digest = digest_of(entry)
    review.approve(entry, by=team.lead, digest=digest)

    with pytest.raises(review.CannotDo):
        review.approve(entry, by=team.manager, digest=digest)

    assert Approval.objects.filter(state=Approval.State.APPROVED).count() == 1


def test_a_licence_that_is_missing_stops_the_review(entry, team):
    asset = MediaFactory(workspace=team.workspace)
    entry.media.create(asset=asset)

    with pytest.raises(review.CannotDo, match="使用權"):
        review.ask(entry, by=team.editor)

    LicenceFactory(asset=asset)
    assert asked(entry, team).state == Entry.State.IN_REVIEW


def test_what_nobody_approved_in_time_goes_back(entry, team):
    entry = asked(entry, team)

    assert review.expire(timezone.now() + timedelta(days=10)) == 1

    entry.refresh_from_db()
    assert entry.state == Entry.State.DRAFT
    assert review.waiting(entry) is None
    assert review.expire(timezone.now() + timedelta(days=10)) == 0


def test_two_editors_lose_nothing(entry, team):
    entries.write(entry, {"text": "甲的版本"}, seen=entry.version, by=team.editor)

    with pytest.raises(entries.Changed) as told:
        entries.write(entry, {"text": "乙的版本"}, seen=1, by=team.lead)

    assert told.value.standing.text == "甲的版本"


def test_a_removed_post_comes_back_as_a_draft(entry, team):
    from workspaces import undo

    step = entries.remove(asked(entry, team), by=team.lead)
    assert Entry.objects.get(pk=entry.pk).removed_at
    undo.undo(step, team.lead)

    entry.refresh_from_db()
    assert (entry.removed_at, entry.state) == (None, Entry.State.DRAFT)


def test_writing_on_in_review_asks_once(entry, team):
    from workspaces.models import Notification

    entry = asked(entry, team)
    for number in range(5):
        entries.write(entry, {"text": f"還在改 {number}"}, seen=entry.version, by=team.editor)
        entry.refresh_from_db()

    assert Approval.objects.count() == 1
    assert Notification.objects.filter(user=team.lead).count() == 1
    assert approve(entry, team.lead).state == Entry.State.SCHEDULED


def test_a_change_after_the_first_of_two_yeses_asks_for_both_again(entry, team):
    steps(team, 2)
    entry = approve(asked(entry, team), team.lead)

    entries.write(entry, {"text": "換一句話。"}, seen=entry.version, by=team.editor)

    entry.refresh_from_db()
    assert entry.steps_done == 0
    assert approve(entry, team.lead).state == Entry.State.IN_REVIEW
    entry.refresh_from_db()
    assert approve(entry, team.manager).state == Entry.State.SCHEDULED


def test_a_time_that_has_passed_cannot_be_reviewed(entry, team):
    entry.versions.update(at=timezone.now() - timedelta(hours=1))

    found = check(facts.draft_of(entry), facts.rules_of(team.workspace))
    assert [(one.level, one.rule) for one in found] == [(Level.WARN, "時間")]
    with pytest.raises(review.CannotDo, match="時間已經過了"):
        review.ask(entry, by=team.editor)

    assert Entry.objects.get(pk=entry.pk).state == Entry.State.DRAFT


def test_without_approval_a_change_that_is_stopped_is_a_draft_again(entry, team):
    steps(team, 0)
    entry = asked(entry, team)

    entries.write(entry, {"text": ""}, seen=entry.version, by=team.editor)

    entry.refresh_from_db()
    assert entry.state == Entry.State.DRAFT
    assert Publication.objects.get(version__entry=entry).state == Publication.State.CANCELLED
