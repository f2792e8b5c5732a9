"""Work a person waits for: enqueue, claim, progress, cancel, sweep.

The Job row is the intent and is written in the request's transaction; the broker only carries
its id. A worker claims the row with a lease; whoever dies leaves a lease that runs out, and the
sweep hands the row to somebody else. So a memory broker loses nothing either.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from workspaces.models import Job, User, Workspace
from workspaces.models.job import lease_end

log = structlog.get_logger(__name__)


class JobCancelled(Exception):
    """The person asked to stop; what was written so far must be rolled back or withdrawn."""


class JobLost(Exception):
    """Another worker holds this job now; whoever sees this must write nothing more."""


class JobFailed(Exception):
    """The work cannot be done; the text is the sentence the person reads."""


def enqueue(
    task: str,
    *,
    workspace: Workspace,
    by: User | None,
    label: str,
    params: dict[str, Any],
    result_url: str = "",
) -> Job:
    """Write the intent now and send its id once the transaction is committed."""
    context = structlog.contextvars.get_contextvars()
    job = Job.objects.create(
        workspace=workspace,
        task=task,
        label=label,
        params=params,
        started_by=by,
        result_url=result_url,
        request_id=context.get("request_id", ""),
    )
    transaction.on_commit(partial(send, job))
    return job


def send(job: Job) -> None:
    """Tell the broker. If it cannot be reached the sweep will, so this never fails a request."""
    try:
        current_app.send_task(job.task, args=[job.pk])
    except Exception as error:  # noqa: BLE001 -- any broker's error; the row stays queued
        log.warning("job_not_sent", job=job.pk, error=str(error))


class Run:
    """A claimed job while it is being worked on."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        """Say how far; renew the lease. Raises JobCancelled or JobLost."""
        fields: dict[str, Any] = {"done": done, "lease_until": lease_end()}
        if total is not None:
            fields["total"] = total
        if step is not None:
            fields["step"] = step[:200]
        self._update(**fields)
        if Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists():
            raise JobCancelled

    def finish(self, result: dict | None = None, result_url: str = "") -> None:
        """Inside the caller's last transaction, so that the work and its end are one."""
        fields: dict[str, Any] = {
            "status": Job.Status.DONE,
            "finished_at": timezone.now(),
            "result": result or {},
            "step": "",
        }
        if result_url:
            fields["result_url"] = result_url
        self._update(**fields)

    def _update(self, **fields: Any) -> None:
        # The attempt number is in the filter: a late twin cannot overwrite its successor.
        changed = Job.objects.filter(
            pk=self.job.pk, status=Job.Status.RUNNING, attempts=self.job.attempts
        ).update(**fields)
        if not changed:
            raise JobLost
        for name, value in fields.items():
            setattr(self.job, name, value)


def work(
    job_id: int, do: Callable[[Run], None], *, on_give_up: Callable[[Job], None] | None = None
) -> bool:
    """Claim ``job_id`` and do it once. False when somebody else has it or it is over.

    ``do`` calls ``run.finish`` itself, in the transaction that makes its result visible.
    ``on_give_up`` tidies the domain row when the job failed or was cancelled.
    """
    job = Job.objects.claim(job_id)
    if job is None:
        return False
    structlog.contextvars.bind_contextvars(job=job.pk, request_id=job.request_id)
    run = Run(job)
    language = (job.started_by.language if job.started_by else "") or job.workspace.language
    try:
        with translation.override(language), _lease_kept(job):
            if job.cancel_requested:
                raise JobCancelled
            if job.attempts > Job.MAX_ATTEMPTS:
                raise JobFailed(
                    _("This was tried %(count)d times and stopped each time. Nothing was changed.")
                    % {"count": Job.MAX_ATTEMPTS}
                )
            do(run)
            if job.status == Job.Status.RUNNING:
                run.finish()
    except JobLost:
        log.warning("job_lost")
    except JobCancelled:
        _end(run, Job.Status.CANCELLED, "", on_give_up)
    except JobFailed as error:
        _end(run, Job.Status.FAILED, str(error), on_give_up)
    except (OperationalError, InterfaceError) as error:
        # The database went away or was too busy: nobody's mistake, and over in a moment.
        log.warning("job_interrupted", error=str(error))
        _hand_back(run)
    except Exception:
        log.exception("job_failed")
        with translation.override(language):
            sentence = _(
                "Something unexpected stopped this work. Nothing was changed. "
                "Try again; if it happens again, give your administrator the number %(number)s."
            ) % {"number": job.pk}
        _end(run, Job.Status.FAILED, sentence, on_give_up)
    finally:
        structlog.contextvars.unbind_contextvars("job", "request_id")
    return True


def cancel(job: Job) -> None:
    """Ask a running job to stop; end a waiting one at once."""
    changed = Job.objects.filter(pk=job.pk, status=Job.Status.QUEUED).update(
        status=Job.Status.CANCELLED, finished_at=timezone.now()
    )
    if not changed:
        Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).update(cancel_requested=True)


@transaction.atomic
def retry(job: Job, *, by: User) -> Job:
    """The same work as a new job, once. Answers the newer job if that was already done.

    A new row, because attempt numbers of the old one tell its lost twins apart.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status not in {Job.Status.FAILED, Job.Status.CANCELLED}:
        return job
    if job.retried:
        newer = Job.objects.in_workspace(job.workspace).filter(pk=job.result["retried_as"]).first()
        return newer or job
    fresh = enqueue(job.task, workspace=job.workspace, by=by, label=job.label, params=job.params)
    job.result = {**job.result, "retried_as": fresh.pk}
    job.save(update_fields=["result"])
    return fresh


def sweep() -> int:
    """Send again what was lost: old queued rows and rows whose lease ran out."""
    waiting = timezone.now() - timedelta(seconds=5)
    jobs = [job for job in Job.objects.claimable() if job.created_at < waiting]
    for job in jobs:
        send(job)
    return len(jobs)


def release_all() -> int:
    """For a start where no worker can be alive (embedded mode): let every claim run out now."""
    return Job.objects.filter(status=Job.Status.RUNNING).update(lease_until=timezone.now())


def _end(run: Run, status: str, error: str, tidy: Callable[[Job], None] | None) -> None:
    try:
        with transaction.atomic():
            run._update(status=status, error=error, finished_at=timezone.now())
            if tidy:
                tidy(run.job)
    except JobLost:
        log.warning("job_lost")


def _hand_back(run: Run) -> None:
    """Let another attempt begin at the next sweep; without a database the lease just runs out."""
    if not connection.in_atomic_block:
        connection.close()  # it may be the broken one; the next question opens another
    try:
        run._update(lease_until=timezone.now())
    except (JobLost, OperationalError, InterfaceError):
        log.warning("job_left_to_its_lease")


@contextmanager
def _lease_kept(job: Job) -> Iterator[None]:
    """Renew the lease from a thread, for stretches of work that report nothing."""
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            mine = Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, attempts=job.attempts)
            try:
                mine.update(lease_until=lease_end())
            except (OperationalError, InterfaceError):
                connection.close()  # the next turn begins with a new one
        connection.close()

    thread = threading.Thread(target=renew, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
