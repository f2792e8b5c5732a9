"""Plan and result: what was planned, what became of it and how it did, one row per group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from analytics.cards import how_url
from analytics.closing.close import closing_of
from analytics.metrics import METRICS
from analytics.query import MetricValue
from analytics.texts import value_text
from analytics.view_state import ViewState
from calendar_app.planned_as import CUTS, UNNAMED, UNTIED, names_of
from calendar_app.planned_done import Done, changed_since, planned_and_done
from planning.models import Brief, Pillar
from platforms.display import UNKNOWN
from workspaces.models import Workspace
from workspaces.periods import Period
from workspaces.punctuation import labelled

SHOWN = ("post_count", "mean_reach_per_post", "engagements", "engagement_rate", "link_clicks")
SHARE_OF = "post_count"
IN_ORDER = ("kind", "slot")  # cuts whose rows have an order of their own
ENOUGH = 8  # with fewer posts a rate or mean says little of its group, and none is called best


@dataclass(slots=True)
class PlanCell:
    """One figure of a group; ``few``: it stands on fewer than ENOUGH posts."""

    value: MetricValue | None
    key: str
    text: str
    reason: str
    few: bool
    how_url: str


@dataclass(slots=True)
class PlanRow:
    """``done`` is None for posts that belong to no plan. Shares are whole per cents or None."""

    group: str
    name: str
    done: Done | None
    cells: list[PlanCell]
    posts_url: str
    meant: int | None = None  # the share the brief gives the pillar
    planned_share: int | None = None
    posts_share: int | None = None

    def value(self, key: str) -> MetricValue | None:
        return next((cell.value for cell in self.cells if cell.key == key), None)


@dataclass(slots=True)
class PlanTable:
    """``matched`` of ``posts`` posts stand in a named group or are known to be planned."""

    cut: str
    title: str
    rows: list[PlanRow]
    columns: list[dict[str, str]]
    total: Done = field(default_factory=Done)
    posts: int = 0
    matched: int = 0
    closed_at: datetime | None = None
    changed: int = 0  # posts whose plan was said only after the closing

    @property
    def unmatched(self) -> int:
        return self.posts - self.matched

    @property
    def empty(self) -> bool:
        return not self.matched and not self.total.planned

    @property
    def named(self) -> list[PlanRow]:
        return [row for row in self.rows if row.group not in (UNTIED, UNNAMED)]


def plan_cut(request: Any) -> str:
    """Which cut the address asks for; pillars where it asks for none."""
    asked = request.GET.get("cut", "")
    return asked if asked in CUTS else next(iter(CUTS))


def plan_table(state: ViewState, cut: str, *, brief: Brief | None = None) -> PlanTable:
    """Everything the section shows of the period; a constant number of queries. ``brief`` says
    which shares were meant, where it is not the period's approved one."""
    values = state.values(by=cut, metrics=SHOWN)
    accounts = [account.pk for account in state.accounts]
    done = planned_and_done(state.workspace, state.period, cut, accounts)
    by_place = {(value.planned_as, value.metric.key): value for value in values}
    names = names_of(state.workspace, cut, {*done, *(group for group, _key in by_place)})
    table = PlanTable(cut, str(CUTS[cut]), [], _columns())
    table.total = sum(done.values(), Done())
    for group, name in names.items():
        count = done.get(group, Done() if group != UNTIED else None)
        cells = [_cell(state, cut, group, key, by_place.get((group, key))) for key in SHOWN]
        table.rows.append(PlanRow(group, name, count, cells, posts_url(state, cut, group)))
    counts = {row.group: _count(row) for row in table.rows}
    if cut not in IN_ORDER:  # the largest first; what has no name stays last
        table.rows.sort(key=lambda row: (row.group.startswith("~"), -counts[row.group]))
    table.posts = sum(counts.values())
    table.matched = table.posts - counts.get(UNTIED, 0)
    meant = meant_shares(state.workspace, state.period, brief) if cut == "pillar" else {}
    _shares(table, counts, meant)
    closing = closing_of(state.workspace, state.period)
    if closing is not None:
        table.closed_at = closing.closed_at
        table.changed = changed_since(state.workspace, state.period, closing.closed_at)
    return table


def meant_shares(
    workspace: Workspace, period: Period, brief: Brief | None = None
) -> dict[str, int]:
    """Pillar → share of posts in per cent, of ``brief``; where none is given, of the newest
    approved one that runs in the period."""
    brief = brief or (
        Brief.objects.in_workspace(workspace)
        .filter(
            start__lte=period.end,
            end__gte=period.start,
            status__in=(Brief.Status.APPROVED, Brief.Status.SUPERSEDED),
        )
        .order_by("status", "-pk")
        .first()
    )
    if brief is None:
        return {}
    rows = Pillar.objects.in_workspace(workspace).standing().filter(brief=brief)
    return {row.name: row.share for row in rows if row.name and row.share is not None}


def posts_url(state: ViewState, cut: str, group: str) -> str:
    """The list of the posts that stand in a group."""
    address = reverse("analytics:post_list", args=[state.workspace.slug])
    return f"{address}?{state.query}&{urlencode({'cut': cut, 'of': group})}"


def _cell(state: ViewState, cut: str, group: str, key: str, value: MetricValue | None) -> PlanCell:
    metric = METRICS[key]
    text = value_text(value) if value else UNKNOWN
    reason = value.missing_reason if value else _("No post of ours stands in this row.")
    few = bool(
        value
        and value.known
        and (metric.is_ratio or metric.mean)
        and value.used < ENOUGH
        and group != UNTIED
    )
    more = urlencode({"cut": cut, "of": group})
    return PlanCell(value, key, text, reason, few, f"{how_url(state, key)}&{more}" if value else "")


def _count(row: PlanRow) -> int:
    value = row.value(SHARE_OF)
    return int(value.value or 0) if value else 0


def _shares(table: PlanTable, counts: Mapping[str, int], meant: Mapping[str, int]) -> None:
    """Shares of what has a name: what is not matched says nothing for or against a group."""
    named = table.named
    posts = sum(counts[row.group] for row in named)
    planned = sum(row.done.planned for row in named if row.done)
    for row in named:
        row.meant = meant.get(row.name)
        row.posts_share = round(100 * counts[row.group] / posts) if posts else None
        if planned and row.done:
            row.planned_share = round(100 * row.done.planned / planned)


def _columns() -> list[dict[str, str]]:
    short = {
        "post_count": _("Posts"),
        "mean_reach_per_post": _("Mean reach"),
        "link_clicks": _("Link clicks"),
    }
    return [
        {
            "label": short.get(key) or str(METRICS[key].label),
            "tip": labelled(METRICS[key].label, METRICS[key].formula),
        }
        for key in SHOWN
    ]
