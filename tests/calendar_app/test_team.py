"""Who has how much, and giving a slot out by dropping a name on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import outlook
from calendar_app.models import Slot
from calendar_app.team import team as team_of
from planning.models import Brief, Pillar
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory, soon
from workspaces.models import AuditEvent

pytestmark = pytest.mark.django_db
BY_SCRIPT = {"HTTP_HX_REQUEST": "true"}


def counted(team, first=None):
    first = first or timezone.localdate(timezone=team.workspace.tz)
    people = [(one.pk, str(one)) for one in (team.editor, team.lead)]
    return team_of(team.workspace, people, first, first + timedelta(days=13))


def test_slots_and_posts_outside_slots_count_for_whoever_writes(team):
    SlotFactory(account=team.account, at=soon(1), assignee=team.editor)
    SlotFactory(account=team.account, at=soon(2))
    SlotFactory(account=team.account, at=soon(2) + timedelta(hours=1), flexible=True)
    filled = SlotFactory(account=team.account, at=soon(3), assignee=team.editor)
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.lead)
    VersionFactory(entry=entry, account=team.account, at=filled.at, slot=filled)
    loose = EntryFactory(workspace=team.workspace, author=team.lead)
    VersionFactory(entry=loose, account=team.account, at=soon(4))

    found = counted(team)

    assert {one.person: one.count for one in found.shares} == {team.editor.pk: 1, team.lead.pk: 2}
    assert found.nobody == 1
    assert all(sum(n for _day, n in one.weeks) == one.count for one in found.shares)


def test_the_questions_do_not_grow_with_the_slots(team):
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            counted(team)
        return len(caught)

    SlotFactory(account=team.account, at=soon(1), assignee=team.editor)
    few = asked()
    for n in range(12):
        SlotFactory(account=team.account, at=soon(1 + n), assignee=team.lead)
    assert asked() == few


def test_a_name_dropped_on_a_slot_gives_it_out_and_repaints_the_day(client, team):
    slot = SlotFactory(account=team.account, at=soon(1))
    client.force_login(team.lead)
    address = reverse("calendar:slot_assign", args=[team.workspace.slug])
    sent = {"slot": slot.pk, "person": team.editor.pk, "version": slot.version}

    answer = client.post(address, sent, **BY_SCRIPT)

    slot.refresh_from_db()
    day = slot.at.astimezone(team.workspace.tz).date()
    body = answer.content.decode()
    assert slot.assignee == team.editor
    assert f'id="day-{day}"' in body
    assert 'id="calendar-team"' in body
    assert "undo" in answer["HX-Trigger"]
    assert AuditEvent.objects.filter(verb="calendar.slot_assigned").count() == 1


def test_of_two_leads_the_second_is_told(client, team):
    slot = SlotFactory(account=team.account, at=soon(1))
    client.force_login(team.lead)
    address = reverse("calendar:slot_assign", args=[team.workspace.slug])
    client.post(address, {"slot": slot.pk, "person": team.editor.pk, "version": slot.version})

    answer = client.post(
        address,
        {"slot": slot.pk, "person": team.lead.pk, "version": slot.version},
        **BY_SCRIPT,
    )

    assert Slot.objects.get(pk=slot.pk).assignee == team.editor
    assert "bad" in answer["HX-Trigger"]


def test_pillars_are_weighed_against_the_brief(team):
    today = timezone.localdate(timezone=team.workspace.tz)
    brief = Brief.objects.create(
        workspace=team.workspace, title="本季", start=today, end=today + timedelta(days=30)
    )
    tea = Pillar.objects.create(workspace=team.workspace, brief=brief, name="茶知識", share=50)
    home = Pillar.objects.create(workspace=team.workspace, brief=brief, name="產地", share=50)

    def labels() -> dict[str, tuple[str, str]]:
        found = outlook.gauges(team.workspace, today, today + timedelta(days=30))
        return {one.label: (one.text, one.tone) for one in found if one.word}

    for n in range(4):
        entry = EntryFactory(workspace=team.workspace, author=team.editor, pillar=tea)
        VersionFactory(entry=entry, account=team.account, at=soon(1 + n))
    assert labels() == {}  # four posts say nothing about shares
    entry = EntryFactory(workspace=team.workspace, author=team.editor, pillar=home)
    VersionFactory(entry=entry, account=team.account, at=soon(6))

    assert labels() == {"茶知識": ("80%", "warn"), "產地": ("20%", "warn")}
