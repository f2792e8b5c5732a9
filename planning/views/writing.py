"""Writing a section: its pieces saved while typing, rows added, moved, removed and brought back."""

import json
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planning import contents, pieces, resources, review, smart
from planning.errors import CannotDo, EditConflict
from planning.forms import piece_form
from planning.models import Brief, PlatformCriterion
from planning.rows import KINDS, Parent, PieceKind, mark_of, rows_of
from planning.sections import SECTIONS
from planning.sockets import metric_names
from planning.views.found import found_brief, found_kind, found_parent, found_piece
from planning.views.frame import brief_frame, guide
from workspaces import comments
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import came_from, page
from workspaces.roles import Can
from workspaces.templatetags.moments import moment

GUIDES = ("voice", "law", "care", "platforms")  # sections whose pieces outlive a brief


@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})  # growth charts beside objectives
@require_safe
@workspace_page(Can.PLAN)
def section_edit(request: WorkspaceRequest, pk: int, section: str) -> HttpResponse:
    brief = found_brief(request, pk)
    if section not in SECTIONS:
        raise Http404
    if not brief.is_open:
        return redirect("planning:brief_detail", request.workspace.slug, pk)
    chosen = SECTIONS[section]
    keys = list(SECTIONS)
    at = keys.index(section)
    gaps = review.gaps_of(brief)
    context = brief_frame(request, brief, gaps) | {
        "section": chosen,
        "lists": [piece_list(request, kind, brief) for kind in chosen.kinds],
        "aside_lists": [piece_list(request, kind, brief) for kind in chosen.aside_kinds],
        "mine": [gap for gap in gaps if gap.section == section],
        "totals": _totals(brief, section),
        "comments": comments.of(request.workspace, brief).get(section, []),
        "next_section": SECTIONS[keys[at + 1]] if at + 1 < len(keys) else None,
        "previous_section": SECTIONS[keys[at - 1]] if at else None,
    }
    return page(request, "planning/section_edit.html", context)


@require_safe
@workspace_page(Can.PLAN)
def gap_list(request: WorkspaceRequest, pk: int, section: str) -> HttpResponse:
    """What is still missing, asked again after every saving."""
    brief = found_brief(request, pk)
    if section not in SECTIONS:
        raise Http404
    gaps = review.gaps_of(brief)
    context = {
        "brief": brief,
        "section": SECTIONS[section],
        "guide": guide(gaps),
        "mine": [gap for gap in gaps if gap.section == section],
        "totals": _totals(brief, section),
        "blocking": [gap for gap in gaps if gap.blocks],
    }
    return page(request, "planning/gap_list.html", context, part="gap-list")


def _totals(brief: Brief, section: str) -> list[tuple[str, str]]:
    """What the lines of a section come to; only resources are added up."""
    if section != "resources":
        return []
    kind = KINDS["resources"]
    return resources.totals(
        contents.values_of(kind, row) for row in rows_of(kind, brief.workspace, brief)
    )


@require_safe
@workspace_page(Can.PLAN)
def guide_edit(request: WorkspaceRequest, section: str) -> HttpResponse:
    """What belongs to the workspace: voice guide, law questions, criteria, care of accounts."""
    if section not in GUIDES:
        raise Http404
    chosen = SECTIONS[section]
    kinds = [kind for kind in (*chosen.kinds, *chosen.aside_kinds) if not kind.of_brief]
    context = {
        "section": chosen,
        "lists": [piece_list(request, kind, None) for kind in kinds],
        "guides": [SECTIONS[key] for key in GUIDES],
    }
    return page(request, "planning/guide_edit.html", context)


@require_POST
@workspace_page(Can.PLAN)
def care_create(request: WorkspaceRequest) -> HttpResponse:
    """Accounts that came since: one line for each thing to look after."""
    count = pieces.take_in_accounts(request.workspace, by=request.user)
    messages.success(request, _("%d lines were added.") % count)
    return redirect("planning:guide_edit", request.workspace.slug, "care")


