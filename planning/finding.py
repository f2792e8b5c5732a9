"""What the command palette finds in planning: tasks, projects, campaigns, briefs, meetings, pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.models import Brief, Campaign, Meeting, PostingStrategy, Project, Task
from workspaces import finding
from workspaces.finding import Found, Page, matching
from workspaces.roles import Can
from workspaces.templatetags.moments import day, moment


def work_found(request: Any, words: str) -> list[Found]:
    """Tasks, projects and meetings."""
    place, slug = request.workspace, request.workspace.slug
    tasks = Task.objects.in_workspace(place).alive().order_by("-due", "-pk")
    projects = Project.objects.in_workspace(place).filter(archived_at=None).order_by("-pk")
    meetings = Meeting.objects.in_workspace(place).order_by("-at", "-pk")
    return [
        *(
            Found(_("Task"), row.title, reverse("planning:task_detail", args=[slug, row.pk]),
                  day(row.due))
            for row in matching(tasks, words, "title")
        ),
        *(
            Found(_("Project"), row.title, reverse("planning:project_detail", args=[slug, row.pk]))
            for row in matching(projects, words, "title")
        ),
        *(
            Found(_("Meeting"), row.title, reverse("planning:meeting_detail", args=[slug, row.pk]),
                  moment(row.at))
            for row in matching(meetings, words, "title")
        ),
    ]  # fmt: skip


def plans_found(request: Any, words: str) -> list[Found]:
    """Campaigns, briefs and posting strategies."""
    place, slug = request.workspace, request.workspace.slug
    campaigns = Campaign.objects.in_workspace(place).standing().order_by("-start", "-pk")
    briefs = Brief.objects.in_workspace(place).order_by("-start", "-pk")
    strategies = PostingStrategy.objects.in_workspace(place).order_by("-pk")
    found = [
        Found(
            _("Campaign"),
            row.name,
            reverse("planning:record_edit", args=[slug, "campaigns", row.pk]),
            day(row.start) if row.start else "",
        )
        for row in matching(campaigns, words, "name")
    ]
    found += [
        Found(_("Brief"), row.title, reverse("planning:brief_detail", args=[slug, row.pk]))
        for row in matching(briefs, words, "title")
    ]
    found += [
        Found(
            _("Posting strategy"),
            row.title,
            reverse("planning:strategy_detail", args=[slug, row.pk]),
        )
        for row in matching(strategies, words, "title")
    ]
    return found


def plug_in() -> None:
    finding.add_pages(
        [
            Page(gettext_lazy("Briefs"), "planning:brief_list"),
            Page(gettext_lazy("Posting strategies"), "planning:strategy_list"),
            Page(gettext_lazy("Campaigns"), "planning:record_list", args=("campaigns",)),
            Page(gettext_lazy("Partners"), "planning:record_list", args=("partners",)),
            Page(gettext_lazy("Research"), "planning:record_list", args=("notes",)),
            Page(gettext_lazy("Communities"), "planning:record_list", args=("communities",)),
            Page(gettext_lazy("Core fans"), "planning:record_list", args=("fans",), also="鐵粉"),
            Page(gettext_lazy("Reading list"), "planning:reading_list", also="RSS 訂閱"),
            Page(
                gettext_lazy("Working days and departments"), "planning:day_list", also="假日 放假"
            ),
            Page(gettext_lazy("Timeline"), "planning:project_list", also="專案 甘特圖"),
            Page(gettext_lazy("My tasks"), "planning:task_list", also="待辦"),
            Page(gettext_lazy("Routines"), "planning:routine_list"),
            Page(gettext_lazy("Meetings"), "planning:meeting_list"),
            Page(gettext_lazy("Urgent"), "planning:escalation_list", also="呈報"),
            Page(gettext_lazy("Guides"), "planning:guide_edit", Can.PLAN, ("voice",), "品牌語氣"),
            Page(gettext_lazy("Links for departments"), "planning:share_list", Can.LEAD),
        ]
    )
    finding.FINDERS += [work_found, plans_found]
