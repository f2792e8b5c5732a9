import pytest

from tests.factories.workspaces import MembershipFactory
from workspaces import revisions
from workspaces.models import Revision

pytestmark = pytest.mark.django_db


def test_numbers_start_at_one_and_the_same_content_is_kept_once():
    member = MembershipFactory()
    workspace, author = member.workspace, member.user

    first = revisions.keep(workspace, workspace, {"summary": "達標"}, author=author)
    same = revisions.keep(workspace, workspace, {"summary": "達標"}, author=author)
    second = revisions.keep(workspace, workspace, {"summary": "落後"}, author=author)

    assert (first.number, same.pk, second.number) == (1, first.pk, 2)


def test_each_thing_counts_for_itself():
    one, two = MembershipFactory(), MembershipFactory()

    revisions.keep(one.workspace, one.workspace, "甲", author=one.user)
    revisions.keep(one.workspace, one.user, "乙", author=one.user)
    revisions.keep(two.workspace, two.workspace, "丙", author=two.user)

    assert sorted(Revision.objects.values_list("number", flat=True)) == [1, 1, 1]
