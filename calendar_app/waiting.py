"""What waits on the Today page: to publish now, missed, to approve, sent back, slots to fill."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app import publishing
from calendar_app.models import Entry, Publication, Slot
from workspaces.audit import subject_key
from workspaces.models import Approval
from workspaces.roles import Can
from workspaces.sockets import Waiting

SOON = timedelta(days=3)  # copy and visuals should be ready by then
MOST = 20


def waiting_for(request: Any) -> list[Waiting]:
    now = timezone.now()
    found: list[Waiting] = []
    if request.membership.can(Can.PLAN):
        found += _publications(request, now) + _returned(request) + _slots(request, now)
    if request.membership.can(Can.LEAD):
        found += _reviews(request) + _unassigned(request, now)
    return found


def _publications(request: Any, now) -> list[Waiting]:
    mine = Q(version__entry__assignee=request.user) | Q(
        version__entry__assignee=None, version__entry__author=request.user
    )
    wanted = Q(state=Publication.State.DUE, due_at__lte=now) | Q(state=Publication.State.MISSED)
    rows = publishing.unpaused(
        Publication.objects.in_workspace(request.workspace).filter(wanted).filter(mine), now
    ).select_related("version__entry", "version__account")
    return [
        Waiting(
            text=_("{title} on {account}").format(
                title=row.version.entry, account=row.version.account
            ),
            url=reverse("calendar:publication_detail", args=[request.workspace.slug, row.pk]),
            act=_("Publish") if row.state == Publication.State.DUE else _("Decide"),
            urgency=0,
            kind="publication",
            since=row.due_at,
            state=str(row.get_state_display()),
            tone="warn" if row.state == Publication.State.DUE else "bad",
        )
        for row in rows[:MOST]
    ]


def _returned(request: Any) -> list[Waiting]:
    drafts = {
        subject_key(entry): entry
        for entry in Entry.objects.in_workspace(request.workspace)
        .standing()
        .filter(state=Entry.State.DRAFT)
        .filter(Q(assignee=request.user) | Q(author=request.user))[:100]
    }
    last: dict[str, Approval] = {}
    asked = Approval.objects.in_workspace(request.workspace).filter(subject_key__in=drafts)
    for approval in asked.select_related("decided_by").order_by("asked_at", "pk"):
        last[approval.subject_key] = approval
    return [
        Waiting(
            text=str(drafts[key]),
            url=reverse("calendar:entry_edit", args=[request.workspace.slug, drafts[key].pk]),
            act=_("Rework"),
            urgency=1,
            kind="entry",
            since=approval.decided_at,
            state=_("sent back by {name}: {comment}").format(
                name=approval.decider, comment=approval.comment[:80]
            ),
            tone="warn",
        )
        for key, approval in last.items()
        if approval.state == Approval.State.REJECTED
    ][:MOST]


def _slots(request: Any, now) -> list[Waiting]:
    rows = (
        Slot.objects.in_workspace(request.workspace)
        .standing()
        .between(now, now + SOON)
        .filter(assignee=request.user, filled_by=None)
        .select_related("account")
    )
    return [
        Waiting(
            text=_("An empty slot on {account}").format(account=row.account),
            url=reverse("calendar:entry_create", args=[request.workspace.slug]) + f"?slot={row.pk}",
            act=_("Write"),
            urgency=1,
            kind="slot",
            since=row.at,
            state=timezone.localtime(row.at, request.workspace.tz).strftime("%m/%d %H:%M"),
            tone="warn",
        )
        for row in rows[:MOST]
    ]


def _reviews(request: Any) -> list[Waiting]:
    entries = {
        subject_key(entry): entry
        for entry in Entry.objects.in_workspace(request.workspace)
        .standing()
        .filter(state=Entry.State.IN_REVIEW)
        .exclude(author=request.user)
        .exclude(writers=request.user)[:100]
    }
    asked = Approval.objects.in_workspace(request.workspace).filter(
        subject_key__in=entries, state=Approval.State.WAITING
    )
    return [
        Waiting(
            text=str(entries[one.subject_key]),
            url=reverse(
                "calendar:entry_detail", args=[request.workspace.slug, entries[one.subject_key].pk]
            ),
            act=_("Review"),
            urgency=1,
            kind="sign-off",
            since=one.asked_at,
            state=_("asked by {name}").format(name=one.author),
        )
        for one in asked.select_related("author")[:MOST]
    ]


def _unassigned(request: Any, now) -> list[Waiting]:
    count = (
        Slot.objects.in_workspace(request.workspace)
        .standing()
        .between(now, now + timedelta(days=7))
        .filter(assignee=None, filled_by=None)
        .count()
    )
    if not count:
        return []
    return [
        Waiting(
            text=ngettext(
                "%(count)d slot of the next seven days has nobody",
                "%(count)d slots of the next seven days have nobody",
                count,
            )
            % {"count": count},
            url=reverse("calendar:share_out", args=[request.workspace.slug]),
            act=_("Share out"),
            urgency=2,
            kind="slot",
            tone="warn",
        )
    ]
