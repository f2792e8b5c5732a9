"""Routines fall due on working days, are made by the clock once, and are ticked with evidence."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.management import call_command

from planning import routines
from planning.models import Routine, RoutineRun
from tests.factories.timeline import RoutineFactory, RoutineRunFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.days import WorkingDays
from workspaces.models import SpecialDay, UndoStep
from workspaces.periods import quarter_of
from workspaces.roles import Role
from workspaces.undo import undo

DAYS = WorkingDays()


def falls(rhythm, turn, first, last):
    routine = Routine(rhythm=rhythm, turn=turn, since=date(2025, 1, 1))
    found = routines.due_days(routine, date.fromisoformat(first), date.fromisoformat(last), DAYS)
    return [f"{day:%m/%d}" for day in found]


@pytest.mark.parametrize(
    ("rhythm", "turn", "first", "last", "days"),
    [
        ("daily", 1, "2026-02-12", "2026-02-24", ["02/12", "02/13", "02/23", "02/24"]),
        ("weekly", 5, "2026-12-14", "2026-12-27", ["12/18", "12/24"]),
        ("weekly", 1, "2026-09-28", "2026-09-30", ["09/29"]),
        ("weekly", 3, "2026-02-16", "2026-02-22", []),
        ("monthly", 3, "2026-10-01", "2026-11-30", ["10/05", "11/04"]),
        ("quarterly", 5, "2026-10-01", "2026-12-31", ["10/07"]),
        ("monthly", 20, "2026-02-01", "2026-02-28", ["02/26"]),
    ],
    ids=[
        "every day but the new year holidays",
        "Friday, the day before if Friday is Christmas",
        "Monday, the day after if Monday is off",
        "a week without any working day",
        "third working day of the month",
        "fifth working day of the quarter",
        "the last one when the month is shorter",
    ],
)
def test_a_routine_falls_due(rhythm, turn, first, last, days):
    assert falls(rhythm, turn, first, last) == days


@pytest.mark.django_db
class TestByTheClock:
    def test_the_clock_may_come_twice_or_late(self):
        routine = RoutineFactory(since=date(2026, 11, 16))

        assert routines.generate(routine.workspace, today=date(2026, 11, 18)) == 3
        assert routines.generate(routine.workspace, today=date(2026, 11, 18)) == 0
        assert routines.generate(routine.workspace, today=date(2026, 11, 20)) == 2
        assert RoutineRun.objects.count() == 5

    def test_a_day_off_of_the_workspace_is_no_day_of_a_routine(self):
        routine = RoutineFactory(since=date(2026, 11, 16))
        SpecialDay.objects.create(
            workspace=routine.workspace, day=date(2026, 11, 17), name="員工旅遊"
        )

        routines.generate(routine.workspace, today=date(2026, 11, 18))

        assert [run.day.day for run in RoutineRun.objects.order_by("day")] == [16, 18]

    def test_a_day_declared_off_afterwards_was_not_missed(self):
        run = RoutineRunFactory()
        done = RoutineRunFactory(
            routine__workspace=run.workspace, day=run.day, done_at=datetime.now(tz=UTC)
        )

        assert routines.forget_unworked(run.workspace, run.day) == 1
        assert list(RoutineRun.objects.all()) == [done]

    def test_every_workspace_lives_by_its_own_zones_day(self):
        RoutineFactory(since=date(2026, 11, 19))
        RoutineFactory(
            since=date(2026, 11, 19), workspace=WorkspaceFactory(zone="America/New_York")
        )
        RoutineFactory(archived_at=datetime.now(tz=UTC))

        # 08:00 on Friday in Taipei is still Thursday in New York.
        assert routines.generate_everywhere(at=datetime(2026, 11, 20, 0, 0, tzinfo=UTC)) == 3

    def test_the_command_makes_what_the_clock_would(self, capsys):
        RoutineFactory(since=date(2026, 11, 19))

        call_command("make_routines", "--now", "2026-11-20T09:00:00+08:00")

        assert RoutineRun.objects.count() == 2
        assert "2" in capsys.readouterr().out


@pytest.mark.django_db
class TestTicking:
    def test_it_wants_evidence_and_undo_takes_it_back(self):
        member = MembershipFactory()
        run = RoutineRunFactory(routine__workspace=member.workspace)
        with pytest.raises(routines.NoEvidence):
            routines.tick(run, by=member.user)

        routines.tick(run, by=member.user, evidence="回覆 18 則")
        run.refresh_from_db()
        assert (run.done_by, run.evidence) == (member.user, "回覆 18 則")
        undo(UndoStep.objects.get(), member.user)

        run.refresh_from_db()
        assert (run.done_at, run.evidence) == (None, "")

    def test_a_routine_without_evidence_is_ticked_with_one_press(self):
        member = MembershipFactory()
        run = RoutineRunFactory(routine__workspace=member.workspace, routine__wants_evidence=False)

        routines.tick(run, by=member.user)

        assert RoutineRun.objects.done().count() == 1

    def test_it_falls_to_the_role_or_to_the_one_who_is_named(self):
        editor = MembershipFactory(role=Role.EDITOR)
        lead = MembershipFactory(workspace=editor.workspace, role=Role.LEAD)
        mine = RoutineRunFactory(routine__workspace=editor.workspace)
        named = RoutineRunFactory(routine__workspace=editor.workspace, routine__person=lead.user)

        rows = RoutineRun.objects.in_workspace(editor.workspace)
        assert list(rows.filter(routines.falls_to(editor))) == [mine]
        assert list(rows.filter(routines.falls_to(lead))) == [named]

    def test_the_usual_set_is_added_once(self):
        lead = MembershipFactory(role=Role.LEAD)

        first = routines.add_starters(lead.workspace, by=lead.user, since=date(2026, 11, 2))
        again = routines.add_starters(lead.workspace, by=lead.user, since=date(2026, 11, 2))

        assert (first, again) == (9, 0)
        rhythms = Routine.objects.values_list("rhythm", flat=True)
        assert set(rhythms) == {"daily", "weekly", "monthly", "quarterly"}


@pytest.mark.django_db
def test_work_done_counts_what_was_due_done_and_missed(django_assert_num_queries):
    daily = RoutineFactory(title="回覆", at=time(11, 0))
    weekly = RoutineFactory(workspace=daily.workspace, title="週檢視", rhythm="weekly")
    RoutineFactory(workspace=daily.workspace, title="從未到期")
    for day, done in ((16, True), (17, True), (18, False), (19, False)):
        RoutineRunFactory(
            routine=daily,
            day=date(2026, 11, day),
            done_at=datetime(2026, 11, day, 4, tzinfo=UTC) if done else None,
        )
    RoutineRunFactory(routine=weekly, day=date(2026, 11, 20))
    RoutineRunFactory(routine=daily, day=date(2026, 9, 30))

    with django_assert_num_queries(1):
        found = routines.work_done(
            daily.workspace, quarter_of(date(2026, 11, 19)), today=date(2026, 11, 19)
        )

    assert [(one.routine.title, one.due, one.done, one.missed) for one in found] == [
        ("回覆", 4, 2, 1)
    ]
