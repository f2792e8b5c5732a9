"""Projects, tasks, routines and meetings, one of each kind."""

from datetime import UTC, date, datetime

import factory

from planning.models import (
    Decision,
    Meeting,
    Project,
    Routine,
    RoutineRun,
    Task,
    TaskCheck,
    TaskFile,
    TaskLink,
)
from tests.factories.workspaces import WorkspaceFactory
from workspaces.models import Department


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"部門 {n}")


class ProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Project

    workspace = factory.SubFactory(WorkspaceFactory)
    title = factory.Sequence(lambda n: f"禮盒上市 {n}")
    start = date(2026, 11, 23)
    due = date(2026, 12, 12)


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    project = factory.SubFactory(ProjectFactory)
    workspace = factory.SelfAttribute("project.workspace")
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"主視覺 {n}")
    start = date(2026, 11, 23)
    due = date(2026, 11, 25)


class TaskLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskLink

    before = factory.SubFactory(TaskFactory)
    after = factory.SubFactory(TaskFactory, project=factory.SelfAttribute("..before.project"))
    workspace = factory.SelfAttribute("before.workspace")


class TaskCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskCheck

    task = factory.SubFactory(TaskFactory)
    workspace = factory.SelfAttribute("task.workspace")
    text = "1200 × 628"


class TaskFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskFile

    task = factory.SubFactory(TaskFactory)
    workspace = factory.SelfAttribute("task.workspace")
    name = "主視覺.png"
    kind = "png"
    path = "planning/0/none.png"
    sha256 = "0" * 64
    size = 1234
    sent_by = "林小晴"


class RoutineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Routine

    workspace = factory.SubFactory(WorkspaceFactory)
    title = "回覆留言與私訊"
    rhythm = Routine.Rhythm.DAILY
    since = date(2026, 11, 2)


class RoutineRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoutineRun

    routine = factory.SubFactory(RoutineFactory)
    workspace = factory.SelfAttribute("routine.workspace")
    day = date(2026, 11, 20)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    workspace = factory.SubFactory(WorkspaceFactory)
    title = "進度會議"
    at = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    workspace = factory.SelfAttribute("meeting.workspace")
    question = "要不要加印 500 盒？"
