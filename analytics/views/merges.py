"""Posts and accounts seen twice: say that they are one, look at what changes, part them again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from analytics.merging import accounts as merged_accounts
from analytics.merging import posts as merged_posts
from analytics.merging.posts import CannotMerge
from platforms.models import Post, SocialAccount
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.roles import Can


@require_http_methods(["GET", "POST"])
@workspace_page(Can.MERGE)
def post_merge(request: WorkspaceRequest, post: int) -> HttpResponse:
    """Posts that may be the same, or those ``q`` finds; ``with`` shows what merging changes.

    Posting ``with`` merges: the one of the address stands for both.
    """
    found = get_object_or_404(_posts(request), pk=post)
    if found.merged_into_id:
        return redirect("analytics:post_merge", request.workspace.slug, found.merged_into_id)
    search = request.GET.get("q", "").strip()
    context = {"post": found, "search": search, "status": 200}
    number = request.POST.get("with") or request.GET.get("with") or ""
    if number:
        other = get_object_or_404(_posts(request), pk=int(number) if is_key(number) else 0)
        context["other"] = other
        try:
            if request.method == "POST":
                step = merged_posts.merge(other, found, request.user)
                messages.success(
                    request, _("Both are one post now."), extra_tags=undo_tag(request, step)
                )
                return redirect("analytics:post_detail", request.workspace.slug, found.pk)
            context["preview"] = merged_posts.preview(other, found)
            context["closed"] = merged_posts.closed_days(other, found)
        except CannotMerge as why:
            context |= {"error": str(why), "status": 422}
    if "preview" not in context:
        context["candidates"] = merged_posts.candidates(found, search)
    status = context.pop("status")
    assert isinstance(status, int)
    return page(request, "analytics/post_merge.html", context, part="post-merge", status=status)


@require_POST
@workspace_page(Can.MERGE)
def post_part(request: WorkspaceRequest, post: int) -> HttpResponse:
    """Take a merge back; the address names the post that is no post of its own now."""
    found = get_object_or_404(_posts(request), pk=post)
    back = found.merged_into_id or found.pk
    try:
        step = merged_posts.part(found, request.user)
    except CannotMerge as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, _("They are two posts again."), extra_tags=undo_tag(request, step)
        )
    return redirect("analytics:post_detail", request.workspace.slug, back)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.MERGE)
def account_merge(request: WorkspaceRequest, account: int) -> HttpResponse:
    """Accounts of the same platform; ``with`` shows what merging changes, posting it merges.

    The one of the address stands for both.
    """
    found = get_object_or_404(_accounts(request), pk=account)
    others = _accounts(request).standing().filter(platform=found.platform).exclude(pk=found.pk)
    context = {"account": found, "others": list(others.order_by("-ours", "name", "pk"))}
    status = 200
    number = request.POST.get("with") or request.GET.get("with") or ""
    if number:
        other = get_object_or_404(_accounts(request), pk=int(number) if is_key(number) else 0)
        context["other"] = other
        try:
            if request.method == "POST":
                step = merged_accounts.merge(other, found, request.user)
                messages.success(
                    request, _("Both are one account now."), extra_tags=undo_tag(request, step)
                )
                return redirect("data:account_detail", request.workspace.slug, found.pk)
            context["preview"] = merged_accounts.preview(other, found)
        except CannotMerge as why:
            context["error"] = str(why)
            status = 422
    return page(request, "data/account_merge.html", context, status=status)


@require_POST
@workspace_page(Can.MERGE)
def account_part(request: WorkspaceRequest, account: int) -> HttpResponse:
    """Take a merge back; the address names the account that is no account of its own now."""
    found = get_object_or_404(_accounts(request), pk=account)
    try:
        step = merged_accounts.part(found, request.user)
    except CannotMerge as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, _("They are two accounts again."), extra_tags=undo_tag(request, step)
        )
    return redirect("data:account_detail", request.workspace.slug, found.pk)


def _posts(request: WorkspaceRequest):
    return Post.objects.in_workspace(request.workspace).select_related("account", "merged_into")


def _accounts(request: WorkspaceRequest):
    return SocialAccount.objects.in_workspace(request.workspace)
