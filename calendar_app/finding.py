"""What the command palette finds in the calendar: days in words, posts, ideas, media, pages."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from calendar_app.grid import View
from calendar_app.models import Entry, Idea, MediaAsset
from workspaces import finding, observances
from workspaces.day_words import days_meant
from workspaces.finding import Found, Page, matching
from workspaces.punctuation import listed
from workspaces.roles import Can
from workspaces.templatetags.moments import day as day_words


def days_found(request: Any, words: str) -> list[Found]:
    """下週三, 12/25, 雙11: the calendar around that day."""
    today = timezone.localdate(timezone=request.workspace.tz)
    home = reverse("calendar:calendar_view", args=[request.workspace.slug])
    return [
        Found(
            _("Jump to a day"),
            f"{day:%Y}/{day_words(day)}" if day.year == today.year else day_words(day),
            f"{home}?view={View.DAY}&date={day.isoformat()}",
            _feasts(day),
        )
        for day in days_meant(words, today)
    ]


def _feasts(day: date) -> str:
    return listed(one.name for one in observances.between(day, day))


def posts_found(request: Any, words: str) -> list[Found]:
    rows = Entry.objects.in_workspace(request.workspace).standing().order_by("-pk")
    slug = request.workspace.slug
    return [
        Found(
            _("Planned post"),
            str(row),
            reverse("calendar:entry_detail", args=[slug, row.pk]),
            str(row.get_state_display()),
        )
        for row in matching(rows, words, "title", "text")
    ]


def ideas_and_media_found(request: Any, words: str) -> list[Found]:
    if not request.membership.can(Can.PLAN):
        return []
    slug = request.workspace.slug
    ideas = Idea.objects.in_workspace(request.workspace).order_by("-pk")
    media = MediaAsset.objects.in_workspace(request.workspace).standing().order_by("-pk")
    return [
        *(
            Found(
                pgettext("found", "Idea"),
                str(row),
                reverse("calendar:idea_edit", args=[slug, row.pk]),
            )
            for row in matching(ideas, words, "title", "text")
        ),
        *(
            Found(_("Media"), str(row), reverse("calendar:media_detail", args=[slug, row.pk]))
            for row in matching(media, words, "name", "alt", "tags")
        ),
    ]


def plug_in() -> None:
    finding.add_pages(
        [
            Page(pgettext_lazy("planned", "Posts"), "calendar:entry_list", also="貼文清單"),
            Page(gettext_lazy("Write a post"), "calendar:entry_create", Can.PLAN, also="新貼文"),
            Page(gettext_lazy("Ideas"), "calendar:idea_list", Can.PLAN),
            Page(gettext_lazy("Media library"), "calendar:media_list", Can.PLAN, also="素材"),
            Page(gettext_lazy("Slots"), "calendar:rule_list", also="時段 休假 工作量"),
            Page(gettext_lazy("Add slots"), "calendar:slot_create", Can.LEAD),
            Page(gettext_lazy("Share out"), "calendar:share_out", Can.LEAD, also="分配"),
            Page(gettext_lazy("Approval from outside"), "calendar:outsider_list", Can.LEAD),
            Page(pgettext_lazy("of plans", "Results"), "calendar:match_list", Can.PLAN),
            Page(gettext_lazy("Pauses"), "calendar:pause_list", Can.LEAD, also="暫停"),
            Page(gettext_lazy("Options of the calendar"), "calendar:options_edit", Can.MANAGE),
            Page(gettext_lazy("In your own calendar"), "calendar:feed_detail", also="訂閱 ics"),
        ]
    )
    finding.FINDERS += [days_found, posts_found, ideas_and_media_found]
