"""What happens around every request: an id and a log line, the person's language."""

import re
import time
import uuid

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

log = structlog.get_logger("request")
SAFE_ID = re.compile(r"^[A-Za-z0-9-]{8,40}$")


class RequestLogMiddleware:
    """Give every request an id and one log line; the id follows into the jobs it starts."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if SAFE_ID.match(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        if not request.path.startswith(("/healthz", "/readyz", "/metrics", "/static/")):
            log.info(
                "answered",
                method=request.method,
                path=loggable_path(request),
                status=response.status_code,
                ms=round(1000 * (time.perf_counter() - started)),
                user=getattr(getattr(request, "user", None), "pk", None),
            )
        return response


def loggable_path(request) -> str:
    """The path, but the route where the path itself lets somebody in (one-time links)."""
    match = getattr(request, "resolver_match", None)
    if match and {"token", "key"} & set(match.kwargs):
        return f"/{match.route}"
    return request.path


class PersonMiddleware:
    """The signed-in person's own language; sample people have no account to change."""

    # Pages of allauth that a sample person may open: in and out, nothing that would
    # give the sample a password or a second factor.
    FOR_SAMPLE = {"account_login", "account_logout"}

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        language = request.user.language if request.user.is_authenticated else ""
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if (
            name.startswith(("account_", "mfa_", "socialaccount_"))
            and name not in self.FOR_SAMPLE
            and getattr(request.user, "is_sample", False)
        ):
            messages.info(
                request, _("Sample people have no account of their own, so nothing changes here.")
            )
            return redirect("home")
        return None


class NoNulMiddleware:
    """NUL characters never reach a view: no person types one, and PostgreSQL stores none.

    They come with texts copied out of broken files; the text around them is kept.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "\0" in request.path_info:
            raise Http404
        request.GET = _without_nul(request.GET)
        # Forms alone; by now the check against forged requests has read them in any case.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _without_nul(request.POST)
        return


def _without_nul(values: QueryDict) -> QueryDict:
    if not any("\0" in one for _name, many in values.lists() for one in many):
        return values
    clean = values.copy()
    for name, many in values.lists():
        clean.setlist(name, [one.replace("\0", "") for one in many])
    clean._mutable = False
    return clean
