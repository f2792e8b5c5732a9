"""Reports made while others are made and files arrive: each is of one moment."""

import pytest
from django.db import IntegrityError

from reports import tasks
from reports.services import making, restated
from tests.factories.reports import QUARTER, export, imported
from tests.factories.workspaces import JobFactory
from workspaces.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr("reports.tasks.PAUSE", 0)


def asked_for(desk) -> Job:
    params = {"report": desk.report.pk}
    return JobFactory(
        workspace=desk.workspace, started_by=desk.lead, task="reports.make_version", params=params
    )


def overtaken(monkeypatch, times: int, error=IntegrityError) -> list[int]:
    """Another run keeps its version first, ``times`` times."""
    really, tries = making.make_version, []

    def make(report, **more):
        tries.append(1)
        if len(tries) <= times:
            raise error("one_version_per_number")
        return really(report, **more)

    monkeypatch.setattr("reports.tasks.making.make_version", make)
    return tries


def test_whoever_is_overtaken_begins_again(desk, monkeypatch):
    job = asked_for(desk)
    tries = overtaken(monkeypatch, 2)

    tasks.make_version_task(job.pk)

    job.refresh_from_db()
    assert (job.status, len(tries), desk.report.versions.count()) == ("done", 3, 1)


def test_it_does_not_go_on_for_ever(desk, monkeypatch):
    job = asked_for(desk)
    overtaken(monkeypatch, 99)

    tasks.make_version_task(job.pk)

    job.refresh_from_db()
    assert job.status == "failed"


def test_figures_that_arrive_while_they_are_read_are_read_again(desk, monkeypatch):
    job = asked_for(desk)
    really, arrived = making.write_files, []

    def write_files(*arguments, **more):
        if not arrived:
            arrived.append(imported(desk.workspace, export(QUARTER, 5, text="剛到的"), "late.csv"))
        return really(*arguments, **more)

    monkeypatch.setattr("reports.services.making.write_files", write_files)

    tasks.make_version_task(job.pk)

    job.refresh_from_db()
    version = desk.report.versions.get()
    assert (job.status, len(arrived)) == ("done", 1)
    assert version.data_stamp == restated.data_stamp(desk.workspace)


def test_what_fails_because_figures_arrived_is_read_again(desk, monkeypatch):
    job = asked_for(desk)
    really, arrived = making.make_version, []

    def make(report, **more):
        if not arrived:
            arrived.append(imported(desk.workspace, export(QUARTER, 5, text="剛到的"), "late.csv"))
            raise KeyError("a delivery nobody knew of when the reading began")
        return really(report, **more)

    monkeypatch.setattr("reports.tasks.making.make_version", make)

    tasks.make_version_task(job.pk)

    job.refresh_from_db()
    assert job.status == "done"


def test_what_fails_by_itself_is_not_tried_again(desk, monkeypatch):
    job = asked_for(desk)
    tries = overtaken(monkeypatch, 99, KeyError)

    tasks.make_version_task(job.pk)

    job.refresh_from_db()
    assert (job.status, len(tries)) == ("failed", 1)
