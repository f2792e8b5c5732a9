"""The pages of briefs: what each person finds there, and that saving answers as pages expect."""

import pytest
from django.urls import reverse

from planning import review
from planning.models import Audience, Brief, Objective
from planning.rows import KINDS, mark_of
from planning.sections import SECTIONS
from tests.factories.planning import QUARTER, add, begun, filled, with_objectives
from tests.factories.workspaces import MembershipFactory
from workspaces.models import Comment, Notification

JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


def url(desk, name: str, *args) -> str:
    return reverse(f"planning:{name}", args=[desk.workspace.slug, *args])


def test_an_empty_room_says_what_a_brief_is_and_how_to_begin(desk, client):
    client.force_login(desk.lead)

    page = client.get(url(desk, "brief_list")).content.decode()

    assert "還沒有企畫書" in page
    assert url(desk, "brief_create") in page


def test_a_brief_is_begun_for_next_quarter_from_the_last_one(desk, client):
    last = filled(desk.workspace, desk.lead)
    client.force_login(desk.lead)
    form = client.get(url(desk, "brief_create")).context["form"]
    code = [code for code, _label in form.fields["period"].choices if "Q" in code][1]

    response = client.post(url(desk, "brief_create"), {"period": code, "based_on": last.pk})

    brief = Brief.objects.exclude(pk=last.pk).get()
    assert response["Location"] == url(desk, "section_edit", brief.pk, "goal")
    assert (brief.kind, brief.based_on, brief.purpose) == ("quarter", last, "讓陌生人認識產地")


