"""Routines: when they fall due, making their rows by the clock, ticking them with evidence."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.models import Routine, RoutineRun, RunFile
from workspaces import audit, undo
from workspaces.days import DAY, WorkingDays, working_days
from workspaces.models import Membership, SpecialDay, UndoStep, User, Workspace
from workspaces.periods import Period
from workspaces.roles import Role

# A server that was off this long still makes the rows it owes; they then stand as missed.
LOOK_BACK = timedelta(days=31)


class NoEvidence(Exception):
    """The text says what has to be given with the tick."""


@dataclass(frozen=True, slots=True)
class Starter:
    """One routine of the usual set; the numbers are those the trade recommends."""

    key: str
    title: Any
    note: Any
    rhythm: str
    turn: int
    at: str
    role: Role


STARTERS = (
    Starter(
        "stand_up",
        gettext_lazy("Daily stand-up (15 minutes)"),
        gettext_lazy("What goes out today, which answers are difficult, who needs help."),
        "daily", 1, "10:00", Role.LEAD,
    ),
    Starter(
        "replies_morning",
        gettext_lazy("Reply round, morning"),
        gettext_lazy("Comments, messages and mentions of all platforms, oldest first."),
        "daily", 1, "11:00", Role.EDITOR,
    ),
    Starter(
        "replies_afternoon",
        gettext_lazy("Reply round, afternoon"),
        gettext_lazy("As in the morning; what cannot be answered is put before the lead."),
        "daily", 1, "17:00", Role.EDITOR,
    ),
    Starter(
        "visits",
        gettext_lazy("Proactive visits"),
        gettext_lazy("Visit fans, partners and related accounts and leave real comments."),
        "daily", 1, "16:00", Role.EDITOR,
    ),
    Starter(
        "weekly_look",
        gettext_lazy("Weekly look at the figures"),
        gettext_lazy("What worked, what did not, anything unusual; one change for next week."),
        "weekly", 5, "16:00", Role.LEAD,
    ),
    Starter(
        "trend_report",
        gettext_lazy("Monthly trend report"),
        gettext_lazy("Industry, platforms and current topics: what they mean for us."),
        "monthly", 3, "18:00", Role.EDITOR,
    ),
    Starter(
        "competitor_report",
        gettext_lazy("Monthly competitor report"),
        gettext_lazy("Content, interaction and new ideas of three to five competitors."),
        "monthly", 4, "18:00", Role.EDITOR,
    ),
    Starter(
        "monthly_review",
        gettext_lazy("Monthly review and strategy meeting (2 hours)"),
        gettext_lazy("The month’s figures against the targets, and what changes."),
        "monthly", 5, "18:00", Role.LEAD,
    ),
    Starter(
        "quarterly_replan",
        gettext_lazy("Quarterly re-planning"),
        gettext_lazy("Next quarter’s KPI, shared-out resources and key themes."),
        "quarterly", 5, "18:00", Role.MANAGER,
    ),
)  # fmt: skip


# --- when ---------------------------------------------------------------------------------


def due_days(routine: Routine, first: date, last: date, days: WorkingDays) -> Iterator[date]:
    """Every day from ``first`` to ``last`` on which ``routine`` falls due."""
    first = max(first, routine.since)
    day = first
    while day <= last:
        if days.works(day) and falls_on(routine, day, days):
            yield day
        day += DAY


def falls_on(routine: Routine, day: date, days: WorkingDays) -> bool:
    """Whether the working day ``day`` is one of the routine's."""
    match routine.rhythm:
        case Routine.Rhythm.DAILY:
            return True
        case Routine.Rhythm.WEEKLY:
            return day == _day_of_week(day, routine.turn, days)
    months = 1 if routine.rhythm == Routine.Rhythm.MONTHLY else 3
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return days.count(start, day) == min(routine.turn, _length(start, months, days))


def _day_of_week(day: date, turn: int, days: WorkingDays) -> date:
    """The working day of this week nearest to weekday ``turn``: before it, else after."""
    monday = day - DAY * day.weekday()
    wanted = monday + DAY * (turn - 1)
    before = days.on_or_before(wanted)
    return before if before >= monday else days.on_or_after(wanted)


def _length(start: date, months: int, days: WorkingDays) -> int:
    month = start.month + months - 1
    return days.count(start, date(start.year, month, monthrange(start.year, month)[1]))


# --- by the clock -------------------------------------------------------------------------


def generate(workspace: Workspace, *, today: date) -> int:
    """Make the rows that are due up to ``today``; returns how many are new. Twice is harmless."""
    routines = list(Routine.objects.in_workspace(workspace).standing())
    if not routines:
        return 0
    days = working_days(workspace)
    first = today - LOOK_BACK
    known = set(
        RoutineRun.objects.in_workspace(workspace)
        .filter(day__gte=first)
        .values_list("routine_id", "day")
    )
    fresh = [
        RoutineRun(workspace=workspace, routine=routine, day=day)
        for routine in routines
        for day in due_days(routine, first, today, days)
        if (routine.pk, day) not in known
    ]
    RoutineRun.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)
    return len(fresh)


def generate_everywhere(*, at) -> int:
    """For every workspace by its own zone's day."""
    owners = Workspace.objects.filter(
        pk__in=Routine.objects.standing().values("workspace")  # the clock works for everyone
    )
    return sum(generate(one, today=at.astimezone(one.tz).date()) for one in owners)


def forget_unworked(workspace: Workspace, day: date) -> int:
    """A day was declared off afterwards: nobody missed anything on it."""
    rows = RoutineRun.objects.in_workspace(workspace).filter(day=day, done_at=None)
    count, _per_model = rows.delete()
    return count


