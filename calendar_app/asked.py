"""What a calendar page is asked to show; all of it stands in the address."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from calendar_app.grid import View, Window, same_place
from calendar_app.models import Entry
from workspaces.http import is_key
from workspaces.models import Workspace

EMPTY = "empty"  # a state of slots, beside those of posts


@dataclass(frozen=True, slots=True)
class Asked:
    """View, day and filters; unknown values in an address fall back and are left out."""

    workspace: Workspace
    window: Window
    accounts: tuple[int, ...] = ()
    person: int | None = None
    pillar: int | None = None
    campaign: int | None = None
    state: str = ""

    @property
    def filtered(self) -> bool:
        return bool(self.accounts or self.person or self.pillar or self.campaign or self.state)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        found = [("account", str(pk)) for pk in self.accounts]
        for name in ("person", "pillar", "campaign", "state"):
            if value := getattr(self, name):
                found.append((name, str(value)))
        return found

    def address(self, *, view: View | None = None, day: date | None = None) -> str:
        """The query string of another view or day with the same filters."""
        return "?" + urlencode(
            [
                ("view", (view or self.window.view).value),
                ("date", (day or self.window.day).isoformat()),
                *self.pairs,
            ]
        )

    @property
    def before(self) -> str:
        return self.address(day=same_place(self.window.day, self.window.view, -1))

    @property
    def after(self) -> str:
        return self.address(day=same_place(self.window.day, self.window.view, 1))


def asked(request: Any) -> Asked:
    get = request.GET
    try:
        view = View(get.get("view", View.MONTH))
    except ValueError:
        view = View.MONTH
    try:
        day = date.fromisoformat(get.get("date", ""))
        if not 1950 <= day.year <= 2090:
            raise ValueError(day)
    except ValueError:
        day = timezone.localdate(timezone=request.workspace.tz)
    states = {*Entry.State.values, EMPTY}
    return Asked(
        workspace=request.workspace,
        window=Window(view, day),
        accounts=tuple(dict.fromkeys(int(x) for x in get.getlist("account") if is_key(x))),
        person=int(get["person"]) if is_key(get.get("person", "")) else None,
        pillar=int(get["pillar"]) if is_key(get.get("pillar", "")) else None,
        campaign=int(get["campaign"]) if is_key(get.get("campaign", "")) else None,
        state=get.get("state", "") if get.get("state", "") in states else "",
    )