def test_a_campaign_needs_its_days_and_keeps_what_was_typed(desk, client):
    client.force_login(desk.lead)

    response = client.post(url(desk, "brief_create"), {"period": "days", "title": "冬茶上市"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "選擇活動的第一天與最後一天" in page
    assert "冬茶上市" in page
    assert not Brief.objects.exists()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_can_be_written(desk, client, section):
    brief = filled(desk.workspace, desk.lead)
    with_objectives(brief, desk.lead)
    client.force_login(desk.lead)

    response = client.get(url(desk, "section_edit", brief.pk, section))

    page = response.content.decode()
    assert response.status_code == 200
    assert str(SECTIONS[section].label) in page
    empty = section in ("care", "risks")  # nobody has added a row there
    assert ("data-autosave=" in page) is not empty


def test_autosave_answers_the_new_mark_and_refuses_an_old_one(desk, client):
    brief = begun(desk.workspace, desk.lead)
    group = add("audiences", brief, desk.lead, name="上班族")
    kind, client_url = KINDS["audiences"], url(desk, "piece_edit", "audiences", group.pk)
    old = mark_of(kind, Audience.objects.get(pk=group.pk))
    client.force_login(desk.lead)

    saved = client.post(client_url, {"name": "上班族", "needs": "快", "version": old}, headers=JSON)
    group.refresh_from_db()
    assert saved.json() == {"version": mark_of(kind, group)}
    assert group.needs == "快"

    client.force_login(desk.editor)
    refused = client.post(
        client_url, {"name": "上班族", "needs": "慢", "version": old}, headers=JSON
    )
    group.refresh_from_db()
    assert refused.status_code == 409
    assert str(desk.lead) in refused.json()["error"]
    assert group.needs == "快"
    history = client.get(url(desk, "piece_history", "audiences", group.pk)).content.decode()
    assert "慢" in history
    assert "沒有採用" in history


def test_a_refused_text_is_put_back_with_one_press(desk, client):
    brief = begun(desk.workspace, desk.lead)
    group = add("audiences", brief, desk.lead, name="上班族", needs="快")
    client.force_login(desk.editor)
    client.post(
        url(desk, "piece_edit", "audiences", group.pk),
        {"name": "學生", "needs": "便宜", "version": "old"},
        headers=JSON,
    )

    client.post(url(desk, "piece_restore", "audiences", group.pk), {"number": 2})

    group.refresh_from_db()
    assert (group.name, group.needs) == ("學生", "便宜")


def test_a_number_too_large_is_refused_with_a_sentence(desk, client):
    brief = begun(desk.workspace, desk.lead)
    pillar = add("pillars", brief, desk.lead, name="產地")
    client.force_login(desk.lead)

    response = client.post(
        url(desk, "piece_edit", "pillars", pillar.pk), {"name": "產地", "share": 130}, headers=JSON
    )

    assert response.status_code == 422
    assert "最多 100" in response.json()["error"]


def test_scores_of_a_platform_are_kept_by_criterion(desk, client):
    brief = filled(desk.workspace, desk.lead)
    client.force_login(desk.lead)
    page = client.get(url(desk, "section_edit", brief.pk, "platforms"))
    one = page.context["lists"][0]["rows"][0]
    fields = {field.name: 5 for field in one["form"].score_fields}
    data = {"platform": "facebook", "decision": "main", "role": "", "reason": "對話"}

    client.post(
        url(desk, "piece_edit", "platforms", one["row"].pk),
        data | fields | {"version": one["mark"]},
        headers=JSON,
    )

    one["row"].refresh_from_db()
    assert set(one["row"].scores.values()) == {5}
    assert len(one["row"].scores) == 6


def test_a_row_is_added_and_removed_by_htmx_with_a_way_back(desk, client):
    brief = begun(desk.workspace, desk.lead)
    client.force_login(desk.lead)

    added = client.post(url(desk, "piece_create", "objectives"), {"brief": brief.pk}, headers=HTMX)
    row = Objective.objects.get()
    removed = client.post(url(desk, "piece_remove", "objectives", row.pk), headers=HTMX)

    assert f'id="objectives-{row.pk}"' in added.content.decode()
    assert (row.level, row.due) == ("kgi", QUARTER.end)
    assert removed.content == b""
    assert "undo" in removed["HX-Trigger"]
    row.refresh_from_db()
    assert row.removed_at is not None


def test_an_editor_reads_but_does_not_change_law_questions(desk, client):
    begun(desk.workspace, desk.lead)
    client.force_login(desk.editor)

    page = client.get(url(desk, "guide_edit", "law"))
    refused = client.post(url(desk, "piece_create", "law_rules"))

    assert "由組長與主管修改" in page.content.decode()
    assert refused.status_code == 403


def test_the_whole_way_from_sending_to_approval(desk, client):
    brief = desk.ready_brief()
    client.force_login(desk.lead)
    client.post(url(desk, "brief_submit", brief.pk))

    client.force_login(desk.manager)
    page = client.get(url(desk, "brief_detail", brief.pk))
    assert page.context["may_approve"]
    client.post(
        url(desk, "brief_decide", brief.pk),
        {"act": "approve", "digest": page.context["digest"], "comment": "好"},
    )

    brief.refresh_from_db()
    assert (brief.status, brief.approved_by) == ("approved", desk.manager)
    assert "不再修改" in client.get(url(desk, "brief_detail", brief.pk)).content.decode()


def test_in_review_the_page_shows_what_was_sent_not_what_the_guide_says_now(desk, client):
    brief = desk.ready_brief()
    review.submit(brief, by=desk.lead)
    from planning.models import VoiceGuide
    from tests.factories.planning import write

    guide = VoiceGuide.objects.in_workspace(desk.workspace).get()
    write("voice", guide, desk.lead, character="送審之後才改的語調")
    client.force_login(desk.manager)

    page = client.get(url(desk, "brief_detail", brief.pk)).content.decode()

    assert "送審之後才改的語調" not in page


def test_a_manager_without_part_in_it_finds_the_brief_on_today(desk, client):
    brief = desk.ready_brief()
    review.submit(brief, by=desk.lead)
    client.force_login(desk.manager)

    page = client.get(reverse("workspaces:today", args=[desk.workspace.slug]))

    texts = [row.text for group in page.context["groups"] for row in group.rows]
    assert brief.title in texts


def test_a_remark_names_a_person_who_is_told(desk, client):
    brief = begun(desk.workspace, desk.lead)
    client.force_login(desk.editor)
    address = url(desk, "comment_create", brief.pk, "pillars")

    response = client.post(address, {"text": f"@{desk.manager} 占比對嗎？"}, headers=HTMX)
    refused = client.post(address, {"text": "  "}, headers=HTMX)

    assert "占比對嗎" in response.content.decode()
    assert refused.status_code == 422
    assert [one.part for one in Comment.objects.all()] == ["pillars"]
    assert Notification.objects.filter(user=desk.manager, text__contains="占比對嗎").count() == 1
    assert Notification.objects.filter(user=desk.lead, text__contains="占比對嗎").count() == 1
    assert not Notification.objects.filter(user=desk.editor).exists()


def test_a_viewer_reads_the_brief_and_cannot_write(desk, client):
    brief = desk.ready_brief()
    viewer = MembershipFactory(role="viewer", workspace=desk.workspace)
    client.force_login(viewer.user)

    page = client.get(url(desk, "brief_detail", brief.pk))

    assert page.status_code == 200
    assert not page.context["may_write"]
    assert client.get(url(desk, "section_edit", brief.pk, "goal")).status_code == 403


def test_windows_of_analytics_stand_beside_an_objective(desk, client):
    brief = desk.ready_brief()
    client.force_login(desk.lead)
    objective = Objective.objects.filter(brief=brief).first()
    slug = desk.workspace.slug

    panel = client.get(reverse("analytics:target_panel", args=[slug, objective.pk]))
    pace = client.get(reverse("analytics:objective_pace", args=[slug, brief.pk]))
    growth = client.get(reverse("analytics:growth_data", args=[slug, objective.pk]))
    letters = client.get(url(desk, "smart_part", brief.pk, objective.pk))

    assert "互動率" in panel.content.decode()
    assert "5.0%" in pace.content.decode()
    assert growth.json()["reason"]
    assert [one.key for one in letters.context["letters"]] == [
        "specific",
        "measurable",
        "attainable",
        "timed",
        "owned",
    ]


def test_versions_are_compared_field_by_field(desk, client):
    brief = desk.ready_brief()
    review.submit(brief, by=desk.lead)
    review.send_back(brief, by=desk.manager, comment="再具體一點")
    from tests.factories.planning import write

    write("goal", brief, desk.lead, purpose="讓陌生人認識產地與人")
    review.submit(brief, by=desk.lead)
    client.force_login(desk.manager)

    page = client.get(url(desk, "version_detail", brief.pk, 2)).content.decode()

    assert "<ins>" in page
    assert "與人" in page


def test_the_list_and_the_brief_take_a_constant_number_of_queries(
    desk, client, django_assert_max_num_queries
):
    brief = filled(desk.workspace, desk.lead)
    with_objectives(brief, desk.lead)
    client.force_login(desk.lead)
    with django_assert_max_num_queries(45):
        client.get(url(desk, "brief_detail", brief.pk))
    for _more in range(4):
        add("audiences", brief, desk.lead, name="族群")
        add("objectives", brief, desk.lead, sentence="多一個目標")
        begun(desk.workspace, desk.lead, period=QUARTER.next())
    with django_assert_max_num_queries(45):
        client.get(url(desk, "brief_detail", brief.pk))
    with django_assert_max_num_queries(45):
        client.get(url(desk, "brief_list"))
