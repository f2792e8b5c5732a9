from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from tests.factories.workspaces import (
    AuditEventFactory,
    JobFactory,
    MembershipFactory,
    NotificationFactory,
    UndoStepFactory,
)
from workspaces.models import AuditEvent, Invitation, Job, Notification, PasswordLink, UndoStep
from workspaces.tidy import tidy

pytestmark = pytest.mark.django_db


def test_what_is_over_goes_and_what_counts_stays():
    now = timezone.now()
    member = MembershipFactory()
    for key, days in (("over", -1), ("running", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(days=days)
        )
    for email in ("old@example.com", "new@example.com"):
        Invitation.issue(workspace=member.workspace, email=email, role="editor", by=None)
    Invitation.objects.filter(email="old@example.com").update(expires_at=now - timedelta(days=31))
    PasswordLink.issue(member.user, by=None)
    PasswordLink.objects.update(expires_at=now - timedelta(days=31))
    NotificationFactory(text="未讀"), NotificationFactory(text="讀過", read_at=now)
    NotificationFactory(text="早就讀過", read_at=now - timedelta(days=91))
    UndoStepFactory(label="剛才")
    UndoStepFactory(label="去年")
    UndoStep.objects.filter(label="去年").update(created_at=now - timedelta(days=91))
    AuditEventFactory()
    JobFactory()

    counted = tidy(at=now, dry_run=True)
    assert tidy(at=now) == counted
    assert {key: count for key, count in counted.items() if count} == {
        "sessions": 1,
        "links": 1,
        "invitations": 1,
        "notices": 1,
        "ways_back": 1,
    }

    assert list(Session.objects.values_list("session_key", flat=True)) == ["running"]
    assert Invitation.objects.get().email == "new@example.com"
    assert not PasswordLink.objects.exists()
    assert set(Notification.objects.values_list("text", flat=True)) == {"未讀", "讀過"}
    assert UndoStep.objects.get().label == "剛才"
    assert (AuditEvent.objects.count(), Job.objects.count()) == (1, 1)


def test_ended_work_goes_after_its_time_and_open_work_never(settings):
    now = timezone.now()
    old = now - timedelta(days=181)
    for status in ("done", "failed", "cancelled"):
        JobFactory(status=status, finished_at=old)
    JobFactory(status="done", finished_at=now - timedelta(days=179), label="剛做完")
    JobFactory(status="running", label="還在做")
    JobFactory(label="還在等")
    Job.objects.filter(status__in=["running", "queued"]).update(created_at=old, started_at=old)

    assert tidy(at=now)["jobs"] == 3
    assert set(Job.objects.values_list("label", flat=True)) == {"剛做完", "還在做", "還在等"}

    settings.RETAIN_JOBS_DAYS = 0
    assert tidy(at=now + timedelta(days=4000))["jobs"] == 0


def test_a_dry_run_deletes_nothing(settings):
    settings.RETAIN_JOBS_DAYS = 1
    JobFactory(status="done", finished_at=timezone.now() - timedelta(days=2))
    said = StringIO()

    call_command("tidy", "--dry-run", stdout=said)
    assert Job.objects.count() == 1
    assert "1  Work that ended long ago" in said.getvalue(), "one language, as the line below"
    assert "1  would go" in said.getvalue()
    call_command("tidy", stdout=said)
    assert Job.objects.count() == 0


def test_many_rows_go_in_small_steps(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("workspaces.tidy.AT_ONCE", 2)
    now = timezone.now()
    for _number in range(5):
        NotificationFactory(read_at=now - timedelta(days=91))

    assert tidy(at=now)["notices"] == 5
    assert not Notification.objects.exists()
