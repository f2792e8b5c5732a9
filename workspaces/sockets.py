"""Where later rooms plug in: navigation, the Today page, first steps, audit words.

Each socket is an empty list here; a room adds to it in ``AppConfig.ready()``. So the ground
floor shows what every room knows without importing any.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from workspaces.models import Workspace
from workspaces.roles import Can


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the side navigation, in the order of work (``place``)."""

    key: str  # "analytics": equals the URL namespace that makes it current
    label: Promise | str
    icon: str  # tablericons2 name without "outline/"
    url_name: str
    place: int
    letter: str = ""  # after g
    ability: Can = Can.VIEW
    namespaces: tuple[str, ...] = ()
    views: tuple[str, ...] = ()  # further view names that make it current
    on_phone: bool = False


NAV: list[NavItem] = []


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the person who opens Today."""

    text: str
    url: str
    act: str  # verb on the button
    urgency: int  # 0 now … 3 when there is time
    kind: str  # "sign-off", "target", "import", "report"
    since: datetime | None = None
    state: str = ""  # words of the state, shown with its sign
    tone: str = "info"  # good | warn | bad | info


# Each takes (request) and returns Waiting rows in at most a constant number of queries.
WAITING_FOR: list[Callable[[Any], list[Waiting]]] = []

# Windows on the Today page: URL names of parts loaded by hx-get, in order.
TODAY_WINDOWS: list[tuple[int, str, Can]] = []


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing a new workspace needs; shown on Today, in order, until all are done."""

    place: int
    title: Promise | str
    text: Promise | str
    act: Promise | str
    url_name: str
    done: Callable[[Workspace], bool]
    ability: Can = Can.VIEW


FIRST_STEPS: list[FirstStep] = []

# Asked with the path of an uploaded document template; each answers with sentences for the
# person (what is missing or will look different). The file itself is sound when they are asked.
TEMPLATE_CHECKS: list[Callable[[Path], list[str]]] = []

# Paths below MEDIA_ROOT that belong to a workspace; asked when the workspace is erased.
STORED_FILES: list[Callable[[Workspace], Iterable[str]]] = []

# What an audit verb says to a reader: "workspaces.role_changed" -> "changed the role of".
AUDIT_VERBS: dict[str, Promise | str] = {}

# What a reader sees of before and after: room -> {key: its name}; anything else stays unprinted.
AUDIT_FIELDS: dict[str, dict[str, Promise | str]] = {}

# Verbs whose keys are names of their own: {"Key visual": "2026-11-24–2026-11-27"}.
AUDIT_KEYS_ARE_NAMES: set[str] = set()


def navigation(request: Any) -> list[dict[str, Any]]:
    """The entries this member may open, with the current one marked."""
    match = request.resolver_match
    namespace = match.namespace if match else ""
    view = match.view_name if match else ""
    items = []
    for item in sorted(NAV, key=lambda item: item.place):
        if not request.membership.can(item.ability):
            continue
        items.append(
            {
                "key": item.key,
                "label": item.label,
                "icon": item.icon,
                "letter": item.letter,
                "on_phone": item.on_phone,
                "url": reverse(item.url_name, args=[request.workspace.slug]),
                "current": view in (item.url_name, *item.views)
                or bool(namespace and namespace in (item.namespaces or (item.key,))),
            }
        )
    return items
