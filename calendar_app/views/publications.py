"""Publishing by hand: the pack, the link that proves it, what was missed, pauses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import facts, laying, particulars, post_links, publishing, review
from calendar_app.forms import PauseForm, moment_values
from calendar_app.models import Publication, PublishingPause
from calendar_app.views.slots import wanted_moment
from platforms.formats import COMMENTS
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def publication_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The pack: text to copy, media to take along, what to look at, where to put the link."""
    return _detail(request, get_object_or_404(_publications(request), pk=pk))


def _detail(
    request: WorkspaceRequest,
    publication: Publication,
    *,
    error: str = "",
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    version = publication.version
    own = list(version.media.select_related("asset"))
    context = {
        "publication": publication,
        "version": version,
        "entry": version.entry,
        "text": facts.full_text(version),
        "first_comment": version.comment if version.account.platform in COMMENTS else "",
        "particular_lines": particulars.lines_of(version.entry.kind, version.entry.particulars),
        "media": own or version.entry.media.filter(version=None).select_related("asset"),
        "attempts": publication.attempts.select_related("by"),
        "open": publication.state in publishing.OPEN,
        "over": publication.state in publishing.OVER,
        "again": moment_values(publication.due_at, request.workspace),
        "may_plan": request.can(Can.PLAN),
        "pauses": [
            one
            for one in publishing.standing_pauses(request.workspace)
            if publishing.covers(one, version)
        ],
        # A licence may have ended since it was approved.
        "stops": review.obstacles(version.entry) if publication.state in publishing.OPEN else [],
        "error": error,
        "link": link or publication.permalink,
    }
    return page(request, "calendar_app/publication_detail.html", context, status=status)


@require_POST
@workspace_page(Can.PLAN)
def publication_done(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """It is out: the link is kept, and tied to its result when the export comes."""
    publication = get_object_or_404(_publications(request), pk=pk)
    link = request.POST.get("link", "").strip()
    try:
        if link:
            URLValidator(schemes=["https", "http"])(link)
            platform = publication.version.account.platform
            if wrong := post_links.why_not(link, platform, own_host=request.get_host()):
                raise publishing.CannotDo(wrong)
        if publication.state in publishing.OVER:
            publishing.correct_link(publication, link, by=request.user)
        else:
            publishing.done_by_hand(publication, link, by=request.user)
    except ValidationError:
        sentence = _("That is no link. Copy it from the address bar of the published post.")
        return _detail(request, publication, error=sentence, link=link, status=422)
    except publishing.CannotDo as refusal:
        return _detail(request, publication, error=str(refusal), link=link, status=422)
    messages.success(
        request,
        _("Noted as published. Its figures appear after the next import.")
        if link
        else _("Noted as published. Add the link when you can, so that its result is found."),
    )
    return redirect("calendar:publication_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.PLAN)
def publication_again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Another time for what was missed."""
    publication = get_object_or_404(_publications(request), pk=pk)
    try:
        at = wanted_moment(request, laying.moment_now(request.workspace.tz))
        publishing.again(publication, at, by=request.user)
        messages.success(request, _("It has a new time."))
    except (publishing.CannotDo, ValueError) as error:
        return _detail(request, publication, error=str(error), status=422)
    return redirect("calendar:publication_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.PLAN)
def publication_give_up(request: WorkspaceRequest, pk: int) -> HttpResponse:
    publication = get_object_or_404(_publications(request), pk=pk)
    try:
        publishing.give_up(publication, by=request.user)
        messages.success(request, _("Called off. The post stays as it is."))
    except publishing.CannotDo as error:
        messages.error(request, str(error))
    return redirect("calendar:publication_detail", request.workspace.slug, pk)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.LEAD)
def pause_list(request: WorkspaceRequest) -> HttpResponse:
    """Stop publishing, for everything or one account, and let it go on."""
    form = PauseForm(request.POST or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            publishing.pause(
                request.workspace,
                reason=data["reason"],
                by=request.user,
                account=data["account"],
                campaign=data["campaign"],
                resumes_at=data["resumes_at"],
            )
        except publishing.CannotDo as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Publishing is paused. Nobody is reminded meanwhile."))
            return redirect("calendar:pause_list", request.workspace.slug)
    context = {
        "form": form,
        "pauses": publishing.standing_pauses(request.workspace),
        "earlier": PublishingPause.objects.in_workspace(request.workspace)
        .exclude(ended_at=None)
        .select_related("account", "campaign", "started_by", "ended_by")[:20],
    }
    return page(
        request, "calendar_app/pause_list.html", context, status=422 if form.errors else 200
    )


@require_POST
@workspace_page(Can.LEAD)
def pause_end(request: WorkspaceRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PublishingPause, workspace=request.workspace, pk=pk)
    publishing.resume(row, by=request.user)
    messages.success(request, _("Publishing goes on."))
    return redirect("calendar:pause_list", request.workspace.slug)


def _publications(request: WorkspaceRequest) -> QuerySet[Publication]:
    return Publication.objects.in_workspace(request.workspace).select_related(
        "version__entry__workspace", "version__account", "workspace", "done_by"
    )
