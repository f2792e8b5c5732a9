"""Computed sentences: words and cited figures, never a loose digit."""

from analytics.query import MetricValue
from reports.outputs.context import OutputContext
from reports.pieces import DateText, Piece, Pieces, QuotedText, compose, pieces_of
from reports.sections.choices import SENTENCE

from django.utils.translation import gettext as _  # isort: skip


def label_of(value: MetricValue) -> QuotedText:
    """A metric's name; some hold a digit (“3-second video views”)."""
    return QuotedText(str(value.metric.label))


def clause(context: OutputContext, value: MetricValue) -> Pieces:
    """“互動率 4.8%（較 2026 Q2 +0.4 點）”."""
    before = context.table([value.metric.key], context.before).get((None, value.metric.key))
    change = context.cite_change(value, before, context.before) if before else None
    if change is None:
        return compose(_("{metric} {value}"), metric=label_of(value), value=context.cite(value))
    return compose(
        _("{metric} {value} ({change} since {period})"),
        metric=label_of(value),
        value=context.cite(value),
        change=change.figure,
        period=DateText(context.name_of(context.before)),
    )


def sentence_that_matters(context: OutputContext) -> Pieces:
    """Up to three known key figures with their change; what is missing when none is known."""
    values = context.table(SENTENCE)
    known = [values[None, key] for key in SENTENCE if values[None, key].value is not None]
    if not known or (not values[None, "post_count"].value and len(known) < 2):
        return pieces_of(
            _("No figures for this period have been imported yet, so nothing can be judged.")
        )
    clauses = [clause(context, value) for value in known[:3]]
    return joined(clauses, _(", "), _("."))


def joined(parts: list[Pieces], between: str, end: str = "") -> Pieces:
    pieces: list[Piece] = []
    for place, part in enumerate(parts):
        if place:
            pieces.append(between)
        pieces += part
    return pieces_of([*pieces, end])
