"""Close a period: keep what it says, once and for good."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.as_of import reading_day, today_in
from analytics.closing.chain import CLOSED, digest
from analytics.closing.snapshot import snapshot
from analytics.models import PeriodClose
from workspaces import audit
from workspaces.models import User, Workspace
from workspaces.periods import Period


class CannotClose(Exception):
    """The text says why and what to do."""


def closing_of(workspace: Workspace, period: Period) -> PeriodClose | None:
    """The closing of exactly these days; its evidence is read only when asked for."""
    found = PeriodClose.objects.in_workspace(workspace).defer("evidence")
    return found.filter(start=period.start, end=period.end).first()


def why_not(workspace: Workspace, period: Period, today: date | None = None) -> str:
    """Why ``period`` cannot be closed today; empty when it can."""
    today = today or today_in(workspace)
    day = reading_day(workspace, period)
    if closing_of(workspace, period) is not None:
        return _("%(period)s is closed already.") % {"period": period.label}
    if today <= day:
        return _("%(period)s is read by %(day)s. It can be closed from the day after that.") % {
            "period": period.label,
            "day": f"{day:%Y/%m/%d}",
        }
    return ""


@transaction.atomic
def close(
    workspace: Workspace, period: Period, *, by: User, accepted: list[str] | None = None
) -> PeriodClose:
    """Keep what ``period`` says by its reading day. ``accepted``: what was known to be missing.

    Raises CannotClose.
    """
    # One closing at a time: the chain has one end.
    workspace = Workspace.objects.select_for_update().get(pk=workspace.pk)
    if reason := why_not(workspace, period):
        raise CannotClose(reason)
    last = PeriodClose.objects.in_workspace(workspace).order_by("-number").first()
    day = reading_day(workspace, period)
    kept = snapshot(workspace, period, day)
    made = PeriodClose(
        workspace=workspace,
        number=last.number + 1 if last else 1,
        start=period.start,
        end=period.end,
        as_of=day,
        zone=workspace.zone,
        values=kept.values,
        evidence=kept.evidence,
        accepted=accepted or [],
        closed_at=timezone.now().replace(microsecond=0),
        closed_by=by,
        closed_by_name=str(by),
        previous=last.digest if last else "",
    )
    made.digest = digest(made)
    made.save()
    audit.record(
        workspace,
        by,
        CLOSED,
        made,
        after={"number": made.number, "as_of": day.isoformat(), "digest": made.digest},
    )
    return made
