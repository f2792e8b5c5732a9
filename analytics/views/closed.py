"""The question before something changes a closed quarter, naming it and what would change."""

from collections.abc import Iterable

from django.http import HttpResponse

from analytics.closing.asking import touched
from workspaces.access import WorkspaceRequest
from workspaces.http import page

KNOWN = "closed_known"  # the field by which the person says yes


def ask_first(
    request: WorkspaceRequest, batches: Iterable[int], *, name: str, back: str
) -> HttpResponse | None:
    """The page that asks, or None when nothing closed would change or the person has said yes.

    What was posted is posted again with the answer.
    """
    if request.POST.get(KNOWN):
        return None
    found = touched(request.workspace, batches)
    if not found:
        return None
    kept = [(key, value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"]
    context = {
        "touches": found,
        "name": name,
        "back": back,
        "kept": kept,
        "known": KNOWN,
        "action": request.path,
    }
    return page(request, "data/withdraw_closed.html", context, status=409)
