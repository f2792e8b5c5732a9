"""Our accounts and partners: who counts is decided by people, and can be taken back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from analytics import accounts
from analytics.intake import ingest
from platforms.models import AccountAlias, SocialAccount
from tests.samples.meta import content_csv
from workspaces.models import AuditEvent

pytestmark = pytest.mark.django_db

OURS, PARTNER = ("100900000000001", "山線茶行"), ("200900000000001", "好茶研究室")


@pytest.fixture
def shared_post(receive):
    """A file with two rows of ours and one of a partner, imported."""
    rows = [
        {"id": "900000000000001", "Reach": 1, "page": OURS},
        {"id": "900000000000002", "Reach": 2, "page": OURS},
        {"id": "900000000000003", "Reach": 3, "page": PARTNER},
    ]
    file = receive(content_csv(rows))
    ingest.import_file(file)
    return file


def named(name):
    return SocialAccount.objects.get(name=name)


def test_the_account_with_most_rows_is_ours_and_the_other_a_partner(client, editor, shared_post):
    answer = client.get(reverse("data:account_list", args=["tea"]))

    assert [line["account"].name for line in answer.context["ours"]] == ["山線茶行"]
    assert [line["account"].name for line in answer.context["partners"]] == ["好茶研究室"]
    assert answer.context["partners"][0]["open"]


def test_a_partner_is_confirmed_as_ours_audited_and_undone(client, editor, shared_post):
    partner = named("好茶研究室")

    client.post(reverse("data:account_confirm", args=["tea", partner.pk]), {"as": "ours"})
    partner.refresh_from_db()
    assert (partner.ours, partner.confirmed) == (True, True)
    assert AuditEvent.objects.filter(verb="analytics.account_confirmed").count() == 1

    client.post(reverse("workspaces:undo_last", args=["tea"]))
    partner.refresh_from_db()
    assert (partner.ours, partner.confirmed) == (False, None)


def test_an_account_of_ours_becomes_a_partner_until_the_files_decide_again(
    client, editor, shared_post
):
    own = named("山線茶行")
    url = reverse("data:account_confirm", args=["tea", own.pk])

    client.post(url, {"as": "partner"})
    own.refresh_from_db()
    assert own.ours is False

    client.post(url, {"as": "files"})
    own.refresh_from_db()
    assert (own.ours, own.confirmed) == (True, None)


def test_a_renamed_account_is_still_found_by_its_old_name(client, editor, shared_post):
    own = named("山線茶行")

    client.post(reverse("data:account_rename", args=["tea", own.pk]), {"name": "山線｜粉專"})

    own.refresh_from_db()
    assert own.name == "山線｜粉專"
    names = AccountAlias.objects.filter(account=own, kind="name").values_list("value", flat=True)
    assert set(names) == {"山線茶行", "山線｜粉專"}


def test_a_name_of_another_account_is_refused_with_its_name_and_kept_in_the_field(
    client, editor, shared_post
):
    own = named("山線茶行")

    answer = client.post(
        reverse("data:account_rename", args=["tea", own.pk]), {"name": "好茶研究室"}
    )

    assert answer.status_code == 422
    assert 'value="好茶研究室"' in answer.content.decode()
    own.refresh_from_db()
    assert own.name == "山線茶行"


def test_an_account_added_by_hand_is_ours_and_its_handle_is_known(client, editor):
    answer = client.post(
        reverse("data:account_create", args=["tea"]),
        {"platform": "line_oa", "name": "山線茶行", "handle": "@shanxian"},
    )

    account = SocialAccount.objects.get()
    assert answer.url == reverse("data:account_detail", args=["tea", account.pk])
    assert account.ours
    assert accounts.handles(account) == ["@shanxian"]


def test_the_same_account_is_not_added_twice(client, editor):
    fields = {"platform": "line_oa", "name": "山線茶行", "handle": ""}
    url = reverse("data:account_create", args=["tea"])
    client.post(url, fields)

    answer = client.post(url, fields)

    assert answer.status_code == 422
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "tone"),
    [(0, "good"), (8, "good"), (9, "warn"), (35, "warn"), (36, "bad")],
    ids=["today", "this week", "last week", "a month ago", "a quarter's report lacks a month"],
)
def test_health_says_how_long_ago_the_last_import_was(workspace, days, tone):
    today = date(2026, 11, 21)
    then = datetime(2026, 11, 21, 1, tzinfo=ZoneInfo("Asia/Taipei")) - timedelta(days=days)

    _words, found = accounts.health(then, workspace, today)

    assert found == tone


def test_an_account_without_a_file_has_no_health_yet(workspace):
    assert accounts.health(None, workspace, date(2026, 11, 21))[1] == "idle"
