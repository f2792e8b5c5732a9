from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workspaces.models import Department, ShareLink, User, WorkspaceModel, WorkspaceQuerySet
from workspaces.periods import Period


class ProjectQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(archived_at=None)

    def touching(self, period: Period) -> Self:
        """Projects with any task, or days of their own, within ``period``."""
        days = Q(start__lte=period.end, due__gte=period.start)
        tasks = Q(tasks__start__lte=period.end, tasks__due__gte=period.start)
        return self.filter(days | tasks).distinct()


class Project(WorkspaceModel):
    """Something several departments bring about together by a day: a launch, a campaign."""

    title = models.CharField(_("project"), max_length=120)
    goal = models.TextField(_("what it is for"), blank=True)
    start = models.DateField(_("first day"))
    due = models.DateField(_("finished by"))
    lead = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who leads it"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="project_ends_after_it_starts", condition=Q(due__gte=F("start"))
            )
        ]

    def __str__(self) -> str:
        return self.title


class TaskQuerySet(WorkspaceQuerySet):
    def alive(self) -> Self:
        """Tasks of projects in use that nobody has removed."""
        return self.filter(removed_at=None, project__archived_at=None)

    def open(self) -> Self:
        return self.alive().exclude(status=Task.Status.DONE)

    def late(self, *, today: date) -> Self:
        return self.open().filter(due__lt=today)

    def for_list(self) -> Self:
        return self.select_related("project", "department", "responsible").order_by(
            "due", "start", "pk"
        )


class Task(WorkspaceModel):
    """One piece of work of a project, from ``start`` to ``due``; a milestone is one day long.

    ``number`` is its name within the project and never used again, so that a workbook edited
    elsewhere finds it. ``version`` counts changes: whoever saves an older one is told.
    """

    class Status(models.TextChoices):
        TODO = "todo", _("To do")
        DOING = "doing", _("In progress")
        DONE = "done", _("Finished")

    project = models.ForeignKey(Project, models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()
    title = models.CharField(_("task"), max_length=150)
    note = models.TextField(_("what is to be handed in"), blank=True)
    is_milestone = models.BooleanField(_("milestone"), default=False)
    department = models.ForeignKey(
        Department,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    responsible = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    # Somebody of another department without an account.
    contact = models.CharField(_("contact without an account"), max_length=80, blank=True)
    consulted = models.ManyToManyField(
        Department, related_name="+", blank=True, verbose_name=_("consulted")
    )
    start = models.DateField(_("start"))
    due = models.DateField(_("due"))
    status = models.CharField(
        _("status"), max_length=5, choices=Status.choices, default=Status.TODO
    )
    progress = models.PositiveSmallIntegerField(_("progress (%)"), default=0)
    blocked = models.CharField(_("what blocks it"), max_length=200, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=120, blank=True)  # also people without an account
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["start", "due", "number"]
        indexes = [
            models.Index(fields=["workspace", "responsible", "due"], name="tasks_of_a_person"),
            models.Index(fields=["workspace", "department", "due"], name="tasks_of_a_department"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_task_per_number"),
            models.CheckConstraint(
                name="task_ends_after_it_starts", condition=Q(due__gte=F("start"))
            ),
            models.CheckConstraint(name="progress_is_a_percentage", condition=Q(progress__lte=100)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def who(self) -> str:
        """Whoever answers for it, in words."""
        return str(self.responsible) if self.responsible else self.contact

    def is_late(self, today: date) -> bool:
        return not self.is_done and self.due < today


class TaskLink(WorkspaceModel):
    """``after`` begins ``lag`` working days after ``before`` is due (0: the next working day)."""

    before = models.ForeignKey(Task, models.CASCADE, related_name="followers")
    after = models.ForeignKey(Task, models.CASCADE, related_name="waits_for")
    lag = models.PositiveSmallIntegerField(_("working days between"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="one_link_per_pair_of_tasks"),
            models.CheckConstraint(
                name="no_task_waits_for_itself", condition=~Q(before=F("after"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class TaskCheck(WorkspaceModel):
    """One line of what has to be handed in before a task is finished."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="checks")
    text = models.CharField(_("item"), max_length=150)
    place = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.text


class StoredFile(WorkspaceModel):
    """A file somebody handed in. ``path`` is below MEDIA_ROOT and holds its hash, not its name."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sent_by = models.CharField(max_length=120)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class TaskFile(StoredFile):
    """A file handed in for a task, by a member or through the link of a department."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="files")
    link = models.ForeignKey(ShareLink, models.SET_NULL, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
