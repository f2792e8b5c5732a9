"""Who had a hand in a plan does not approve it; what people wrote stays text on every page."""

import pytest
from django.urls import reverse

from planning import pieces, review
from planning.errors import CannotDo
from planning.models import PlatformCriterion
from planning.rows import KINDS, rows_of
from tests.factories.planning import filled
from workspaces import undo
from workspaces.approvals import NotAllowed
from workspaces.models import UndoStep

MARKUP = "<div hx-post='/w/tea/people/1/role/' hx-trigger='load'>"


def rows(desk, brief, key: str) -> list:
    return list(rows_of(KINDS[key], desk.workspace, brief))


def approve(brief, desk):
    version = review.submit(brief, by=desk.lead)
    brief.refresh_from_db()
    review.approve(brief, by=desk.manager, comment="", digest=version.digest)


def leave_out(brief, desk):
    pieces.remove(KINDS["risks"], rows(desk, brief, "risks")[0], by=desk.manager)


def bring_back(brief, desk):
    pieces.remove(KINDS["risks"], rows(desk, brief, "risks")[0], by=desk.editor)
    step = UndoStep.objects.filter(user=desk.editor).first()
    undo.undo(step, desk.manager)


def put_in_order(brief, desk):
    pieces.move(KINDS["pillars"], rows(desk, brief, "pillars")[0], down=True, by=desk.manager)


@pytest.mark.parametrize("hand", [leave_out, bring_back, put_in_order])
def test_whoever_leaves_out_brings_back_or_reorders_does_not_approve(desk, hand):
    brief = desk.ready_brief()
    if not rows(desk, brief, "risks"):
        pieces.add(KINDS["risks"], desk.workspace, brief, by=desk.lead)
    hand(brief, desk)

    with pytest.raises(NotAllowed):
        approve(brief, desk)


def test_nothing_is_left_out_of_what_somebody_has_just_sent(desk):
    brief = desk.ready_brief()
    row = rows(desk, brief, "pillars")[0]
    assert row.brief.is_open  # as the page of an editor has it
    review.submit(brief, by=desk.lead)

    with pytest.raises(CannotDo):
        pieces.remove(KINDS["pillars"], row, by=desk.editor)

    assert row in rows(desk, brief, "pillars")


def test_a_criterions_question_is_text_beside_its_scores(desk, client):
    brief = filled(desk.workspace, desk.lead)
    PlatformCriterion.objects.in_workspace(desk.workspace).update(question=MARKUP, name=MARKUP)
    client.force_login(desk.manager)

    page = client.get(
        reverse("planning:section_edit", args=[desk.workspace.slug, brief.pk, "platforms"])
    ).content.decode()

    assert "&lt;div hx-post=" in page
    assert "<div hx-post='/w/tea/people" not in page


def test_a_review_is_taken_back_by_those_it_concerns(desk):
    brief = desk.ready_brief()
    review.submit(brief, by=desk.lead)
    brief.refresh_from_db()

    with pytest.raises(CannotDo):
        review.take_back(brief, by=desk.editor)
    assert not brief.is_open

    review.take_back(brief, by=desk.manager)
    brief.refresh_from_db()
    assert brief.is_open
