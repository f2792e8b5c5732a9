"""What waits on the Today page because of material: handed in, due too late for its post, or out against its licence."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app import licences, requests, rights_out
from workspaces.roles import Can
from workspaces.sockets import Waiting

MOST = 20


def waiting_for(request: Any) -> list[Waiting]:
    if not request.membership.can(Can.PLAN):
        return []
    return _requests(request) + _rights(request)


def _rights(request: Any) -> list[Waiting]:
    """One line for everything that is out against its licence."""
    count = licences.open_count(request.workspace)
    if not count:
        return []
    if count > rights_out.MOST:
        most = {"count": rights_out.MOST}
        text = _("More than %(count)d published posts show pictures they may not show any more")
    else:
        most = {"count": count}
        text = ngettext(
            "%(count)d published post shows a picture it may not show any more",
            "%(count)d published posts show pictures they may not show any more",
            count,
        )
    return [
        Waiting(
            text=text % most,
            url=reverse("calendar:licence_list", args=[request.workspace.slug]),
            act=_("Settle"),
            urgency=1,
            kind="licence",
            tone="bad",
        )
    ]


def _requests(request: Any) -> list[Waiting]:
    """Of posts the asker is in charge of, or asked for."""
    mine = (
        Q(entry__assignee=request.user)
        | Q(entry__assignee=None, entry__author=request.user)
        | Q(made_by=request.user)
    )
    rows = requests.rows_of(request.workspace).open().filter(mine, entry__removed_at=None)
    found = []
    for one in requests.standings(request.workspace, rows.order_by("task__due", "pk")[: MOST * 3]):
        offered = one.tone == "info"
        if not offered and one.proposal is None and one.tone != "bad":
            continue
        address = reverse(
            "calendar:entry_edit", args=[request.workspace.slug, one.request.entry_id]
        )
        found.append(
            Waiting(
                text=str(one.request),
                url=f"{address}#requests",
                act=_("Look at it") if offered else _("Settle the due day"),
                urgency=1,
                kind="material",
                since=one.request.made_at,
                state=one.state if one.proposal is None or offered else _("the post has moved"),
                tone="info" if offered else "warn",
            )
        )
    return found[:MOST]
