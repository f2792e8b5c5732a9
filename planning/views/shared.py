"""The page behind a department's link: outside the door, open to whoever holds the token.

It shows that department's tasks and nothing else, takes ticks, progress, obstacles and files.
"""

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from planning import files, overview, shared, task_changes
from planning.models import Task, TaskCheck
from planning.shared import Guest
from workspaces import rates
from workspaces.http import is_key

_FILES_A_DAY = 60  # per link; a lost link is no open store
_LOOKS = {"most": 1200, "seconds": 600}
_ACTS = {"most": 300, "seconds": 3600}  # each tells the lead and stands in the trail
_OPEN, _DONE = 200, 50  # tasks of one page: the earliest due, and what was finished last


def _in_measure(request: HttpRequest, guest: Guest) -> bool:
    """A whole department shares a link; beyond what it does in a day stands a program."""
    if request.method == "POST" and not rates.allowed(f"shared-acts:{guest.link.pk}", **_ACTS):
        return False
    return rates.allowed(f"shared:{guest.link.pk}", **_LOOKS)


def guest_page(view: Callable) -> Callable:
    """Let the holder of an open link in; a friendly 404 to everybody else."""

    @wraps(view)
    def enter(request: HttpRequest, token: str, *args, **kwargs) -> HttpResponse:
        guest = shared.guest_of(token)
        if guest is None:
            response = render(request, "planning/shared_over.html", status=404)
        elif not _in_measure(request, guest):
            context = {"too_often": True}
            response = render(request, "planning/shared_over.html", context, status=429)
            response["Retry-After"] = "600"
        else:
            workspace = guest.link.workspace
            with override(workspace.language), timezone.override(workspace.zone):
                response = view(request, guest, token, *args, **kwargs)
        # The address is the key: it stays out of caches, referrers and search machines.
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return enter


@require_safe
@guest_page
def shared_tasks(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    return _page(request, guest, token)


def _page(
    request: HttpRequest,
    guest: Guest,
    token: str,
    *,
    wrong: Task | None = None,
    error: str = "",
    words: str = "",
) -> HttpResponse:
    today = timezone.localdate()
    tasks = shared.tasks_of(guest).prefetch_related("checks", "files")
    still = tasks.exclude(status=Task.Status.DONE).order_by("due", "number")
    done = tasks.filter(status=Task.Status.DONE).order_by("-done_at", "-pk")
    rows = [overview.row_of(task, [], today=today) for task in still[:_OPEN]]
    context = {
        "guest": guest,
        "token": token,
        "open": rows,
        "more": still.count() - len(rows) if len(rows) == _OPEN else 0,
        "done": [overview.row_of(task, [], today=today) for task in done[:_DONE]],
        "wrong": wrong,
        "error": error,
        "words": words,
    }
    return render(request, "planning/shared_tasks.html", context, status=422 if error else 200)


def _found(guest: Guest, pk: int) -> Task:
    return get_object_or_404(shared.tasks_of(guest), pk=pk)


@require_POST
@guest_page
def shared_progress(request: HttpRequest, guest: Guest, token: str, pk: int) -> HttpResponse:
    """``progress`` 0–100, and ``blocked`` in words; ``was-…`` is what the page showed of them.

    Only what was changed on the page is written: a page left open takes back nothing the team
    wrote meanwhile.
    """
    task = _found(guest, pk)
    progress, reason = request.POST.get("progress", ""), request.POST.get("blocked", "")
    if progress and not (is_key(progress) and int(progress) <= 100):
        said = _("Say how far the task is, from 0 to 100.")
        return _page(request, guest, token, wrong=task, error=said)
    was_blocked = request.POST.get("was-blocked", task.blocked)
    was_progress = request.POST.get("was-progress", "")
    typed = "blocked" in request.POST and reason.strip() not in (was_blocked, task.blocked)
    if typed and progress != "100":
        task_changes.block(task, reason, by=None, name=guest.name)
    if progress and progress != was_progress and int(progress) != task.progress:
        task_changes.set_progress(task, progress=int(progress), by=None, name=guest.name)
    return _back(token, pk)


@require_POST
@guest_page
def shared_check(request: HttpRequest, guest: Guest, token: str, pk: int) -> HttpResponse:
    rows = TaskCheck.objects.in_workspace(guest.link.workspace).filter(
        task__in=shared.tasks_of(guest)
    )
    check = get_object_or_404(rows.select_related("task", "workspace"), pk=pk)
    task_changes.tick(check, request.POST.get("done") == "1", by=None, name=guest.name)
    return _back(token, check.task_id)


@require_POST
@guest_page
def shared_file(request: HttpRequest, guest: Guest, token: str, pk: int) -> HttpResponse:
    task, written = _found(guest, pk), request.POST.get("words", "")
    file = request.FILES.get("file") or files.from_words(written)
    if file is None:
        said = _("Choose a file first, or write the copy into the field.")
        return _page(request, guest, token, wrong=task, error=said)
    key = f"shared-files:{guest.link.pk}:{timezone.localdate()}"
    cache.add(key, 0, 86_400)
    if cache.incr(key) > _FILES_A_DAY:
        said = _("That is more files than this link takes in a day. Ask the team for another way.")
        return _page(request, guest, token, wrong=task, error=said, words=written)
    try:
        described = files.keep(guest.link.workspace, file)
    except files.Refused as refused:
        return _page(request, guest, token, wrong=task, error=str(refused), words=written)
    files.hand_in(task, described, by=None, name=guest.name, link=guest.link)
    return _back(token, pk)


def _back(token: str, pk: int) -> HttpResponse:
    response = redirect("shared:shared_tasks", token)
    response["Location"] += f"#task-{pk}"
    return response
