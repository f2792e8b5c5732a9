"""What earlier closed quarters say otherwise by now, explained by itself: both values, which
delivery did it, when, and who. Later growth is no restatement and never stands here."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from analytics.closing.restated import Restatement, closed_values, restatements
from analytics.closing.words import Row, cause_text, rows, summary
from analytics.metrics import METRICS
from analytics.models import PeriodClose
from analytics.query import MetricValue, metric_values
from platforms.display import MetricUnit
from reports.blocks import Cell, Column, Heading, Paragraph, Section, Table
from reports.figures import CitedFigure, FigureSource
from reports.outputs.context import OutputContext
from reports.pieces import DateText, Piece, QuotedText, compose
from reports.sections.choices import COMPARED

MOST = 12  # key figures per quarter on paper; the workbook holds all
MOST_CAUSES = 8


@dataclass(frozen=True, slots=True)
class Told:
    """One quarter: the corrections that stand on paper and the text of all of them."""

    found: Restatement
    shown: list[str]  # metric keys
    all_rows: list[Row]


def told(context: OutputContext) -> list[Told]:
    """Closed quarters up to this report's own that read otherwise now, the oldest first."""
    answer = []
    for found in restatements(context.workspace):
        if found.close.end > context.period.end:
            continue
        keys = {one.metric for one in found.corrections if not one.cut and not one.redefined}
        shown = [key for key in COMPARED if key in keys]
        shown += [key for key in METRICS if key in keys and key not in shown]
        shown = [key for key in shown if not METRICS[key].denominator]
        answer.append(Told(found, shown[:MOST], rows(found)))
    return sorted(answer, key=lambda one: one.found.close.end)


def section(context: OutputContext) -> Section | None:
    """None where nothing was ever closed: there is nothing to restate."""
    closings = PeriodClose.objects.in_workspace(context.workspace)
    if not closings.filter(end__lte=context.period.end).exists():
        return None
    blocks: list = [Heading(_("Restatements of closed quarters"))]
    quarters = told(context)
    if not quarters:
        blocks.append(
            Paragraph(_("Every closed quarter still reads as it was closed; nothing is restated."))
        )
        return Section("RESTATED", blocks)
    for one in quarters:
        blocks += _quarter(context, one)
    return Section("RESTATED", blocks)


def _quarter(context: OutputContext, one: Told) -> list:
    close = one.found.close
    name = context.name_of(close.period)
    blocks: list = [Heading([DateText(name)], level=2)]
    blocks.append(Paragraph(QuotedText(summary(one.found))))
    if one.shown:
        blocks.append(_table(context, one))
    for cause in one.found.causes[:MOST_CAUSES]:
        said: list[Piece] = [QuotedText(cause_text(cause))]
        if cause.at:
            said.append(DateText(_(" ({moment})").format(moment=context.moment(cause.at))))
        blocks.append(Paragraph(said, style="note"))
    left = len(one.all_rows) - len(one.shown)
    if left > 0:
        count = context.cite_own(
            left,
            key="restated_further",
            label=_("Further restated figures"),
            formula=_("figures of accounts, kinds of post and further metrics that differ"),
            note=_("counted from the closing"),
            scope={"quarter": name},
        )
        text = _("{count} further figures differ; they stand in the workbook.")
        blocks.append(Paragraph(compose(text, count=count), style="note"))
    return blocks


def _table(context: OutputContext, one: Told) -> Table:
    close = one.found.close
    closed = closed_values(close)
    now = {
        value.metric.key: value
        for value in metric_values(
            context.workspace, close.period, metrics=one.shown, as_of=close.as_of
        )
    }
    columns = [
        Column(_("Metric"), weight=2),
        Column(_("When closed"), "number"),
        Column(_("Now"), "number"),
        Column(_("Moved by"), "number"),
    ]
    body: list[list[Cell]] = []
    for key in one.shown:
        then = _as_closed(context, close, closed[key, ""], now[key])
        value = context.cite(now[key], close.period)
        moved = _moved(context, close, then, value, now[key])
        body.append([QuotedText(str(now[key].metric.label)), then, value, moved])
    note = compose(
        _("Both as read by {day}. Signed reports stay as they were signed."),
        day=DateText(context.day(close.as_of)),
    )
    return Table(columns, body, note=note)


def _as_closed(
    context: OutputContext, close: PeriodClose, row: dict, now: MetricValue
) -> CitedFigure:
    metric = now.metric
    number = None if row["value"] is None else Decimal(row["value"])
    if number is not None and not (metric.is_ratio or metric.mean):
        number = int(number)  # type: ignore[assignment]
    note = _("closing no. {number} by {name} on {day}, hash {hash}").format(
        number=close.number,
        name=close.closed_by_name,
        day=context.moment(close.closed_at),
        hash=close.digest[:12],
    )
    return context.book.cite(
        number,
        metric=metric.key,
        label=_("{metric}, as closed").format(metric=metric.label),
        formula=str(metric.formula),
        unit=metric.unit,
        version=row["version"],
        inputs={key: None if n is None else int(n) for key, n in row["inputs"].items()},
        source=FigureSource(note=note),
        scope={
            "period": context.days_of(close.period),
            "read_by": _("as read by {day}").format(day=context.day(close.as_of)),
            "closed": _("as closed"),
        },
        reason=row["reason"] or _("Unknown when the quarter was closed."),
    )


def _moved(
    context: OutputContext,
    close: PeriodClose,
    then: CitedFigure,
    now: CitedFigure,
    value: MetricValue,
) -> CitedFigure | DateText:
    if then.value is None or now.value is None:
        return DateText("—")
    points = value.metric.is_ratio
    if not points and not then.value:
        return DateText("—")
    change = Decimal(now.value) - Decimal(then.value)
    if not points:
        change = change / Decimal(then.value)
    return context.cite_own(
        change,
        key=f"{value.metric.key}.restated",
        label=_("{metric}, restated by").format(metric=value.metric.label),
        formula=f"{now.code} − {then.code}" if points else f"{now.code} ÷ {then.code} − 1",
        unit=MetricUnit.POINTS if points else MetricUnit.CHANGE,
        note=_("computed from figures of this report"),
        scope={"quarter": context.name_of(close.period)},
    )
