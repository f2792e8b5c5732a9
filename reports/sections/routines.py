"""The routines of a period: what was due, done and missed, daily to quarterly, and meetings held."""

from typing import Any

from django.utils.translation import gettext as _

from planning.models import Meeting
from planning.routines import WorkDone, work_done
from platforms.display import MetricUnit
from reports.blocks import Cell, Column, Heading, Paragraph, Table
from reports.figures import CitedFigure, FigureSource
from reports.outputs.context import OutputContext
from reports.pieces import QuotedText, compose


def blocks(context: OutputContext) -> list[Any]:
    """A heading, a sentence and a table; nothing where no routine fell due."""
    work = work_done(context.workspace, context.period, today=context.today)
    if not work:
        return []
    due = _cite(context, "due", sum(one.due for one in work))
    done = _cite(context, "done", sum(one.done for one in work))
    found: list[Any] = [
        Heading(_("Daily, weekly, monthly and quarterly work"), 2),
        Paragraph(
            compose(
                _("Routines fell due {due} times and were ticked with evidence {done} times."),
                due=due,
                done=done,
            )
        ),
    ]
    rows: list[list[Cell]] = [
        [
            QuotedText(one.routine.title),
            QuotedText(str(one.routine.get_rhythm_display())),
            _cite(context, "due", one.due, one),
            _cite(context, "done", one.done, one),
            _cite(context, "missed", one.missed, one),
        ]
        for one in work
    ]
    columns = [
        Column(_("Routine"), weight=2.0),
        Column(_("How often")),
        Column(_("Fell due"), "number"),
        Column(_("Done"), "number"),
        Column(_("Not done"), "number"),
    ]
    found.append(Table(columns, rows, comments=False))
    held = _meetings(context)
    if held:
        found.append(
            Paragraph(compose(_("Meetings held: {count}."), count=_cite(context, "meetings", held)))
        )
    return found


def _meetings(context: OutputContext) -> int:
    return (
        Meeting.objects.in_workspace(context.workspace)
        .filter(
            status=Meeting.Status.HELD,
            at__date__range=(context.period.start, context.period.end),
        )
        .count()
    )


def _cite(
    context: OutputContext, what: str, value: int, work: WorkDone | None = None
) -> CitedFigure:
    """Counted in the workbench itself; the routine's page shows each day with its evidence."""
    labels = {
        "due": _("Routines that fell due"),
        "done": _("Routines done"),
        "missed": _("Routines not done"),
        "meetings": _("Meetings held"),
    }
    scope: dict[str, object] = {
        "from": context.period.start.isoformat(),
        "to": context.period.end.isoformat(),
    }
    if work is not None:
        scope |= {"routine": work.routine.title, "number": work.routine.pk}
    return context.book.cite(
        value,
        metric=f"planning.{what}",
        label=labels[what],
        formula=_("counted under Planning › Routines and Meetings"),
        unit=MetricUnit.COUNT,
        version=1,
        inputs={},
        source=FigureSource(note=_("ticked by the team, with evidence kept there")),
        scope=scope,
    )
