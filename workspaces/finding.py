"""What the command palette finds: pages, things and days of every room.

Each room adds its pages and a finder in ``AppConfig.ready()``. A finder asks a constant number
of queries, answers with a few rows, and only with what the asker may open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from workspaces.roles import Can

EACH = 5  # of one kind
LONGEST = 80  # letters of a question


@dataclass(frozen=True, slots=True)
class Found:
    """One line: what it is in words, where it opens, and a short note (a day, a state)."""

    kind: str
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page below a room's own; ``also``: other words people look for it by."""

    label: Promise | str
    url_name: str
    ability: Can = Can.VIEW
    args: tuple[str, ...] = ()
    also: str = ""


PAGES: list[Page] = []
FINDERS: list[Callable[[Any, str], list[Found]]] = []


def found(request: Any, words: str) -> list[Found]:
    """Everything ``words`` finds in the asker's workspace, days and pages first."""
    words = " ".join(words.replace("\0", " ").split())[:LONGEST]
    if not words:
        return []
    rows = _pages(request, words)
    for finder in FINDERS:
        rows += finder(request, words)
    return rows


def _pages(request: Any, words: str) -> list[Found]:
    wanted = words.casefold()
    rows = []
    for one in PAGES:
        if not request.membership.can(one.ability):
            continue
        label = str(one.label)
        if any(wanted in text.casefold() for text in (label, one.also, _in_english(one.label))):
            url = reverse(one.url_name, args=[request.workspace.slug, *one.args])
            rows.append(Found(pgettext("found", "Page"), label, url))
    return rows[: 2 * EACH]


def _in_english(label: Promise | str) -> str:
    """Whoever learned a page's English name finds it by that too."""
    with override("en"):
        return str(label)


def matching(rows: QuerySet, words: str, *fields: str) -> QuerySet:
    """The rows that hold every one of ``words`` in one of ``fields``, a few of them."""
    for word in words.split()[:5]:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(one)
    return rows[:EACH]


def people_found(request: Any, words: str) -> list[Found]:
    from workspaces.models import Membership

    if not request.membership.can(Can.VIEW):
        return []
    rows = Membership.objects.in_workspace(request.workspace).select_related("user")
    url = reverse("workspaces:member_list", args=[request.workspace.slug])
    return [
        Found(_("Person"), str(row.user), url, str(row.get_role_display()))
        for row in matching(rows.order_by("user__name"), words, "user__name", "user__email")
    ]


def add_pages(pages: Iterable[Page]) -> None:
    PAGES.extend(pages)


def plug_in() -> None:
    """The ground floor's own."""
    add_pages(
        [
            Page(gettext_lazy("People"), "workspaces:member_list", also="成員 邀請"),
            Page(gettext_lazy("My own"), "workspaces:person_edit", also="個人設定 密碼 語言"),
            Page(gettext_lazy("Workspace"), "workspaces:workspace_edit", Can.MANAGE, also="設定"),
            Page(gettext_lazy("Audit trail"), "workspaces:audit_list", Can.MANAGE, also="稽核"),
            Page(gettext_lazy("System health"), "workspaces:health", Can.MANAGE),
            Page(gettext_lazy("Notifications"), "workspaces:notification_list"),
            Page(gettext_lazy("Work in progress"), "workspaces:job_list"),
        ]
    )
    FINDERS.append(people_found)
