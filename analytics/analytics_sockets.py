"""What the dashboard and targets plug into the ground floor."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.goals.target_changes import RESTORE, undo_archive
from analytics.goals.targets import Pace, attainments
from analytics.metrics import METRICS
from analytics.models import Target
from workspaces import undo
from workspaces.models import Workspace
from workspaces.roles import Can
from workspaces.sockets import (
    AUDIT_VERBS,
    FIRST_STEPS,
    NAV,
    TODAY_WINDOWS,
    WAITING_FOR,
    FirstStep,
    NavItem,
    Waiting,
)

JUST_MISSED_DAYS = 14

VERBS = {
    "analytics.period_closed": _("closed"),
    "analytics.target_set": _("set the target"),
    "analytics.target_changed": _("changed the target"),
    "analytics.target_archived": _("archived the target"),
    "analytics.target_restored": _("brought back the target"),
    "analytics.target_serves": _("tied to an objective the target"),
}


def plug_in() -> None:
    """Called once when the app is ready."""
    NAV.append(
        NavItem(
            key="analytics",
            label=_("Analytics"),
            icon="chart-line",
            url_name="analytics:dashboard",
            place=50,
            letter="a",
            on_phone=True,
        )
    )
    WAITING_FOR.append(waiting_for)
    TODAY_WINDOWS.append((20, "analytics:pace_window", Can.VIEW))
    FIRST_STEPS.append(
        FirstStep(
            place=20,
            title=_("Set the first target"),
            text=_("Say what a figure should reach by when; the pace then stands on this page."),
            act=_("Set a target"),
            url_name="analytics:target_create",
            done=_has_target,
            ability=Can.SET_TARGETS,
        )
    )
    AUDIT_VERBS.update(VERBS)
    undo.HANDLERS[RESTORE] = undo_archive


def _has_target(workspace: Workspace) -> bool:
    return Target.objects.in_workspace(workspace).exists()


def waiting_for(request: Any) -> list[Waiting]:
    """Targets that fall behind or were just missed, for those who may do something about it."""
    if not request.can(Can.SET_TARGETS):
        return []
    today = timezone.localdate()
    targets = (
        Target.objects.in_workspace(request.workspace)
        .filter(
            archived_at=None,
            metric__in=METRICS,
            start__lte=today,
            due__gte=today - timedelta(days=JUST_MISSED_DAYS),
        )
        .select_related("account", "workspace")
        .order_by("due", "pk")[:20]
    )
    rows = []
    for one in attainments(targets, today, today=today):
        if one.pace not in (Pace.BEHIND, Pace.MISSED):
            continue
        rows.append(
            Waiting(
                text=one.sentence,
                url=reverse(
                    "analytics:target_detail", args=[request.workspace.slug, one.target.pk]
                ),
                act=str(_("Look at it")),
                urgency=1 if one.pace is Pace.MISSED else 2,
                kind="target",
                state=str(one.pace.label),
                tone=one.pace.tone,
            )
        )
    return rows
