"""The sample's partner: a row to decide about and a merged post, outside the brand's figures."""

from datetime import date

import pytest

from analytics.merging import undecided
from analytics.models import PostCurrent
from platforms.models import Post, PostMerge, SocialAccount
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workbench.sample.matching import GIFT, PARTNER, bring_partner

pytestmark = pytest.mark.django_db


def test_one_row_waits_with_two_candidates_and_nothing_counts_as_ours(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    workspace = WorkspaceFactory()
    editor = MembershipFactory(workspace=workspace, role="editor").user
    lead = MembershipFactory(workspace=workspace, role="lead").user

    bring_partner(workspace, editor=editor, lead=lead, today=date(2026, 11, 21))

    (case,) = undecided.cases(workspace, list(undecided.waiting(workspace)))
    assert case.post.text == GIFT
    assert [offer.fits for offer in case.offers] == [True, True]
    assert PostMerge.objects.in_workspace(workspace).count() == 1
    assert Post.objects.in_workspace(workspace).present().count() == 3
    assert not SocialAccount.objects.in_workspace(workspace).ours().exists()
    assert {one.account.name for one in PostCurrent.objects.in_workspace(workspace)} == {PARTNER}
