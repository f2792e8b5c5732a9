"""Drafting help: where drafts are asked for, what is sent, and what a person takes of them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import drafting, entries
from calendar_app.drafting_forms import DraftingForm
from calendar_app.models import DraftingService, DraftRequest, Entry, EntryVersion
from calendar_app.views.entries import found_entries
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.roles import Can
from workspaces.word_diff import word_diff

WHOLE = (DraftRequest.Task.SHORTEN, DraftRequest.Task.TONE)  # stand in for a text


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.MANAGE)
def drafting_edit(request: WorkspaceRequest) -> HttpResponse:
    row = DraftingService.objects.in_workspace(request.workspace).first()
    row = row or DraftingService(workspace=request.workspace)
    before, had = _told(row), bool(row.key)
    form = DraftingForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            audit.record(
                request.workspace,
                request.user,
                "calendar.drafting_changed",
                request.workspace,
                before=before,
                after=_told(saved),
            )
        messages.success(request, _("Saved."))
        if had and not saved.key and not form.cleaned_data.get("drop_key"):
            messages.warning(
                request, _("The address is another one, so the old key was removed. Enter its key.")
            )
        return redirect("calendar:drafting_edit", request.workspace.slug)
    status = 422 if form.errors else 200
    return page(request, "calendar_app/drafting_edit.html", {"form": form}, status=status)


def _told(row: DraftingService) -> dict[str, Any]:
    """For the audit trail: everything but the key."""
    return {
        "on": row.on,
        "address": row.address,
        "model": row.model,
        "seconds": row.seconds,
        "key": bool(row.key),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def draft_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Shows what would be sent (GET: ``task``, ``version``, ``wish``); POST with its digest sends."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    task = asked.get("task", "")
    task = task if task in DraftRequest.Task.values else DraftRequest.Task.SHORTEN
    version, wish = _version(entry, asked.get("version", "")), asked.get("wish", "")[:300]
    error = ""
    if request.method == "POST":
        try:
            made = drafting.ask(
                entry, version, task, wish, shown=asked.get("digest", ""), by=request.user
            )
        except drafting.CannotDo as refusal:
            error = str(refusal)
        else:
            return redirect("calendar:draft_detail", request.workspace.slug, made.pk)
    service = drafting.service_of(request.workspace)
    sent, nothing = [], ""
    try:
        sent = drafting.prepare(entry, version, task, wish) if service else []
    except drafting.CannotDo as refusal:
        nothing = str(refusal)
    context = {
        "entry": entry,
        "service": service,
        "host": drafting.host_of(service) if service else "",
        "task": task,
        "tasks": DraftRequest.Task.choices,
        "version": version,
        "versions": entry.versions.select_related("account"),
        "wish": wish,
        "sent": sent,
        "digest": drafting.digest_of(service, sent) if service and sent else "",
        "nothing": nothing,
        "error": error,
        "earlier": DraftRequest.objects.filter(entry=entry)[:10],
    }
    status = 422 if error else 200
    return page(request, "calendar_app/draft_create.html", context, status=status)


@require_safe
@workspace_page(Can.PLAN)
def draft_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The drafts beside the text as it stands now, marked as what they are."""
    return _detail(request, _made(request, pk))


def _detail(request: HttpRequest, made: DraftRequest, error: str = "") -> HttpResponse:
    whole = made.task in WHOLE
    now = drafting.words_of(made.entry, made.version)
    context = {
        "made": made,
        "entry": made.entry,
        "whole": whole,
        "now": now,
        "moved_on": whole and now != made.before,
        "drafts": [
            {
                "index": index,
                "text": text,
                "pieces": word_diff(now, text) if whole else [],
                "taken": index in made.taken,
            }
            for index, text in enumerate(made.drafts)
        ],
        "error": error,
        "open": made.entry.state != Entry.State.PUBLISHED and not made.entry.removed_at,
    }
    status = 422 if error else 200
    return page(request, "calendar_app/draft_detail.html", context, status=status)


@require_POST
@workspace_page(Can.PLAN)
def draft_take(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``index`` of the draft, ``version`` of the post as the page showed it."""
    made = _made(request, pk)
    index, seen = request.POST.get("index", ""), request.POST.get("version", "")
    try:
        drafting.take(
            made,
            int(index) if is_key(index) else -1,
            seen=int(seen) if is_key(seen) else 0,
            by=request.user,
        )
    except entries.Changed:
        return _detail(
            request,
            _made(request, pk),
            _("Somebody has saved this post since. Compare the draft with what stands now."),
        )
    except (drafting.CannotDo, entries.CannotChange) as refusal:
        return _detail(request, made, str(refusal))
    if made.task == DraftRequest.Task.IDEAS:
        messages.success(request, _("It stands among the ideas now."))
        return redirect("calendar:draft_detail", request.workspace.slug, pk)
    messages.success(request, _("Put in. Read it once more: it is your text now."))
    return redirect("calendar:entry_edit", request.workspace.slug, made.entry_id)


def _made(request: WorkspaceRequest, pk: int) -> DraftRequest:
    rows = DraftRequest.objects.in_workspace(request.workspace).select_related(
        "entry__workspace",
        "entry__pillar",
        "version__entry",
        "version__account",
        "job",
        "workspace",
    )
    return get_object_or_404(rows, pk=pk)


def _version(entry: Entry, text: str) -> EntryVersion | None:
    rows = entry.versions.select_related("account", "entry")
    return rows.filter(pk=int(text)).first() if is_key(text) else None
