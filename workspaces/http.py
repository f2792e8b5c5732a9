"""Answer with a whole page or a part of it, and give every page its frame."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from workspaces import first_run, samples
from workspaces.models import UndoStep, Workspace
from workspaces.sockets import navigation

LONGEST_ADDRESS = 2000  # characters; what browsers and servers agree on


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """``template`` whole; only its partial ``part`` when htmx asks for that part."""
    htmx = getattr(request, "htmx", None)
    if part and htmx and not htmx.history_restore_request and not htmx.boosted:
        template = f"{template}#{part}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: navigation, the asker's workspaces, whether mail is sent."""
    workspace = getattr(request, "workspace", None)
    membership = getattr(request, "membership", None)
    context: dict[str, Any] = {
        "workspace": workspace,
        "membership": membership,
        "mail_configured": settings.MAIL_CONFIGURED,
    }
    match = request.resolver_match
    if match and match.view_name == "account_login":
        context["sample_people"] = samples.people(request)
        context["first_run_needed"] = first_run.needed()
    if workspace is not None and membership is not None:
        context["nav"] = navigation(request)
        context["workspaces"] = Workspace.objects.of(membership.user)
        context["abilities"] = {
            str(ability): True for ability in membership.abilities
        }  # templates ask {% if abilities.manage %}
    return context


def safe_next(request: HttpRequest, default: str) -> str:
    """The address in ``next`` when it lies in this installation, else ``default``."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    return address if _within(request, address) else default


def came_from(request: HttpRequest, default: str) -> str:
    """The page of this installation on which the person pressed the button."""
    address = request.headers.get("Referer", "")
    return address if _within(request, address) else default


def _within(request: HttpRequest, address: str) -> bool:
    # A bare word would be taken for the name of a page when it comes to redirecting, and an
    # address that no browser has made is refused by it.
    likely = len(address) <= LONGEST_ADDRESS and address.startswith(("/", "http://", "https://"))
    return likely and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def undo_url(request: Any, step: UndoStep) -> str:
    """Where posting takes back what ``step`` remembers."""
    return reverse("workspaces:undo_step", args=[request.workspace.slug, step.pk])


def undo_tag(request: Any, step: UndoStep) -> str:
    """The message's way back (see templates/_toasts.html)."""
    return f"undo:{undo_url(request, step)}"


def is_key(text: str) -> bool:
    """Could this text, sent by a form or an address, be the number of a row?"""
    return text.isascii() and text.isdigit() and len(text) < 19


def day_said(text: str | None) -> date | None:
    """The day a form or an address names (ISO, 1950–2090: within what holidays are known for)."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1950 <= day.year <= 2090 else None


def by_script(request: HttpRequest) -> bool:
    """Asked by htmx or by static/js/post.js, which do not follow a redirect as a page would."""
    return bool(getattr(request, "htmx", False)) or (
        request.headers.get("X-Requested-With") == "fetch"
    )


def absolute(request: HttpRequest | None, name: str, *args: Any) -> str:
    """A full address to hand on; without a request (commands) below SITE_URL."""
    path = reverse(name, args=args)
    return request.build_absolute_uri(path) if request else settings.SITE_URL + path
