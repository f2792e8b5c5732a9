"""/metrics: the right numbers, for Prometheus alone."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import redis
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from platforms.models import BatchAccount
from tests.factories.analytics import delivery
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import FailedJobFactory, JobFactory
from tests.house.rooms import ROOT
from workspaces.models import Job, Pulse

pytestmark = pytest.mark.django_db


def read(client, **more) -> dict[tuple, float]:
    """(name, labels as sorted pairs) → value."""
    response = client.get("/metrics", headers={"Host": "127.0.0.1:8000"}, **more)
    assert response.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_jobs_are_counted_by_state_and_the_oldest_is_timed(client):
    old = JobFactory()
    Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(minutes=3))
    JobFactory()
    FailedJobFactory()
    silent = JobFactory(status="running")
    Job.objects.filter(pk=silent.pk).update(lease_until=timezone.now() - timedelta(seconds=5))

    found = read(client)

    assert found["workbench_jobs", ("state", "queued")] == 2
    assert found["workbench_jobs", ("state", "failed")] == 1
    assert found["workbench_jobs", ("state", "done")] == 0
    assert found[("workbench_jobs_lost",)] == 1
    assert 180 <= found[("workbench_oldest_waiting_job_seconds",)] < 200


def test_imports_signs_and_space_are_told(client):
    account = SocialAccountFactory(ours=True)
    BatchAccount.objects.create(batch=delivery(account), account=account, rows=1, main=True)
    Pulse.objects.beat(Pulse.Kind.WORKER, "worker@a")
    Pulse.objects.beat(Pulse.Kind.TASK, "sweep-jobs", seconds=0.1, error="")
    Pulse.objects.beat(Pulse.Kind.BACKUP, "newest")

    found = read(client)

    labels = sorted(
        {
            "account": str(account.pk),
            "platform": account.platform,
            "workspace": account.workspace.slug,
        }.items()
    )
    now = timezone.now().timestamp()
    assert now - found[("workbench_last_import_timestamp_seconds", *labels)] < 60
    assert now - found["workbench_worker_sign_timestamp_seconds", ("worker", "worker@a")] < 60
    assert now - found["workbench_timetable_timestamp_seconds", ("entry", "sweep-jobs")] < 60
    assert now - found["workbench_backup_timestamp_seconds", ("name", "newest")] < 60
    assert found[("workbench_database_bytes",)] > 10_000
    assert found["workbench_disk_bytes", ("kind", "free")] > 0
    failed = {key: value for key, value in found.items() if key[0] == "workbench_scrape_failed"}
    assert len(failed) == 5
    assert set(failed.values()) == {0}


def test_requests_are_counted_under_their_view_not_their_address(client):
    key = (
        "workbench_requests_total",
        ("method", "GET"),
        ("status", "200"),
        ("view", "healthz"),
    )
    before = read(client).get(key, 0)
    client.get("/healthz?secret=1")
    client.get("/no/such/secret-page")

    found = read(client)

    assert found[key] == before + 1
    assert not any("secret" in str(name) for name in found)
    assert found["workbench_request_seconds_count", ("method", "GET"), ("view", "healthz")] >= 1


def test_a_part_that_does_not_answer_is_named_and_the_others_still_count(
    client, settings, monkeypatch
):
    def away() -> dict:
        raise redis.ConnectionError("refused")

    monkeypatch.setattr("workbench.queues.lengths", away)

    found = read(client)

    assert found["workbench_scrape_failed", ("part", "queue")] == 1
    assert found["workbench_scrape_failed", ("part", "jobs")] == 0
    assert ("workbench_jobs", ("state", "done")) in found


def test_the_queues_of_a_real_broker_are_counted(client, settings, redis_url):
    settings.EMBEDDED, settings.REDIS_URL = False, redis_url.rsplit("/", 1)[0] + "/9"
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        server.delete("default", "render")
        server.rpush("render", "a", "b")
        try:
            found = read(client)
        finally:
            server.delete("render")

    assert found["workbench_queue_messages", ("queue", "render")] == 2
    assert found["workbench_queue_messages", ("queue", "default")] == 0


@pytest.mark.parametrize(
    "more",
    [
        {"headers": {"Host": "127.0.0.1"}, "REMOTE_ADDR": "192.0.2.7"},
        {"headers": {"Host": "127.0.0.1", "X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Host": "workbench.example.com"}},
    ],
)
def test_without_a_token_only_this_machine_may_read(client, settings, more):
    settings.ALLOWED_HOSTS = ["*"]

    assert client.get("/metrics", **more).status_code == 404


def test_with_a_token_whoever_sends_it_may_read(client, settings):
    settings.METRICS_TOKEN = "一個只有監控知道的字"
    token = "Bearer 一個只有監控知道的字"

    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer wrong").status_code == 404
    answer = client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=token)
    assert answer.status_code == 200


def test_several_processes_of_a_host_are_added_up(tmp_path):
    """Two processes count; a third, which counted nothing, tells the sum."""
    env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    setup = "import django; django.setup(); from workbench import metrics as m;"
    count = f"{setup} [m.ANSWERS.labels('home', 'GET', '200').inc() for n in range(3)]"
    tell = f"{setup} m.PARTS.clear(); print(m.text().decode())"
    env["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    for _process in range(2):
        subprocess.run([sys.executable, "-c", count], cwd=ROOT, env=env, check=True)

    told = subprocess.run(
        [sys.executable, "-c", tell], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    ).stdout

    assert 'workbench_requests_total{method="GET",status="200",view="home"} 6.0' in told
