"""What the command palette finds in reports."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Deliverable
from workspaces import finding
from workspaces.finding import Found, Page, matching


def reports_found(request: Any, words: str) -> list[Found]:
    rows = Deliverable.objects.in_workspace(request.workspace).standing().order_by("-end", "-pk")
    return [
        Found(
            _("Report"),
            f"{row.output} {row.title}",
            reverse("reports:report_detail", args=[request.workspace.slug, row.pk]),
            str(row.get_status_display()),
        )
        for row in matching(rows, words, "title", "output")
    ]


def plug_in() -> None:
    finding.add_pages([Page(gettext_lazy("Closing of quarters"), "reports:closing_list")])
    finding.FINDERS.append(reports_found)
