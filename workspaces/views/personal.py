"""A person's own settings, and the workspaces they can go to."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspaces.access import SignedInRequest, WorkspaceRequest, workspace_page
from workspaces.forms import PersonForm, WorkspaceCreateForm
from workspaces.http import by_script, page, safe_next
from workspaces.models import Membership, User
from workspaces.roles import Can
from workspaces.setup import make_workspace

LANGUAGES = dict(settings.LANGUAGES)
YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.VIEW)
def person_edit(request: WorkspaceRequest) -> HttpResponse:
    """Name, language, theme, shortcuts; links to password and second factor."""
    name = request.user.name
    form = PersonForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if not form.is_valid():
            request.user.name = name
            return page(request, "workspaces/person_edit.html", {"form": form}, status=422)
        user = form.save()
        response = redirect("workspaces:person_edit", request.workspace.slug)
        _remember(response, user)
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return response
    return page(request, "workspaces/person_edit.html", {"form": form})


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, theme or shortcuts from the menu; also before signing in (as cookies)."""
    user = request.user if isinstance(request.user, User) else User()
    changed = []
    if request.POST.get("language") in LANGUAGES:
        user.language = request.POST["language"]
        changed.append("language")
    if request.POST.get("theme") in User.Theme.values:
        user.theme = request.POST["theme"]
        changed.append("theme")
    if request.POST.get("single_keys") in {"on", "off"}:
        user.single_keys = request.POST["single_keys"] == "on"
        changed.append("single_keys")
    if user.pk and changed:
        user.save(update_fields=changed)
    if by_script(request):
        response = HttpResponse(status=204)
    else:
        response = redirect(safe_next(request, reverse("home")))
    _remember(response, user, only=changed)
    return response


def _remember(response: HttpResponse, user: User, *, only: list[str] | None = None) -> None:
    """Cookies too, so that the sign-in page already speaks and looks as the person chose."""
    given = {"language": user.language, "theme": user.theme}
    names = {"language": settings.LANGUAGE_COOKIE_NAME, "theme": "theme"}
    for field, value in given.items():
        if only is not None and field not in only:
            continue
        if value and value != User.Theme.AUTO:
            response.set_cookie(
                names[field],
                value,
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        else:
            response.delete_cookie(names[field], samesite="Lax")


@require_safe
@login_required
def workspace_list(request: SignedInRequest) -> HttpResponse:
    """Every workspace this person belongs to."""
    memberships = (
        Membership.objects.filter(user=request.user)
        .select_related("workspace")
        .order_by("workspace__is_sample", "workspace__name")
    )
    context = {"memberships": memberships, "may_create": may_create(request.user)}
    return render(request, "workspaces/workspace_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def workspace_create(request: SignedInRequest) -> HttpResponse:
    """A further brand: for whoever owns a workspace that is not the sample."""
    if not may_create(request.user):
        raise PermissionDenied(Can.OWN)
    form = WorkspaceCreateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        membership = make_workspace(
            slug=data["slug"],
            name=data["workspace_name"],
            owner=request.user,
            zone=data["zone"],
        )
        messages.success(request, _("“%(name)s” is ready.") % {"name": membership.workspace.name})
        return redirect("workspaces:today", membership.workspace.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "workspaces/workspace_create.html", {"form": form}, status=status)


def may_create(user) -> bool:
    if user.is_sample:
        return False
    owned = Membership.objects.filter(user=user, workspace__is_sample=False)
    return owned.who_can(Can.OWN).exists()
