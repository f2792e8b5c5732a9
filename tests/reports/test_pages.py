"""The pages of the reports room: what each role sees and does, with how many questions."""

import re

import pytest
from django.urls import reverse

from reports.models import Deliverable
from reports.services import files, judgement, making, review
from reports.services.judgement import mark_of
from tests.factories.reports import ReportFactory, export, imported
from tests.factories.workspaces import MembershipFactory
from workspaces.models import Job
from workspaces.roles import Role


def url(name: str, workspace, *args) -> str:
    return reverse(f"reports:{name}", args=[workspace.slug, *args])


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- the list ----------------------------------------------------------------------------------


def test_the_list_says_what_is_due_where_it_stands_and_who_must_act(client, asked, settings):
    client.force_login(asked.manager)

    text = words(client.get(url("report_list", asked.workspace)))

    assert "審閱並簽核" in text
    assert str(asked.manager) in text


def test_the_list_is_answered_with_the_same_number_of_queries(
    client, asked, django_assert_num_queries
):
    client.force_login(asked.manager)
    address = url("report_list", asked.workspace)
    client.get(address)  # session and content types are warm

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for output, start, end in (
        ("O3.1.1", "2026-04-01", "2026-06-30"),
        ("O3.3.1", "2026-04-01", "2026-06-30"),
        ("O3.3.1", "2026-08-01", "2026-08-31"),
    ):
        ReportFactory(workspace=asked.workspace, output=output, start=start, end=end)

    with django_assert_num_queries(len(one)):
        client.get(address)


def test_a_report_is_begun_and_made_from_the_list(client, desk, run_jobs):
    client.force_login(desk.editor)

    response = client.post(
        url("report_create", desk.workspace), {"output": "O3.1.1", "period": "2026Q3"}
    )
    assert run_jobs() == 1

    report = Deliverable.objects.get(output="O3.1.1")
    assert response.url == url("report_detail", desk.workspace, report.pk)
    assert report.author == desk.editor
    assert "數據分析報表，2026 Q3" in words(client.get(response.url))


@pytest.mark.parametrize(
    ("output", "period", "sentence"),
    [
        ("O3.3.1", "第三季", "不是期間"),
        ("O9.9.9", "2026Q3", "請選擇要製作的報告"),
        ("O3.3.1", "2099Q1", "還沒開始"),
    ],
    ids=["no period", "no output", "a quarter to come"],
)
def test_a_wrong_choice_is_a_sentence_and_keeps_what_was_typed(
    client, desk, output, period, sentence
):
    client.force_login(desk.editor)

    response = client.post(
        url("report_create", desk.workspace), {"output": output, "own_period": period}
    )

    assert response.status_code == 422
    assert sentence in words(response)
    assert period in response.content.decode()


def test_pressing_make_twice_starts_one_job(client, desk):
    client.force_login(desk.lead)
    for _n in range(2):
        client.post(url("version_create", desk.workspace, desk.report.pk))

    assert Job.objects.filter(task="reports.make_version").count() == 1


# --- one report --------------------------------------------------------------------------------


def test_the_page_reads_as_the_document_and_every_number_opens(client, made):
    client.force_login(made.viewer)
    page = client.get(url("report_detail", made.workspace, made.report.pk))
    code = made.version.figures.filter(metric="engagement_rate").first().code

    panel = client.get(url("figure_detail", made.workspace, made.report.pk, 1, code))
    chart = client.get(url("chart_data", made.workspace, made.report.pk, 1, 1))

    assert "請主管決定" in words(page)
    assert url("figure_detail", made.workspace, made.report.pk, 1, code) in page.content.decode()
    assert "2026Q3.csv" in words(panel) and "第 2–13 列" in words(panel)
    assert "（按讚與心情" in words(panel)
    assert chart.json()["table"]["rows"]
    assert "<textarea" not in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_posts_and_figures(
    client, made, django_assert_max_num_queries
):
    client.force_login(made.lead)
    address = url("report_detail", made.workspace, made.report.pk)
    client.get(address)

    with django_assert_max_num_queries(32):
        client.get(address)


def test_writers_get_forms_with_suggestions_beside_them(client, made):
    client.force_login(made.editor)

    html = client.get(url("report_detail", made.workspace, made.report.pk)).content.decode()

    assert 'data-autosave="' + url("judgement_edit", made.workspace, made.report.pk, "STOP") in html
    assert "data-suggestion=" in html
    assert 'name="cell-0-0"' in html


