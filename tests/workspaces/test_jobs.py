from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from tests.factories.workspaces import FailedJobFactory, JobFactory, MembershipFactory
from workspaces import jobs
from workspaces.jobs import JobFailed, JobLost, Run, work
from workspaces.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """Ids of the jobs whose number went to the broker."""
    ids: list[int] = []
    monkeypatch.setattr("workspaces.jobs.send", lambda job: ids.append(job.pk))
    return ids


def silence(job: Job, **fields) -> None:
    Job.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()


def test_only_one_of_two_workers_gets_a_job():
    job = JobFactory()

    first, second = Job.objects.claim(job.pk), Job.objects.claim(job.pk)

    assert (first.pk, second) == (job.pk, None)
    assert first.attempts == 1


def test_work_is_done_once_and_its_result_is_kept():
    job = JobFactory()
    done = []

    def do(run: Run) -> None:
        done.append(run.job.pk)
        run.finish({"posts": 3}, result_url="/w/x/")

    assert work(job.pk, do) is True
    assert work(job.pk, do) is False
    job.refresh_from_db()
    assert (done, job.status, job.result, job.result_url) == (
        [job.pk],
        Job.Status.DONE,
        {"posts": 3},
        "/w/x/",
    )


def test_a_job_is_sent_only_when_its_transaction_is_committed(
    sent, django_capture_on_commit_callbacks
):
    member = MembershipFactory()

    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            job = jobs.enqueue(
                "analytics.import_files",
                workspace=member.workspace,
                by=member.user,
                label="匯入",
                params={"files": [1]},
            )
            assert sent == []

    assert sent == [job.pk]


def test_a_broker_that_cannot_be_reached_never_fails_the_request(monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr("workspaces.jobs.current_app.send_task", refuse)
    job = JobFactory()

    jobs.send(job)

    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED


@pytest.mark.parametrize(
    ("status", "created", "lease", "again"),
    [
        ("queued", -60, None, True),
        ("queued", +60, None, False),
        ("running", -60, -1, True),
        ("running", -60, +60, False),
        ("done", -60, None, False),
    ],
    ids=["lost message", "just sent", "worker died", "worker alive", "finished"],
)
def test_the_sweep_sends_again_only_what_was_lost(sent, status, created, lease, again):
    # Seconds from now, and now is when the test runs: a suite collects long before.
    now = timezone.now()
    job = JobFactory()
    silence(
        job,
        status=status,
        created_at=now + timedelta(seconds=created),
        lease_until=None if lease is None else now + timedelta(seconds=lease),
    )

    assert jobs.sweep() == int(again)
    assert sent == ([job.pk] if again else [])


def test_a_lost_twin_cannot_overwrite_its_successor():
    job = JobFactory()
    twin = Run(Job.objects.claim(job.pk))
    silence(job, lease_until=timezone.now() - timedelta(seconds=1))
    successor = Run(Job.objects.claim(job.pk))

    with pytest.raises(JobLost):
        twin.progress(5)
    with pytest.raises(JobLost):
        twin.finish({"posts": 99})
    successor.finish({"posts": 3})

    job.refresh_from_db()
    assert (job.attempts, job.result) == (2, {"posts": 3})


def test_progress_renews_the_lease_and_says_how_far():
    job = JobFactory()
    run = Run(Job.objects.claim(job.pk))
    silence(job, lease_until=timezone.now())

    run.progress(30, 120, step="正在讀第 2 個檔案")

    job.refresh_from_db()
    assert (job.done, job.total, job.percent, job.step) == (30, 120, 25, "正在讀第 2 個檔案")
    assert job.lease_until > timezone.now() + timedelta(seconds=30)


def test_cancelling_a_waiting_job_ends_it_at_once():
    job = JobFactory()

    jobs.cancel(job)

    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
    assert work(job.pk, lambda run: run.finish()) is False


def test_cancelling_a_running_job_stops_it_at_its_next_step_and_tidies():
    job = JobFactory()
    tidied = []

    def do(run: Run) -> None:
        jobs.cancel(run.job)
        run.progress(1, 3)
        raise AssertionError("went on after the cancel")

    work(job.pk, do, on_give_up=lambda given: tidied.append(given.pk))

    job.refresh_from_db()
    assert (job.status, tidied) == (Job.Status.CANCELLED, [job.pk])


def test_work_that_cannot_be_done_says_why():
    job = JobFactory()

    def do(run: Run) -> None:
        raise JobFailed("這段期間沒有 Instagram 的資料。")

    work(job.pk, do)

    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.FAILED, "這段期間沒有 Instagram 的資料。")


def test_an_unexpected_error_becomes_a_sentence_with_the_jobs_number():
    job = JobFactory()

    def do(run: Run) -> None:
        raise ZeroDivisionError

    work(job.pk, do)

    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert str(job.pk) in job.error
    assert "ZeroDivision" not in job.error


def test_after_five_deaths_a_job_is_given_up():
    job = JobFactory()
    silence(job, status="running", attempts=5, lease_until=timezone.now() - timedelta(seconds=1))

    work(job.pk, lambda run: run.finish())

    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.FAILED, 6)
    assert "5" in job.error


def test_a_failed_job_is_started_again_once_as_another_row(sent):
    job = FailedJobFactory(params={"files": [7]})

    fresh = jobs.retry(job, by=job.started_by)
    same = jobs.retry(job, by=job.started_by)

    job.refresh_from_db()
    assert fresh.pk != job.pk
    assert same.pk == fresh.pk
    assert (fresh.task, fresh.params, fresh.status) == (job.task, {"files": [7]}, "queued")
    assert (job.status, job.retried) == (Job.Status.FAILED, True)


def test_a_finished_job_is_not_started_again(sent):
    job = JobFactory(status=Job.Status.DONE)

    assert jobs.retry(job, by=job.started_by).pk == job.pk
    assert Job.objects.count() == 1


def test_a_start_without_workers_frees_every_claim(sent):
    job = JobFactory()
    Job.objects.claim(job.pk)

    assert jobs.release_all() == 1
    silence(job, created_at=timezone.now() - timedelta(minutes=1))
    assert jobs.sweep() == 1


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_went_away_for_a_moment_fails_no_job(sent, error):
    job = JobFactory()
    given_up, tries = [], []

    def do(run: Run) -> None:
        tries.append(run.job.attempts)
        if len(tries) == 1:
            raise error("server closed the connection unexpectedly")

    assert work(job.pk, do, on_give_up=given_up.append) is True
    job.refresh_from_db()
    assert (job.status, given_up) == (Job.Status.RUNNING, [])

    silence(job, created_at=timezone.now() - timedelta(seconds=10))
    jobs.sweep()
    assert sent == [job.pk]
    assert work(job.pk, do) is True
    job.refresh_from_db()
    assert (job.status, tries) == (Job.Status.DONE, [1, 2])


def test_a_job_that_never_gets_to_its_end_is_given_up_after_a_few_tries():
    job = JobFactory()
    silence(job, attempts=Job.MAX_ATTEMPTS)

    assert work(job.pk, lambda run: None) is True

    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
