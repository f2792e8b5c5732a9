"""A/Bs whose day of decision has come, for whoever began them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendar_app.models import Experiment
from workspaces.roles import Can
from workspaces.sockets import Waiting

MOST = 10


def waiting_for(request: Any) -> list[Waiting]:
    if not request.membership.can(Can.PLAN):
        return []
    today = timezone.localdate(timezone=request.workspace.tz)
    rows = Experiment.objects.in_workspace(request.workspace).running()
    return [
        Waiting(
            text=_("What did “{name}” teach?").format(name=one),
            url=reverse("calendar:experiment_detail", args=[request.workspace.slug, one.pk]),
            act=pgettext("experiment", "Decide"),
            urgency=2,
            kind="experiment",
            state=_("A/B to be decided"),
            tone="warn",
        )
        for one in rows.filter(made_by=request.user, decide_on__lte=today)[:MOST]
    ]
