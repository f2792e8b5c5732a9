"""The roof's own pages: where a person lands, whether we are alive, and what went wrong."""

import sys

import redis
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workbench import metrics as measures
from workspaces import first_run, samples
from workspaces.models import Job, Membership, User
from workspaces.roles import CAN_LABELS, Can
from workspaces.views.personal import may_create

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first-run page on an empty installation, else to the person's workspace."""
    if not request.user.is_authenticated and first_run.needed() and not samples.people(request):
        return redirect("workspaces:first_run")
    return _own_desk(request)


@login_required
def _own_desk(request: HttpRequest) -> HttpResponse:
    """Own workspaces before the sample; the newest of them first."""
    membership = (
        Membership.objects.filter(user=request.user.pk)
        .select_related("workspace")
        .order_by("workspace__is_sample", "-pk")
        .first()
    )
    if membership is None:
        context = {"memberships": [], "may_create": may_create(request.user)}
        return render(request, "workspaces/workspace_list.html", context)
    return redirect("workspaces:today", membership.workspace.slug)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database and cache answer; how old the oldest waiting job is. 503 when one does not."""
    state: dict[str, object] = {}
    healthy = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        oldest = Job.objects.filter(status=Job.Status.QUEUED).order_by("created_at").first()
        state["database"] = "ok"
        state["oldest_waiting_job_seconds"] = (
            round((timezone.now() - oldest.created_at).total_seconds()) if oldest else 0
        )
    except Exception as error:  # noqa: BLE001 -- whatever it is, this place is not ready
        healthy, state["database"] = False, type(error).__name__
    try:
        cache.set("readyz", "ok", 10)
        state["cache"] = "ok" if cache.get("readyz") == "ok" else "lost"
        healthy = healthy and state["cache"] == "ok"
    except Exception as error:  # noqa: BLE001
        healthy, state["cache"] = False, type(error).__name__
    return JsonResponse(state, status=200 if healthy else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; to anybody else this address does not exist."""
    if not measures.may_read(request):
        raise Http404
    return HttpResponse(measures.text(), content_type=measures.CONTENT_TYPE)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def no_permission(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is missing, and who in this workspace can give it."""
    ability = exception.args[0] if exception and exception.args else None
    workspace = getattr(request, "workspace", None)
    givers: list[User] = []
    if workspace is not None:
        members = Membership.objects.in_workspace(workspace).who_can(Can.MANAGE_PEOPLE)
        givers = [member.user for member in members.with_people()[:5]]
    context = {
        "ability": CAN_LABELS.get(ability) if isinstance(ability, Can) else None,
        "givers": givers,
    }
    return render(request, "403.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or somebody signed in or out in another tab."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session: whatever broke may break again."""
    away = is_away(sys.exc_info()[1])
    context = {
        "request_id": getattr(request, "id", ""),
        "again": request.get_full_path() if request.method in {"GET", "HEAD"} else "",
    }
    try:
        text: str = render_to_string("503.html" if away else "500.html", context)
    except Exception:  # noqa: BLE001
        text = _("Something went wrong on our side. Try again in a moment.")
    if not away:
        return HttpResponse(text, status=500)
    return HttpResponse(text, status=503, headers={"Retry-After": "5"})


def is_away(error: BaseException | None) -> bool:
    """A database or cache that is starting anew or too busy: trying again will do."""
    return isinstance(error, OperationalError | InterfaceError | redis.RedisError)
