"""The pages on which quarters are closed, and what Today says about it."""

from datetime import date

import pytest
from django.urls import reverse

from analytics.models import PeriodClose
from platforms.models import SourceFile
from reports.services.closing import quarter_to_close, questions
from tests.factories.platforms import SocialAccountFactory, SourceFileFactory
from tests.factories.reports import QUARTER, brand, export, imported
from tests.factories.workspaces import MembershipFactory
from workspaces.models import AuditEvent
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(media):
    return brand(name="山線茶行")


def person(workspace, role, client=None):
    user = MembershipFactory(workspace=workspace, role=role).user
    if client is not None:
        client.force_login(user)
    return user


def at(name: str, workspace, *args) -> str:
    return reverse(f"reports:{name}", args=[workspace.slug, *args])


def texts(found) -> list[str]:
    return [question.text for question in found]


def test_before_closing_one_reads_what_is_missing(tea, client):
    SocialAccountFactory(workspace=tea, name="沒匯入過的帳號")
    SourceFileFactory(workspace=tea, state=SourceFile.State.WAITING)
    person(tea, Role.MANAGER, client)

    page = client.get(at("closing_detail", tea, "2026Q3"))

    said = texts(page.context["questions"])
    assert "有 1 個檔案等著匯入。" in said
    assert any("沒匯入過的帳號" in text and "沒有任何數字" in text for text in said)
    assert any("12 篇貼文中有 12 篇" in text for text in said)  # taken long after 10/7
    assert "這一季的成效報告書還沒做。" in said
    assert texts(questions(tea, QUARTER)) == said


def test_closing_needs_the_word_that_gaps_are_known_and_keeps_them(tea, client):
    manager = person(tea, Role.MANAGER, client)
    address = at("closing_create", tea, "2026Q3")

    refused = client.post(address)
    assert refused.status_code == 422
    assert "請勾選" in refused.content.decode()
    assert not PeriodClose.objects.exists()

    assert client.post(address, {"known": "yes"}).status_code == 302
    made = PeriodClose.objects.get()
    assert (made.closed_by, made.start) == (manager, QUARTER.start)
    assert "這一季的成效報告書還沒做。" in made.accepted
    assert AuditEvent.objects.filter(verb="analytics.period_closed", actor=manager).exists()

    again = client.post(address, {"known": "yes"})
    assert again.status_code == 422
    assert "已經結季" in again.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.LEAD])
def test_only_managers_close_and_everybody_may_look(tea, client, role):
    person(tea, role, client)

    assert client.get(at("closing_list", tea)).status_code == 200
    assert client.get(at("closing_detail", tea, "2026Q3")).status_code == 200
    assert client.post(at("closing_create", tea, "2026Q3"), {"known": "yes"}).status_code == 403


def test_the_last_quarter_of_the_calendar_cannot_be_closed_yet(tea, client):
    person(tea, Role.MANAGER, client)

    assert client.get(at("closing_detail", tea, "9999Q4")).status_code == 200


@pytest.mark.parametrize("code", ["2026-09", "nonsense", "2026-W40"])
def test_only_quarters_are_closed(tea, client, code):
    person(tea, Role.MANAGER, client)

    assert client.get(at("closing_detail", tea, code)).status_code == 404


def test_a_closed_quarter_shows_both_values_and_who_corrected_it(tea, client):
    person(tea, Role.MANAGER, client)
    client.post(at("closing_create", tea, "2026Q3"), {"known": "yes"})
    editor = person(tea, Role.EDITOR)
    file = imported(tea, export(more=10), "更正.csv", taken_on=date(2026, 10, 5))
    SourceFile.objects.filter(pk=file.pk).update(uploaded_by=editor)

    page = client.get(at("closing_detail", tea, "2026Q3"))

    rows = {row.metric: row for row in page.context["corrected"] if row.scope == "全部帳號"}
    assert rows["reactions"].then != rows["reactions"].now
    (cause,) = [text for text, _at in page.context["causes"]]
    assert "更正.csv" in cause
    assert str(editor) in cause
    listed = client.get(at("closing_list", tea)).content.decode()
    assert "已重編" in listed
    assert "剛才核對過雜湊鏈：1 季全部相符" in listed


def test_pages_ask_the_same_number_of_questions_whatever_they_hold(
    tea, client, django_assert_max_num_queries
):
    person(tea, Role.MANAGER, client)
    client.post(at("closing_create", tea, "2026Q3"), {"known": "yes"})
    client.post(at("closing_create", tea, "2026Q2"), {"known": "yes"})

    client.get(at("closing_list", tea))
    with django_assert_max_num_queries(22):
        client.get(at("closing_list", tea))


def test_today_suggests_closing_once_the_reading_day_has_passed(tea, rf, monkeypatch):
    membership = MembershipFactory(workspace=tea, role=Role.MANAGER)

    def asked(today, member=membership):
        monkeypatch.setattr("reports.services.closing.today_in", lambda workspace: today)
        request = rf.get("/")
        request.user, request.workspace, request.membership = member.user, tea, member
        request.can = member.can
        return quarter_to_close(request)

    assert asked(date(2026, 10, 7)) == []
    (row,) = asked(date(2026, 10, 8))
    assert row.text == "2026 Q3 可以結季了"
    assert row.url == at("closing_detail", tea, "2026Q3")
    assert asked(date(2026, 10, 8), MembershipFactory(workspace=tea, role=Role.LEAD)) == []


def test_another_workspace_sees_nothing_of_it(tea, client):
    person(tea, Role.MANAGER, client)
    client.post(at("closing_create", tea, "2026Q3"), {"known": "yes"})
    other = brand(name="別家")
    person(other, Role.MANAGER, client)

    page = client.get(at("closing_detail", other, "2026Q3"))
    assert page.context["close"] is None
    assert client.get(at("closing_list", tea)).status_code == 404
