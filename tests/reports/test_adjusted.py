"""A performance report says how its targets were changed on the way."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from analytics.goals.objectives import revise
from reports.outputs.context import OutputContext
from reports.pieces import text_of
from reports.sections import adjusted
from tests.factories.analytics import TargetFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.periods import quarter_of


@pytest.fixture
def lead(db):
    return MembershipFactory(role="lead", user__name="林佳穎")


def printed(lead, targets) -> list:
    period = quarter_of(date(2026, 7, 1))
    with translation.override("zh-hant"):
        context = OutputContext(
            lead.workspace, period, "O3.3.1", "成效報告書", "zh-hant", timezone.now()
        )
        return adjusted.blocks(context, targets)


def test_every_change_is_printed_with_reason_evidence_and_who(lead):
    changed = TargetFactory(workspace=lead.workspace, owner=lead.user)
    calm = TargetFactory(workspace=lead.workspace, owner=lead.user, metric="post_count")
    revise(
        changed,
        {"value": Decimal("0.06"), "owner_id": lead.user.pk},
        reason="短影音帶動",
        evidence="八月數據",
        by=lead.user,
    )

    _heading, table = printed(lead, [changed, calm])

    [row] = [[text_of(cell) for cell in row[1:]] for row in table.rows]
    assert row == ["互動率", "要達到的數值：5.0% → 6.0%", "短影音帶動（八月數據）", "林佳穎"]


def test_targets_that_were_kept_print_nothing(lead):
    assert printed(lead, [TargetFactory(workspace=lead.workspace)]) == []