def reverse_home(request: WorkspaceRequest) -> str:
    return reverse("planning:brief_list", args=[request.workspace.slug])


def piece_list(request: WorkspaceRequest, kind: PieceKind, parent: Parent | None) -> dict[str, Any]:
    """A list of pieces with their forms, or read-only for people who may not change them."""
    rows = rows_of(kind, request.workspace, parent)
    criteria = _criteria(request) if kind.key == "platforms" else []
    may = not kind.lead or request.can(Can.LEAD)
    return {
        "kind": kind,
        "may": may,
        "criteria": criteria,
        "rows": [piece_row(request, kind, row, criteria) for row in rows],
        "parent": parent,
    }


def piece_row(
    request: WorkspaceRequest,
    kind: PieceKind,
    row: Any,
    criteria: list[PlatformCriterion] | None = None,
    form: Any = None,
) -> dict[str, Any]:
    shown = {"id": row.pk} | contents.values_of(kind, row) | {"names": contents.names_of(kind, row)}
    return {
        "kind": kind,
        "row": row,
        "title": contents.title_of(kind, shown),
        "asks": shown["names"] if kind.key == "law" else {},
        "form": form or piece_form(kind, row, request.workspace, criteria=criteria),
        "mark": mark_of(kind, row),
    }


def _criteria(request: WorkspaceRequest) -> list[PlatformCriterion]:
    return list(rows_of(KINDS["criteria"], request.workspace))


