"""Posts and accounts seen twice: merged by a person, parted again without a trace."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.intake.deliveries import restore, withdraw
from analytics.merging import accounts as merged_accounts
from analytics.merging import posts as merged_posts
from analytics.merging.posts import CannotMerge
from analytics.metric_rows import post_names
from analytics.models import PostCurrent
from platforms.models import AccountMerge, Post, PostAlias, PostMerge, SourceFile
from tests.analytics.merging_data import (
    FILES,
    NEW,
    OLD,
    account,
    bring_in,
    numbers,
    post,
    row,
    take,
)
from tests.factories.workspaces import WorkspaceFactory
from tests.samples.meta import content_csv
from workspaces import undo
from workspaces.models import AuditEvent, Workspace

pytestmark = pytest.mark.django_db


def twice(workspace, **more) -> tuple[Post, Post]:
    """One post under two ids: (the second, the first)."""
    take(workspace, content_csv([row("900000000000001", "春茶")]), "a.csv", date(2026, 11, 10))
    take(
        workspace,
        content_csv([row("900000000000003", "春茶!", Reach=160, **more)]),
        "b.csv",
        date(2026, 11, 12),
    )
    return post(workspace, "春茶!"), post(workspace, "春茶")


def test_two_posts_become_one_and_every_figure_keeps_its_row(workspace, member):
    second, first = twice(workspace, Reactions="")

    merged_posts.merge(second, first, member("lead"))

    (current,) = PostCurrent.objects.in_workspace(workspace)
    assert current.post_id == first.pk
    assert (current.reach, current.reactions) == (160, 5)  # each by its own newest row
    assert numbers(workspace)["posts"][0][6][0] == ("comments", ("b.csv", 2))
    assert ("reactions", ("a.csv", 2)) in numbers(workspace)["posts"][0][6]
    assert list(Post.objects.in_workspace(workspace).present()) == [first]
    first.refresh_from_db()
    assert first.text == "春茶!"  # as the newest delivery describes it
    event = AuditEvent.objects.get(verb="analytics.posts_merged")
    assert event.after == {"post": second.pk, "into": first.pk, "is": "春茶"}


def test_parting_brings_back_exactly_what_stood_there(workspace, member):
    second, first = twice(workspace)
    before = numbers(workspace)
    lead = member("lead")

    step = merged_posts.merge(second, first, lead)
    assert numbers(workspace) != before
    undo.undo(step, lead)

    assert numbers(workspace) == before
    assert not PostMerge.objects.exists()
    assert not Post.objects.exclude(merged_into=None).exists()


def test_the_preview_says_what_the_figures_become_and_changes_nothing(workspace):
    second, first = twice(workspace)
    before = numbers(workspace)

    rows = merged_posts.preview(second, first)

    reach = next(one for one in rows if "觸及" in one.label)
    assert (reach.first, reach.other, reach.together) == ("160", "100", "160")
    assert numbers(workspace) == before
    assert not PostMerge.objects.exists()


def test_a_delivery_that_arrives_later_lands_at_the_post_that_stands(workspace, member):
    second, first = twice(workspace)
    merged_posts.merge(second, first, member("lead"))
    later = content_csv([row("900000000000003", "春茶!", Reach=500)])

    file = take(workspace, later, "c.csv", date(2026, 11, 15))

    assert PostCurrent.objects.get().reach == 500
    table = file.report["result"]["files"][0]
    assert (table["posts_created"], table["posts_updated"]) == (0, 1)
    withdraw(file, None)
    assert PostCurrent.objects.get().reach == 160
    merged_posts.part(second, member("lead"))
    restore(file, None)
    assert {one.post_id: one.reach for one in PostCurrent.objects.all()} == {
        first.pk: 100,
        second.pk: 500,
    }


def test_what_cannot_be_one_is_refused_with_a_sentence(workspace, other_workspace, member):
    second, first = twice(workspace)
    bring_in(workspace, "new")
    elsewhere = post(workspace, "冬茶", NEW[1])
    take(other_workspace, content_csv([row("900000000000001", "春茶")]))
    stranger = Post.objects.in_workspace(other_workspace).get()
    lead = member("lead")

    for one, into, words in (
        (first, first, "自己"),
        (second, elsewhere, "不同的帳號"),
        (second, stranger, "這個工作區"),
    ):
        with pytest.raises(CannotMerge, match=words):
            merged_posts.merge(one, into, lead)
    merged_posts.merge(second, first, lead)
    for one, into in ((second, first), (first, second)):
        with pytest.raises(CannotMerge, match="已經是同一篇"):
            merged_posts.merge(one, into, lead)


def test_three_posts_hang_together_and_come_apart_one_by_one(workspace, member):
    second, first = twice(workspace)
    take(
        workspace,
        content_csv([row("900000000000005", "春茶。", Reach=700)]),
        "c.csv",
        date(2026, 11, 13),
    )
    third, lead = post(workspace, "春茶。"), member("lead")
    merged_posts.merge(third, second, lead)
    merged_posts.merge(second, first, lead)

    assert PostCurrent.objects.get().post_id == first.pk
    assert set(Post.objects.filter(merged_into=first)) == {second, third}

    merged_posts.part(second, lead)

    assert {one.post_id: one.reach for one in PostCurrent.objects.all()} == {
        first.pk: 100,
        second.pk: 700,
    }


def test_a_post_without_an_id_is_called_by_that_of_the_one_merged_into_it(workspace, member):
    second, first = twice(workspace)
    PostAlias.objects.filter(post=first).delete()

    merged_posts.merge(second, first, member("lead"))

    assert post_names({first.pk}) == {first.pk: "900000000000003"}


def test_posts_that_may_be_the_same_are_offered_the_likest_first(workspace):
    second, first = twice(workspace)
    rows = [row("900000000000006", "完全不一樣的公告", 3), row("900000000000007", "春茶", 20)]
    take(workspace, content_csv(rows), "d.csv")

    found = merged_posts.candidates(second)

    assert [(one.post.pk, one.same_minute, one.same_text) for one in found] == [
        (first.pk, True, True)
    ]
    by_word = merged_posts.candidates(second, "公告")
    assert [one.post.text for one in by_word] == ["完全不一樣的公告"]


def test_two_accounts_become_one_with_posts_of_one_id_and_days(workspace, member):
    for name in FILES:
        bring_in(workspace, name)
    old, new, lead = account(workspace, OLD[1]), account(workspace, NEW[1]), member("lead")
    before = numbers(workspace)

    merged_accounts.merge(new, old, lead)

    told = numbers(workspace)
    assert [one[-1] for one in told["posts"]] == ["春茶！", "春茶", "冬茶"]
    assert {one[0] for one in told["posts"]} == {OLD[1]}
    assert told["days"] == [
        (OLD[1], "2026-11-01", [("reach", 10)]),
        (OLD[1], "2026-11-02", [("reach", 25)]),
        (OLD[1], "2026-11-03", [("reach", 30)]),
    ]
    assert told["ours"] == [OLD[1]]
    winter = PostCurrent.objects.get(post__text="冬茶")
    assert winter.reach == 180

    merged_accounts.part(new, lead)

    assert numbers(workspace) == before


def test_accounts_that_cannot_be_one_are_refused(workspace, other_workspace, member):
    bring_in(workspace, "old")
    bring_in(workspace, "new")
    bring_in(other_workspace, "old")
    old, new, lead = account(workspace, OLD[1]), account(workspace, NEW[1]), member("lead")
    third = new.__class__.objects.create(workspace=workspace, platform="facebook", name="第三")
    line = new.__class__.objects.create(workspace=workspace, platform="line_oa", name="LINE")
    for one, into, words in (
        (old, old, "自己"),
        (line, old, "不同的平台"),
        (old, account(other_workspace, OLD[1]), "這個工作區"),
    ):
        with pytest.raises(CannotMerge, match=words):
            merged_accounts.merge(one, into, lead)
    merged_accounts.merge(new, old, lead)
    for one, into in ((old, third), (third, new), (new, third)):
        with pytest.raises(CannotMerge):
            merged_accounts.merge(one, into, lead)
    with pytest.raises(CannotMerge, match="沒有"):
        merged_accounts.part(third, lead)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    order=st.permutations([*FILES, "accounts", "posts"]),
    undone=st.sets(st.sampled_from(sorted(FILES)), max_size=2),
)
def test_merging_before_or_after_importing_gives_the_same_and_parting_leaves_nothing(
    media, member, order, undone
):
    """Every order of imports, undos and merges; then parted, as if nobody had ever merged."""
    names = list(FILES)
    plain, merged = WorkspaceFactory(), WorkspaceFactory()
    by = member("lead", merged)
    straight = _told(plain, [*names, "accounts", "posts"], by, undone)
    # Posts and accounts can be merged once files have named them.
    late = [one for one in order if one not in names]
    first = [one for one in order if one in ("old", "new")]
    steps = [*first, *[one for one in order if one not in first and one not in late]]
    cut = len(first) + order.index("posts") % (len(steps) - 1)
    told = _told(merged, [*steps[:cut], *late, *steps[cut:]], by, undone)
    assert told == straight

    for said in PostMerge.objects.in_workspace(merged):
        merged_posts.part(said.post, by)
    for said in AccountMerge.objects.in_workspace(merged):
        merged_accounts.part(said.account, by)
    never = WorkspaceFactory()
    assert numbers(merged) == _told(never, names, by, undone)


def _told(workspace: Workspace, steps: list[str], by, undone: set[str]) -> dict:
    for step in steps:
        if step == "accounts":
            if AccountMerge.objects.in_workspace(workspace).exists():
                continue
            merged_accounts.merge(account(workspace, NEW[1]), account(workspace, OLD[1]), by)
        elif step == "posts":
            if not AccountMerge.objects.in_workspace(workspace).exists():
                merged_accounts.merge(account(workspace, NEW[1]), account(workspace, OLD[1]), by)
            merged_posts.merge(post(workspace, "春茶！", NEW[1]), post(workspace, "春茶"), by)
        else:
            bring_in(workspace, step)
    for name in sorted(undone):
        withdraw(SourceFile.objects.in_workspace(workspace).get(name=f"{name}.csv"), None)
    return numbers(workspace)
