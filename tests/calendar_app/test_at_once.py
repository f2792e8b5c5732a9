"""Two people at the same moment, on PostgreSQL with real threads: one way or the other, never half.

Each scene is played several times; whoever comes first, what is left must make sense.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from calendar_app import entries, laying, options, outside, publishing, review
from calendar_app.contents import digest_of
from calendar_app.models import (
    CalendarOptions,
    Entry,
    EntryVersion,
    OutsideOpinion,
    Publication,
    Slot,
)
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory, soon
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.approvals import NotAllowed
from workspaces.models import Approval
from workspaces.roles import Role

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = range(6)
TOLD = (
    review.CannotDo,
    NotAllowed,
    entries.CannotChange,
    entries.Changed,
    laying.Changed,
    laying.CannotMove,
    outside.CannotSay,
    publishing.CannotDo,
)


@pytest.fixture
def team() -> SimpleNamespace:
    account = SocialAccountFactory(platform="facebook", ours=True)
    people = {
        role.value: MembershipFactory(workspace=account.workspace, role=role).user
        for role in (Role.EDITOR, Role.LEAD, Role.MANAGER)
    }
    options.options_of(account.workspace)
    return SimpleNamespace(workspace=account.workspace, account=account, **people)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of them at the same moment; what each came to: "done" or the refusal's name."""
    barrier = threading.Barrier(len(acts))
    results: dict[int, str] = {}

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            act()
            results[number] = "done"
        except TOLD as refusal:
            results[number] = type(refusal).__name__
        except BaseException as error:  # noqa: BLE001 -- handed to the test, which fails
            results[number] = f"broke: {error!r}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    said = [results.get(number, "never came back") for number in range(len(acts))]
    assert not [one for one in said if one.startswith(("broke", "never"))], said
    return said


def posts(team, *, asked: bool = True, slot: bool = False) -> Iterator[Entry]:
    for _turn in TIMES:
        entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
        place = SlotFactory(account=team.account) if slot else None
        at = place.at if place else soon()
        VersionFactory(entry=entry, account=team.account, slot=place, at=at)
        if asked:
            review.ask(entry, by=team.editor)
        yield Entry.objects.get(pk=entry.pk)


def due(entry) -> int:
    return Publication.objects.filter(version__entry=entry, state=Publication.State.DUE).count()


def test_of_two_approvals_one_counts(team):
    for entry in posts(team):
        digest = digest_of(entry)

        said = at_once(
            lambda e=entry, d=digest: review.approve(e, by=team.lead, digest=d),
            lambda e=entry, d=digest: review.approve(e, by=team.manager, digest=d),
        )

        entry.refresh_from_db()
        assert sorted(said) == ["CannotDo", "done"]
        assert (entry.state, entry.steps_done, due(entry)) == ("scheduled", 1, 1)
        asked = Approval.objects.filter(subject_key=f"entry:{entry.pk}", state="approved")
        assert asked.count() == 1


def test_one_person_who_presses_twice_is_one_of_two(team):
    CalendarOptions.objects.update(approval_steps=2)
    for entry in posts(team):
        digest = digest_of(entry)
        act = lambda e=entry, d=digest: review.approve(e, by=team.lead, digest=d)  # noqa: E731

        said = at_once(act, act)

        entry.refresh_from_db()
        assert said.count("done") == 1
        assert (entry.state, entry.steps_done, due(entry)) == ("in_review", 1, 0)


def test_an_edit_against_an_approval_never_publishes_what_nobody_saw(team):
    for entry in posts(team):
        digest = digest_of(entry)

        at_once(
            lambda e=entry: entries.write(e, {"text": "換掉"}, seen=e.version, by=team.editor),
            lambda e=entry, d=digest: review.approve(e, by=team.lead, digest=d),
        )

        entry.refresh_from_db()
        assert (entry.state, entry.text, due(entry)) == ("in_review", "換掉", 0)
        assert review.waiting(entry).digest == digest_of(entry)


def test_taking_back_against_an_approval(team):
    for entry in posts(team):
        digest = digest_of(entry)

        said = at_once(
            lambda e=entry: review.take_back(e, by=team.editor),
            lambda e=entry, d=digest: review.approve(e, by=team.lead, digest=d),
        )

        entry.refresh_from_db()
        assert said.count("done") == 1
        assert (entry.state, due(entry)) in {("draft", 0), ("scheduled", 1)}


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (lambda row, by: publishing.done_by_hand(row, "", by=by), ("by_hand", "published")),
        (lambda row, by: publishing.give_up(row, by=by), ("cancelled", "draft")),
        (lambda row, _by: publishing.mark_missed(row.due_at + timedelta(days=1)),
         ("missed", "missed")),
    ],
)  # fmt: skip
def test_publishing_against_an_edit(team, act, left):
    for entry in posts(team):
        review.approve(entry, by=team.lead, digest=digest_of(entry))
        entry.refresh_from_db()
        row = Publication.objects.get(version__entry=entry)

        at_once(
            lambda r=row: act(r, team.editor),
            lambda e=entry: entries.write(e, {"text": "換掉"}, seen=e.version, by=team.manager),
        )

        entry.refresh_from_db()
        row.refresh_from_db()
        # Either it had gone its way first, or the words were changed and are looked at again.
        outcomes = {left, ("cancelled", "in_review"), (left[0], "draft"), ("cancelled", "draft")}
        assert (row.state, entry.state) in outcomes
        assert due(entry) == 0


