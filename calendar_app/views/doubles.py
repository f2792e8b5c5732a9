"""Posts planned twice for what is one account now: both side by side, and one of them holds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import doubled, entries, facts
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.roles import Can

MOST = 50


@require_safe
@workspace_page(Can.PLAN)
def double_list(request: WorkspaceRequest) -> HttpResponse:
    """The earliest first; what is out on both sides needs nobody any more."""
    found = doubled.doubles(request.workspace, most=MOST + 1)
    rows = [
        {
            "double": one,
            "sides": [
                {
                    "version": version,
                    "text": facts.full_text(version),
                    "was": one.left.account.name if version == one.left else "",
                    "may": one.may_keep[version.pk],
                }
                for version in (one.stands, one.left)
            ],
        }
        for one in found[:MOST]
    ]
    context = {"rows": rows, "more": len(found) > MOST}
    return page(request, "calendar_app/double_list.html", context)


@require_POST
@workspace_page(Can.PLAN)
def double_settle(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``keep``: the number of the version that holds; ``pk`` is the one that was left behind."""
    left = get_object_or_404(
        doubled.left_behind(request.workspace).select_related("entry__workspace"), pk=pk
    )
    key = request.POST.get("keep", "")
    try:
        step = doubled.hold(left, int(key) if is_key(key) else 0, by=request.user)
        messages.success(
            request,
            _("Settled; the other version is laid aside."),
            extra_tags=undo_tag(request, step),
        )
    except (doubled.CannotDo, entries.CannotChange) as why:
        messages.error(request, str(why))
    return redirect("calendar:double_list", request.workspace.slug)
