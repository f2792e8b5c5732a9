"""Today: what waits for the person who opens it, and the first steps of a new workspace."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from workspaces import first_run
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can
from workspaces.sockets import TODAY_WINDOWS
from workspaces.today import first_steps, sentence, waiting_groups


@require_safe
@workspace_page(Can.VIEW)
def today(request: WorkspaceRequest) -> HttpResponse:
    groups = waiting_groups(request)
    steps = first_steps(request)
    windows = [
        reverse(name, args=[request.workspace.slug])
        for _place, name, ability in sorted(TODAY_WINDOWS, key=lambda window: window[0])
        if request.can(ability)
    ]
    context = {
        "day": timezone.localdate(),
        "groups": groups,
        "steps": steps,
        # An empty workspace has no figures to show; its windows would all say so.
        "windows": [] if steps and not steps[0].is_done else windows,
        "first_run_needed": request.workspace.is_sample and first_run.needed(),
        "sentence": sentence(request, groups, steps),
    }
    return page(request, "workspaces/today.html", context, part="waiting")
