"""Goals that rolled: every change of a target's figures, with reason, evidence and who."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from analytics.goals.target_history import history
from analytics.models import Target, TargetRevision
from reports.blocks import Block, Cell, Column, Heading, Table
from reports.outputs.context import OutputContext, metric
from reports.pieces import DateText, QuotedText
from workspaces.punctuation import aside, clauses, labelled


def blocks(context: OutputContext, targets: Iterable[Target]) -> list[Block]:
    """A table of all changes, oldest first; nothing when no target was changed."""
    by_id = {target.pk: target for target in targets}
    changed = set(
        TargetRevision.objects.filter(target__in=list(by_id)).values_list("target", flat=True)
    )
    found = [
        (change.at, by_id[pk], change)
        for pk in by_id
        if pk in changed
        for change in history(by_id[pk])
    ]
    if not found:
        return []
    lines: list[list[Cell]] = []
    for at, target, change in sorted(found, key=lambda one: one[0]):
        what = clauses(
            labelled(label, f"{before} → {after}") for label, before, after in change.parts
        )
        why = change.reason
        if change.evidence:
            why = aside(why, change.evidence)
        lines.append(
            [
                DateText(context.day(at.astimezone(context.workspace.tz).date())),
                QuotedText(str(metric(target.metric).label)),
                QuotedText(what or "—"),
                QuotedText(why or "—"),
                QuotedText(change.by),
            ]
        )
    columns = [
        Column(_("Day"), "date"),
        Column(_("Figure")),
        Column(_("Changed"), weight=1.8),
        Column(_("Reason and evidence"), weight=1.8),
        Column(_("By")),
    ]
    return [Heading(_("How the targets were adjusted"), 2), Table(columns, lines)]
