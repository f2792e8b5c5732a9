"""Notifications: the list under the bell, its count, read marks; and undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import by_script, came_from, page, safe_next
from workspaces.models import Notification, UndoStep
from workspaces.roles import Can
from workspaces.undo import CannotUndo, last_step, undo


@require_safe
@workspace_page(Can.VIEW)
def notification_list(request: WorkspaceRequest) -> HttpResponse:
    rows = Paginator(_own(request), 30).get_page(request.GET.get("page"))
    context = {"rows": rows, "unread": _own(request).unread().count()}
    return page(request, "workspaces/notification_list.html", context, part="notification-list")


@require_safe
@workspace_page(Can.VIEW)
def notification_count(request: WorkspaceRequest) -> HttpResponse:
    """Only the number, for the bell; empty when there is none."""
    count = _own(request).unread().count()
    return page(request, "workspaces/_notification_count.html", {"count": count})


@require_safe
@workspace_page(Can.VIEW)
def notification_open(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Mark it read and go where one acts on it. Opening it twice is harmless."""
    notification = get_object_or_404(_own(request), pk=pk)
    _own(request).unread().filter(pk=pk).update(read_at=timezone.now())
    address = notification.url
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        address = reverse("workspaces:notification_list", args=[request.workspace.slug])
    return redirect(address)


@require_POST
@workspace_page(Can.VIEW)
def notifications_read(request: WorkspaceRequest) -> HttpResponse:
    """All of them are read."""
    _own(request).unread().update(read_at=timezone.now())
    if not request.htmx:
        return redirect("workspaces:notification_list", request.workspace.slug)
    rows = Paginator(_own(request), 30).get_page(1)
    context = {"rows": rows, "unread": 0}
    response = page(request, "workspaces/notification_list.html", context, part="notification-list")
    response["HX-Trigger"] = "notifications-changed"
    return response


@require_POST
@workspace_page(Can.VIEW)
def undo_last(request: WorkspaceRequest) -> HttpResponse:
    """Take back the asker's own last act (the letter u)."""
    return _undo(request, last_step(request.workspace, request.user))


@require_POST
@workspace_page(Can.VIEW)
def undo_step(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Take back one named act of the asker's own (the button in a toast)."""
    steps = UndoStep.objects.in_workspace(request.workspace).filter(user=request.user)
    return _undo(request, get_object_or_404(steps, pk=pk))


def _undo(request: WorkspaceRequest, step: UndoStep | None) -> HttpResponse:
    if step is None:
        messages.info(request, _("There is nothing of yours to undo."))
    else:
        try:
            undo(step, request.user)
        except CannotUndo as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Undone: %(label)s") % {"label": step.label})
    if by_script(request):
        # Whatever page it is, what it shows has changed; loaded again it shows the message too.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    today = reverse("workspaces:today", args=[request.workspace.slug])
    return redirect(safe_next(request, came_from(request, today)))


def _own(request: WorkspaceRequest):
    return Notification.objects.in_workspace(request.workspace).filter(user=request.user)
