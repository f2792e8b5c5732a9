"""Ways in: the first run, the sample, an invitation, a one-time password link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from workspaces import first_run as codes
from workspaces import people, samples
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.forms import AcceptForm, CodeForm, FirstRunForm, NewPasswordForm
from workspaces.models import Invitation, Membership, PasswordLink, User
from workspaces.people import PeopleError
from workspaces.roles import Can
from workspaces.setup import make_workspace

# Our own sign-ins: a new person, the sample, a password link. allauth does all others.
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CODE_KEY = "first_run_code"


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def first_run(request: HttpRequest) -> HttpResponse:
    """The code first, then the first account and its workspace. Gone once somebody has one."""
    if not codes.needed():
        if not request.user.is_authenticated:
            messages.info(request, _("The workbench is already set up. Sign in."))
        return redirect("home")
    who = request.META.get("REMOTE_ADDR", "")
    given = request.POST.get("code") or request.GET.get("code") or ""
    error = ""
    if given:
        try:
            if codes.fits(given, who=who):
                # Out of the address at once: it would stay in the browser's history.
                request.session[CODE_KEY] = given
                return redirect("workspaces:first_run")
            error = _(
                "This is not the code that was printed last, or it has been used. "
                "Look for the newest one in the window where the workbench was started."
            )
        except codes.TooManyTries:
            error = _("Too many wrong codes. Wait ten minutes, then try again.")
    kept = request.session.get(CODE_KEY, "")
    if given or not kept:
        code_form = CodeForm(initial={"code": given})
        context = {"form": code_form, "error": error, "command": "manage.py first_run_code"}
        return render(
            request, "workspaces/first_run_code.html", context, status=422 if error else 200
        )
    form = FirstRunForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = _begin(kept, form.cleaned_data)
        except codes.WrongCode:
            request.session.pop(CODE_KEY, None)
            messages.warning(
                request, _("This code has been used or replaced meanwhile. Enter the newest one.")
            )
            return redirect("workspaces:first_run")
        logout(request)
        login(request, membership.user, backend=BACKEND)
        return redirect("workspaces:today", membership.workspace.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "workspaces/first_run.html", {"form": form}, status=status)


def _begin(code: str, data: dict) -> Membership:
    with transaction.atomic(), codes.spent(code):
        user = User.objects.create_user(data["email"], data["password"], name=data["name"])
        return make_workspace(
            slug=data["slug"],
            name=data["workspace_name"],
            owner=user,
            zone=data["zone"],
            language=_document_language(),
        )


def _document_language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hant"


@require_POST
def sample_sign_in(request: HttpRequest) -> HttpResponse:
    """Step into the sample as editor, lead or manager; only from this machine."""
    role = request.POST.get("role")
    membership = next((m for m in samples.people(request) if m.role == role), None)
    if membership is None:
        raise Http404
    login(request, membership.user, backend=BACKEND)
    return redirect("workspaces:today", membership.workspace.slug)


@require_POST
@workspace_page(Can.VIEW)
def sample_remove(request: WorkspaceRequest) -> HttpResponse:
    """The whole sample goes: by its owner or manager, or by a sample person on this machine."""
    if not request.workspace.is_sample:
        raise Http404
    here = request.user.is_sample and samples.on_this_machine(request)
    if not (here or request.can(Can.MANAGE)):
        return _refuse(request, Can.MANAGE)
    was_sample = request.user.is_sample
    samples.remove()
    if was_sample:
        logout(request)
    messages.success(request, _("The sample is gone. Nothing of it is left."))
    return redirect("workspaces:first_run" if codes.needed() else "home")


def _refuse(request: HttpRequest, ability: Can) -> HttpResponse:
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied(ability)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Join with the account one has, or make it here. The link works once."""
    invitation = (
        Invitation.objects.for_token(token).select_related("workspace", "invited_by").first()
    )
    if invitation is None:
        return _link_over(
            request,
            title=_("This invitation no longer works"),
            sentence=_("It has been used, withdrawn or is older than 7 days."),
            next_step=_("Ask the person who invited you for a new link."),
        )
    known = User.objects.filter(email=invitation.email).exists()
    visitor = request.user if isinstance(request.user, User) else None
    form = None
    error = ""
    if visitor is None and not known:
        form = AcceptForm(
            request.POST if request.method == "POST" else None, email=invitation.email
        )
    if request.method == "POST":
        try:
            if form is not None and form.is_valid():
                data = form.cleaned_data
                membership = people.join_as_new(token, name=data["name"], password=data["password"])
                login(request, membership.user, backend=BACKEND)
                return redirect("workspaces:today", membership.workspace.slug)
            if visitor is not None:
                membership = people.join(token, visitor)
                return redirect("workspaces:today", membership.workspace.slug)
        except PeopleError as refused:
            error = str(refused)
    context = {
        "invitation": invitation,
        "form": form,
        "error": error,
        "known": known,
        "same": visitor is not None and visitor.email == invitation.email,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "workspaces/invitation_accept.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def password_set(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password through a one-time link, then sign in with it."""
    link = PasswordLink.objects.for_token(token).select_related("user").first()
    if link is None:
        return _link_over(
            request,
            title=_("This link no longer works"),
            sentence=_("It has been used, replaced by a newer one, or is older than 24 hours."),
            next_step=_("Ask an owner or manager of your workspace for a new link."),
        )
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=link.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = people.use_password_link(token, form.cleaned_data["password"])
        except PeopleError as refused:
            form.add_error(None, str(refused))
        else:
            logout(request)
            messages.success(
                request,
                _("The password is set. Sign in as %(email)s.") % {"email": user.email},
            )
            # Through the sign-in page, so that a second factor is still asked for.
            return redirect(settings.LOGIN_URL)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "person": link.user}
    return render(request, "workspaces/password_set.html", context, status=status)


def _link_over(request: HttpRequest, *, title: str, sentence: str, next_step: str) -> HttpResponse:
    """A one-time link that does nothing any more: why, and who can make a new one."""
    context = {"title": title, "sentence": sentence, "next_step": next_step}
    return render(request, "workspaces/link_over.html", context, status=410)


@require_http_methods(["GET", "POST"])
def password_lost(request: HttpRequest) -> HttpResponse:
    """With a mail server allauth sends a link; without one, say who can make it."""
    if settings.MAIL_CONFIGURED:
        from allauth.account.views import password_reset

        return password_reset(request)
    return render(request, "workspaces/password_lost.html", {})
