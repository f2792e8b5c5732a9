"""What merged accounts plug into the ground floor: waiting work, the way back, words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_app import doubled
from workspaces import undo
from workspaces.roles import Can
from workspaces.sockets import AUDIT_VERBS, WAITING_FOR, Waiting

MOST = 100


def plug_in() -> None:
    """Called once when the app is ready."""
    WAITING_FOR.append(waiting_for)
    undo.HANDLERS[doubled.BACK] = doubled.undo_hold
    AUDIT_VERBS["calendar.double_settled"] = gettext_lazy("settled which version holds of")


def waiting_for(request: Any) -> list[Waiting]:
    """One line for all posts that are planned twice for one account since a merge."""
    if not request.membership.can(Can.PLAN):
        return []
    count = len(doubled.doubles(request.workspace, most=MOST))
    if not count:
        return []
    return [
        Waiting(
            text=ngettext(
                "%(count)d post is planned twice for one account, since two were merged",
                "%(count)d posts are planned twice for one account, since two were merged",
                count,
            )
            % {"count": count},
            url=reverse("calendar:double_list", args=[request.workspace.slug]),
            act=_("Settle"),
            urgency=1,
            kind="double",
            tone="warn",
        )
    ]
