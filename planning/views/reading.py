"""The reading list: what the sources brought, what becomes of it, and the sources themselves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from planning import reading
from planning.errors import CannotDo
from planning.models import ReadingItem, ReadingSource, ResearchNote
from planning.tasks import fetch_source_task
from planning.views.work_found import back
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.models import UndoStep
from workspaces.roles import Can

ROWS = 30
MOST_MARKED = 200


@require_safe
@workspace_page(Can.VIEW)
def reading_list(request: WorkspaceRequest) -> HttpResponse:
    """Articles by state and source; new ones first seen."""
    return page(request, "planning/reading_list.html", _context(request), part="reading-list")


def _context(request: WorkspaceRequest) -> dict[str, Any]:
    given = request.GET
    state = given.get("state", reading.State.NEW)
    words, source = given.get("q", "").strip()[:100], _number(given.get("source"))
    items = reading.items_of(request.workspace, state=state, source=source, words=words)
    sources = list(reading.sources_of(request.workspace))
    return {
        "items": Paginator(items, ROWS).get_page(given.get("page")),
        "sources": sources,
        "waiting": any(one.tried_at is None and one.paused_at is None for one in sources),
        "failing": [one for one in sources if one.error and one.paused_at is None],
        "states": [*reading.State.choices, ("all", _("All of them"))],
        "source_choices": [("", _("All sources")), *((str(one.pk), str(one)) for one in sources)],
        "state": state,
        "source": str(source or ""),
        "q": words,
        "may_plan": request.can(Can.PLAN),
    }


@require_safe
@workspace_page(Can.VIEW)
def source_list(request: WorkspaceRequest) -> HttpResponse:
    """Sources with their health: last read, what went wrong, when they are read again."""
    return page(request, "planning/source_list.html", _sources(request), part="source-rows")


def _sources(request: WorkspaceRequest) -> dict[str, Any]:
    sources = list(reading.sources_of(request.workspace))
    return {
        "sources": sources,
        "waiting": any(one.tried_at is None and one.paused_at is None for one in sources),
        "kinds": ResearchNote.Kind.choices,
        "hours": int(reading.EVERY.total_seconds() // 3600),
        "may_plan": request.can(Can.PLAN),
        "typed": {},
    }


@require_POST
@workspace_page(Can.PLAN)
def source_create(request: WorkspaceRequest) -> HttpResponse:
    typed = {name: request.POST.get(name, "").strip() for name in ("url", "name", "kind")}
    try:
        made = reading.add_source(request.workspace, by=request.user, **typed)
    except CannotDo as refusal:
        context = _sources(request) | {"typed": typed, "error": str(refusal)}
        return page(request, "planning/source_list.html", context, status=422)
    fetch_source_task.delay_on_commit(made.pk)
    messages.success(request, _("The source is on the list and is being read now."))
    return redirect("planning:source_list", request.workspace.slug)


@require_POST
@workspace_page(Can.PLAN)
def source_pause(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Pause it, or read it again when it was paused."""
    source = _source(request, pk)
    if source.paused_at is None:
        reading.pause(source, by=request.user)
        messages.success(request, _("“%(name)s” is not read for now.") % {"name": source})
    else:
        reading.resume(source, by=request.user)
        fetch_source_task.delay_on_commit(source.pk)
        messages.success(request, _("“%(name)s” is being read again.") % {"name": source})
    return redirect("planning:source_list", request.workspace.slug)


@require_POST
@workspace_page(Can.PLAN)
def source_fetch(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Read one source now instead of waiting for its turn."""
    source = _source(request, pk)
    if source.paused_at is not None:
        messages.error(request, _("This source is paused. Let it be read again first."))
    else:
        fetch_source_task.delay_on_commit(source.pk, now=True)
        messages.success(request, _("“%(name)s” is being read now.") % {"name": source})
    return redirect("planning:source_list", request.workspace.slug)


@require_POST
@workspace_page(Can.PLAN)
def source_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    step = reading.remove(_source(request, pk), by=request.user)
    _say(request, step)
    return redirect("planning:source_list", request.workspace.slug)


def _say(request: WorkspaceRequest, step: UndoStep) -> None:
    messages.success(request, step.label, extra_tags=undo_tag(request, step))


@require_POST
@workspace_page(Can.PLAN)
def article_mark(request: WorkspaceRequest) -> HttpResponse:
    """Chosen articles (``article`` many times) become new, read or dismissed."""
    chosen = [int(one) for one in request.POST.getlist("article") if is_key(one)]
    rows = ReadingItem.objects.in_workspace(request.workspace).filter(pk__in=chosen[:MOST_MARKED])
    try:
        count = reading.mark(
            request.workspace, list(rows), request.POST.get("state", ""), by=request.user
        )
        said = ngettext("%(n)d article is marked.", "%(n)d articles are marked.", count)
        messages.success(request, said % {"n": count})
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return back(request, "planning:reading_list")


@require_POST
@workspace_page(Can.PLAN)
def article_keep(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The article becomes a research note, open for writing what it means for us."""
    rows = ReadingItem.objects.in_workspace(request.workspace)
    note = reading.keep(get_object_or_404(rows, pk=pk), by=request.user)
    messages.success(request, _("Kept as a research note. Write what it means for you."))
    return redirect("planning:record_edit", request.workspace.slug, "notes", note.pk)


def _source(request: WorkspaceRequest, pk: int) -> ReadingSource:
    rows = ReadingSource.objects.in_workspace(request.workspace).standing()
    return get_object_or_404(rows.select_related("workspace"), pk=pk)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 12 else None