def test_autosave_answers_with_the_mark_of_what_stands_now(client, made):
    client.force_login(made.editor)
    address = url("judgement_edit", made.workspace, made.report.pk, "SUMMARY")
    json = {"Accept": "application/json"}

    saved = client.post(address, {"text": "短影音有效", "version": mark_of("")}, headers=json)
    conflict = client.post(address, {"text": "另一個人", "version": mark_of("")}, headers=json)

    assert saved.json() == {"version": mark_of("短影音有效")}
    assert conflict.status_code == 409
    assert str(made.editor) in conflict.json()["error"]
    texts = words(client.get(url("judgement_history", made.workspace, made.report.pk, "SUMMARY")))
    assert "短影音有效" in texts


def test_missing_figures_lead_to_the_form_and_back(client, desk):
    making.make_version(desk.report, by=desk.lead)
    client.force_login(desk.lead)
    address = url("report_detail", desk.workspace, desk.report.pk)

    html = client.get(address).content.decode()
    link = re.search(r'href="([^"]+by-hand[^"]+measure=followers[^"]+)"', html)[1]
    form = client.get(link.replace("&amp;", "&"))

    assert "2026 Q3 的購買人次" in html
    assert form.status_code == 200
    assert "2026-09-30" in form.content.decode()
    assert f'value="{address}"' in form.content.decode()


def test_a_figure_typed_by_hand_fills_its_gap(client, desk):
    from analytics.intake import hand
    from platforms.models import SocialAccount
    from platforms.records import Span

    account = SocialAccount.objects.get(workspace=desk.workspace)
    for day, value in ((desk.report.end, 5200), (desk.report.start, 5000)):
        typed = hand.Typed(account, {"followers": value}, day, day, Span.DAY, "後台")
        hand.type_in(desk.workspace, typed, by=desk.editor)

    version = making.make_version(desk.report, by=desk.lead)

    assert [gap["measure"] for gap in version.missing] == ["purchases", "new_members", "sessions"]


def test_empty_parts_are_named_before_the_review_and_to_the_signer(client, made):
    part, *others = judgement.OUTPUTS[made.report.output].judgement
    judgement.write(made.report, part.anchor, "觸及成長", by=made.lead, seen=mark_of(""))
    made.report.refresh_from_db()
    version = making.make_version(made.report, by=made.lead)
    client.force_login(made.lead)
    before = words(client.get(url("report_detail", made.workspace, made.report.pk)))
    review.ask(made.report, version, by=made.lead)
    client.force_login(made.manager)
    signer = words(client.get(url("report_review", made.workspace, made.report.pk)))

    names = [str(other.label) for other in others]
    assert names and judgement.unwritten(made.report) == names
    assert "要送審嗎？ 這些段落還沒有人寫，檔案裡會是空白： " + names[0] in before
    assert f"空白的段落 {names[0]}" in signer


def test_nobody_owes_a_report_of_days_without_figures(client, db):
    member = MembershipFactory(role=Role.MANAGER)
    client.force_login(member.user)

    text = words(client.get(url("report_list", member.workspace)))

    assert "沒有逾期的報告" in text


def test_declaring_and_sending_to_review_in_the_browser(client, desk, run_jobs):
    making.make_version(desk.report, by=desk.lead)
    client.force_login(desk.lead)
    pk = desk.report.pk
    client.post(url("review_create", desk.workspace, pk))
    assert Job.objects.count() == 0, "nothing starts while figures are missing"
    for gap in desk.report.versions.first().missing:
        client.post(
            url("gap_declare", desk.workspace, pk), {"key": gap["key"], "reason": "沒有網站"}
        )

    client.post(url("review_create", desk.workspace, pk))
    run_jobs()

    desk.report.refresh_from_db()
    assert desk.report.status == "in_review"
    assert "等" in words(client.get(url("report_detail", desk.workspace, pk)))


# --- review ------------------------------------------------------------------------------------


def test_the_author_sees_no_sign_button_and_cannot_press_it(client, asked):
    client.force_login(asked.lead)
    address = url("report_review", asked.workspace, asked.report.pk)

    page = client.get(address)
    pressed = client.post(address, {"act": "sign", "digest": asked.approval.digest})

    assert 'value="sign"' not in page.content.decode()
    assert "寫了其中一部分，不能自己簽核" in words(page)
    assert pressed.status_code == 422
    assert "另一個人簽核" in words(pressed)


