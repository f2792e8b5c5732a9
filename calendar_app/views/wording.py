"""The wording lists: hashtag sets, templates to begin with, the naming dictionary of links."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app import entries, naming
from calendar_app.models import HashtagSet, PostTemplate, UtmTerm
from calendar_app.views.entries import found_entries
from calendar_app.wording_forms import HashtagSetForm, PostTemplateForm, UtmTermForm, WordingForm
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@dataclass(frozen=True, slots=True)
class Wording:
    """One list. ``ability``: who may change it; whoever plans may read and use it."""

    key: str
    label: Promise | str
    note: Promise | str
    model: type[models.Model]
    form: type[WordingForm]
    ability: Can = Can.PLAN


LISTS = {
    one.key: one
    for one in (
        Wording(
            "hashtags",
            gettext_lazy("Hashtag sets"),
            gettext_lazy("Hashtags that go together; the composer puts a set in with one click."),
            HashtagSet,
            HashtagSetForm,
        ),
        Wording(
            "templates",
            gettext_lazy("Templates"),
            gettext_lazy("Texts to begin with, for posts that come again in the same shape."),
            PostTemplate,
            PostTemplateForm,
        ),
        Wording(
            "links",
            gettext_lazy("Names in links"),
            gettext_lazy(
                "What utm_ words may say, so that a report finds every visit under one name. "
                "The composer warns of names that do not stand here."
            ),
            UtmTerm,
            UtmTermForm,
            Can.LEAD,
        ),
    )
}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def wording_list(request: WorkspaceRequest, kind: str = "hashtags") -> HttpResponse:
    """One list with the box to add to it; what is archived below."""
    wording = _wording(kind)
    form = wording.form(request.POST or None, workspace=request.workspace)
    if request.method == "POST":
        _refuse_without(request, wording)
        if form.is_valid():
            _save(request, form, "calendar.wording_added")
            messages.success(request, _("Added."))
            return redirect("calendar:wording_list", request.workspace.slug, kind)
    rows = list(wording.model.objects.in_workspace(request.workspace))  # type: ignore[attr-defined]
    context = {
        "wording": wording,
        "rows": [row for row in rows if row.archived_at is None],
        "archived": [row for row in rows if row.archived_at is not None],
        "form": form,
        "may_change": request.can(wording.ability),
        "tabs": [
            {
                "url": reverse("calendar:wording_list", args=[request.workspace.slug, one.key]),
                "label": one.label,
                "current": one.key == kind,
            }
            for one in LISTS.values()
        ],
    }
    status = 422 if form.errors else 200
    return page(request, "calendar_app/wording_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def wording_edit(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    wording = _wording(kind)
    _refuse_without(request, wording)
    row = _row(request, wording, pk)
    form = wording.form(request.POST or None, instance=row, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        _save(request, form, "calendar.wording_changed")
        messages.success(request, _("Saved."))
        return redirect("calendar:wording_list", request.workspace.slug, kind)
    context = {"wording": wording, "row": row, "form": form}
    status = 422 if form.errors else 200
    return page(request, "calendar_app/wording_edit.html", context, status=status)


@require_POST
@workspace_page(Can.PLAN)
def wording_archive(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    """No longer offered, or with ``back`` offered again. What uses it keeps its words."""
    wording = _wording(kind)
    _refuse_without(request, wording)
    row = _row(request, wording, pk)
    back = bool(request.POST.get("back"))
    with transaction.atomic():
        row.archived_at = None if back else timezone.now()
        row.save(update_fields=["archived_at"])
        verb = "calendar.wording_offered" if back else "calendar.wording_archived"
        audit.record(request.workspace, request.user, verb, row)
    text = _("“%(name)s” is offered again.") if back else _("“%(name)s” is archived.")
    messages.success(request, text % {"name": row})
    return redirect("calendar:wording_list", request.workspace.slug, kind)


@require_POST
@workspace_page(Can.PLAN)
def link_fill(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Names of a post's link from the dictionary, where it leaves no choice."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    try:
        count = naming.fill(entry, by=request.user)
    except entries.CannotChange as error:
        messages.error(request, str(error))
        return redirect("calendar:entry_edit", request.workspace.slug, pk)
    if count:
        text = ngettext("%(count)d name filled in.", "%(count)d names filled in.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(
            request,
            _(
                "The dictionary leaves a choice, or every name stands already. Choose in the fields."
            ),
        )
    return redirect(reverse("calendar:entry_edit", args=[request.workspace.slug, pk]) + "#link")


def _wording(kind: str) -> Wording:
    if kind not in LISTS:
        raise Http404
    return LISTS[kind]


def _refuse_without(request: WorkspaceRequest, wording: Wording) -> None:
    if not request.can(wording.ability):
        raise PermissionDenied(wording.ability)


def _row(request: WorkspaceRequest, wording: Wording, pk: int) -> Any:
    return get_object_or_404(
        wording.model.objects.in_workspace(request.workspace),  # type: ignore[attr-defined]
        pk=pk,
    )


@transaction.atomic
def _save(request: WorkspaceRequest, form: WordingForm, verb: str) -> None:
    before = {name: str(form.initial.get(name, "")) for name in form.changed_data}
    row = form.save(commit=False)
    row.workspace = request.workspace
    row.save()
    after = {name: str(form.cleaned_data[name]) for name in form.changed_data}
    audit.record(request.workspace, request.user, verb, row, before=before, after=after)