def take_back_day(workspace: Workspace, by: User, params: dict) -> None:
    """Undo handler of a removed special day; one set anew meanwhile stays as it is."""
    SpecialDay.objects.in_workspace(workspace).get_or_create(
        workspace=workspace,
        day=date.fromisoformat(params["day"]),
        defaults={"name": params["name"], "works": params["works"]},
    )


# --- by people ----------------------------------------------------------------------------


@transaction.atomic
def add_starters(workspace: Workspace, *, by: User, since: date) -> int:
    """The usual set, in the workspace's language; those that stand already stay as they are."""
    known = set(Routine.objects.in_workspace(workspace).values_list("key", flat=True))
    with translation.override(workspace.language):
        fresh = [
            Routine(
                workspace=workspace,
                key=one.key,
                title=str(one.title),
                note=str(one.note),
                rhythm=one.rhythm,
                turn=one.turn,
                at=one.at,
                role=one.role,
                since=since,
            )
            for one in STARTERS
            if one.key not in known
        ]
    Routine.objects.bulk_create(fresh)
    if fresh:
        audit.record(
            workspace, by, "planning.routines_started", _("%(n)d routines") % {"n": len(fresh)}
        )
    return len(fresh)


@transaction.atomic
def save_routine(
    workspace: Workspace, fields: Mapping[str, Any], *, by: User, routine: Routine | None = None
) -> Routine:
    """A new or changed routine. Another rhythm counts from today: nobody missed it before."""
    fresh, today = routine is None, timezone.localdate()
    routine = routine or Routine(workspace=workspace)
    rhythm, since = (routine.rhythm, routine.turn), routine.since
    for name, value in fields.items():
        setattr(routine, name, value)
    if not fresh and rhythm != (routine.rhythm, routine.turn):
        routine.since = max(routine.since, today)
    routine.save()
    if not fresh and (since, *rhythm) != (routine.since, routine.rhythm, routine.turn):
        # The clock makes those that still fall due again.
        RoutineRun.objects.in_workspace(workspace).filter(
            routine=routine, done_at=None, day__gte=today
        ).delete()
    verb = "planning.routine_added" if fresh else "planning.routine_changed"
    audit.record(workspace, by, verb, routine)
    return routine


@transaction.atomic
def archive(routine: Routine, *, by: User, archived: bool = True) -> None:
    """Put away or brought back; what was ticked stays in the reports."""
    routine.archived_at = timezone.now() if archived else None
    routine.save(update_fields=["archived_at"])
    verb = "planning.routine_archived" if archived else "planning.routine_restored"
    audit.record(routine.workspace, by, verb, routine)


@transaction.atomic
def tick(
    run: RoutineRun, *, by: User, evidence: str = "", link: str = "", file: dict | None = None
) -> UndoStep:
    """Done, with what shows it. Raises NoEvidence; ticking a ticked one adds to it.

    Whoever did it first stays the one who did it, also when somebody else adds the evidence.
    """
    evidence, link = evidence.strip(), link.strip()
    if run.routine.wants_evidence and not (evidence or link or file or run.done_at):
        raise NoEvidence(_("Write what was done, or give a link or a file that shows it."))
    was = {"evidence": run.evidence, "link": run.link, "done": run.done_at is not None}
    if run.done_at is None:
        run.done_at, run.done_by = timezone.now(), by
    run.evidence, run.link = evidence or run.evidence, link or run.link
    run.save()
    made = None
    if file:
        made = RunFile.objects.create(
            workspace=run.workspace, run=run, sent_by=str(by)[:120], **file
        )
    audit.record(run.workspace, by, "planning.routine_done", run, after={"evidence": evidence})
    return undo.remember(
        run.workspace,
        by,
        _("Ticking “%(routine)s”") % {"routine": run.routine.title},
        "planning.routine_done",
        {"run": run.pk, "was": was, "file": made.pk if made else None},
    )


def take_back_tick(workspace: Workspace, by: User, params: dict) -> None:
    """Undo handler."""
    run = RoutineRun.objects.in_workspace(workspace).filter(pk=params["run"]).first()
    if run is None:
        raise undo.CannotUndo(_("The routine of that day is no longer there."))
    was = params["was"]
    run.evidence, run.link = was["evidence"], was["link"]
    if not was["done"]:
        run.done_at = run.done_by = None
    run.save()
    RunFile.objects.in_workspace(workspace).filter(pk=params["file"], run=run).delete()


# --- what was done ------------------------------------------------------------------------


def falls_to(membership: Membership) -> Q:
    """Runs that are this member's: named, or of the role while nobody is named."""
    return Q(routine__person=membership.user_id) | Q(
        routine__person=None, routine__role=membership.role
    )


@dataclass(frozen=True, slots=True)
class WorkDone:
    """One routine over a period: how often it fell due, was done, and was not."""

    routine: Routine
    due: int
    done: int
    missed: int


def work_done(workspace: Workspace, period: Period, *, today: date) -> list[WorkDone]:
    """Every routine that fell due in ``period`` up to ``today``, by rhythm: one query."""
    last = min(period.end, today)
    inside = Q(runs__day__range=(period.start, last))
    rows = (
        Routine.objects.in_workspace(workspace)
        .annotate(
            due_count=Count("runs", filter=inside),
            done_count=Count("runs", filter=inside & ~Q(runs__done_at=None)),
            missed_count=Count("runs", filter=inside & Q(runs__done_at=None, runs__day__lt=today)),
        )
        .filter(due_count__gt=0)
    )
    order = {value: place for place, value in enumerate(Routine.Rhythm.values)}
    found = [WorkDone(r, r.due_count, r.done_count, r.missed_count) for r in rows]
    return sorted(found, key=lambda one: (order[one.routine.rhythm], one.routine.pk))
