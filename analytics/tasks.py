"""Doors of the analytics room to the queue: load by id, call one function."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.intake import deliveries, ingest
from calendar_app import ties
from platforms.models import SourceFile
from workspaces import undo
from workspaces.jobs import Run, work
from workspaces.models import Job


@shared_task(name="analytics.inspect_files", max_retries=0)
def inspect_files_task(job_id: int) -> None:
    work(job_id, _inspect)


@shared_task(name="analytics.import_files", max_retries=0)
def import_files_task(job_id: int) -> None:
    work(job_id, _import, on_give_up=_tidy)


def _files(job: Job) -> list[SourceFile]:
    found = SourceFile.objects.in_workspace(job.workspace).select_related(
        "workspace", "uploaded_by"
    )
    return list(found.filter(pk__in=job.params["files"]).order_by("pk"))


def _inspect(run: Run) -> None:
    files = _files(run.job)
    run.progress(0, len(files), _("Looking into the files"))
    deliveries.inspect(file for file in files if file.state == SourceFile.State.WAITING)
    run.finish({"files": [file.pk for file in files]})


def _import(run: Run) -> None:
    files = [file for file in _files(run.job) if _held(file, run.job)]
    for file in files:
        run.progress(0, 0, _("Reading %(name)s") % {"name": file.name})
        ingest.import_file(file, run)
    with transaction.atomic():
        imported = [file.pk for file in files if file.state == SourceFile.State.IMPORTED]
        run.finish(
            {
                "files": [file.pk for file in files],
                "imported": len(imported),
                "refused": sum(file.state == SourceFile.State.REFUSED for file in files),
                "finished": timezone.now().isoformat(),
            }
        )
        if imported and run.job.started_by:
            undo.remember(
                run.job.workspace,
                run.job.started_by,
                _("import of %(count)d files") % {"count": len(imported)},
                "analytics.withdraw_import",
                {"files": imported},
            )
    if imported:
        # What was planned and published meets its figures as soon as they are there.
        ties.match_new(run.job.workspace)


@transaction.atomic
def _held(file: SourceFile, job: Job) -> bool:
    """One job at a time works on a file: tried again here and begun there, the other goes on."""
    rows = SourceFile.objects.select_for_update(of=("self",)).select_related("job")
    other = rows.get(pk=file.pk).job
    if other is not None and other != job and other.task == job.task and other.is_active:
        return False
    SourceFile.objects.filter(pk=file.pk).update(job=job)
    return True


def _tidy(job: Job) -> None:
    """Cancelled or given up: unfinished files wait again, finished ones stay imported."""
    for file in _files(job):
        if file.job_id not in (None, job.pk):
            continue  # another job works on it
        ingest.forget(file)
