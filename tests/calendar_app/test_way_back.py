"""One's own way back never undoes what somebody else has done since."""

from datetime import date, timedelta

import pytest

from calendar_app import bulk, entries, laying, post_labels, publishing, review, shelves
from calendar_app.contents import digest_of
from calendar_app.models import Entry, EntryVersion, PostLabel, Publication, Slot
from planning.models import Brief, Pillar
from tests.factories.calendar import EntryFactory, MediaFactory, SlotFactory, VersionFactory, soon
from tests.factories.platforms import PostFactory
from workspaces import undo


def seen(slot: Slot) -> int:
    return Slot.objects.get(pk=slot.pk).version


def test_a_slot_that_somebody_moved_or_gave_out_since_stays(team):
    slot = SlotFactory(account=team.account)
    moving = laying.move(slot, soon(4), seen=slot.version, by=team.lead)
    giving = laying.assign([slot], team.editor, by=team.lead)
    slot.refresh_from_db()
    laying.move(slot, soon(5), seen=slot.version, by=team.manager)
    slot.refresh_from_db()
    laying.assign([slot], team.manager, by=team.manager)

    for step in (giving, moving):
        with pytest.raises(undo.CannotUndo):
            undo.undo(step, team.lead)

    slot.refresh_from_db()
    assert (slot.at, slot.assignee) == (soon(5), team.manager)


def test_ones_own_moves_are_taken_back_one_after_the_other(team):
    slot = SlotFactory(account=team.account)
    before = slot.at
    steps = []
    for day in (4, 5):
        slot.refresh_from_db()
        steps.append(
            laying.move(slot, before + timedelta(days=day), seen=slot.version, by=team.lead)
        )

    for step in reversed(steps):
        undo.undo(step, team.lead)

    assert Slot.objects.get(pk=slot.pk).at == before


def test_an_added_slot_in_which_somebody_writes_stays(team):
    slot = Slot(workspace=team.workspace, account=team.account, at=soon())
    step = laying.add(slot, by=team.lead)
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    VersionFactory(entry=entry, account=team.account, slot=slot)

    with pytest.raises(undo.CannotUndo):
        undo.undo(step, team.lead)

    assert Slot.objects.standing().filter(pk=slot.pk).exists()


def test_whoever_got_a_post_since_keeps_it(team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    VersionFactory(entry=entry, account=team.account)
    given = {"person": str(team.editor.pk)}
    step = bulk.do(team.workspace, [f"e{entry.pk}"], "assign", given, by=team.lead).step
    other = {"person": str(team.manager.pk)}
    bulk.do(team.workspace, [f"e{entry.pk}"], "assign", other, by=team.manager)

    with pytest.raises(undo.CannotUndo):
        undo.undo(step, team.lead)

    assert Entry.objects.get(pk=entry.pk).assignee == team.manager


def test_labels_that_somebody_else_gave_since_stay(team):
    type(team.account).objects.filter(pk=team.account.pk).update(ours=True)
    post = PostFactory(account=team.account)
    brief = Brief.objects.create(
        workspace=team.workspace, title="計畫", start=date(2026, 1, 1), end=date(2026, 12, 31)
    )
    mine, theirs = (
        Pillar.objects.create(workspace=team.workspace, brief=brief, name=name)
        for name in ("產地", "茶農")
    )
    _count, step = post_labels.label(team.workspace, [post.pk], pillar=mine, by=team.editor)
    post_labels.label(team.workspace, [post.pk], pillar=theirs, by=team.lead)

    with pytest.raises(undo.CannotUndo):
        undo.undo(step, team.editor)

    assert PostLabel.objects.get(post=post).pillar == theirs


@pytest.fixture
def scheduled(team) -> EntryVersion:
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    version = VersionFactory(entry=entry, account=team.account, at=None)
    review.ask(entry, by=team.editor)
    review.approve(entry, by=team.lead, digest=digest_of(entry))
    return version


def fresh(version: EntryVersion) -> EntryVersion:
    return EntryVersion.objects.select_related("entry__workspace", "slot").get(pk=version.pk)


def test_a_time_that_somebody_chose_since_stays(team, scheduled):
    step = entries.plan(fresh(scheduled), soon(3), by=team.editor)
    entries.plan(fresh(scheduled), soon(6), by=team.lead)

    with pytest.raises(undo.CannotUndo):
        undo.undo(step, team.editor)

    assert fresh(scheduled).at == soon(6)


def test_without_its_time_again_nothing_is_due(team, scheduled):
    step = entries.plan(fresh(scheduled), soon(3), by=team.editor)
    assert Publication.objects.get(version=scheduled).state == "due"

    undo.undo(step, team.editor)

    assert fresh(scheduled).entry.state == Entry.State.APPROVED
    assert Publication.objects.get(version=scheduled).state == "cancelled"


def test_the_time_of_what_is_out_stays(team, scheduled):
    step = entries.plan(fresh(scheduled), soon(3), by=team.editor)
    publishing.done_by_hand(
        Publication.objects.get(version=scheduled), "https://example.com/1", by=team.lead
    )

    with pytest.raises(undo.CannotUndo):
        undo.undo(step, team.editor)


def test_tags_that_somebody_changed_since_stay(team):
    asset = MediaFactory(workspace=team.workspace)
    step = shelves.label([asset], by=team.editor, add="茶園")
    asset.refresh_from_db()
    shelves.label([asset], by=team.lead, add="秋", drop="茶園")

    with pytest.raises(undo.CannotUndo):
        undo.undo(step, team.editor)

    asset.refresh_from_db()
    assert asset.tags == "秋"
