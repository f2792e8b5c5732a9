"""Whatever somebody does in the calendar stands in the audit trail, with their name."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import entries, laying, outside, publishing, review
from calendar_app.contents import digest_of
from calendar_app.models import (
    DayOff,
    Entry,
    EntryVersion,
    Idea,
    Publication,
    PublishingPause,
    SlotRule,
)
from tests.factories.calendar import (
    EntryFactory,
    LicenceFactory,
    MediaFactory,
    SlotFactory,
    VersionFactory,
)
from workspaces.models import AuditEvent


@pytest.fixture
def post(team) -> EntryVersion:
    team.account.ours = True
    team.account.save()
    row = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    return VersionFactory(entry=row, account=team.account)


def asked(post, team) -> Entry:
    review.ask(post.entry, by=team.editor)
    return Entry.objects.get(pk=post.entry_id)


def scheduled(post, team) -> Publication:
    entry = asked(post, team)
    review.approve(entry, by=team.manager, digest=digest_of(entry))
    return Publication.objects.get(version=post)


def late(post, team) -> Publication:
    row = scheduled(post, team)
    Publication.objects.update(due_at=timezone.now() - timedelta(hours=3))
    publishing.mark_missed(timezone.now())
    return row


def rule(team) -> SlotRule:
    row = SlotRule(
        workspace=team.workspace,
        account=team.account,
        weekdays=1,
        time=time(18),
        starts_on=date(2026, 1, 1),
    )
    laying.add_rule(row, by=team.manager)
    return row


DAY = (timezone.localdate() + timedelta(days=20)).isoformat()
# address → (numbers in it, what is posted), made from the team and a post of its
DONE = {
    "slot_create": lambda t, p: ((), {"account": t.account.pk, "kind": "post", "day": DAY,
                                      "time": "18:00"}),
    "rule_end": lambda t, p: ((rule(t).pk,), {}),
    "slot_assign": lambda t, p: ((), {"slot": SlotFactory(account=t.account).pk,
                                      "person": t.editor.pk}),
    "slot_move": lambda t, p: ((SlotFactory(account=t.account).pk,), {"day": DAY}),
    "slot_remove": lambda t, p: ((SlotFactory(account=t.account).pk,), {}),
    "share_out": lambda t, p: (SlotFactory(account=t.account) and (), {"act": "give"}),
    "day_off_save": lambda t, p: ((), {"person": t.editor.pk, "from": DAY, "to": DAY}),
    "entry_begin": lambda t, p: ((), {"title": "新的", "account": t.account.pk}),
    "entry_save": lambda t, p: ((p.entry_id,), {"version": p.entry.version, "text": "改了"}),
    "version_save": lambda t, p: ((p.pk,), {"version": p.entry.version, "text": "改了",
                                            "own_text": "on"}),
    "account_choose": lambda t, p: ((p.entry_id,), {"account": []}),
    "media_choose": lambda t, p: (
        (p.entry_id,), {"add": LicenceFactory(asset__workspace=t.workspace).asset_id}),
    "entry_remove": lambda t, p: ((p.entry_id,), {}),
    "version_move": lambda t, p: ((p.pk,), {"day": DAY, "time": "10:00"}),
    "selection_change": lambda t, p: ((), {"key": f"e{p.entry_id}", "act": "assign",
                                           "person": t.lead.pk}),
    "review_ask": lambda t, p: ((p.entry_id,), {}),
    "review_withdraw": lambda t, p: ((asked(p, t).pk,), {}),
    "review_decide": lambda t, p: (
        (asked(p, t).pk,), {"act": "approve", "digest": digest_of(p.entry)}),
    "outsider_create": lambda t, p: ((), {"name": "王經理", "days": 7, "entries": [p.entry_id]}),
    "outsider_revoke": lambda t, p: (
        (outside.put_before(t.workspace, [p.entry], name="王", days=7, by=t.manager)[0].pk,), {}),
    "feed_create": lambda t, p: ((), {"what": "mine"}),
    "publication_done": lambda t, p: (
        (late(p, t).pk,), {"link": "https://www.facebook.com/shop/posts/123"}),
    "publication_again": lambda t, p: ((late(p, t).pk,), {"day": DAY, "time": "10:00"}),
    "publication_give_up": lambda t, p: ((late(p, t).pk,), {}),
    "pause_list": lambda t, p: ((), {"reason": "地震", "scope": "all", "account": ""}),
    "pause_end": lambda t, p: (
        (PublishingPause.objects.create(workspace=t.workspace, reason="地震").pk,), {}),
    "idea_list": lambda t, p: ((), {"title": "點子"}),
    "idea_edit": lambda t, p: (
        (Idea.objects.create(workspace=t.workspace, title="點子").pk,), {"title": "好點子"}),
    "idea_move": lambda t, p: (
        (Idea.objects.create(workspace=t.workspace, title="點子").pk,), {"state": "ready"}),
    "media_remove": lambda t, p: ((MediaFactory(workspace=t.workspace).pk,), {}),
    "options_edit": lambda t, p: ((), {
        "approval_steps": 2, "missed_after": 60, "ready_days": 2, "buffer_days": 7,
        "flexible_share": 20, "licence_days": "30, 7", "outside_counts": "on"}),
}  # fmt: skip


@pytest.mark.parametrize("name", DONE)
def test_it_stands_in_the_trail(client, team, post, name):
    numbers, values = DONE[name](team, post)
    actor = team.manager
    client.force_login(actor)
    before = AuditEvent.objects.filter(actor=actor).count()

    response = client.post(
        reverse(f"calendar:{name}", args=[team.workspace.slug, *numbers]), values
    )

    assert response.status_code < 400, response.content.decode()[:2000]
    written = AuditEvent.objects.filter(actor=actor).order_by("pk")[before:]
    assert written, f"{name} left nothing"


def test_a_day_off_taken_back_stands_there_too(client, team):
    laying.note_days_off(
        team.workspace, team.editor, date(2026, 12, 1), date(2026, 12, 2), by=team.editor
    )
    client.force_login(team.editor)

    client.post(
        reverse("calendar:day_off_save", args=[team.workspace.slug]),
        {"remove": DayOff.objects.first().pk},
    )

    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"calendar.days_off_noted", "calendar.day_off_removed"} <= verbs
    assert DayOff.objects.count() == 1


def test_autosave_leaves_one_row_in_ten_minutes(team, post):
    import time_machine

    def save(text: str) -> None:
        entry = Entry.objects.get(pk=post.entry_id)
        entries.write(entry, {"text": text}, seen=entry.version, by=team.editor)

    def rows() -> int:
        return AuditEvent.objects.filter(verb="calendar.entry_written").count()

    for text in ("一", "一二", "一二三"):
        save(text)
    assert rows() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        save("四")
    assert rows() == 2
