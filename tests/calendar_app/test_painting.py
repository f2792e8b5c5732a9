"""Days and chips that Python writes: nothing people wrote becomes HTML, and each role its acts."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from calendar_app import laying
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory

DAY = date(2026, 12, 11)
NASTY = "<img src=x onerror=alert(1)>\"'&{0}{x}%s"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2026-12-01T02:00:00Z", tick=False):
        yield


def at(team, hour: int) -> datetime:
    return laying.moment(DAY, time(hour), team.workspace.tz)


def opened(client, team, who, view: str = "month") -> str:
    client.force_login(who)
    page = reverse("calendar:calendar_view", args=[team.workspace.slug])
    return client.get(f"{page}?view={view}&date={DAY}").content.decode()


@pytest.mark.parametrize("view", ["month", "week", "day", "list", "board"])
def test_words_of_people_stay_words(client, team, view):
    team.editor.name = NASTY
    team.editor.save()
    row = EntryFactory(
        workspace=team.workspace, author=team.lead, assignee=team.editor, title=NASTY
    )
    VersionFactory(entry=row, account=team.account, at=at(team, 18))

    page = opened(client, team, team.lead, view)

    assert "<img src=x" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;&amp;{0}{x}%s</span>") == 2


def test_each_role_gets_its_acts(client, team):
    row = EntryFactory(workspace=team.workspace, author=team.editor, title="新品開箱")
    version = VersionFactory(entry=row, account=team.account, at=at(team, 18))
    slot = SlotFactory(account=team.account, at=at(team, 17))
    move_post = reverse("calendar:version_move", args=[team.workspace.slug, version.pk])
    move_slot = reverse("calendar:slot_move", args=[team.workspace.slug, slot.pk])
    add = reverse("calendar:slot_create", args=[team.workspace.slug]) + f"?day={DAY}"
    tick_post, tick_slot = f'value="v{version.pk}-', f'value="s{slot.pk}-'

    def acts(who) -> list[bool]:
        page = opened(client, team, who)
        return [one in page for one in (move_post, tick_post, move_slot, tick_slot, add)]

    assert acts(team.viewer) == [False, False, False, False, False]
    assert acts(team.editor) == [True, True, False, False, False]
    assert acts(team.lead) == [True, True, True, True, True]


def test_an_empty_slot_opens_beside_the_month(client, team):
    slot = SlotFactory(account=team.account, at=at(team, 17))
    page = opened(client, team, team.viewer)
    address = reverse("calendar:slot_detail", args=[team.workspace.slug, slot.pk])

    assert f'href="{address}" hx-get="{address}" hx-target="#side-panel-body" data-panel' in page
    assert '<span class="chip-nobody">無人負責</span>' in page