def test_a_move_against_a_removal(team):
    for entry in posts(team, slot=True):
        version = EntryVersion.objects.get(entry=entry)
        later = version.at + timedelta(days=2)

        said = at_once(
            lambda v=version, t=later: entries.plan(v, t, by=team.editor),
            lambda e=entry: entries.remove(e, by=team.lead),
        )

        entry.refresh_from_db()
        assert said[1] == "done"
        assert entry.removed_at is not None
        assert due(entry) == 0
        assert not EntryVersion.objects.filter(entry=entry, slot__isnull=False).exists()


def test_a_slot_moved_with_its_post_against_the_post_moved_alone(team):
    for entry in posts(team, asked=False, slot=True):
        version = EntryVersion.objects.select_related("slot").get(entry=entry)
        slot = version.slot

        at_once(
            lambda s=slot: laying.move(s, soon(9), seen=s.version, by=team.lead),
            lambda v=version: entries.plan(v, soon(8), by=team.editor),
        )

        version.refresh_from_db()
        assert version.at == Slot.objects.get(pk=slot.pk).at


def test_a_slot_moved_against_an_approval_is_due_at_its_new_time(team):
    for entry in posts(team, slot=True):
        version = EntryVersion.objects.select_related("slot").get(entry=entry)
        digest = digest_of(entry)

        said = at_once(
            lambda v=version: laying.move(v.slot, soon(9), seen=v.slot.version, by=team.lead),
            lambda e=entry, d=digest: review.approve(e, by=team.lead, digest=d),
        )

        version.refresh_from_db()
        assert said == ["done", "done"]
        assert Publication.objects.get(version=version).due_at == version.at


def test_of_two_who_begin_in_a_slot_one_is_told(team):
    for _turn in TIMES:
        slot = SlotFactory(account=team.account)

        said = at_once(
            lambda s=slot: entries.begin(team.workspace, by=team.editor, slot=s),
            lambda s=slot: entries.begin(team.workspace, by=team.lead, slot=s),
        )

        assert sorted(said) == ["CannotChange", "done"]
        assert EntryVersion.objects.filter(slot=slot).count() == 1


def test_a_post_begun_against_the_slot_removed(team):
    for _turn in TIMES:
        slot = SlotFactory(account=team.account)

        said = at_once(
            lambda s=slot: entries.begin(team.workspace, by=team.editor, slot=s),
            lambda s=slot: laying.remove(s, seen=s.version, by=team.lead),
        )

        gone = Slot.objects.get(pk=slot.pk).removed_at is not None
        assert said.count("done") == 1
        assert gone != EntryVersion.objects.filter(slot=slot).exists()


def test_of_two_who_move_a_slot_one_is_told(team):
    for _turn in TIMES:
        slot = SlotFactory(account=team.account)

        said = at_once(
            lambda s=slot: laying.move(s, soon(5), seen=1, by=team.lead),
            lambda s=slot: laying.move(Slot.objects.get(pk=s.pk), soon(6), seen=1, by=team.manager),
        )

        assert sorted(said) == ["Changed", "done"]


def test_removed_twice_has_one_way_back(team):
    for entry in posts(team):
        said = at_once(
            lambda e=entry: entries.remove(e, by=team.lead),
            lambda e=entry: entries.remove(e, by=team.editor),
        )
        assert sorted(said) == ["CannotChange", "done"]


def test_somebody_outside_and_a_lead_at_once_are_one_step(team):
    CalendarOptions.objects.update(outside_counts=True)
    for entry in posts(team):
        digest = digest_of(entry)
        row, _token = outside.put_before(
            team.workspace, [entry], name="王經理", days=7, by=team.manager
        )

        at_once(
            lambda e=entry, d=digest, r=row: outside.say(r, e, yes=True, digest=d),
            lambda e=entry, d=digest: review.approve(e, by=team.lead, digest=d),
        )

        entry.refresh_from_db()
        assert (entry.state, entry.steps_done, due(entry)) == ("scheduled", 1, 1)
        counted = OutsideOpinion.objects.filter(entry=entry, counted=True).count()
        by_lead = Approval.objects.filter(
            subject_key=f"entry:{entry.pk}", state="approved", decided_by=team.lead
        ).count()
        assert counted + by_lead == 1
