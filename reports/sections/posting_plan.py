"""What the calendar holds for the strategy's days: counts by week and pillar, then every post."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning import posting_plan
from planning.posting_plan import PillarCount, Week
from reports.blocks import Block, Callout, Cell, Column, Heading, Section, Table, Tone
from reports.outputs.context import OutputContext
from reports.pieces import DateText, QuotedText, compose
from reports.sections.brief.source import platform_name
from reports.sections.brief.text import cell
from reports.sections.posting import plan_of, strategy_of
from workspaces.punctuation import listed

MOST_POSTS = 300  # of the list; the counts hold them all


def calendar_section(context: OutputContext) -> Section:
    """Counts, then the list of planned posts. Says why when there are none."""
    strategy, rows = strategy_of(context)
    plan = plan_of(context)
    blocks: list[Block] = [Heading(_("Posts planned in the calendar"))]
    if plan is None:
        title = _("The plan was not kept when this strategy was sent to review")
        blocks.append(Callout(title, [], Tone.NEUTRAL))
        return Section("CALENDAR", blocks)
    if not plan:
        title = _("No post has a time in these days yet")
        line = _("Give posts a time in the calendar; they then stand here week by week.")
        blocks.append(Callout(title, [line], Tone.NEUTRAL))
        return Section("CALENDAR", blocks)
    points = {row["platform"]: row["per_week"] for row in rows["platform_plans"]}
    platforms = posting_plan.platforms_of(plan, list(points))
    weeks = posting_plan.weeks(plan, strategy.start, strategy.end)
    blocks.append(_weeks(context, weeks, platforms, points))
    shares = {row["name"]: row["share"] for row in rows["pillars"] if row["name"]}
    counted = posting_plan.pillars(plan, shares)
    if any(one.name for one in counted):
        blocks += [Heading(_("Posts by pillar"), 2), _pillars(context, counted)]
    blocks += [Heading(_("The posts one by one"), 2), _posts(context, plan)]
    return Section("CALENDAR", blocks)


def _count(context: OutputContext, number: int, label: str, **scope: str) -> Cell:
    return context.cite_own(
        number,
        key="planned_posts",
        label=label,
        formula=_("posts with a time in these days, one for each account they go to"),
        note=_("counted in the calendar"),
        scope=scope,
    )


def _weeks(
    context: OutputContext, weeks: list[Week], platforms: list[str], points: dict[str, Any]
) -> Table:
    """Weeks are counted from the list below, so only their sums are figures with a code."""
    lines: list[list[Cell]] = []
    for week in weeks:
        days = f"{context.day(week.first)}–{context.day(week.last)}"
        counts = [week.counts.get(key, 0) for key in platforms]
        lines.append([DateText(days), *(cell(n) for n in (*counts, week.total))])
    sums = {key: sum(week.counts.get(key, 0) for week in weeks) for key in platforms}
    label = _("Planned posts")
    lines.append(
        [
            DateText(pgettext("sum of a table", "Together")),
            *(_count(context, n, label, platform=platform_name(key)) for key, n in sums.items()),
            _count(context, sum(sums.values()), label),
        ]
    )
    wanted = [
        f"{platform_name(key)} {points[key]}" for key in platforms if points.get(key) is not None
    ]
    note = (
        compose(_("Posting points, posts a week: {points}."), points=QuotedText(listed(wanted)))
        if wanted
        else ""
    )
    columns = [
        Column(_("Week"), "date", 1.6),
        *(Column(platform_name(key), "number") for key in platforms),
        Column(_("All platforms"), "number"),
    ]
    return Table(columns, lines, note=note, total=True)


def _pillars(context: OutputContext, counted: list[PillarCount]) -> Table:
    lines: list[list[Cell]] = []
    for one in counted:
        name = one.name or _("Without a pillar")
        label = _("Planned posts")
        wanted = "—" if one.wanted is None else f"{one.wanted}%"
        lines.append(
            [
                cell(name),
                _count(context, one.count, label, pillar=name),
                cell(f"{one.share}%"),
                cell(wanted),
            ]
        )
    columns = [
        Column(_("Pillar"), weight=2),
        Column(_("Planned posts"), "number"),
        Column(_("Share"), "number"),
        Column(_("Share in the brief"), "number"),
    ]
    return Table(columns, lines)


def _posts(context: OutputContext, plan: list[dict[str, Any]]) -> Table:
    columns = [
        Column(_("When"), "date", 1.3),
        Column(_("Account"), weight=1.4),
        Column(_("Post"), weight=2.6),
        Column(_("Pillar")),
        Column(_("Campaign")),
        Column(_("State")),
    ]
    lines: list[list[Cell]] = [
        [
            DateText(f"{context.day(date.fromisoformat(row['day']))} {row['clock']}"),
            QuotedText(f"{platform_name(row['platform'])} {row['account']}"),
            cell(row["title"]),
            cell(row["pillar"]),
            cell(row["campaign"]),
            cell(row["state"]),
        ]
        for row in plan[:MOST_POSTS]
    ]
    more = len(plan) - MOST_POSTS
    note = QuotedText(_("%d more stand in the calendar.") % more) if more > 0 else ""
    return Table(columns, lines, note=note)
