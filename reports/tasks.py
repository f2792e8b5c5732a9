"""Doors of the reports room to the queue: load by id, call one service, finish with it."""

import time
from collections.abc import Callable

from celery import shared_task
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.documents.template import TemplateError
from reports.models import Deliverable, DeliverableVersion, SignedOff
from reports.services import making, restated, review
from reports.services.errors import CannotDo
from workspaces.approvals import NotAllowed
from workspaces.jobs import JobCancelled, JobFailed, JobLost, Run, work
from workspaces.models import Job, User

TURNS = 6
PAUSE = 1.0  # seconds, longer with every turn


@shared_task(name="reports.make_version", max_retries=0)
def make_version_task(job_id: int) -> None:
    """Make a version; with ``"review": true`` send it to review as well."""
    work(job_id, _make)


@shared_task(name="reports.sign", max_retries=0)
def sign_task(job_id: int) -> None:
    work(job_id, _sign)


def _report(job: Job) -> Deliverable:
    found = Deliverable.objects.in_workspace(job.workspace).with_people()
    report = found.filter(pk=job.params["report"]).first()
    if report is None:
        raise JobFailed(_("This report is no longer there."))
    return report


def _asker(job: Job) -> User:
    """Whoever started the job, where a name has to stand below it."""
    if job.started_by is None:
        raise JobFailed(_("Whoever started this has no account any more. Start it again."))
    return job.started_by


def _page(report: Deliverable) -> str:
    return reverse("reports:report_detail", args=[report.workspace.slug, report.pk])


def _make(run: Run) -> None:
    report, by = _report(run.job), run.job.started_by

    def finish(version: DeliverableVersion) -> None:
        result: dict = {"version": version.number}
        if run.job.params.get("review"):
            try:
                with transaction.atomic():
                    review.ask(report, version, by=_asker(run.job))
            except CannotDo as error:  # the version is kept; the page says what is left to do
                result["not_sent"] = str(error)
        run.finish(result, _page(report))

    try:
        _make_in_turn(report, by=by, run=run, finish=finish)
    except (CannotDo, TemplateError, SignedOff, NotAllowed) as error:
        raise JobFailed(str(error)) from None


# Said on purpose, or not about figures: trying again would say the same.
MEANT = (
    CannotDo,
    TemplateError,
    SignedOff,
    NotAllowed,
    JobCancelled,
    JobFailed,
    JobLost,
    DatabaseError,
)


class _Moved(Exception):
    """Figures arrived while they were being read."""


def _make_in_turn(
    report: Deliverable, *, by: User | None, run: Run, finish: Callable[[DeliverableVersion], None]
) -> DeliverableVersion:
    """Again from the start when an import ended, or another run kept its version, meanwhile.

    So that all figures of a version are of one moment. Where imports never rest, the last turn is
    kept unless it contradicts itself.
    """
    for turn in range(1, TURNS + 1):
        before = restated.data_stamp(report.workspace)

        def unmoved(version: DeliverableVersion, before=before, last=turn == TURNS) -> None:
            if not last and restated.data_stamp(report.workspace) != before:
                raise _Moved
            finish(version)

        try:
            return making.make_version(report, by=by, run=run, finish=unmoved)
        except (_Moved, IntegrityError):
            if turn == TURNS:
                raise
        except MEANT:
            raise
        except Exception:
            # Half of the figures from before and half from after can fail in many ways.
            if turn == TURNS or restated.data_stamp(report.workspace) == before:
                raise
        run.progress(0, step=_("Figures are arriving; reading them again in a moment"))
        time.sleep(turn * PAUSE)
    raise AssertionError("not reached")


def _sign(run: Run) -> None:
    report, params = _report(run.job), run.job.params
    try:
        review.sign(
            report,
            by=_asker(run.job),
            comment=params.get("comment", ""),
            digest=params["digest"],
            finish=lambda: run.finish({"signed": report.pk}, _page(report)),
        )
    except (CannotDo, TemplateError, SignedOff, NotAllowed) as error:
        raise JobFailed(str(error)) from None
