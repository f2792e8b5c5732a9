"""Our accounts and partners: the list, one account, confirming, renaming, adding."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analytics import accounts, source_names
from analytics.account_forms import AccountForm, RenameForm
from analytics.intake import words
from analytics.intake.delivery_list import delivery_page
from analytics.source_list import source_lines
from platforms.models import SocialAccount
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page, undo_tag
from workspaces.roles import Can

CHOICES = {"ours": True, "partner": False, "files": None}


@require_GET
@workspace_page(Can.VIEW)
def account_list(request: WorkspaceRequest) -> HttpResponse:
    """Ours, then partners, each with how fresh its numbers are."""
    context = {
        "ours": _lines(request, accounts.for_list(request.workspace, ours=True)),
        "partners": _lines(request, accounts.for_list(request.workspace, ours=False)),
        "sources": [
            {
                "line": one,
                "until": words.day(one.until),
                "kind": source_names.kind_of(one.source),
            }
            for one in source_lines(request.workspace)
        ],
        "may_import": request.can(Can.IMPORT),
    }
    return page(request, "data/account_list.html", context)


@require_GET
@workspace_page(Can.VIEW)
def account_detail(request: WorkspaceRequest, account: int) -> HttpResponse:
    found = get_object_or_404(
        accounts.with_health(SocialAccount.objects.in_workspace(request.workspace)), pk=account
    )
    return _detail(request, found, RenameForm(initial={"name": found.name}))


@require_POST
@workspace_page(Can.IMPORT)
def account_rename(request: WorkspaceRequest, account: int) -> HttpResponse:
    found = get_object_or_404(
        accounts.with_health(SocialAccount.objects.in_workspace(request.workspace)), pk=account
    )
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            step = accounts.rename(found, form.cleaned_data["name"].strip(), request.user)
        except accounts.NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            if step is not None:
                messages.success(
                    request, _("The account is now called “%(name)s”.") % {"name": found.name},
                    extra_tags=undo_tag(request, step),
                )  # fmt: skip
            return redirect("data:account_detail", request.workspace.slug, found.pk)
    return _detail(request, found, form, status=422)


@require_POST
@workspace_page(Can.IMPORT)
def account_confirm(request: WorkspaceRequest, account: int) -> HttpResponse:
    """``as`` is ours, partner, or files (what its files say)."""
    found = get_object_or_404(SocialAccount.objects.in_workspace(request.workspace), pk=account)
    choice = request.POST.get("as", "")
    if choice in CHOICES:
        step = accounts.confirm(found, CHOICES[choice], request.user)
        said = (
            _("“%(name)s” now counts in our figures.")
            if found.ours
            else _("“%(name)s” is a partner and stays outside our figures.")
        )
        messages.success(request, said % {"name": found.name}, extra_tags=undo_tag(request, step))
    if request.POST.get("back") == "detail":
        return redirect("data:account_detail", request.workspace.slug, found.pk)
    return redirect("data:account_list", request.workspace.slug)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.IMPORT)
def account_create(request: WorkspaceRequest) -> HttpResponse:
    """An account no file has named yet."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account = accounts.add(
                request.workspace,
                data["platform"],
                data["name"].strip(),
                data["handle"],
                request.user,
            )
        except accounts.NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, _("“%(name)s” was added.") % {"name": account.name})
            return redirect("data:account_detail", request.workspace.slug, account.pk)
    status = 422 if form.errors else 200
    return page(request, "data/account_create.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.IMPORT)
def source_rename(request: WorkspaceRequest, kind: str, source: int) -> HttpResponse:
    """A web site or ad account under the name the team uses."""
    found = source_names.find(request.workspace, kind, source)
    if found is None:
        raise Http404
    form = RenameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            step = source_names.rename(found, form.cleaned_data["name"].strip(), request.user)
        except accounts.NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            if step is not None:
                messages.success(
                    request,
                    _("It is now called “%(name)s”.") % {"name": found.name},
                    extra_tags=undo_tag(request, step),
                )
            return redirect("data:account_list", request.workspace.slug)
    context = {"source": found, "form": form}
    status = 422 if form.errors else 200
    return page(request, "data/source_rename.html", context, status=status)


def _lines(request: WorkspaceRequest, found) -> list[dict]:
    today = timezone.localdate(timezone=request.workspace.tz)
    lines = [_line(request, account, today) for account in found]
    # Two pages of one name are told apart by their platform id.
    names = Counter((line["account"].platform, line["account"].name) for line in lines)
    for line in lines:
        line["namesake"] = names[line["account"].platform, line["account"].name] > 1
    return lines


def _line(request: WorkspaceRequest, account, today) -> dict:
    state, tone = accounts.health(account.last_import, request.workspace, today)
    return {
        "account": account,
        "platform_label": account.facts.label,
        "handles": accounts.handles(account),
        "ids": accounts.platform_ids(account),
        "days": words.days(account.first_day, account.last_day),
        "rows": words.count(account.row_count),
        "imports": account.imports,
        "state": state,
        "tone": tone,
        "last_import": words.moment(account.last_import, request.workspace.tz),
        "open": account.confirmed is None and not account.ours and account.imports,
    }


def _detail(
    request: WorkspaceRequest, account: SocialAccount, form: RenameForm, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate(timezone=request.workspace.tz)
    context = {
        "line": _line(request, account, today),
        "account": account,
        "form": form,
        "rows": delivery_page(request.workspace, account=account.pk, per_page=10),
        "may_import": request.can(Can.IMPORT),
        "zone": request.workspace.tz,
    }
    return page(request, "data/account_detail.html", context, status=status)
