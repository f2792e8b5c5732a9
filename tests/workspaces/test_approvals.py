import pytest
from django.db import IntegrityError, transaction

from tests.factories.workspaces import MembershipFactory, UserFactory
from workspaces import approvals
from workspaces.approvals import NotAllowed
from workspaces.models import Approval, AuditEvent

pytestmark = pytest.mark.django_db
State = Approval.State


@pytest.fixture
def asked():
    """An editor asks for a decision about their workspace, standing in for any document."""
    member = MembershipFactory()
    approval = approvals.ask(
        member.workspace, member.workspace, author=member.user, digest="a1", title="2026 Q3 季報"
    )
    return approval


def test_the_author_cannot_approve_in_the_service(asked):
    with pytest.raises(NotAllowed):
        approvals.decide(asked, by=asked.author, yes=True, digest="a1")

    asked.refresh_from_db()
    assert asked.state == State.WAITING


def test_the_author_cannot_approve_in_the_database(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(state=State.APPROVED, decided_by=asked.author)


def test_whoever_wrote_a_part_cannot_approve(asked):
    other = UserFactory()

    with pytest.raises(NotAllowed):
        approvals.decide(asked, by=other, yes=True, digest="a1", also_authors={other.pk})


def test_another_person_approves_once(asked):
    approvals.decide(asked, by=UserFactory(), yes=True, digest="a1")

    with pytest.raises(NotAllowed):
        approvals.decide(asked, by=UserFactory(), yes=True, digest="a1")
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == {"workspaces.approval_asked", "workspaces.approved"}


def test_what_changed_since_it_was_sent_cannot_be_approved(asked):
    with pytest.raises(NotAllowed) as refused:
        approvals.decide(asked, by=UserFactory(), yes=True, digest="b2")

    assert "2026 Q3 季報" in str(refused.value)


def test_sending_back_needs_a_comment(asked):
    with pytest.raises(NotAllowed):
        approvals.decide(asked, by=UserFactory(), yes=False, comment="  ")

    decided = approvals.decide(asked, by=UserFactory(), yes=False, comment="請補上觸及的來源")
    assert (decided.state, decided.comment) == (State.REJECTED, "請補上觸及的來源")


def test_the_author_may_take_their_own_work_back(asked):
    decided = approvals.decide(asked, by=asked.author, yes=False, comment="我再改一版")

    assert decided.state == State.REJECTED


def test_asking_again_withdraws_the_earlier_question(asked):
    again = approvals.ask(asked.workspace, asked.workspace, author=asked.author, digest="b2")

    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN
    assert approvals.waiting(asked.workspace, asked.workspace) == again


def test_the_database_holds_only_one_open_question_about_a_thing(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            workspace=asked.workspace,
            subject_key=asked.subject_key,
            subject="twice",
            author=asked.author,
        )
