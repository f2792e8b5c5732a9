"""Posts that nobody planned: which plan they may be after all, and what they were about."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app import post_labels as labels
from calendar_app import ties
from calendar_app.models import PostLabel
from calendar_app.post_labels import LABELLED, OPEN, SILENT, Wanted
from calendar_app.views.matches import FILTERS
from planning.models import Campaign, Pillar
from platforms.models import SocialAccount
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can

PER_PAGE = 50


@require_safe
@workspace_page(Can.PLAN)
def unmatched_list(request: WorkspaceRequest) -> HttpResponse:
    """Posts without a plan, a page at a time, with what they could be."""
    wanted = _wanted(request.GET)
    rows = Paginator(
        labels.posts_without_plan(request.workspace, wanted).select_related("account"), PER_PAGE
    ).get_page(request.GET.get("page"))
    posts = list(rows)
    said = (
        PostLabel.objects.in_workspace(request.workspace)
        .filter(post__in=[post.pk for post in posts])
        .select_related("pillar", "campaign")
    )
    named = {row.post_id: row for row in said}
    plans = ties.plans_of(posts) if wanted.show == OPEN else {}
    hints = labels.suggestions(request.workspace, posts)
    accounts = SocialAccount.objects.in_workspace(request.workspace).ours().for_list()
    context = {
        "rows": rows,
        "lines": [
            {
                "post": post,
                "label": named.get(post.pk),
                "plans": [
                    {"version": version, "likeness": f"{likeness:.0%}"}
                    for version, likeness in plans.get(post.pk, [])
                ],
                "hint": hints[post.pk],
            }
            for post in posts
        ],
        "wanted": wanted,
        "keep": [(name, request.GET[name]) for name in FILTERS if request.GET.get(name)],
        "shows": [
            (OPEN, _("Without a plan and without a label")),
            (LABELLED, _("Labelled")),
            (SILENT, _("Planned without a pillar")),
        ],
        "accounts": [("", _("Every account")), *((one.pk, str(one)) for one in accounts)],
        "pillars": labels.pillars_to_choose(request.workspace),
        "campaigns": labels.campaigns_to_choose(request.workspace),
        "most": labels.AT_ONCE,
    }
    return page(request, "calendar_app/unmatched_list.html", context, part="unmatched")


@require_POST
@workspace_page(Can.PLAN)
def unmatched_label(request: WorkspaceRequest) -> HttpResponse:
    """Pillar and campaign of the ticked posts (or of every post of the filter); ``act=suggested``
    takes over what their words suggest."""
    workspace, given = request.workspace, request.POST
    kept = {name: given[name] for name in FILTERS if given.get(name)}
    back = reverse("calendar:unmatched_list", args=[workspace.slug])
    back = f"{back}?{urlencode(kept)}" if kept else back
    chosen = [int(text) for text in given.getlist("post") if text.isdecimal() and len(text) < 19]
    if given.get("all") == "1":
        rows = labels.posts_without_plan(workspace, _wanted(given))
        chosen = list(rows.values_list("pk", flat=True)[: labels.AT_ONCE + 1])
    try:
        if given.get("act") == "suggested":
            count, _step = labels.label_as_suggested(workspace, chosen, by=request.user)
        else:
            count, _step = labels.label(
                workspace,
                chosen,
                pillar=_chosen(Pillar.objects.in_workspace(workspace), given.get("pillar", "")),
                campaign=_chosen(
                    Campaign.objects.in_workspace(workspace), given.get("campaign", "")
                ),
                by=request.user,
            )
    except labels.CannotLabel as error:
        messages.error(request, str(error))
        return redirect(back)
    messages.success(
        request,
        ngettext(
            "%(n)d post is labelled. Press u to take it back.",
            "%(n)d posts are labelled. Press u to take it back.",
            count,
        )
        % {"n": count},
    )
    return redirect(back)


def _chosen(rows: Any, text: str) -> Any:
    return get_object_or_404(rows, pk=int(text)) if text.isdecimal() and len(text) < 19 else None


def _wanted(given: Any) -> Wanted:
    show, account = given.get("show", OPEN), given.get("account", "")
    return Wanted(
        show=show if show in (OPEN, LABELLED, SILENT) else OPEN,
        account=int(account) if account.isdecimal() and len(account) < 19 else None,
        start=_day(given.get("from", "")),
        end=_day(given.get("to", "")),
        search=given.get("q", "").strip(),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
