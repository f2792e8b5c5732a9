"""A plan keeps its result when the post turns out to be the same as another one."""

import pytest

from analytics.intake.deliveries import set_ours
from analytics.merging import accounts as merged_accounts
from analytics.merging import posts as merged_posts
from calendar_app.models import EntryVersion, PostLabel, PostTie
from calendar_app.ties import tie
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import PostFactory, SocialAccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(team) -> EntryVersion:
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    return VersionFactory(entry=entry, account=team.account)


@pytest.fixture
def pair(team):
    """(the post that will stand, the one merged into it)."""
    return [PostFactory(account=team.account, text="冬茶") for _ in range(2)]


def test_a_tie_and_a_label_follow_the_post_and_go_back(team, version, pair):
    stands, other = pair
    tie(version, other, by=team.editor)
    PostLabel.objects.create(workspace=team.workspace, post=other, by=team.editor)

    merged_posts.merge(other, stands, team.lead)

    assert PostTie.objects.get().post == stands
    assert PostLabel.objects.get().post == stands

    merged_posts.part(other, team.lead)

    assert PostTie.objects.get().post == other
    assert PostLabel.objects.get().post == other


def test_where_both_have_a_plan_the_other_tie_rests(team, version, pair):
    stands, other = pair
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    second = VersionFactory(entry=entry, account=team.account)
    tie(version, stands, by=team.editor)
    tie(second, other, by=team.editor)

    merged_posts.merge(other, stands, team.lead)
    assert PostTie.objects.get(version=version).post == stands
    assert PostTie.objects.get(version=second).post == other
    merged_posts.part(other, team.lead)

    assert PostTie.objects.get(version=second).post == other


def test_a_plan_tied_to_a_merged_post_is_tied_to_the_one_that_stands(team, version, pair):
    stands, other = pair
    merged_posts.merge(other, stands, team.lead)
    other.refresh_from_db()

    tie(version, other, by=team.editor)

    assert PostTie.objects.get().post == stands


def test_plans_for_an_account_follow_it_and_go_back(team, version):
    into = SocialAccountFactory(
        workspace=team.workspace, platform=team.account.platform, name="改名後"
    )
    set_ours(into, True, team.lead)

    merged_accounts.merge(team.account, into, team.lead)

    version.refresh_from_db()
    assert version.account == into

    merged_accounts.part(team.account, team.lead)

    version.refresh_from_db()
    assert version.account == team.account
