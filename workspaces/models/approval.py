from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workspaces.models.base import WorkspaceModel
from workspaces.models.user import User


class Approval(WorkspaceModel):
    """One request for a second person's decision about one version of one thing.

    ``subject_key`` is "model:pk"; ``digest`` pins what was shown, so that a later change
    cannot ride on an earlier yes.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a decision")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Changes requested")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    subject_key = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Somebody without an account, who decided by a link.
    decided_name = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    comment = models.TextField(_("comment"), blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "subject_key"], name="approvals_by_subject")]
        constraints = [
            # Nobody approves their own work; the database says so too.
            models.CheckConstraint(
                name="approver_is_not_author",
                condition=~Q(state="approved") | ~Q(decided_by=F("author")),
            ),
            models.UniqueConstraint(
                fields=["workspace", "subject_key"],
                condition=Q(state="waiting"),
                name="one_waiting_approval_per_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def decider(self) -> str:
        """Who decided, in words; empty while nobody has."""
        return str(self.decided_by) if self.decided_by else self.decided_name