@require_POST
@workspace_page(Can.PLAN)
def piece_edit(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    """Autosave of one piece. 409 when somebody else wrote it meanwhile: both texts are kept."""
    found, row = found_piece(request, kind, pk)
    criteria = _criteria(request) if found.key == "platforms" else []
    form = piece_form(found, row, request.workspace, request.POST, criteria=criteria)
    by_script = "json" in request.headers.get("Accept", "")
    error, status = "", 200
    if not form.is_valid():
        error, status = form.first_error, 422
    else:
        try:
            seen = request.POST.get("version", "")
            row = pieces.write(found, row, form.words(), by=request.user, seen=seen)
        except EditConflict as conflict:
            url = pieces.section_url(found, row)
            pieces.keep_refused(found, row, form.words(), by=request.user, url=url)
            error, status = _conflict(conflict), 409
        except CannotDo as refusal:
            error, status = str(refusal), 422
    if by_script:
        if error:
            return JsonResponse({"error": error}, status=status)
        return JsonResponse({"version": mark_of(found, row)})
    if error:
        messages.error(request, error)
    return redirect(came_from(request, pieces.section_url(found, row)))


def _conflict(conflict: EditConflict) -> str:
    return _(
        "Not saved: {name} changed this at {moment}. Your text is still here and is kept under "
        "“Earlier texts” too. Open it to read theirs, then decide which one stays."
    ).format(name=conflict.by or _("somebody"), moment=moment(conflict.at) if conflict.at else "")


@require_POST
@workspace_page(Can.PLAN)
def piece_create(request: WorkspaceRequest, kind: str) -> HttpResponse:
    """A new empty row; by htmx just that row."""
    found = found_kind(request, kind)
    parent = found_parent(request, found) if found.hangs_on else None
    try:
        row = pieces.add(found, request.workspace, parent, by=request.user)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return redirect(came_from(request, reverse_home(request)))
    if found.record:
        return redirect(pieces.section_url(found, row))
    if request.htmx:
        criteria = _criteria(request) if found.key == "platforms" else []
        context = {
            "one": piece_row(request, found, row, criteria),
            "fresh": True,
            "workspace": request.workspace,
        }
        response = render(request, "planning/_piece.html", context)
        response["HX-Trigger"] = "autosaved"
        return response
    return redirect(came_from(request, pieces.section_url(found, row)))


@require_POST
@workspace_page(Can.PLAN)
def piece_remove(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    found, row = found_piece(request, kind, pk)
    url = came_from(request, pieces.section_url(found, row))
    try:
        step = pieces.remove(found, row, by=request.user)
    except CannotDo as refusal:
        if request.htmx:
            return HttpResponse(str(refusal), status=422, content_type="text/plain")
        messages.error(request, str(refusal))
        return redirect(url)
    if found.record:  # its own page is gone with it
        url = reverse("planning:record_list", args=[request.workspace.slug, found.key])
    undo_url = reverse("workspaces:undo_step", args=[request.workspace.slug, step.pk])
    if request.htmx:
        toast = {"toast": {"text": step.label, "undo": undo_url}, "autosaved": True}
        response = HttpResponse()
        response["HX-Trigger"] = json.dumps(toast)
        return response
    messages.success(request, step.label, extra_tags=f"undo:{undo_url}")
    return redirect(url)


@require_POST
@workspace_page(Can.PLAN)
def piece_move(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    found, row = found_piece(request, kind, pk)
    try:
        down = request.POST.get("to") == "down"
        pieces.move(found, row, down=down, by=request.user)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    back = came_from(request, pieces.section_url(found, row)).split("#")[0]
    return redirect(f"{back}#{found.key}-{row.pk}")


@require_safe
@workspace_page(Can.PLAN)
def piece_history(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    """Earlier texts of one piece, newest first; refused ones say so."""
    found, row = found_piece(request, kind, pk)
    shown = []
    criteria = {str(one.pk): {"name": one.name, "weight": one.weight} for one in _criteria(request)}
    for one in pieces.history(found, row)[:20]:
        values = {"id": row.pk} | one.content[found.key]
        shown.append(
            {
                "revision": one,
                "refused": one.content.get("refused", False),
                "lines": [
                    line
                    for line in contents.lines_of(found, values, metric_names(), criteria)
                    if line.text
                ],
            }
        )
    brief = pieces.brief_of(row)
    context = {
        "kind": found,
        "row": row,
        "texts": shown,
        "back": pieces.section_url(found, row) if brief is None or brief.is_open else "",
        "brief": brief,
    }
    return page(request, "planning/piece_history.html", context, part="texts")


@require_POST
@workspace_page(Can.PLAN)
def piece_restore(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    """Put an earlier or a refused text back; what stands now stays among the earlier texts."""
    found, row = found_piece(request, kind, pk)
    number = request.POST.get("number", "")
    chosen = next((one for one in pieces.history(found, row) if str(one.number) == number), None)
    if chosen is None:
        raise Http404
    criteria = _criteria(request) if found.key == "platforms" else []
    values = dict(chosen.content[found.key])
    typed = {name: values.get(name, values.get(f"{name}_id")) for name in found.fields}
    typed |= {f"score-{key}": score for key, score in values.get("scores", {}).items()}
    data = {name: "" if value is None else value for name, value in typed.items()}
    form = piece_form(found, row, request.workspace, data, criteria=criteria)
    try:
        if not form.is_valid():
            raise CannotDo(form.first_error)
        pieces.write(found, row, form.words(), by=request.user, seen=None)
        messages.success(request, _("The earlier text stands again."))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect(pieces.section_url(found, row))


@require_safe
@workspace_page(Can.PLAN)
def smart_part(request: WorkspaceRequest, pk: int, objective: int) -> HttpResponse:
    """The five letters of one objective, asked again after every saving."""
    brief = found_brief(request, pk)
    kind = KINDS["objectives"]
    row = pieces.find(kind, request.workspace, objective)
    if row is None or row.brief_id != brief.pk:
        raise Http404
    values = {"id": row.pk} | contents.values_of(kind, row) | {"names": {}}
    letters = smart.letters(
        values,
        start=brief.start,
        end=brief.end,
        metrics=metric_names(),
        told=review.told(brief, [row]),
    )
    context = {"brief": brief, "objective": row, "letters": letters}
    return page(request, "planning/smart_part.html", context, part="smart")
