"""What happened to a report, newest first, and the words with which it was last sent back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reports.models import Deliverable
from workspaces.audit import subject_key
from workspaces.models import Approval, AuditEvent


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    who: str
    what: str
    tone: str
    comment: str = ""


def moments(report: Deliverable) -> list[Moment]:
    """Acts on the report and the answers of its reviewers."""
    key = subject_key(report)
    found = []
    events = AuditEvent.objects.in_workspace(report.workspace).filter(subject_key=key)
    for event in events[:60]:
        words = _words(event.verb)
        if words is None:
            continue
        after = event.after or {}
        number = after.get("number") or after.get("version") or ""
        text = words[0].format(number=number, label=after.get("label", ""))
        found.append(Moment(event.at, event.actor_name, text, words[1]))
    for approval in _answers(report):
        sent_back = approval.state == Approval.State.REJECTED
        if sent_back or approval.comment:
            what = _("sent it back") if sent_back else _("remarked on signing")
            tone = "warn" if sent_back else "good"
            moment = Moment(
                approval.decided_at, str(approval.decided_by), what, tone, approval.comment
            )
            found.append(moment)
    return sorted(found, key=lambda one: one.at, reverse=True)


def last_return(report: Deliverable) -> Approval | None:
    """The answer “change this”, as long as the report is a draft because of it."""
    if report.status != Deliverable.Status.DRAFT:
        return None
    last = (
        Approval.objects.in_workspace(report.workspace)
        .filter(subject_key=subject_key(report))
        .select_related("decided_by")
        .first()
    )
    return last if last is not None and last.state == Approval.State.REJECTED else None


def _answers(report: Deliverable):
    return (
        Approval.objects.in_workspace(report.workspace)
        .filter(subject_key=subject_key(report))
        .exclude(decided_by=None)
        .select_related("decided_by")
    )


def _words(verb: str) -> tuple[str, str] | None:
    words = {
        "reports.begun": (_("began the report"), "idle"),
        "reports.version_made": (_("made version {number}"), "idle"),
        "reports.taken_back": (_("took it back from review"), "warn"),
        "reports.gap_declared": (_("said that a figure does not exist: {label}"), "idle"),
        "reports.gap_reopened": (_("asked for a figure again: {label}"), "idle"),
        "reports.signed": (_("signed version {number}"), "good"),
        "workspaces.approval_asked": (_("sent it to review"), "info"),
    }
    return words.get(verb)
