from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models.entry import Entry, EntryVersion
from workspaces.models import Job, User, WorkspaceModel


class DraftingService(WorkspaceModel):
    """Where a workspace asks for drafts: any service that speaks OpenAI's chat completions.

    Off until somebody turns it on. ``key`` is encrypted (``workspaces.secrets``).
    """

    on = models.BooleanField(_("drafting help is on"), default=False)
    address = models.CharField(_("address of the service"), max_length=300, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    key = models.CharField(max_length=1000, blank=True)
    seconds = models.PositiveSmallIntegerField(_("longest wait (seconds)"), default=40)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="one_drafting_service_per_workspace")
        ]

    def __str__(self) -> str:
        return self.model or self.address


class DraftRequest(WorkspaceModel):
    """One question to the service: what was sent, what came back, what a person took of it."""

    class Task(models.TextChoices):
        IDEAS = "ideas", _("Ideas for further posts")
        TITLES = "titles", _("Other titles")
        SHORTEN = "shorten", _("Shorten the text")
        TONE = "tone", _("Another tone")

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("draft", "Asked")
        ANSWERED = "answered", pgettext_lazy("draft", "Answered")
        FAILED = "failed", pgettext_lazy("draft", "Failed")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="drafts")
    version = models.ForeignKey(
        EntryVersion, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    task = models.CharField(_("what for"), max_length=10, choices=Task.choices)
    wish = models.CharField(_("your wish"), max_length=300, blank=True)
    messages = models.JSONField(default=list)  # exactly what is sent: [{"role", "content"}]
    before = models.TextField(blank=True)  # the words the drafts are beside
    model = models.CharField(max_length=120)
    host = models.CharField(max_length=253)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    drafts = models.JSONField(default=list)  # texts as they came back
    taken = models.JSONField(default=list)  # indexes of drafts a person has put in
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_task_display()}: {self.entry}"
