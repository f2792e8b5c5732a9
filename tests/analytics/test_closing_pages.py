"""Closed quarters on the pages of analytics: both values shown, undoing asks first."""

from datetime import date

import pytest
from django.urls import reverse

from analytics.closing.close import close
from analytics.intake.deliveries import enter_by_hand
from platforms.models import SourceBatch, SourceFile
from tests.factories.reports import QUARTER, account_of, export, imported
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces import undo
from workspaces.roles import Role

IN_TIME = date(2026, 10, 5)
KEY = "engagements"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(media):
    return WorkspaceFactory(slug="tea")


@pytest.fixture
def manager(tea, client):
    user = MembershipFactory(workspace=tea, role=Role.MANAGER).user
    client.force_login(user)
    return user


@pytest.fixture
def closed(tea, manager) -> SourceFile:
    file = imported(tea, export(), "2026Q3.csv", taken_on=IN_TIME)
    close(tea, QUARTER, by=manager)
    return file


def at(name: str, *args, **query) -> str:
    return reverse(name, args=["tea", *args], query=query)


def test_an_untouched_closing_stands_beside_the_figures(closed, client, manager):
    page = client.get(at("analytics:dashboard", period="2026Q3"))

    assert page.context["closing"].corrected == {}
    assert "已結季" in page.content.decode()
    assert "結季時：" not in page.content.decode()
    assert client.get(at("analytics:dashboard", period="2026-09")).context["closing"] is None


def test_growth_since_is_told_as_growth_and_not_as_a_correction(closed, tea, client):
    imported(tea, export(more=100), "later.csv", taken_on=date(2026, 11, 20))

    detail = client.get(at("analytics:metric_detail", KEY, period="2026Q3"))

    assert detail.context["was"] is None
    assert "這是後來的成長，不是更正" in detail.content.decode()


def test_another_reading_day_in_the_settings_corrects_nothing_that_is_closed(closed, tea, client):
    imported(tea, export(more=100), "later.csv", taken_on=date(2026, 10, 9))
    tea.ripening_days = 14
    tea.save()

    page = client.get(at("analytics:dashboard", period="2026Q3"))

    assert page.context["state"].as_of == date(2026, 10, 14)
    assert page.context["closing"].corrected == {}


def test_a_correction_shows_both_values_and_who(closed, tea, client):
    editor = MembershipFactory(workspace=tea, role=Role.EDITOR).user
    file = imported(tea, export(more=10), "更正.csv", taken_on=date(2026, 10, 6))
    SourceFile.objects.filter(pk=file.pk).update(uploaded_by=editor)

    dashboard = client.get(at("analytics:dashboard", period="2026Q3")).content.decode()
    detail = client.get(at("analytics:metric_detail", KEY, period="2026Q3"))

    assert "結季時：" in dashboard
    assert "個數字重編" in dashboard
    assert detail.context["was"].then != detail.context["was"].now
    said = detail.content.decode()
    assert "更正.csv：匯入了" in said
    assert str(editor) in said
    one = client.get(
        at("analytics:metric_detail", KEY, period="2026Q3", account=account_of(tea).pk)
    )
    assert one.context["was"].then == detail.context["was"].then


def test_undoing_an_import_of_a_closed_quarter_asks_first(closed, tea, client, manager):
    address = at("data:import_withdraw", closed.pk)

    asked = client.post(address)

    assert asked.status_code == 409
    said = asked.content.decode()
    assert "2026 Q3" in said
    assert "互動數" in said
    closed.refresh_from_db()
    assert closed.state == SourceFile.State.IMPORTED

    assert client.post(address, {"closed_known": "yes"}).status_code == 302
    closed.refresh_from_db()
    assert closed.state == SourceFile.State.WITHDRAWN


def test_what_closed_figures_do_not_come_from_is_undone_without_a_question(closed, tea, client):
    grown = imported(tea, export(more=70), "later.csv", taken_on=date(2026, 11, 20))

    assert client.post(at("data:import_withdraw", grown.pk)).status_code == 302
    grown.refresh_from_db()
    assert grown.state == SourceFile.State.WITHDRAWN


def test_several_files_at_once_are_asked_about_together(closed, tea, client):
    files = f"{closed.pk}"
    asked = client.post(at("data:drop_withdraw"), {"files": files})

    assert asked.status_code == 409
    assert f'name="files" value="{files}"' in asked.content.decode()
    client.post(at("data:drop_withdraw"), {"files": files, "closed_known": "yes"})
    closed.refresh_from_db()
    assert closed.state == SourceFile.State.WITHDRAWN


def test_typed_figures_of_a_closed_quarter_ask_too(tea, manager, client):
    imported(tea, export(), "2026Q3.csv", taken_on=IN_TIME)
    typed = enter_by_hand(
        tea,
        account=account_of(tea),
        values={"followers": 900},
        start=QUARTER.end,
        end=QUARTER.end,
        by=manager,
    )
    close(tea, QUARTER, by=manager)

    asked = client.post(at("data:hand_withdraw", typed.pk))

    assert asked.status_code == 409
    assert "900" in asked.content.decode()
    typed.refresh_from_db()
    assert typed.state == SourceBatch.State.LIVE


def test_the_undo_key_says_where_to_go_instead(closed, tea, manager):
    step = undo.remember(tea, manager, "匯入", "analytics.withdraw_import", {"files": [closed.pk]})

    with pytest.raises(undo.CannotUndo, match="2026 Q3"):
        undo.undo(step, manager)
    closed.refresh_from_db()
    assert closed.state == SourceFile.State.IMPORTED
