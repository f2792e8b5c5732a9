"""The list of posts: by state, and searched by words, account and person."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app.models import Entry, EntryVersion
from calendar_app.views.bulk_choices import bulk_choices
from calendar_app.views.calendar import people_of
from platforms.models import SocialAccount
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.punctuation import aside
from workspaces.roles import Can

PER_PAGE = 30


@require_safe
@workspace_page(Can.VIEW)
def entry_list(request: WorkspaceRequest) -> HttpResponse:
    """Posts by state, newest change first; searched by words, account and person."""
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "account", "person")}
    state = request.GET.get("state", "")
    asked = _filtered(request, Entry.objects.in_workspace(request.workspace).standing(), wanted)
    rows = (
        asked.select_related("author", "assignee", "pillar", "campaign")
        .prefetch_related("versions__account")
        .annotate(first=Min("versions__at"), last=Max("versions__at"))
    )
    if state in Entry.State.values:
        rows = rows.filter(state=state)
    counts = dict(asked.order_by().values_list("state").annotate(n=Count("pk")))
    here = reverse("calendar:entry_list", args=[request.workspace.slug])
    kept = {name: value for name, value in wanted.items() if value}
    accounts = SocialAccount.objects.in_workspace(request.workspace).ours().for_list()
    context = {
        "rows": Paginator(rows.order_by("-changed_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "tabs": [
            {
                "url": f"{here}?{urlencode(kept | ({'state': value} if value else {}))}",
                "label": label,
                "current": state == value,
                "count": counts.get(value, 0) if value else sum(counts.values()),
            }
            for value, label in [("", _("All")), *Entry.State.choices]
        ],
        "wanted": wanted,
        "state": state if state in Entry.State.values else "",
        "accounts": [("", _("All accounts"))]
        + [(one.pk, aside(one.name, one.facts.label)) for one in accounts],
        "people": [("", _("Everybody")), *people_of(request)],
        "may_plan": request.can(Can.PLAN),
        "may_lead": request.can(Can.LEAD),
        **bulk_choices(request),
    }
    return page(request, "calendar_app/entry_list.html", context, part="entries")


def _filtered(
    request: WorkspaceRequest, rows: QuerySet[Entry], wanted: Mapping[str, str]
) -> QuerySet[Entry]:
    """Each word somewhere in title, text, hashtags or an account's own text."""
    versions = EntryVersion.objects.in_workspace(request.workspace)
    for word in wanted["q"].split():
        own = versions.filter(entry=OuterRef("pk"), text__icontains=word)
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(hashtags__icontains=word)
            | Exists(own)
        )
    if is_key(wanted["account"]):
        goes = versions.filter(entry=OuterRef("pk"), account=int(wanted["account"]))
        rows = rows.filter(Exists(goes))
    if is_key(wanted["person"]):
        person = int(wanted["person"])
        rows = rows.filter(Q(assignee=person) | Q(assignee=None, author=person))
    return rows
