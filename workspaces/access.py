"""The only door into a workspace: 404 to strangers, 403 to members without the ability."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from workspaces.models import Membership, User, Workspace
from workspaces.roles import Can


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` receives."""

    user: User


class WorkspaceRequest(SignedInRequest):
    """What a view behind the door receives."""

    workspace: Workspace
    membership: Membership
    htmx: Any
    can: Callable[[Can], bool]


View = Callable[..., HttpResponseBase]


def workspace_page(ability: Can) -> Callable[[View], View]:
    """Let a member with ``ability`` in; the view loses ``slug`` and gains request.workspace."""

    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def enter(request: Any, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            membership = (
                Membership.objects.select_related("workspace", "user")
                .filter(workspace__slug=slug, user=request.user)
                .first()
            )
            if membership is None:
                raise Http404
            request.workspace = membership.workspace
            request.membership = membership
            request.can = membership.can
            if not membership.can(ability):
                raise PermissionDenied(ability)
            with timezone.override(membership.workspace.zone):
                response = view(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                # One person's numbers must not stay in a shared cache on the way.
                response["Cache-Control"] = "private, no-cache"
            return response

        enter.ability = ability  # type: ignore[attr-defined]  # read by the house tests
        return enter

    return door
