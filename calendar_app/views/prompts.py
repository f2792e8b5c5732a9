"""Prompts beside the text: the four of AIDA with what is there, words that call to action."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from calendar_app import aida
from calendar_app.views.entries import found_entries
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@require_safe
@workspace_page(Can.PLAN)
def prompt_panel(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Of what is saved; the composer asks again after every saving. It changes nothing."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    context = {
        "entry": entry,
        "steps": aida.steps_of(entry.text, entry.call_to_action),
        "calls": aida.CALLS,
    }
    return page(request, "calendar_app/prompt_panel.html", context, part="prompts")
