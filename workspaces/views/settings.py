"""Settings of the workspace: its name and days, the document template, the audit trail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspaces import audit_trail, brand_template, zones
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.brand_template import BadTemplate
from workspaces.forms import TemplateForm, WorkspaceForm
from workspaces.http import page
from workspaces.roles import Can
from workspaces.workspace_settings import change

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@workspace_page(Can.VIEW)
def settings(request: WorkspaceRequest) -> HttpResponse:
    """To the first settings this person may change."""
    name = "workspace_edit" if request.can(Can.MANAGE) else "person_edit"
    return redirect(f"workspaces:{name}", request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.MANAGE)
def workspace_edit(request: WorkspaceRequest) -> HttpResponse:
    if request.method != "POST":
        return _workspace_page(request, WorkspaceForm(instance=request.workspace))
    name = request.workspace.name
    form = WorkspaceForm(request.POST, instance=request.workspace)
    if not form.is_valid():
        request.workspace.name = name  # the frame shows what is saved, the form what was typed
        return _workspace_page(request, form, status=422)
    changed = change(request.membership, form)
    messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
    return redirect("workspaces:workspace_edit", request.workspace.slug)


@require_POST
@workspace_page(Can.MANAGE)
def template_upload(request: WorkspaceRequest) -> HttpResponse:
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            brand_template.keep(request.membership, form.cleaned_data["file"])
        except BadTemplate as refused:
            form.add_error("file", str(refused))
    if not form.is_valid():
        own = WorkspaceForm(instance=request.workspace)
        return _workspace_page(request, own, template_form=form, status=422)
    messages.success(
        request,
        _("Reports made from now on use “%(name)s”.")
        % {"name": request.workspace.brand_template_name},
    )
    return redirect("workspaces:workspace_edit", request.workspace.slug)


@require_safe
@workspace_page(Can.MANAGE)
def template_download(request: WorkspaceRequest) -> HttpResponse | FileResponse:
    file = request.workspace.brand_template
    if not file.name or not file.storage.exists(file.name):
        raise Http404
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=request.workspace.brand_template_name,
        content_type=DOCX,
    )


@require_POST
@workspace_page(Can.MANAGE)
def template_remove(request: WorkspaceRequest) -> HttpResponse:
    if request.workspace.brand_template:
        brand_template.remove(request.membership)
        messages.success(request, _("Reports made from now on use the workbench's own look."))
    return redirect("workspaces:workspace_edit", request.workspace.slug)


@require_safe
@workspace_page(Can.MANAGE)
def audit_list(request: WorkspaceRequest) -> HttpResponse:
    """Who did what, newest first."""
    chosen = audit_trail.Filter.read(request.GET)
    rows = Paginator(chosen.events(request.workspace), 50).get_page(request.GET.get("page"))
    context = {
        "rows": rows,
        "lines": [audit_trail.line(event) for event in rows],
        "chosen": chosen,
        "zone": zones.label(request.workspace.zone),
        "people": audit_trail.people(request.workspace),
        "rooms": audit_trail.rooms(),
    }
    return page(request, "workspaces/audit_list.html", context, part="audit-list")


def _workspace_page(
    request: WorkspaceRequest,
    form: WorkspaceForm,
    *,
    template_form: TemplateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "template_form": template_form or TemplateForm(),
        "template_notes": brand_template.notes(request.workspace),
    }
    return page(request, "workspaces/workspace_edit.html", context, status=status)
