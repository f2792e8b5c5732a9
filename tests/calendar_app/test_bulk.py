"""One act on many: per-item rules hold, what is refused is named, and there is one way back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app import bulk, entries, review
from calendar_app.models import Entry, EntryVersion, Publication, Slot
from planning.models import Campaign
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory
from workspaces import undo
from workspaces.models import AuditEvent, UndoStep


@pytest.fixture
def posts(team) -> list[Entry]:
    found = []
    for number in range(3):
        row = EntryFactory(workspace=team.workspace, author=team.editor, title=f"貼文 {number}")
        VersionFactory(entry=row, account=team.account)
        found.append(row)
    return found


def keys(rows) -> list[str]:
    return [f"e{row.pk}-{row.version}" for row in rows]


def do(team, rows, act, *, by, **values):
    return bulk.do(team.workspace, keys(rows), act, values, by=by)


def states(posts) -> list[str]:
    return [Entry.objects.get(pk=post.pk).state for post in posts]


def test_sent_to_review_and_taken_back_as_one(team, posts):
    outcome = do(team, posts, "ask", by=team.editor)

    assert states(posts) == ["in_review"] * 3
    assert UndoStep.objects.filter(user=team.editor).count() == 1
    assert outcome.step.label == "送審 3 篇貼文"

    undo.undo(outcome.step, team.editor)

    assert states(posts) == ["draft"] * 3


def test_rules_hold_for_each_and_refusals_say_why(team, posts):
    for post in posts:
        review.ask(post, by=team.editor)
    posts[1].writers.add(team.lead)  # wrote in it
    entries.remove(posts[2], by=team.editor)

    outcome = do(team, posts, "approve", by=team.lead)

    assert outcome.done == ["貼文 0"]
    assert [name for name, _why in outcome.refused] == ["貼文 1"]
    assert "另一位" in outcome.refused[0][1]
    assert states(posts)[:2] == ["scheduled", "in_review"]


def test_what_changed_since_is_not_approved_unseen(team, posts):
    review.ask(posts[0], by=team.editor)
    seen = keys(posts[:1])
    posts[0].refresh_from_db()
    entries.write(posts[0], {"text": "偷偷換掉"}, seen=posts[0].version, by=team.editor)

    outcome = bulk.do(team.workspace, seen, "approve", {}, by=team.lead)

    assert not outcome.done and outcome.step is None
    assert "改過" in outcome.refused[0][1]


def test_an_approval_taken_back_is_asked_for_again(team, posts):
    for post in posts:
        review.ask(post, by=team.editor)
    outcome = do(team, posts, "approve", by=team.lead)
    assert states(posts) == ["scheduled"] * 3

    undo.undo(outcome.step, team.lead)

    assert states(posts) == ["in_review"] * 3
    assert set(Publication.objects.values_list("state", flat=True)) == {"cancelled"}
    assert AuditEvent.objects.filter(verb="calendar.approval_taken_back").count() == 3
    assert states(posts) == ["in_review"] * 3
    again = do(team, posts, "approve", by=team.lead)  # nobody is barred by what was taken back
    assert len(again.done) == 3


def test_moved_by_days_at_the_same_clock_time(team, posts):
    slot = SlotFactory(account=team.account)
    version = EntryVersion.objects.get(entry=posts[0])
    before = version.at, slot.at

    outcome = bulk.do(
        team.workspace, [f"v{version.pk}", f"s{slot.pk}-1"], "shift", {"days": "7"}, by=team.lead
    )

    version.refresh_from_db()
    slot.refresh_from_db()
    assert (version.at, slot.at) == (before[0] + timedelta(7), before[1] + timedelta(7))
    undo.undo(outcome.step, team.lead)
    version.refresh_from_db()
    slot.refresh_from_db()
    assert (version.at, slot.at) == before


def test_a_past_day_refuses_only_those_it_meets(team, posts):
    far = EntryVersion.objects.get(entry=posts[0])
    EntryVersion.objects.filter(pk=far.pk).update(at=far.at + timedelta(days=30))

    outcome = do(team, posts, "shift", by=team.lead, days="-10")

    assert len(outcome.done) == 1 and len(outcome.refused) == 2
    assert "過了" in outcome.refused[0][1]


def test_given_out_labelled_and_back(team, posts):
    campaign = Campaign.objects.create(workspace=team.workspace, name="雙12")
    given = do(team, posts, "assign", by=team.editor, person=str(team.lead.pk))
    posts = list(Entry.objects.order_by("pk"))
    named = do(team, posts, "campaign", by=team.editor, campaign=str(campaign.pk))

    assert set(Entry.objects.values_list("assignee", "campaign")) == {(team.lead.pk, campaign.pk)}
    undo.undo(named.step, team.editor)
    undo.undo(given.step, team.editor)
    assert set(Entry.objects.values_list("assignee", "campaign")) == {(None, None)}


def test_a_label_keeps_the_approval(team, posts):
    review.ask(posts[0], by=team.editor)
    do(team, posts[:1], "approve", by=team.lead)

    do(team, list(Entry.objects.filter(pk=posts[0].pk)), "assign", by=team.lead, person="")
    do(
        team,
        list(Entry.objects.filter(pk=posts[0].pk)),
        "assign",
        by=team.lead,
        person=str(team.lead.pk),
    )

    assert states(posts)[0] == "scheduled"


def test_removed_and_back(team, posts):
    slot = SlotFactory(account=team.account)
    outcome = bulk.do(team.workspace, [*keys(posts), f"s{slot.pk}-1"], "remove", {}, by=team.lead)
    assert len(outcome.done) == 4
    assert not Entry.objects.standing().exists() and not Slot.objects.standing().exists()

    undo.undo(outcome.step, team.lead)

    assert Entry.objects.standing().count() == 3 and Slot.objects.standing().count() == 1


def test_a_way_back_that_is_blocked_changes_nothing(team, posts):
    outcome = do(team, posts, "ask", by=team.editor)
    posts[0].refresh_from_db()
    Entry.objects.filter(pk=posts[0].pk).update(state=Entry.State.PUBLISHED)

    with pytest.raises(undo.CannotUndo):
        undo.undo(outcome.step, team.editor)

    assert states(posts) == ["published", "in_review", "in_review"]


def test_rows_of_other_workspaces_are_not_there(team, posts):
    stranger = EntryFactory(title="別家")

    outcome = do(team, [stranger], "remove", by=team.lead)

    assert (outcome.done, outcome.refused) == ([], [])
    assert Entry.objects.get(pk=stranger.pk).removed_at is None


def test_the_page_lists_what_was_refused(client, team, posts):
    client.force_login(team.editor)
    slot = SlotFactory(account=team.account)
    url = reverse("calendar:selection_change", args=[team.workspace.slug])
    there = reverse("calendar:entry_list", args=[team.workspace.slug])

    response = client.post(
        url, {"key": [*keys(posts[:1]), f"s{slot.pk}-1"], "act": "remove", "next": there}
    )
    page = response.content.decode()
    assert "只有組長或主管" in page and "1 筆沒有成功" in page

    response = client.post(url, {"key": keys(posts[1:]), "act": "ask", "next": there}, follow=True)
    assert response.redirect_chain[0][0] == there
    assert "完成 2 筆" in response.content.decode()
    month = client.get(reverse("calendar:calendar_view", args=[team.workspace.slug]))
    assert 'form="bulk"' in month.content.decode()


def test_nothing_ticked_or_too_much_is_said(team):
    with pytest.raises(bulk.CannotDo):
        bulk.do(team.workspace, [], "ask", {}, by=team.lead)
    with pytest.raises(bulk.CannotDo):
        bulk.do(team.workspace, [f"e{n}" for n in range(201)], "ask", {}, by=team.lead)
    with pytest.raises(bulk.CannotDo):
        bulk.do(team.workspace, ["e1"], "shift", {"days": "0"}, by=team.lead)
