"""What briefs plug into the ground floor: navigation, waiting work, audit words."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.models import AccountCare, Brief, PostingStrategy
from workspaces import undo
from workspaces.audit import subject_key
from workspaces.models import Approval, Workspace
from workspaces.roles import Can
from workspaces.sockets import (
    AUDIT_VERBS,
    FIRST_STEPS,
    NAV,
    WAITING_FOR,
    FirstStep,
    NavItem,
    Waiting,
)

VERBS = {
    "planning.brief_begun": gettext_lazy("began the brief"),
    "planning.brief_written": gettext_lazy("wrote in"),
    "planning.guide_written": gettext_lazy("changed the guide"),
    "planning.care_listed": gettext_lazy("listed the accounts to look after in"),
    "planning.row_removed": gettext_lazy("removed the row"),
    "planning.strategy_begun": gettext_lazy("began the posting strategy"),
    "planning.record_written": gettext_lazy("wrote"),
    "planning.participants_added": gettext_lazy("added participants to"),
    "planning.winners_drawn": gettext_lazy("drew the winners of"),
    "planning.source_added": gettext_lazy("added the source"),
    "planning.source_paused": gettext_lazy("paused the source"),
    "planning.source_resumed": gettext_lazy("let be read again the source"),
    "planning.source_removed": gettext_lazy("removed the source"),
    "planning.articles_marked": gettext_lazy("sorted in the reading list:"),
    "planning.brief_taken_back": gettext_lazy("took back from review"),
    "planning.brief_approved": gettext_lazy("approved the brief"),
}


def plug_in() -> None:
    """Called once when the app is ready."""
    from planning import reading
    from planning.pieces import RESTORE, undo_remove

    NAV.append(
        NavItem(
            key="planning",
            label=gettext_lazy("Planning"),
            icon="compass",
            url_name="planning:brief_list",
            place=20,
            letter="p",
        )
    )
    FIRST_STEPS.append(
        FirstStep(
            place=30,
            title=gettext_lazy("Write the brief"),
            text=gettext_lazy(
                "What this period is for, for whom, on which platforms, by how much."
            ),
            act=gettext_lazy("Begin a brief"),
            url_name="planning:brief_create",
            done=_has_brief,
            ability=Can.PLAN,
        )
    )
    WAITING_FOR.append(waiting_for)
    AUDIT_VERBS.update(VERBS)
    undo.HANDLERS[RESTORE] = undo_remove
    undo.HANDLERS[reading.RESTORE] = reading.undo_remove


def _has_brief(workspace: Workspace) -> bool:
    return Brief.objects.in_workspace(workspace).exists()


def waiting_for(request: Any) -> list[Waiting]:
    """Plans to approve, plans that came back, accounts to look at again."""
    rows = []
    if request.can(Can.PLAN):
        rows += _reviews(request, Brief, "planning:brief_detail")
        rows += _reviews(request, PostingStrategy, "planning:strategy_detail")
        rows += _care(request)
    return rows


def _reviews(request: Any, model: Any, address: str) -> list[Waiting]:
    briefs = list(
        model.objects.in_workspace(request.workspace)
        .filter(status__in=(Brief.Status.DRAFT, Brief.Status.IN_REVIEW))
        .prefetch_related("writers")[:20]
    )
    asked = {
        one.subject_key: one
        for one in Approval.objects.in_workspace(request.workspace)
        .filter(subject_key__in=[subject_key(brief) for brief in briefs])
        .exclude(state=Approval.State.WITHDRAWN)
        .order_by("asked_at", "pk")
    }
    me = request.user.pk
    rows = []
    for brief in briefs:
        last = asked.get(subject_key(brief))
        mine = me == brief.author_id or me in {user.pk for user in brief.writers.all()}
        url = reverse(address, args=[request.workspace.slug, brief.pk])
        if brief.status == Brief.Status.IN_REVIEW and last and not mine and request.can(Can.SIGN):
            rows.append(
                Waiting(
                    text=brief.title,
                    url=url,
                    act=_("Read and decide"),
                    urgency=1,
                    kind="sign-off",
                    since=last.asked_at,
                    state=_("Waiting for approval"),
                    tone="warn",
                )
            )
        elif brief.is_open and mine and last and last.state == Approval.State.REJECTED:
            rows.append(
                Waiting(
                    text=brief.title,
                    url=url,
                    act=_("Read the remarks"),
                    urgency=1,
                    kind="brief",
                    since=last.decided_at,
                    state=_("Sent back"),
                    tone="warn",
                )
            )
    return rows


def _care(request: Any) -> list[Waiting]:
    """One row for all things about accounts that are due again."""
    today = timezone.localdate()
    checked = AccountCare.objects.in_workspace(request.workspace).exclude(checked_on=None)
    due = [one for one in checked if one.due and one.due <= today]
    if not due:
        return []
    return [
        Waiting(
            text=_("%d things about your accounts are due to be looked at again.") % len(due),
            url=reverse("planning:guide_edit", args=[request.workspace.slug, "care"]),
            act=_("Look at them"),
            urgency=2,
            kind="care",
            state=_("Due"),
            tone="warn",
        )
    ]
