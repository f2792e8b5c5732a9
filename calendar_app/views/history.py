"""Earlier texts of a post, two of them beside each other, and one brought back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import entries, history
from calendar_app.models import Entry
from calendar_app.views.entries import found_entries
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.audit import subject_key
from workspaces.http import is_key, page
from workspaces.models import Revision
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def entry_history(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``from`` and ``to`` are numbers of revisions; without them the newest against the one before."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    rows = history.revisions_of(entry)
    each = bool(request.GET.get("each"))
    lines = history.sittings(rows, each=each)
    by_number = {row.number: row for row in rows}
    newest = lines[0].number if lines else 0
    new = by_number.get(_number(request.GET.get("to", "")) or newest)
    old = by_number.get(_number(request.GET.get("from", "")) or _before(lines, new))
    found = []
    if new is not None:
        before = old.content if old is not None else {}
        names = history.names_for(entry, before, new.content)
        found = history.differences(
            before, new.content, accounts=names["accounts"], assets=names["assets"]
        )
    # Both that are compared can be chosen, also where a sitting hides one of them.
    shown = {line.number: line.revision for line in lines}
    shown |= {row.number: row for row in (old, new) if row is not None}
    context = {
        "entry": entry,
        "lines": lines,
        "choices": [shown[number] for number in sorted(shown, reverse=True)],
        "newest": newest,
        "each": each,
        "savings": len(rows),
        "old": old,
        "new": new,
        "differences": found,
        "may_restore": request.can(Can.PLAN)
        and entry.state != Entry.State.PUBLISHED
        and not entry.removed_at,
    }
    return page(request, "calendar_app/entry_history.html", context, part="history")


@require_POST
@workspace_page(Can.PLAN)
def entry_restore(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``number`` of the revision to bring back, ``version`` of the post as the page showed it."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    rows = Revision.objects.in_workspace(request.workspace).filter(subject_key=subject_key(entry))
    revision = get_object_or_404(rows, number=_number(request.POST.get("number", "")))
    try:
        left = history.bring_back(
            entry, revision, seen=_number(request.POST.get("version", "")), by=request.user
        )
    except (entries.Changed, entries.CannotChange) as error:
        messages.error(request, _refusal(error))
        return redirect("calendar:entry_history", request.workspace.slug, pk)
    messages.success(request, _("The earlier text stands again; what stood before is kept too."))
    if left:
        sentence = _("Could not come back: %(things)s.") % {"things": _(", ").join(left)}
        messages.warning(request, sentence)
    return redirect("calendar:entry_edit", request.workspace.slug, pk)


def _refusal(error: Exception) -> str:
    if isinstance(error, entries.Changed):
        return _("Somebody has saved this post since. Look at the newest text, then decide again.")
    return str(error)


def _before(lines: list[history.Sitting], new: Revision | None) -> int:
    """The number of the sitting before ``new``; of the first sitting its own first text, or 0."""
    if new is None:
        return 0
    earlier = max((line.number for line in lines if line.number < new.number), default=0)
    own = next((line.first for line in lines if line.first < new.number <= line.number), 0)
    return earlier or own


def _number(text: str) -> int:
    return int(text) if is_key(text) else 0
