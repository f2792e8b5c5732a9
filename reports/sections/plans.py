"""Plan and result: what was planned, what came out, and which pillar (person, slot …) did well."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.charts.plan_chart import KEY, MOST, best_row
from analytics.numbers import PLACES
from analytics.plan_table import ENOUGH, PlanRow, PlanTable, plan_table
from analytics.view_state import ViewState
from calendar_app.planned_as import UNNAMED, UNTIED
from calendar_app.planned_done import Done
from platforms.display import MetricUnit
from reports.blocks import Block, Cell, Chart, Column, Heading, Paragraph, Section, Table
from reports.charts import ChartSpec, SeriesSpec
from reports.figures import CitedFigure
from reports.outputs.context import OutputContext
from reports.outputs.origins import PlanScope
from reports.pieces import Piece, QuotedText, compose
from workspaces.periods import Compare
from workspaces.punctuation import labelled

SHORT = ("pillar",)
SHOWN = ("post_count", "mean_reach_per_post", "engagements", "engagement_rate")
ON_PAPER = ("post_count", "mean_reach_per_post", "engagement_rate")  # ten columns turn the page


def section(context: OutputContext, cuts: Sequence[str] = SHORT) -> Section | None:
    """None where nothing was planned and no post is matched: there is nothing to set side by side."""
    tables = [_table(context, cut) for cut in cuts]
    if all(table.empty for table in tables):
        return None
    blocks: list[Block] = [Heading(_("Plan and result"))]
    for place, table in enumerate(tables):
        if len(tables) > 1:
            blocks.append(Heading(table.title, level=2))
        blocks.append(_lead(context, table))
        chart = _chart(context, table) if place == 0 else None
        if chart:
            blocks.append(chart)
        blocks.append(_rows(context, table, dense=len(tables) > 1))
    return Section("PLANS", blocks)


def _table(context: OutputContext, cut: str) -> PlanTable:
    if cut not in context.plans:
        state = ViewState(context.workspace, context.period, Compare.BEFORE, [], context.today)
        context.plans[cut] = plan_table(state, cut)
    found: PlanTable = context.plans[cut]
    return found


def _scope(table: PlanTable, row: PlanRow) -> PlanScope:
    return PlanScope(table.cut, row.group, labelled(table.title, row.name))


def _lead(context: OutputContext, table: PlanTable) -> Paragraph:
    """How much of it is matched; and which did best, where there are enough posts to say so."""
    words: dict[str, Piece] = {
        "matched": _own(context, table, None, "matched", table.matched),
        "posts": _own(context, table, None, "posts", table.posts),
        "out": _own(context, table, None, "published", table.total.published),
        "planned": _own(context, table, None, "planned", table.total.planned),
    }
    best = best_row(table)
    if best is None:
        text = _(
            "{out} of {planned} planned posts came out; {matched} of {posts} posts are matched. "
            "Too few posts to name the best."
        )
        return Paragraph(compose(text, **words))
    row, value = best
    text = _(
        "{group} has the highest engagement rate, {rate}. {out} of {planned} planned posts came "
        "out; {matched} of {posts} posts are matched."
    )
    words |= {
        "group": QuotedText(row.name),
        "rate": context.cite(value, plan=_scope(table, row)),
    }
    return Paragraph(compose(text, **words), style="lead")


def _rows(context: OutputContext, table: PlanTable, *, dense: bool) -> Table:
    shares = table.cut == "pillar"
    shown = SHOWN if dense else ON_PAPER
    posts = sum(_posts(one) for one in table.named)
    labels = [
        next(c.value for r in table.rows for c in r.cells if c.key == k and c.value) for k in shown
    ]
    columns = [
        Column(table.title, weight=1.6),
        Column(pgettext("posts", "Planned"), "number"),
        Column(pgettext("posts", "Came out"), "number"),
        Column(pgettext("posts", "Missed"), "number"),
        *(
            [Column(_("Share meant"), "number"), Column(_("Share of posts"), "number")]
            if shares
            else []
        ),
        *(Column(str(value.metric.label), "number") for value in labels),
    ]
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells: list[Cell] = [QuotedText(row.name)]
        cells += [_count(context, table, row, name) for name in ("planned", "published", "missed")]
        if shares:
            cells += [
                _share(context, table, row, "share_meant", row.meant, 100),
                _share(context, table, row, "share_of_posts", _named_posts(row), posts),
            ]
        for key in shown:
            value = row.value(key)
            cells.append(context.cite(value, plan=_scope(table, row)) if value else None)
        rows.append(cells)
    note = _(
        "Plans count on the day they were planned for, figures on the day the post came out. A "
        "rate or mean of few posts says little and is never called best. Which plan a post "
        "belongs to is no part of the closing of a quarter."
    )
    return Table(columns, rows, note=note, comments=not dense)


def _chart(context: OutputContext, table: PlanTable) -> Chart | None:
    """The engagement rate per row that has enough posts, the highest on top."""
    known = [
        (row, value)
        for row in table.named
        if (value := row.value(KEY)) and value.known and value.used >= ENOUGH
    ]
    if len(known) < 2:
        return None
    known.sort(key=lambda pair: -pair[1].number)
    known = known[:MOST]
    title = _("Engagement rate by what was planned")
    if best_row(table) is not None:
        title = _("{group} has the highest engagement rate").format(group=known[0][0].name)
    spec = ChartSpec(
        "bar",
        [QuotedText(title)],
        _("Engagement rate: likes, comments and shares ÷ reach; only rows with enough posts"),
        [row.name for row, _value in known],
        [
            SeriesSpec(
                str(known[0][1].metric.label),
                [context.cite(value, plan=_scope(table, row)) for row, value in known],
            )
        ],
        MetricUnit.RATIO,
        _("Bar chart: engagement rate by {cut}.").format(cut=table.title),
        horizontal=True,
        axis_label=table.title,
    )
    return Chart(spec)


def _count(context: OutputContext, table: PlanTable, row: PlanRow, name: str) -> CitedFigure | None:
    if row.group == UNTIED:
        return None  # posts of no plan were never planned; no number is the true one
    done = row.done or Done()
    return _own(context, table, row, name, getattr(done, name))


def _share(
    context: OutputContext, table: PlanTable, row: PlanRow, name: str, part: int | None, of: int
) -> CitedFigure | None:
    if part is None or not of:
        return None
    share = (Decimal(part) / of).quantize(PLACES).normalize()
    return _own(context, table, row, name, share, unit=MetricUnit.RATIO)


def _posts(row: PlanRow) -> int:
    value = row.value("post_count")
    return int(value.value or 0) if value else 0


def _named_posts(row: PlanRow) -> int | None:
    return None if row.group in (UNTIED, UNNAMED) else _posts(row)


def _own(
    context: OutputContext,
    table: PlanTable,
    row: PlanRow | None,
    name: str,
    number: int | Decimal,
    *,
    unit: MetricUnit = MetricUnit.COUNT,
) -> CitedFigure:
    formula = {
        "planned": _("versions in the calendar for these days, once per account"),
        "published": _("of them those that came out"),
        "missed": _("of them those whose time passed without coming out"),
        "matched": _("posts of the period that have a plan or a label"),
        "posts": _("posts of the period"),
        "share_meant": _("set by people, not computed"),
        "share_of_posts": _("posts of the row ÷ posts of all rows with a name"),
    }[name]
    label = {
        "planned": _("Planned posts"),
        "published": _("Planned posts that came out"),
        "missed": _("Planned posts that were missed"),
        "matched": _("Matched posts"),
        "posts": _("Posts of the period"),
        "share_meant": _("Share of posts meant"),
        "share_of_posts": _("Share of posts"),
    }[name]
    scope = {"grouped": table.title} if row is None else {"grouped": table.title, "row": row.name}
    return context.cite_own(
        number,
        key=f"plan_{name}",
        label=label,
        formula=formula,
        unit=unit,
        note=_("counted from the calendar of this workspace"),
        scope=scope,
    )
