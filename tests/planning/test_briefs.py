"""A brief's life: begun, written, checked, sent, decided, carried forward."""

import pytest

from analytics.goals import objectives as goals
from analytics.models import Target
from planning import pieces, review
from planning.completeness import blocking
from planning.contents import content_of
from planning.errors import CannotDo, EditConflict
from planning.models import Brief, LawCheck, LawRule, Objective, Pillar
from planning.rows import KINDS, mark_of, rows_of
from planning.versions import compare
from tests.factories.planning import QUARTER, add, begun, filled, with_objectives, write
from workspaces import undo
from workspaces.approvals import NotAllowed
from workspaces.models import AuditEvent, Notification, Revision, UndoStep


def lacking(brief: Brief) -> set[str]:
    return {gap.section for gap in blocking(review.gaps_of(brief))}


def test_a_new_brief_says_what_is_missing_in_every_section(desk):
    brief = begun(desk.workspace, desk.lead)

    assert lacking(brief) == {
        "goal",
        "objectives",
        "audiences",
        "platforms",
        "strategy",
        "pillars",
        "resources",
        "law",
    }


def test_a_filled_brief_only_lacks_objectives_and_then_their_targets(desk):
    brief = filled(desk.workspace, desk.lead)
    assert lacking(brief) == {"objectives"}

    with_objectives(brief, desk.lead, "engagement_rate")
    sentences = [gap.sentence for gap in blocking(review.gaps_of(brief))]

    assert len(sentences) == 2
    assert all("基準值" in sentence for sentence in sentences)


def test_a_brief_that_lacks_something_is_not_sent(desk):
    brief = filled(desk.workspace, desk.lead)

    with pytest.raises(CannotDo, match="至少寫一個目標"):
        review.submit(brief, by=desk.lead)

    brief.refresh_from_db()
    assert (brief.status, brief.number) == ("draft", 0)


def test_sending_freezes_words_and_targets(desk):
    brief = desk.ready_brief()

    version = review.submit(brief, by=desk.lead)
    Target.objects.update(value="0.9")

    brief.refresh_from_db()
    frozen = [one["value"] for rows in version.snapshot["targets"].values() for one in rows]
    assert (brief.status, brief.number) == ("in_review", 1)
    assert frozen == ["0.05", "0.05"]
    assert [row["name"] for row in version.content["pieces"]["pillars"]] == ["產地", "日常", "知識"]
    with pytest.raises(CannotDo, match="正在審閱"):
        write("goal", brief, desk.lead, purpose="改掉")


def test_only_people_who_may_decide_and_did_not_write_are_asked(desk):
    brief = desk.ready_brief()

    review.submit(brief, by=desk.lead)

    told = Notification.objects.filter(key__startswith=f"brief:{brief.pk}:review")
    assert [row.user for row in told] == [desk.manager]


def test_a_writer_cannot_approve_and_an_editor_cannot_decide(desk):
    brief = desk.ready_brief()
    write("goal", brief, desk.manager, purpose="主管也寫了一句")
    digest = review.submit(brief, by=desk.lead).digest

    for person, refusal in ((desk.lead, NotAllowed), (desk.manager, NotAllowed)):
        with pytest.raises(refusal):
            review.approve(brief, by=person, comment="", digest=digest)
    with pytest.raises(CannotDo, match="角色"):
        review.approve(brief, by=desk.editor, comment="", digest=digest)

    brief.refresh_from_db()
    assert brief.status == "in_review"


