"""Pages where a lead says that two posts or two accounts are one."""

from datetime import date

import pytest
from django.urls import reverse

from analytics.models import PostCurrent
from platforms.models import AccountMerge, PostMerge
from tests.analytics.merging_data import NEW, OLD, account, bring_in, post, row, take
from tests.samples.meta import content_csv
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(member, client):
    user = member(Role.LEAD)
    client.force_login(user)
    return user


@pytest.fixture
def pair(workspace):
    take(workspace, content_csv([row("900000000000001", "春茶")]), "a.csv")
    take(
        workspace,
        content_csv([row("900000000000003", "春茶!", Reach=160)]),
        "b.csv",
        date(2026, 11, 12),
    )
    return post(workspace, "春茶"), post(workspace, "春茶!")


def test_from_the_post_to_the_preview_to_one_post_and_back(pair, lead, client):
    first, second = pair
    url = reverse("analytics:post_merge", args=["tea", first.pk])
    detail = reverse("analytics:post_detail", args=["tea", first.pk])
    assert url in client.get(detail).content.decode()
    assert f"{url}?with={second.pk}" in client.get(url).content.decode()

    preview = client.get(url, {"with": second.pk}).content.decode()
    assert "160" in preview and "這是同一篇" in preview
    assert not PostMerge.objects.exists()

    client.post(url, {"with": second.pk})
    assert PostCurrent.objects.get().post_id == first.pk
    shown = client.get(detail).content.decode()
    assert "a.csv" in shown and "b.csv" in shown and lead.name in shown
    moved = client.get(reverse("analytics:post_detail", args=["tea", second.pk]))
    assert (moved.status_code, moved["Location"]) == (302, detail)

    client.post(reverse("analytics:post_part", args=["tea", second.pk]))
    assert PostCurrent.objects.count() == 2


def test_what_cannot_be_merged_answers_with_the_sentence(pair, lead, client):
    first, _second = pair
    url = reverse("analytics:post_merge", args=["tea", first.pk])

    response = client.post(url, {"with": first.pk})

    assert response.status_code == 422
    assert "不能和自己合併" in response.content.decode()


def test_an_account_is_merged_into_another_and_parted(workspace, lead, client):
    bring_in(workspace, "old")
    bring_in(workspace, "new")
    old, new = account(workspace, OLD[1]), account(workspace, NEW[1])
    url = reverse("data:account_merge", args=["tea", old.pk])
    assert f"{url}?with={new.pk}" in client.get(url).content.decode()

    preview = client.get(url, {"with": new.pk}).content.decode()
    assert "兩邊都有" in preview and "冬茶" in preview
    assert not AccountMerge.objects.exists()

    client.post(url, {"with": new.pk})
    shown = client.get(reverse("data:account_list", args=["tea"])).content.decode()
    assert reverse("data:account_detail", args=["tea", new.pk]) not in shown
    shown = client.get(reverse("data:account_detail", args=["tea", old.pk])).content.decode()
    assert NEW[1] in shown and "再分開" in shown
    shown = client.get(reverse("data:account_detail", args=["tea", new.pk])).content.decode()
    assert f"已併入「{OLD[1]}」" in shown

    client.post(reverse("data:account_part", args=["tea", new.pk]))
    shown = client.get(reverse("data:account_list", args=["tea"])).content.decode()
    assert reverse("data:account_detail", args=["tea", new.pk]) in shown


def test_an_editor_sees_what_is_merged_but_may_not_merge(pair, workspace, editor, client):
    first, second = pair
    for name, where, number in (
        ("analytics:post_merge", first, second),
        ("analytics:post_part", first, second),
        ("data:account_merge", first.account, first.account),
        ("data:account_part", first.account, first.account),
    ):
        response = client.post(reverse(name, args=["tea", where.pk]), {"with": number.pk})
        assert response.status_code == 403
    shown = client.get(reverse("analytics:post_detail", args=["tea", first.pk])).content.decode()
    assert "同一篇貼文出現兩次" not in shown
