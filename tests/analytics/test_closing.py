"""Closed periods stay what they were; corrections show both values, growth shows none."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import accounts as account_services
from analytics.closing.chain import faults
from analytics.closing.close import CannotClose, close, closing_of, why_not
from analytics.closing.restated import if_undone, restatement, restatements
from analytics.closing.snapshot import snapshot
from analytics.intake import deliveries, ingest
from analytics.merging import accounts as merged_accounts
from analytics.merging import posts as merged_posts
from analytics.metrics import METRICS
from analytics.models import PeriodClose
from analytics.query import metric_value
from platforms.models import Post, SocialAccount, SourceBatch, SourceFile
from tests.factories.reports import export
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.models import AuditEvent, Workspace
from workspaces.periods import parse_period

Q3 = parse_period("2026Q3")
BY = date(2026, 10, 7)
IN_TIME, LATER = date(2026, 10, 5), date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def workspace():
    return WorkspaceFactory(slug="tea")


@pytest.fixture
def manager(workspace):
    return MembershipFactory(workspace=workspace, role="manager").user


def imported(workspace, content, *, taken_on, name="content.csv", by=None) -> SourceFile:
    file = deliveries.receive(workspace, BytesIO(content), name, by=by, taken_on=taken_on)
    ingest.import_file(file)
    file.refresh_from_db()
    return file


def engagements(workspace) -> int:
    return metric_value(workspace, Q3, "engagements", as_of=BY).number


def test_closing_keeps_every_value_with_its_inputs_and_rows(workspace, manager):
    imported(workspace, export(), taken_on=IN_TIME, name="2026Q3.csv")

    made = close(workspace, Q3, by=manager, accepted=["沒有 LINE 的數字"])

    assert {row["metric"] for row in made.values if not row["cut"]} == set(METRICS)
    assert {row["cut"].split(":")[0] for row in made.values} == {"", "account", "type"}
    rate = next(r for r in made.values if (r["metric"], r["cut"]) == ("engagement_rate", ""))
    assert rate["version"] == METRICS["engagement_rate"].version
    assert set(rate["inputs"]) == {"reactions", "comments", "shares", "reach"}
    assert made.evidence["counts"] == {
        "posts": 12,
        "posts_with_figures": 12,
        "account_days": 0,
        "tables": 0,
        "readings": 12,
        "batches": 1,
    }
    assert made.evidence["batches"][0]["name"] == "2026Q3.csv"
    assert (made.number, made.previous, made.as_of) == (1, "", BY)
    event = AuditEvent.objects.get(verb="analytics.period_closed")
    assert (event.actor, event.after["digest"]) == (manager, made.digest)


def test_a_period_is_closed_once_and_not_before_its_reading_day(workspace, manager):
    imported(workspace, export(), taken_on=IN_TIME)
    running = parse_period(f"{timezone.localdate().year + 1}Q1")

    close(workspace, Q3, by=manager)

    with pytest.raises(CannotClose, match="已經結"):
        close(workspace, Q3, by=manager)
    with pytest.raises(CannotClose):
        close(workspace, running, by=manager)
    assert why_not(workspace, Q3, BY)
    assert PeriodClose.objects.count() == 1


# --- the chain ---------------------------------------------------------------------------------


@pytest.fixture
def three(workspace, manager):
    for code in ("2026Q1", "2026Q2", "2026Q3"):
        period = parse_period(code)
        imported(workspace, export(period), taken_on=period.end + timedelta(days=3))
    return [close(workspace, parse_period(c), by=manager) for c in ("2026Q1", "2026Q2", "2026Q3")]


def test_closings_hang_together_and_an_untouched_chain_holds(workspace, three):
    assert [one.number for one in three] == [1, 2, 3]
    assert [one.previous for one in three] == ["", three[0].digest, three[1].digest]
    assert faults(workspace) == []


def test_the_database_refuses_to_change_a_closing(workspace, three):
    for change in (
        {"values": []},
        {"digest": "0" * 64},
        {"closed_by_name": "別人"},
        {"as_of": LATER},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            PeriodClose.objects.filter(pk=three[1].pk).update(**change)
    PeriodClose.objects.filter(pk=three[1].pk).update(closed_by=None)  # the person has left


def test_a_closing_that_is_gone_or_changed_is_found(workspace, three, monkeypatch):
    PeriodClose.objects.filter(pk=three[1].pk).delete()
    found = faults(workspace)
    assert {fault.number for fault in found} == {2, 3}

    PeriodClose.objects.filter(pk=three[2].pk).delete()
    assert [fault.name for fault in faults(workspace)] == ["2026 Q2", "2026 Q3"]


def test_content_that_is_not_what_was_closed_is_found(workspace, three, monkeypatch):
    changed = PeriodClose.objects.get(pk=three[0].pk)
    changed.values[0]["value"] = "1"
    monkeypatch.setattr(
        "analytics.closing.chain.PeriodClose.objects.in_workspace",
        lambda workspace: type("Rows", (), {"order_by": lambda self, *by: [changed, *three[1:]]})(),
    )
    assert [fault.number for fault in faults(workspace)] == [1]


def test_each_workspace_has_a_chain_of_its_own(workspace, three):
    other = WorkspaceFactory()
    imported(other, export(), taken_on=IN_TIME)
    made = close(other, Q3, by=MembershipFactory(workspace=other).user)

    assert (made.number, made.previous) == (1, "")
    assert faults(other) == []


# --- restated ----------------------------------------------------------------------------------


def test_growth_after_the_reading_day_is_no_restatement(workspace, manager):
    imported(workspace, export(), taken_on=IN_TIME)
    made = close(workspace, Q3, by=manager)

    imported(workspace, export(more=500), taken_on=LATER)

    assert not restatement(made).changed
    assert restatements(workspace) == []
    assert metric_value(workspace, Q3, "engagements").number > engagements(workspace)


def test_a_correction_shows_both_values_which_file_and_who(workspace, manager):
    editor = MembershipFactory(workspace=workspace).user
    imported(workspace, export(), taken_on=IN_TIME)
    made = close(workspace, Q3, by=manager)
    before = engagements(workspace)

    imported(workspace, export(more=10), taken_on=BY, name="更正.csv", by=editor)

    found = restatement(made)
    correction = found.of("engagements")
    assert (correction.then, correction.now) == (before, before + 120)
    assert found.of("post_count") is None
    assert found.subjects == 12
    (cause,) = found.causes
    assert (cause.what, cause.name, cause.who, cause.late) == (
        "匯入了",
        "更正.csv",
        str(editor),
        False,
    )
    assert cause.at is not None
    assert not found.only_late


def test_undoing_says_who_and_taking_it_back_leaves_nothing_restated(workspace, manager):
    file = imported(workspace, export(), taken_on=IN_TIME, name="2026Q3.csv")
    imported(workspace, export(posts=4, more=9), taken_on=date(2026, 9, 30), name="earlier.csv")
    made = close(workspace, Q3, by=manager)

    deliveries.withdraw(file, manager)
    found = restatement(made)
    undone = next(cause for cause in found.causes if cause.name == "2026Q3.csv")
    assert (undone.what, undone.who) == ("已復原", str(manager))
    assert found.of("post_count").now == 4

    file.refresh_from_db()
    deliveries.restore(file, manager)
    assert not restatement(made).changed


def test_the_same_bytes_again_are_the_same_rows(workspace, manager):
    file = imported(workspace, export(), taken_on=IN_TIME)
    made = close(workspace, Q3, by=manager)

    deliveries.withdraw(file, manager)
    imported(workspace, export(), taken_on=IN_TIME)

    assert not restatement(made).changed


def test_first_figures_that_arrive_late_are_told_apart(workspace, manager):
    imported(workspace, export(posts=4), taken_on=IN_TIME)
    made = close(workspace, Q3, by=manager)

    imported(workspace, export(posts=12), taken_on=LATER, name="晚到.csv")

    found = restatement(made)
    assert found.changed
    assert found.only_late
    assert found.of("post_count").now > 4


def test_an_account_that_stops_being_ours_restates(workspace, manager):
    imported(workspace, export(), taken_on=IN_TIME)
    made = close(workspace, Q3, by=manager)
    account = workspace_account(workspace)

    account_services.confirm(account, False, manager)

    found = restatement(made)
    assert found.of("post_count").now is None
    assert [(cause.name, cause.who) for cause in found.causes] == [(account.name, str(manager))]


def workspace_account(workspace: Workspace):
    from tests.factories.reports import account_of

    return account_of(workspace)


def test_before_undoing_one_knows_what_it_would_change(workspace, manager):
    file = imported(workspace, export(), taken_on=IN_TIME)
    made = close(workspace, Q3, by=manager)
    batches = list(file.batches.values_list("pk", flat=True))

    would = if_undone(made, batches)

    assert would.of("post_count").now is None
    assert would.of("engagements").then == engagements(workspace)
    assert not restatement(made).changed
    deliveries.withdraw(file, manager)
    after = snapshot(workspace, Q3, BY)
    assert {(one.metric, one.cut): one.now for one in would.corrections if not one.cut} == {
        (row["metric"], ""): None
        for row in after.values
        if not row["cut"] and (row["metric"], "") in would.by_key
    }


FILES = {
    "in time": ({"posts": 6}, date(2026, 9, 29)),
    "in time, more": ({"posts": 8, "more": 3}, IN_TIME),
    "on the day": ({"posts": 3, "more": 11}, BY),
    "grown": ({"posts": 8, "more": 90}, date(2026, 10, 20)),
    "grown again": ({"posts": 8, "more": 200}, LATER),
}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_restated_exactly_when_values_or_rows_of_the_reading_day_changed(data, manager):
    workspace = WorkspaceFactory()
    live: dict[str, SourceFile] = {}

    def act(name: str) -> None:
        if name in live:
            deliveries.withdraw(live.pop(name), None)
        else:
            more, taken_on = FILES[name]
            live[name] = imported(workspace, export(**more), taken_on=taken_on, name=f"{name}.csv")

    for name in data.draw(st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=4)):
        act(name)
    made = close(workspace, Q3, by=manager)
    kept = snapshot(workspace, Q3, BY)
    for name in data.draw(st.lists(st.sampled_from(sorted(FILES)), max_size=3)):
        act(name)

    now = snapshot(workspace, Q3, BY)
    subjects = ("posts", "days", "tables", "accounts", "published")
    moved = now.values != kept.values or any(
        now.evidence[key] != kept.evidence[key] for key in subjects
    )
    assert restatement(made).changed == moved
    assert faults(workspace) == []
    assert closing_of(workspace, Q3).digest == made.digest
    assert SourceBatch.objects.in_workspace(workspace).exists()


def test_posts_merged_after_closing_are_restated_with_both_values_and_who(workspace, manager):
    imported(workspace, export(), taken_on=IN_TIME)
    made = close(workspace, Q3, by=manager)
    before = engagements(workspace)
    second, first = Post.objects.in_workspace(workspace).order_by("-pk")[:2]

    merged_posts.merge(second, first, manager)

    found = restatement(made)
    correction = found.of("engagements")
    assert (correction.then, correction.now) == (before, engagements(workspace))
    assert correction.now < before
    assert (found.of("post_count").then, found.of("post_count").now) == (12, 11)
    (cause,) = found.causes
    assert (cause.what, cause.name, cause.who) == ("重新比對", str(second), str(manager))
    assert not cause.late

    merged_posts.part(second, manager)

    assert not restatement(made).changed


def test_an_account_merged_after_closing_is_restated_until_it_is_parted(workspace, manager):
    imported(workspace, export(), taken_on=IN_TIME)
    account = SocialAccount.objects.in_workspace(workspace).get()
    into = SocialAccount.objects.create(
        workspace=workspace, platform=account.platform, name="改名後", confirmed=True, ours=True
    )
    made = close(workspace, Q3, by=manager)

    merged_accounts.merge(account, into, manager)

    found = restatement(made)
    assert found.accounts_changed
    assert found.of("engagements") is None  # the whole says the same
    assert found.of("engagements", f"account:{account.pk}").now is None
    assert {cause.who for cause in found.causes} == {str(manager)}

    merged_accounts.part(account, manager)

    assert not restatement(made).changed