def test_approval_is_final_and_supersedes_the_earlier_brief_of_the_same_days(desk):
    first = desk.ready_brief()
    review.approve(
        first, by=desk.manager, comment="好", digest=review.submit(first, by=desk.lead).digest
    )
    second = desk.ready_brief()
    review.approve(
        second, by=desk.manager, comment="", digest=review.submit(second, by=desk.lead).digest
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("superseded", "approved")
    assert (second.approved_by, second.versions.get().approved_at is not None) == (
        desk.manager,
        True,
    )
    with pytest.raises(CannotDo, match="不再修改"):
        write("goal", second, desk.lead, purpose="改掉")


def test_sending_back_needs_a_comment_and_opens_the_brief_for_a_second_version(desk):
    brief = desk.ready_brief()
    review.submit(brief, by=desk.lead)
    with pytest.raises(NotAllowed):
        review.send_back(brief, by=desk.manager, comment=" ")

    review.send_back(brief, by=desk.manager, comment="平台理由太短")
    write("goal", brief, desk.lead, purpose="讓陌生人認識產地與人")
    second = review.submit(brief, by=desk.lead)

    assert second.number == 2
    assert Notification.objects.filter(user=desk.lead, text__contains="平台理由太短").exists()
    first = brief.versions.get(number=1)
    changes = compare(first.content, second.content)
    assert [(change.section, change.label) for change in changes] == [
        ("目標與品牌", "經營社群的主要目的")
    ]
    assert ("added", "與人") in changes[0].pieces


def test_a_brief_is_taken_back_before_anybody_decides(desk):
    brief = desk.ready_brief()
    review.submit(brief, by=desk.lead)

    review.take_back(brief, by=desk.lead)

    brief.refresh_from_db()
    assert brief.is_open
    with pytest.raises(CannotDo):
        review.take_back(brief, by=desk.lead)


def test_the_next_brief_takes_everything_over_with_what_came_of_each_objective(desk):
    last = desk.ready_brief()
    brief = begun(desk.workspace, desk.lead, period=QUARTER.next(), based_on=last)

    old, new = content_of(last)["pieces"], content_of(brief)["pieces"]
    names = ("audiences", "platforms", "pillars", "resources", "ladder")
    for key in names:
        stripped = [
            [{k: v for k, v in row.items() if k != "id"} for row in rows]
            for rows in (old[key], new[key])
        ]
        assert stripped[0] == stripped[1], key
    kgi, kpi = rows_of(KINDS["objectives"], desk.workspace, brief)
    assert kpi.parent == kgi
    assert (kgi.due, kgi.brief) == (QUARTER.next().end, brief)
    assert "互動率" in kgi.last_time
    assert Target.objects.filter(objective__brief=brief).count() == 0
    open_answers = LawCheck.objects.filter(brief=brief).exclude(answer="").count()
    assert open_answers == 0


# --- pieces -------------------------------------------------------------------------------


def test_two_people_in_one_piece_lose_no_words_and_both_are_told(desk):
    brief = begun(desk.workspace, desk.lead)
    kind = KINDS["goal"]
    seen = mark_of(kind, brief)
    pieces.write(kind, brief, {"purpose": "組長寫的"}, by=desk.lead, seen=seen)

    with pytest.raises(EditConflict) as refused:
        pieces.write(kind, brief, {"purpose": "小編寫的"}, by=desk.editor, seen=seen)
    pieces.keep_refused(kind, brief, {"purpose": "小編寫的"}, by=desk.editor, url="/x/")

    brief.refresh_from_db()
    assert brief.purpose == "組長寫的"
    assert refused.value.by == str(desk.lead)
    kept = [
        (one.content["goal"]["purpose"], one.content.get("refused", False))
        for one in pieces.history(kind, brief)
    ]
    assert kept == [("小編寫的", True), ("組長寫的", False)]
    assert Notification.objects.filter(user=desk.lead, text__contains=str(desk.editor)).exists()


def test_saving_the_same_words_again_is_no_conflict_and_no_revision(desk):
    brief = begun(desk.workspace, desk.lead)
    kind = KINDS["goal"]
    seen = mark_of(kind, brief)
    for _time in range(2):
        pieces.write(kind, brief, {"purpose": "一樣"}, by=desk.lead, seen=seen)

    assert Revision.objects.filter(subject_key=f"brief:{brief.pk}").count() == 1


def test_typing_on_is_one_event_in_the_trail(desk):
    brief = begun(desk.workspace, desk.lead)
    for text in ("一", "一二", "一二三"):
        write("goal", brief, desk.lead, purpose=text)

    events = AuditEvent.objects.filter(verb="planning.brief_written", actor=desk.lead)
    assert [event.after for event in events] == [{"section": "goal"}]


def test_a_removed_objective_comes_back_with_its_target(desk):
    brief = desk.ready_brief()
    kgi = rows_of(KINDS["objectives"], desk.workspace, brief)[0]

    step = pieces.remove(KINDS["objectives"], kgi, by=desk.lead)
    assert [one.level for one in rows_of(KINDS["objectives"], desk.workspace, brief)] == ["kpi"]
    undo.undo(UndoStep.objects.get(pk=step.pk), desk.lead)

    back = rows_of(KINDS["objectives"], desk.workspace, brief)[0]
    assert (back, Target.objects.filter(objective=back).count()) == (kgi, 1)


def test_rows_change_places_with_their_neighbour(desk):
    brief = filled(desk.workspace, desk.lead)
    first = Pillar.objects.get(brief=brief, name="產地")

    pieces.move(KINDS["pillars"], first, down=True, by=desk.lead)
    pieces.move(KINDS["pillars"], first, down=False, by=desk.lead)
    pieces.move(KINDS["pillars"], first, down=True, by=desk.lead)

    names = [row.name for row in rows_of(KINDS["pillars"], desk.workspace, brief)]
    assert names == ["日常", "產地", "知識"]


def test_a_new_law_rule_is_asked_in_open_briefs_only(desk):
    done = desk.ready_brief()
    review.submit(done, by=desk.lead)
    brief = begun(desk.workspace, desk.lead)
    before = LawCheck.objects.filter(brief=brief).count()

    rule = pieces.add(KINDS["law_rules"], desk.workspace, None, by=desk.lead)

    assert LawCheck.objects.filter(brief=brief).count() == before + 1
    assert not LawCheck.objects.filter(brief=done, rule=rule).exists()


def test_a_rule_out_of_use_is_not_asked(desk):
    brief = begun(desk.workspace, desk.lead)
    rule = LawRule.objects.in_workspace(desk.workspace).get(statute="菸酒管理法")

    write("law_rules", rule, desk.lead, active=False)

    asked = [row["names"]["statute"] for row in content_of(brief)["pieces"]["law"]]
    assert "菸酒管理法" not in asked
    assert "著作權法" in asked


def test_another_workspaces_pieces_are_not_found(desk):
    brief = begun(desk.workspace, desk.lead)
    pillar = add("pillars", brief, desk.lead, name="產地")
    from tests.factories.workspaces import MembershipFactory

    stranger = MembershipFactory(role="lead")

    assert pieces.find(KINDS["pillars"], stranger.workspace, pillar.pk) is None
    assert pieces.find(KINDS["pillars"], desk.workspace, pillar.pk) == pillar


def test_content_takes_a_constant_number_of_queries(desk, django_assert_num_queries):
    brief = filled(desk.workspace, desk.lead)
    with_objectives(brief, desk.lead)
    brief = Brief.objects.with_people().get(pk=brief.pk)

    with django_assert_num_queries(14):
        content_of(brief)
    for _more in range(3):
        add("audiences", brief, desk.lead, name="族群")
        add("objectives", brief, desk.lead, sentence="目標")
    brief = Brief.objects.with_people().get(pk=brief.pk)
    with django_assert_num_queries(14):
        content_of(brief)


def test_attainable_is_judged_against_the_baseline(desk):
    brief = filled(desk.workspace, desk.lead)
    kgi, kpi = with_objectives(brief, desk.lead, "engagement_rate")
    write("objectives", kpi, desk.lead, attainable="")
    from tests.factories.analytics import TargetFactory

    for one, baseline in ((kgi, "0.049"), (kpi, "0.02")):
        TargetFactory(workspace=desk.workspace, objective=one, baseline=baseline, value="0.05")
    rows = list(Objective.objects.filter(brief=brief).order_by("place"))

    told = {one.objective: one for one in goals.checks(brief, rows) if one.letter == "attainable"}

    assert told[kgi.pk].ok is True
    assert told[kpi.pk].ok is False
    assert "+150.0%" in told[kpi.pk].sentence
