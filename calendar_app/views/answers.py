"""How the calendar answers a move: the days that changed, a word, and the way back."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_app.views.calendar import repainted
from workspaces.access import WorkspaceRequest
from workspaces.http import by_script, safe_next, undo_tag, undo_url
from workspaces.models import UndoStep


def moved(request: WorkspaceRequest, step: UndoStep, at: Iterable[datetime]) -> HttpResponse:
    """Repaint what changed, in one round trip; without scripts, go back to the page."""
    text = _("Done: %(label)s.") % {"label": step.label}
    if not by_script(request):
        messages.success(request, text, extra_tags=undo_tag(request, step))
        return _back(request)
    response = _days(request, at)
    response["HX-Trigger"] = json.dumps({"toast": {"text": text, "undo": undo_url(request, step)}})
    return response


def refused(request: WorkspaceRequest, sentence: str, at: Iterable[datetime]) -> HttpResponse:
    """Nothing has changed: show again what stands there, and say why."""
    if not by_script(request):
        messages.error(request, sentence)
        return _back(request)
    response = _days(request, at)
    response["HX-Trigger"] = json.dumps({"toast": {"text": sentence, "tone": "bad"}})
    return response


def _days(request: WorkspaceRequest, at: Iterable[datetime]) -> HttpResponse:
    tz = request.workspace.tz
    days = {moment.astimezone(tz).date() for moment in at}
    # Of what was meant nothing may be left: then only the word is said.
    return repainted(request, days) if days else HttpResponse(status=204)


def _back(request: WorkspaceRequest) -> HttpResponse:
    home = reverse("calendar:calendar_view", args=[request.workspace.slug])
    return redirect(safe_next(request, home))
