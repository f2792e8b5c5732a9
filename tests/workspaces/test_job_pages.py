import pytest

from tests.factories.workspaces import FailedJobFactory, JobFactory
from workspaces.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr("workspaces.jobs.send", lambda job: None)


@pytest.fixture
def member(as_role):
    return as_role("editor")


def own(member, make=JobFactory, **fields) -> Job:
    return make(workspace=member.workspace, started_by=member.user, **fields)


def url(member, tail: str = "") -> str:
    return f"/w/{member.workspace.slug}/jobs/{tail}"


def test_the_list_holds_ones_own_work(client, member):
    job = own(member)
    JobFactory(workspace=member.workspace)
    JobFactory(started_by=member.user)

    assert list(client.get(url(member), {"of": "all"}).context["rows"]) == [job]


def test_whoever_manages_may_see_everybodys(client, as_role):
    manager = as_role("manager")
    theirs = JobFactory(workspace=manager.workspace)
    JobFactory()

    assert list(client.get(url(manager)).context["rows"]) == []
    assert list(client.get(url(manager), {"of": "all"}).context["rows"]) == [theirs]


def test_a_running_job_asks_again_and_a_finished_one_does_not(client, member):
    job = own(member, status="running", done=1200, total=4800, step="正在讀 a.csv")

    part = client.get(url(member, f"{job.pk}/"), headers={"HX-Request": "true"}).content.decode()
    assert "every 1500ms" in part
    assert 'value="1200"' in part
    assert "正在讀 a.csv" in part
    assert "<html" not in part

    Job.objects.update(status="done")
    part = client.get(url(member, f"{job.pk}/"), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part


def test_a_page_that_waits_is_led_on_and_another_is_not(client, member):
    job = own(member, status="running")
    page = url(member, f"{job.pk}/")

    assert f'hx-get="{page}?follow=1"' in client.get(f"{page}?follow=1").content.decode()
    assert f'hx-get="{page}"' in client.get(page).content.decode()

    Job.objects.filter(pk=job.pk).update(status="done", result_url="/w/tea/reports/1/")

    led = 'data-follow="/w/tea/reports/1/"'
    assert led in client.get(f"{page}?follow=1").content.decode()
    assert led not in client.get(page).content.decode()


def test_colleagues_may_watch_but_not_stop_or_repeat(client, member):
    theirs = JobFactory(workspace=member.workspace, status="running")
    failed = FailedJobFactory(workspace=member.workspace)

    assert client.get(url(member, f"{theirs.pk}/")).status_code == 200
    assert client.post(url(member, f"{theirs.pk}/cancel/")).status_code == 403
    assert client.post(url(member, f"{failed.pk}/retry/")).status_code == 403
    theirs.refresh_from_db()
    assert theirs.cancel_requested is False


def test_ones_own_job_is_stopped(client, member):
    waiting, running = own(member), own(member, status="running")

    client.post(url(member, f"{waiting.pk}/cancel/"))
    part = client.post(
        url(member, f"{running.pk}/cancel/"), headers={"HX-Request": "true"}
    ).content.decode()

    waiting.refresh_from_db()
    running.refresh_from_db()
    assert (waiting.status, running.cancel_requested) == ("cancelled", True)
    assert f'id="job-{running.pk}"' in part


def test_a_failed_job_says_why_and_can_be_tried_again(client, member):
    job = own(member, FailedJobFactory, params={"files": [3]})
    assert "這段期間沒有資料。" in client.get(url(member)).content.decode()

    response = client.post(url(member, f"{job.pk}/retry/"))

    fresh = Job.objects.exclude(pk=job.pk).get()
    assert response["Location"] == url(member, f"{fresh.pk}/")
    assert (fresh.params, fresh.started_by) == ({"files": [3]}, member.user)
    page = client.get(url(member)).content.decode()
    assert f"/{job.pk}/retry/" not in page


def test_another_workspaces_job_is_not_found(client, member):
    other = JobFactory(started_by=member.user)

    assert client.get(url(member, f"{other.pk}/")).status_code == 404
    assert client.post(url(member, f"{other.pk}/cancel/")).status_code == 404
