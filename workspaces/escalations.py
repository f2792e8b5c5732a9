"""Put something urgent before the managers at once, and remind them until one takes it up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from workspaces import audit, notifications
from workspaces.models import Escalation, Membership, User, Workspace
from workspaces.punctuation import labelled
from workspaces.roles import Can

# After each step without an answer the next reminder; the last one repeats.
LADDER = (
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=24),
)
_AT_ONCE = 200  # reminders of one run; the next run, a minute later, does the rest


class AlreadyAnswered(Exception):
    """The text says who took it up or called it off."""


@transaction.atomic
def escalate(
    workspace: Workspace,
    *,
    subject: Model | str,
    what: str,
    since: datetime,
    asked_for: str,
    by: User | None,
    url: str = "",
    at: datetime | None = None,
) -> Escalation:
    """Tell every manager now. ``url`` is where the thing stands; ``since`` when it began."""
    at = at or timezone.now()
    made = Escalation.objects.create(
        workspace=workspace,
        subject_key=audit.subject_key(subject) if isinstance(subject, Model) else "",
        subject=str(subject)[:200],
        url=url,
        what=what.strip(),
        since=since,
        asked_for=asked_for.strip(),
        raised_by=by,
        raised_at=at,
        next_at=at + LADDER[0],
    )
    audit.record(
        workspace, by, "workspaces.escalated", made, after={"what": made.what, "asked": asked_for}
    )
    _tell(made)
    return made


@transaction.atomic
def acknowledge(escalation: Escalation, *, by: User, answer: str = "") -> Escalation:
    """``by`` takes it up; the reminders end and whoever raised it is told."""
    return _close(escalation, by, {"acknowledged_by": by, "answer": answer.strip()}, "acknowledged")


@transaction.atomic
def cancel(escalation: Escalation, *, by: User) -> Escalation:
    """It has settled itself; the reminders end."""
    return _close(escalation, by, {"cancelled_by": by}, "cancelled")


def remind(*, at: datetime) -> int:
    """Send the reminders that are due; returns how many. Twice at one moment is harmless."""
    due = Escalation.objects.open().filter(next_at__lte=at).select_related("workspace", "raised_by")
    return sum(_remind(one, at) for one in due[:_AT_ONCE])


@transaction.atomic
def _remind(escalation: Escalation, at: datetime) -> bool:
    """Compare-and-set on the step: two beats at once send one reminder."""
    step = escalation.step + 1
    claimed = (
        Escalation.objects.open()
        .filter(pk=escalation.pk, step=escalation.step)
        .update(step=step, next_at=at + LADDER[min(step, len(LADDER) - 1)])
    )
    if claimed:
        escalation.step = step
        _tell(escalation)
    return bool(claimed)


def _tell(escalation: Escalation) -> None:
    """Managers and owners; a lone manager who raised it reads it too."""
    workspace = escalation.workspace
    members = Membership.objects.in_workspace(workspace).who_can(Can.MANAGE).select_related("user")
    with translation.override(workspace.language):
        said = _("Urgent: %(what)s") if not escalation.step else _("Still waiting: %(what)s")
        text = said % {"what": labelled(escalation.subject, escalation.what)[:200]}
    notifications.tell(
        workspace,
        [member.user for member in members],
        key=f"escalation:{escalation.pk}:{escalation.step}",
        text=text,
        url=escalation.url,
    )


def _close(escalation: Escalation, by: User, fields: dict, how: str) -> Escalation:
    at = timezone.now()
    changed = (
        Escalation.objects.open()
        .filter(pk=escalation.pk)
        .update(**fields, **{f"{how}_at": at}, next_at=None)
    )
    escalation.refresh_from_db()
    if not changed:
        who = escalation.acknowledged_by or escalation.cancelled_by
        raise AlreadyAnswered(_("%(who)s has already dealt with this.") % {"who": who or "—"})
    verb = (
        "workspaces.escalation_taken_up"
        if how == "acknowledged"
        else "workspaces.escalation_cancelled"
    )
    audit.record(escalation.workspace, by, verb, escalation)
    if escalation.raised_by and escalation.raised_by != by:
        with translation.override(escalation.workspace.language):
            said = (
                _("%(who)s has taken up: %(what)s")
                if how == "acknowledged"
                else _("%(who)s has called off: %(what)s")
            )
            text = said % {"who": by, "what": escalation.subject}
        notifications.tell(
            escalation.workspace,
            [escalation.raised_by],
            key=f"escalation:{escalation.pk}:{how}",
            text=text,
            url=escalation.url,
        )
    return escalation
