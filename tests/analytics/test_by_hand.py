"""Figures typed by hand: checked, listed like a file, taken back."""

from datetime import date

import pytest
from django.urls import reverse

from analytics.intake.hand_forms import smallest_units
from analytics.models import AccountDay, AccountReading
from platforms.models import SocialAccount, SourceBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(workspace):
    return SocialAccount.objects.create(
        workspace=workspace, platform="facebook", name="山線茶行", ours=True, confirmed=True
    )


def fields(of, **changes):
    return {
        "account": of.pk,
        "span": "day",
        "start": "2026-11-20",
        "end": "",
        "measure0": "followers",
        "value0": "12,480",
        "note": "後台首頁",
        **changes,
    }


def test_a_follower_level_counts_on_its_day_and_is_taken_back_by_undo(client, editor, account):
    answer = client.post(reverse("data:hand_create", args=["tea"]), fields(account))

    batch = SourceBatch.objects.get()
    assert answer.url == reverse("data:hand_detail", args=["tea", batch.pk])
    assert AccountDay.objects.get(day=date(2026, 11, 20)).followers == 12480

    client.post(reverse("workspaces:undo_last", args=["tea"]))
    assert not AccountDay.objects.exists()
    client.post(reverse("data:hand_restore", args=["tea", batch.pk]))
    assert AccountDay.objects.get().followers == 12480


def test_purchases_of_a_month_are_one_total_for_the_period(client, editor, account):
    client.post(
        reverse("data:hand_create", args=["tea"]),
        fields(
            account,
            span="period",
            start="2026-10-01",
            end="2026-10-31",
            measure0="purchases",
            value0="320",
            measure1="new_members",
            value1="45",
        ),
    )

    reading = AccountReading.objects.get()
    assert (reading.span, reading.start, reading.end) == (
        "period",
        date(2026, 10, 1),
        date(2026, 10, 31),
    )
    assert reading.measures() == {"purchases": 320, "new_members": 45}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account": ""}, "account"),
        ({"start": ""}, "start"),
        ({"start": "2099-01-01"}, "start"),
        ({"value0": "很多"}, "value0"),
        ({"value0": "-3"}, "value0"),
        ({"value0": "1.5"}, "value0"),
        ({"value0": ""}, "value0"),
        ({"measure0": ""}, "measure0"),
        ({"measure0": "", "value0": ""}, "measure0"),
        ({"measure1": "followers", "value1": "1"}, "measure1"),
        ({"span": "period", "measure0": "purchases"}, "end"),
        ({"span": "period", "measure0": "purchases", "end": "2026-11-01"}, "end"),
        ({"span": "period", "end": "2026-11-20"}, "span"),
        ({"value0": "9" * 30}, "value0"),
    ],
    ids=[
        "no account",
        "no day",
        "a day to come",
        "words",
        "fewer than none",
        "half a follower",
        "no value",
        "no figure",
        "nothing at all",
        "the same figure twice",
        "a period without end",
        "a period that ends before it begins",
        "a level of a period",
        "more than there are people",
    ],
)
def test_a_slip_is_named_beside_its_field_and_nothing_typed_is_lost(
    client, editor, account, changes, field
):
    sent = fields(account, **changes)

    answer = client.post(reverse("data:hand_create", args=["tea"]), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert 'value="後台首頁"' in answer.content.decode()
    assert not SourceBatch.objects.exists()


def test_a_link_from_a_report_fills_the_form(client, editor, account):
    answer = client.get(
        reverse("data:hand_create", args=["tea"]),
        {"account": account.pk, "measure": "followers", "day": "2026-09-30"},
    )

    form = answer.context["form"]
    assert form["account"].value() == str(account.pk)
    assert (form["measure0"].value(), form["start"].value()) == ("followers", "2026-09-30")


def test_after_typing_the_person_goes_back_to_the_report_but_never_elsewhere(
    client, editor, account
):
    url = reverse("data:hand_create", args=["tea"])
    report = "/w/tea/reports/1/"

    home = client.post(url, fields(account, next=report))
    away = client.post(url, fields(account, next="https://evil.example/"))

    assert home.url == report
    assert away.url == reverse("data:hand_detail", args=["tea", SourceBatch.objects.first().pk])


def test_typed_figures_stand_in_the_list_of_deliveries(client, editor, account):
    client.post(reverse("data:hand_create", args=["tea"]), fields(account))

    (row,) = client.get(reverse("data:import_list", args=["tea"])).context["rows"]

    assert (row.kind, row.by, row.what) == ("hand", editor, ["粉絲人數 12,480"])


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,480", 12480), ("１２００", 1200), ("1.2萬", 12000), ("abc", None), ("1.5", None)],
)
def test_numbers_are_understood_as_people_write_them(text, value):
    assert smallest_units("followers", text) == value


def test_watch_time_is_typed_in_minutes():
    assert smallest_units("watch_ms", "1.5") == 90_000
