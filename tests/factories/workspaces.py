"""People, workspaces and what hangs on them, one of each kind, different every time."""

import factory
from django.utils import timezone

from workspaces.models import (
    AuditEvent,
    Job,
    Membership,
    Notification,
    UndoStep,
    User,
    Workspace,
)
from workspaces.roles import Role

PASSWORD = "一句只有自己知道的話 2026"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"林小{n}")

    @factory.post_generation
    def password(self, create, given, **kwargs):
        self.set_password(given or PASSWORD)
        self.save()


class WorkspaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Workspace

    slug = factory.Sequence(lambda n: f"brand-{n}")
    name = factory.Sequence(lambda n: f"小草選物 {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.EDITOR


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    workspace = factory.SubFactory(WorkspaceFactory)
    started_by = factory.SubFactory(UserFactory)
    task = "workspaces.nothing"
    label = "匯入 3 個檔案"


class FailedJobFactory(JobFactory):
    status = Job.Status.FAILED
    error = "這段期間沒有資料。"
    finished_at = factory.LazyFunction(timezone.now)


class NotificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notification

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"event:{n}")
    text = "季報送審了，等你簽核。"


class AuditEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEvent

    workspace = factory.SubFactory(WorkspaceFactory)
    actor = factory.SubFactory(UserFactory)
    actor_name = factory.LazyAttribute(lambda event: str(event.actor))
    verb = "workspaces.role_changed"
    subject = "張雅婷"


class UndoStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UndoStep

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    label = "匯入 3 個檔案"
    handler = "tests.nothing"
