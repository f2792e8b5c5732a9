"""營運健康: what a manager sees, in good days and bad ones, and nothing of anybody else."""

from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from platforms.models import BatchAccount, SourceBatch
from tests.factories.analytics import delivery
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import FailedJobFactory, JobFactory
from workspaces.models import Job, Pulse

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(as_role):
    return as_role("manager")


@pytest.fixture
def running():
    """A worker, a timetable and a fresh backup."""
    Pulse.objects.beat(Pulse.Kind.WORKER, "worker@web-1")
    Pulse.objects.beat(Pulse.Kind.TASK, "sweep-jobs", seconds=0.1, error="")
    Pulse.objects.beat(Pulse.Kind.BACKUP, "newest", bytes=1)


def brought(account) -> None:
    """Figures of ``account`` arrive now."""
    BatchAccount.objects.create(batch=delivery(account), account=account, rows=1, main=True)


def look(client, member):
    response = client.get(f"/w/{member.workspace.slug}/settings/health/")
    assert response.status_code == 200
    return response.context["health"], response.content.decode()


def sign(health, label: str):
    return next(one for one in health.signs if str(one.label) == label)


def test_all_is_well(client, manager, running):
    health, page = look(client, manager)

    assert health.troubles == 0
    assert "一切正常" in page
    assert "沒有失敗的工作" in page
    assert "還沒有帳號" in page


def test_without_a_worker_the_page_says_what_to_do(client, manager):
    health, page = look(client, manager)

    assert sign(health, "工作程式").tone == "bad"
    assert "請管理主機的人啟動工作程式" in page
    assert "有 2 件事要處理" in page
    assert "manage.py backup --to" in page


def test_a_worker_that_fell_silent_does_not_count(client, manager, running):
    Pulse.objects.filter(kind="worker").update(at=timezone.now() - timedelta(minutes=2))

    assert sign(look(client, manager)[0], "工作程式").tone == "bad"


def test_an_old_backup_is_a_matter_and_a_recent_one_is_not(client, manager, running):
    for days, tone in ((3, "good"), (8, "warn")):
        Pulse.objects.filter(kind="backup").update(at=timezone.now() - timedelta(days=days))
        health, page = look(client, manager)
        assert sign(health, "備份").tone == tone
        assert f"{days} 天前" in page


def test_entries_of_the_timetable_say_when_they_ran(client, manager, running):
    Pulse.objects.beat(Pulse.Kind.TASK, "tidy", seconds=2.5, error="OperationalError")
    Pulse.objects.filter(name="sweep-jobs").update(at=timezone.now() - timedelta(minutes=10))

    tones = {run.entry: run.tone for run in look(client, manager)[0].runs}

    assert (tones["tidy"], tones["sweep-jobs"]) == ("bad", "warn")


def test_one_workspace_does_not_see_another_ones_work(client, manager, running):
    FailedJobFactory(label="別家的報告")
    theirs = JobFactory(label="別家在等")
    Job.objects.filter(pk=theirs.pk).update(created_at=timezone.now() - timedelta(hours=3))
    account = SocialAccountFactory(name="別家粉專", ours=True)
    brought(account)

    health, page = look(client, manager)

    assert "別家" not in page
    assert health.troubles == 0
    assert sign(health, "這個工作區的工作").state == "沒有在等的工作"


def test_waiting_work_is_a_matter_after_five_minutes(client, manager, running):
    job = JobFactory(workspace=manager.workspace)
    assert sign(look(client, manager)[0], "這個工作區的工作").tone == "good"

    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=7))
    health, page = look(client, manager)

    assert sign(health, "這個工作區的工作").tone == "warn"
    assert "已等了 7 分鐘" in page


def test_failed_work_is_tried_again_from_here(client, manager, running, monkeypatch):
    monkeypatch.setattr("workspaces.jobs.send", lambda job: None)
    job = FailedJobFactory(workspace=manager.workspace, label="匯入三月的檔案")
    page = look(client, manager)[1]
    retry = f"/w/{manager.workspace.slug}/jobs/{job.pk}/retry/"
    assert "匯入三月的檔案" in page
    assert f'action="{retry}"' in page

    client.post(retry)

    assert Job.objects.exclude(pk=job.pk).get().status == "queued"
    assert "匯入三月的檔案" not in str(look(client, manager)[0].failed)


def test_each_account_says_when_its_last_figures_came(client, manager, running):
    fresh = SocialAccountFactory(workspace=manager.workspace, name="山線茶行", ours=True)
    quiet = SocialAccountFactory(workspace=manager.workspace, name="舊專頁", ours=True)
    SocialAccountFactory(workspace=manager.workspace, name="還沒匯入", ours=True)
    SocialAccountFactory(workspace=manager.workspace, name="合作夥伴", ours=False)
    brought(fresh)
    brought(quiet)
    long_ago = timezone.now() - timedelta(days=40)
    SourceBatch.objects.filter(accounts__account=quiet).update(created_at=long_ago)

    health, page = look(client, manager)

    assert {feed.name: feed.tone for feed in health.feeds} == {
        "山線茶行": "good",
        "舊專頁": "warn",
        "還沒匯入": "idle",
    }
    assert "合作夥伴" not in page


def test_an_undone_import_is_no_news_of_an_account(client, manager, running):
    account = SocialAccountFactory(workspace=manager.workspace, name="山線茶行", ours=True)
    brought(account)
    SourceBatch.objects.update(state=SourceBatch.State.WITHDRAWN)

    assert look(client, manager)[0].feeds[0].tone == "idle"


def test_a_queue_that_does_not_answer_is_said_and_the_rest_still_shown(
    client, manager, running, settings, monkeypatch
):
    def away() -> dict:
        raise redis.ConnectionError("refused")

    settings.EMBEDDED = False
    monkeypatch.setattr("workbench.queues.lengths", away)

    health, page = look(client, manager)

    assert (sign(health, "工作佇列").tone, sign(health, "備份").tone) == ("bad", "good")
    assert "沒有回應" in page


def test_a_disk_that_fills_up_is_named_before_it_is_full(client, manager, running, monkeypatch):
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    for free, tone in ((500, "good"), (80, "warn"), (20, "bad")):
        monkeypatch.setattr("shutil.disk_usage", lambda path, free=free: usage(1000, 0, free))
        assert sign(look(client, manager)[0], "磁碟空間").tone == tone


def test_the_number_of_questions_does_not_grow(client, manager, running, django_assert_num_queries):
    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            look(client, manager)
        return len(queries)

    first = asked()
    for number in range(5):
        FailedJobFactory(workspace=manager.workspace)
        account = SocialAccountFactory(workspace=manager.workspace, ours=True)
        brought(account)
        Pulse.objects.beat(Pulse.Kind.WORKER, f"worker@web-{number}")

    assert asked() <= first + 1
