"""Ties by number, the way back, and labels of posts that nobody planned."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import post_labels as labels
from calendar_app import ties
from calendar_app.models import PostLabel, PostTie, Publication
from calendar_app.planned_done import changed_since
from calendar_app.post_labels import LABELLED, SILENT, Wanted, posts_without_plan
from planning.models import Brief, Campaign, Pillar
from platforms.models import PostAlias
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import PostFactory, SocialAccountFactory
from workspaces import undo
from workspaces.periods import Period

AUG = date(2026, 8, 4)


def version_out(team, **publication):
    version = VersionFactory(
        entry=EntryFactory(workspace=team.workspace), account=team.account, at=timezone.now()
    )
    Publication.objects.create(
        workspace=team.workspace,
        version=version,
        state=Publication.State.BY_HAND,
        due_at=version.at,
        done_at=version.at,
        token="t",
        **publication,
    )
    return version


def post_of(team, **more):
    return PostFactory(account=team.account, **({"published_on": AUG} | more))


@pytest.fixture
def pillars(team) -> list[Pillar]:
    brief = Brief.objects.create(
        workspace=team.workspace, title="第三季", start=date(2026, 7, 1), end=date(2026, 9, 30)
    )
    return [
        Pillar.objects.create(workspace=team.workspace, brief=brief, name=name, topics=topics)
        for name, topics in (("產地", "茶園、採茶"), ("門市", "店長\n排隊"))
    ]


def test_a_link_of_another_form_is_told_by_the_number_in_it(team):
    post = post_of(team, permalink="https://www.facebook.com/tea/posts/123456789012345/")
    PostAlias.objects.create(
        post=post, account=team.account, kind="platform_id", value="123456789012345"
    )
    version = version_out(team, permalink="https://www.facebook.com/reel/123456789012345")

    assert ties.tie_by_link(version.publication).post == post


def test_a_number_of_two_posts_or_of_another_account_ties_nothing(team):
    other = SocialAccountFactory(workspace=team.workspace)
    PostAlias.objects.create(
        post=PostFactory(account=other), account=other, kind="platform_id", value="123456789012345"
    )
    version = version_out(team, permalink="https://www.facebook.com/reel/123456789012345")

    assert ties.tie_by_link(version.publication) is None


def test_a_tie_can_be_taken_back_and_what_it_replaced_returns(team):
    first, second = post_of(team), post_of(team)
    version = version_out(team)
    ties.tie(version, first, by=team.editor)
    ties.tie(version, second, by=team.editor)

    undo.undo(undo.last_step(team.workspace, team.editor), team.editor)

    assert PostTie.objects.get(version=version).post == first
    undo.undo(undo.last_step(team.workspace, team.editor), team.editor)
    assert not PostTie.objects.exists()


def test_an_untie_can_be_taken_back(team):
    version, post = version_out(team), post_of(team)
    ties.tie(version, post, by=team.editor)
    ties.untie(version, by=team.editor)

    undo.undo(undo.last_step(team.workspace, team.editor), team.editor)

    assert PostTie.objects.get().post == post


def test_labels_of_many_posts_are_one_act_with_one_way_back(team, pillars):
    origin, shop = pillars
    gift = Campaign.objects.create(workspace=team.workspace, name="禮盒")
    posts = [post_of(team) for _ in range(3)]
    labels.label(team.workspace, [posts[0].pk], pillar=shop, by=team.editor)

    count, step = labels.label(
        team.workspace, [post.pk for post in posts], pillar=origin, campaign=gift, by=team.lead
    )

    assert count == 3
    assert set(PostLabel.objects.values_list("pillar", "campaign")) == {(origin.pk, gift.pk)}
    undo.undo(step, team.lead)
    assert list(PostLabel.objects.values_list("post", "pillar", "campaign")) == [
        (posts[0].pk, shop.pk, None)
    ]


def test_what_is_not_chosen_stays_as_it_is(team, pillars):
    post = post_of(team)
    gift = Campaign.objects.create(workspace=team.workspace, name="禮盒")
    labels.label(team.workspace, [post.pk], pillar=pillars[0], by=team.editor)
    labels.label(team.workspace, [post.pk], campaign=gift, by=team.editor)

    assert PostLabel.objects.values_list("pillar", "campaign").get() == (pillars[0].pk, gift.pk)


def test_nothing_is_labelled_without_a_choice_elsewhere_or_in_masses(team, pillars, monkeypatch):
    foreign = PostFactory(account=SocialAccountFactory())
    with pytest.raises(labels.CannotLabel, match="請先選"):
        labels.label(team.workspace, [post_of(team).pk], by=team.editor)
    with pytest.raises(labels.CannotLabel):
        labels.label(team.workspace, [foreign.pk], pillar=pillars[0], by=team.editor)
    monkeypatch.setattr(labels, "AT_ONCE", 1)
    with pytest.raises(labels.CannotLabel, match="一次最多"):
        labels.label(
            team.workspace, [post_of(team).pk, post_of(team).pk], pillar=pillars[0], by=team.editor
        )
    assert not PostLabel.objects.exists()


def test_words_suggest_a_pillar_only_where_one_pillar_is_meant(team, pillars):
    gift = Campaign.objects.create(
        workspace=team.workspace, name="禮盒", start=AUG, end=AUG + timedelta(days=3)
    )
    one = post_of(team, text="跟著阿坤伯採茶，禮盒開賣")
    both = post_of(team, text="採茶回來，店長請喝茶")
    later = post_of(team, text="禮盒", published_on=AUG + timedelta(days=9))

    found = labels.suggestions(team.workspace, [one, both, later])

    assert (found[one.pk].pillar, found[one.pk].campaign) == (pillars[0], gift)
    assert found[one.pk].word == "採茶"
    assert not found[both.pk]
    assert not found[later.pk]
    count, _step = labels.label_as_suggested(
        team.workspace, [one.pk, both.pk, later.pk], by=team.editor
    )
    assert (count, PostLabel.objects.get().post) == (1, one)


def test_the_lists_hold_each_post_once(team, pillars):
    free, named = post_of(team, text="門市"), post_of(team)
    labels.label(team.workspace, [named.pk], pillar=pillars[0], by=team.editor)
    version, silent = version_out(team), post_of(team)
    ties.tie(version, silent, by=team.editor)
    PostFactory(account=SocialAccountFactory(workspace=team.workspace, ours=False))
    PostFactory(account=SocialAccountFactory())

    def found(**wanted):
        return list(posts_without_plan(team.workspace, Wanted(**wanted)))

    assert found() == [free]
    assert found(show=LABELLED) == [named]
    assert found(show=SILENT) == [silent]
    assert found(start=AUG + timedelta(days=1)) == []


def test_what_was_matched_after_a_moment_is_counted_once(team, pillars):
    moment = timezone.now()
    august = Period(date(2026, 8, 1), date(2026, 8, 31))
    tied, labelled, gone = post_of(team), post_of(team), post_of(team)
    post_of(team, published_on=date(2026, 9, 5))
    ties.tie(version_out(team), tied, by=team.editor)
    labels.label(team.workspace, [labelled.pk], pillar=pillars[0], by=team.editor)
    version = version_out(team)
    ties.tie(version, gone, by=team.editor)
    ties.untie(version, by=team.editor)

    assert changed_since(team.workspace, august, moment) == 3
    assert changed_since(team.workspace, august, timezone.now()) == 0


def test_the_page_suggests_the_plan_and_ties_it(client, team):
    version = version_out(team, text="今年的冬茶到了，週末來喝一杯。")
    post = post_of(team, text="今年的冬茶到了，週末來喝一杯。", published_at=version.at)
    client.force_login(team.editor)
    page = reverse("calendar:unmatched_list", args=[team.workspace.slug])

    html = client.get(page).content.decode()
    tie = f"{reverse('calendar:match_tie', args=[team.workspace.slug, version.pk])}?post={post.pk}"
    assert tie in html

    answer = client.post(tie, {"post": "1", "show": "open"})
    assert answer["Location"] == f"{page}?show=open"
    assert PostTie.objects.get().post == post


def test_the_page_labels_ticked_posts_or_all_of_the_filter(client, team, pillars):
    posts = [post_of(team) for _ in range(3)]
    client.force_login(team.editor)
    act = reverse("calendar:unmatched_label", args=[team.workspace.slug])

    client.post(act, {"post": [posts[0].pk], "pillar": pillars[0].pk, "act": "label"})
    assert PostLabel.objects.count() == 1
    client.post(act, {"all": "1", "pillar": pillars[1].pk, "act": "label"})
    assert PostLabel.objects.filter(pillar=pillars[1]).count() == 2
    said = client.post(act, {"post": [posts[0].pk], "act": "suggested"}, follow=True)
    assert "看不出支柱或活動" in said.content.decode()


def test_viewers_label_nothing(client, team, pillars):
    client.force_login(team.viewer)
    act = reverse("calendar:unmatched_label", args=[team.workspace.slug])

    assert client.post(act, {"post": [post_of(team).pk]}).status_code == 403


def test_the_page_takes_the_same_few_queries_however_many_posts(
    client, team, pillars, django_assert_max_num_queries
):
    for number in range(30):
        post_of(team, text=f"貼文 {number}", published_at=timezone.now())
    version_out(team, text="貼文")
    client.force_login(team.editor)

    with django_assert_max_num_queries(30):
        client.get(reverse("calendar:unmatched_list", args=[team.workspace.slug]))
