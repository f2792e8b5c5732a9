"""Before deliveries are withdrawn: which closed quarters they touch, and what would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from analytics.as_of_rows import WEEK
from analytics.closing.restated import if_undone
from analytics.closing.words import Row, rows
from analytics.models import PeriodClose
from platforms.models import SourceBatch
from workspaces.models import Workspace

MOST = 12


@dataclass(frozen=True, slots=True)
class Touch:
    """A closed quarter and its values now (``then``) and without the deliveries (``now``)."""

    close: PeriodClose
    rows: list[Row]
    left_over: int


def touched(workspace: Workspace, batches: Iterable[int]) -> list[Touch]:
    """Closed quarters that read otherwise without these live deliveries, the newest first."""
    mine = list(
        SourceBatch.objects.in_workspace(workspace)
        .live()
        .filter(pk__in=list(batches))
        .values_list("pk", "start", "end")
    )
    if not mine:
        return []
    found = []
    for close in _near(workspace, mine):
        would = if_undone(close, [pk for pk, _start, _end in mine])
        if would.changed:
            changed = rows(would, cut="") or rows(would)
            found.append(Touch(close, changed[:MOST], max(0, len(changed) - MOST)))
    return found


def _near(workspace: Workspace, batches: list[tuple]) -> list[PeriodClose]:
    """Closings whose days, or the week before them, the deliveries speak about."""
    meets = Q(pk__in=[])
    for _pk, start, end in batches:
        if start is None or end is None:
            return list(_closings(workspace))
        meets |= Q(start__lte=end + timedelta(days=WEEK), end__gte=start)
    return list(_closings(workspace).filter(meets))


def _closings(workspace: Workspace):
    return PeriodClose.objects.in_workspace(workspace).select_related("workspace")


def refusal(touches: Iterable[Touch]) -> str:
    """For ways of undoing that cannot ask: the sentence names the quarters and the way."""
    names = _(", ").join(one.close.period.label for one in touches)
    return _(
        "This would change %(quarters)s, which is closed. Open the delivery under Data and undo "
        "it there: you will see what would change before you decide."
    ) % {"quarters": names}