def test_a_second_person_reads_and_signs(client, asked, run_jobs):
    client.force_login(asked.manager)
    address = url("report_review", asked.workspace, asked.report.pk)
    digest = re.search(r'name="digest" value="(\w+)"', client.get(address).content.decode())[1]

    response = client.post(address, {"act": "sign", "digest": digest, "comment": "很好"})
    run_jobs()

    text = words(client.get(response.url))
    assert f"{asked.manager} 於" in text and "簽核第 1 版" in text
    assert "很好" in text
    asked.version.refresh_from_db()
    for one in asked.version.files.values():
        assert one["sha256"] in text
        assert one["reviewed"]["sha256"] in text


def test_sending_back_without_a_word_keeps_the_page(client, asked):
    client.force_login(asked.manager)
    address = url("report_review", asked.workspace, asked.report.pk)

    refused = client.post(address, {"act": "send_back", "comment": ""})
    client.post(address, {"act": "send_back", "comment": "補上資源"})

    assert refused.status_code == 422
    asked.report.refresh_from_db()
    assert asked.report.status == "draft"
    client.force_login(asked.lead)
    assert "補上資源" in words(client.get(url("report_detail", asked.workspace, asked.report.pk)))


# --- files -------------------------------------------------------------------------------------


def test_downloads_are_the_stored_bytes(client, signed):
    client.force_login(signed.viewer)

    for kind, one in signed.version.files.items():
        address = url("version_download", signed.workspace, signed.report.pk, 1, kind)
        response = client.get(address)
        assert b"".join(response.streaming_content) == files.path_of(one).read_bytes()
        assert "filename*=UTF-8''" in response["Content-Disposition"]


def test_the_signed_page_shows_what_changed_since(client, signed):
    imported(signed.workspace, export(more=50), "restated.csv")
    client.force_login(signed.viewer)

    part = words(client.get(url("restated", signed.workspace, signed.report.pk)))

    assert "簽核後資料有變動" in part
    assert "restated.csv" in part
    assert "已簽核" in words(client.get(url("report_detail", signed.workspace, signed.report.pk)))


# --- the ladder --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("report_create", Role.VIEWER, 403),
        ("report_create", Role.EDITOR, 302),
        ("version_create", Role.VIEWER, 403),
        ("version_create", Role.EDITOR, 302),
        ("review_create", Role.VIEWER, 403),
        ("gap_declare", Role.VIEWER, 403),
        ("edition_create", Role.VIEWER, 403),
        ("report_review", Role.EDITOR, 403),
        ("report_review", Role.LEAD, 302),
    ],
)
def test_each_act_needs_its_ability(client, db, media, name, role, status):
    member = MembershipFactory(role=role)
    report = ReportFactory(workspace=member.workspace)
    client.force_login(member.user)
    args = [] if name == "report_create" else [report.pk]

    response = client.post(
        url(name, member.workspace, *args), {"output": "O3.3.1", "period": "2026Q3"}
    )

    assert response.status_code == status


def test_another_workspaces_report_does_not_exist_here(client, signed):
    member = MembershipFactory(role=Role.OWNER)
    client.force_login(member.user)
    here, pk = member.workspace, signed.report.pk

    for name, args in (
        ("report_detail", [pk]),
        ("version_detail", [pk, 1]),
        ("version_download", [pk, 1, "docx"]),
        ("figure_detail", [pk, 1, "F1"]),
        ("chart_data", [pk, 1, 1]),
        ("restated", [pk]),
        ("report_review", [pk]),
    ):
        assert client.get(url(name, here, *args)).status_code == 404, name
    assert signed.report.title not in words(client.get(url("report_list", here)))


def test_reading_is_reading(client, made):
    client.force_login(made.manager)

    for name, args in (("version_create", []), ("gap_declare", []), ("review_create", [])):
        assert client.get(url(name, made.workspace, made.report.pk, *args)).status_code == 405
    assert client.post(url("report_detail", made.workspace, made.report.pk)).status_code == 405


def test_words_saved_after_the_version_are_announced(client, made):
    judgement.write(made.report, "SUMMARY", "新", by=made.lead, seen=mark_of(""))
    client.force_login(made.lead)

    text = words(client.get(url("report_detail", made.workspace, made.report.pk)))

    assert "之後文字有修改" in text
