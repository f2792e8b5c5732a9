"""What changed: key figures against the period before and the year before; the largest movers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.comparison import level_of_others
from analytics.metrics import Source
from analytics.query import MetricValue
from reports.blocks import Callout, Cell, Column, Heading, Paragraph, Section, Table, Tone
from reports.figures import CitedFigure
from reports.outputs.context import Change, OutputContext
from reports.outputs.names import account_name
from reports.pieces import DateText, Pieces, QuotedText, compose
from reports.sections.choices import (
    COMPARED,
    MOVED_FROM_DAYS,
    MOVED_FROM_POSTS,
    MOVERS,
    MOVING,
)
from reports.sections.sentences import label_of
from workspaces.periods import Period


def section(context: OutputContext) -> Section:
    now = context.table(COMPARED)
    before = context.table(COMPARED, context.before)
    year = context.table(COMPARED, context.year_before)
    keys = [key for key in COMPARED if any(told(table[None, key]) for table in (now, before))]
    blocks: list = [Heading(_("What changed"))]
    if not keys:
        blocks.append(Paragraph(_("There are no figures of this period or the one before.")))
        return Section("CHANGE", blocks)
    with_year = any(told(year[None, key]) for key in keys)
    columns = [
        Column(_("Metric"), weight=2),
        Column(_("This period"), "number"),
        Column(context.name_of(context.before), "number"),
        Column(_("Moved by"), "number"),
    ]
    if with_year:
        columns += [
            Column(context.name_of(context.year_before), "number"),
            Column(_("Moved by"), "number"),
        ]
    rows: list[list[Cell]] = []
    reasons: list[str] = []
    for key in keys:
        value, earlier = now[None, key], before[None, key]
        row: list[Cell] = [
            label_of(value),
            context.cite(value),
            _earlier(context, value, earlier, context.before),
            _moved(context, value, earlier, context.before, reasons),
        ]
        if with_year:
            then = year[None, key]
            row += [
                _earlier(context, value, then, context.year_before),
                _moved(context, value, then, context.year_before, reasons),
            ]
        rows.append(row)
    note = _(
        "Rates change in points, everything else in per cent. Lifetime figures of a post belong "
        "to its publishing day, daily figures to their day; reach is never added up."
    )
    blocks.append(Table(columns, rows, note=note))
    blocks += [Paragraph(QuotedText(reason), style="note") for reason in reasons[:3] if reason]
    if not before[None, "post_count"].value:
        text = _("No post of {period} has been imported, so most figures have no comparison.")
        period = DateText(context.name_of(context.before))
        blocks.append(Paragraph(compose(text, period=period), style="note"))
    return Section("CHANGE", blocks)


def _earlier(
    context: OutputContext, value: MetricValue, earlier: MetricValue, period: Period
) -> CitedFigure | DateText:
    """The earlier figure; a level of other accounts is not the same sum and never beside it."""
    return DateText("—") if level_of_others(value, earlier) else context.cite(earlier, period)


def told(value: MetricValue) -> bool:
    """Whether a file said something; “no posts” of a period never imported says nothing."""
    return bool(value.value) or (value.value is not None and value.metric.key != "post_count")


def _moved(
    context: OutputContext,
    value: MetricValue,
    earlier: MetricValue,
    period: Period,
    reasons: list[str],
) -> CitedFigure | DateText:
    """The change, or “—”; ``reasons`` collects why two known figures are not compared."""
    change = context.cite_change(value, earlier, period)
    if change is not None:
        return change.figure
    reason = context.why_no_change(value, earlier)
    if value.value is not None and earlier.value is not None and reason not in reasons:
        reasons.append(reason)
    return DateText("—")


_NOTHING = "+−0.,% pts點"  # a change of which nothing else is printed is none to show


@dataclass(frozen=True, slots=True)
class Mover:
    now: MetricValue
    before: MetricValue
    change: Change
    size: float  # relative, only to rank


def movers(context: OutputContext) -> list[Mover]:
    """The largest changes among accounts and metrics, the strongest first."""
    now = context.table(MOVING, by="account")
    before = context.table(MOVING, context.before, by="account")
    ranked = []
    for key, value in now.items():
        earlier = before.get(key)
        if earlier is None or value.value is None or not earlier.value:
            continue
        if min(value.used, earlier.used) < _least(value):
            continue
        size = abs(float(value.value - earlier.value) / float(earlier.value))
        if size:
            ranked.append((size, key, value, earlier))
    ranked.sort(key=lambda one: (-one[0], str(one[1])))
    found = []
    for size, _key, value, earlier in ranked:
        change = context.cite_change(value, earlier, context.before)
        if change is not None and change.figure.text.strip(_NOTHING):
            found.append(Mover(value, earlier, change, size))
        if len(found) == MOVERS:
            break
    return found


def _least(value: MetricValue) -> int:
    return MOVED_FROM_DAYS if value.metric.source is Source.DAYS else MOVED_FROM_POSTS


def mover_sentence(context: OutputContext, mover: Mover) -> Pieces:
    up = mover.change.up
    template = _("{account}: {metric} rose to {value} ({change}).") if up else None
    if template is None:
        template = _("{account}: {metric} fell to {value} ({change}).")
    return compose(
        template,
        account=QuotedText(account_name(mover.now.its_account)),
        metric=label_of(mover.now),
        value=context.cite(mover.now),
        change=mover.change.figure,
    )


def movers_section(context: OutputContext) -> Section:
    blocks: list = [Heading(_("Largest movers"))]
    found = movers(context)
    if not found:
        blocks.append(
            Callout(
                _("Nothing to compare with"),
                [
                    compose(
                        _(
                            "{period} has too few posts or days with the same figures, so no "
                            "account’s change can be ranked."
                        ),
                        period=DateText(context.name_of(context.before)),
                    )
                ],
                Tone.NEUTRAL,
            )
        )
        return Section("MOVERS", blocks)
    columns = [
        Column(_("Account"), weight=1.6),
        Column(_("Metric"), weight=1.4),
        Column(_("This period"), "number"),
        Column(context.name_of(context.before), "number"),
        Column(_("Moved by"), "number"),
    ]
    rows: list[list[Cell]] = [
        [
            QuotedText(context.short_name(mover.now.its_account)),
            label_of(mover.now),
            context.cite(mover.now),
            context.cite(mover.before, context.before),
            mover.change.figure,
        ]
        for mover in found
    ]
    note = _("Ranked by the change relative to the period before; very small groups are left out.")
    blocks.append(Table(columns, rows, note=note))
    return Section("MOVERS", blocks)
