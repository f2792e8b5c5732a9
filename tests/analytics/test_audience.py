"""The audience: the latest reading of each cut, shares as stated, each figure with file and row."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.audience import cuts
from analytics.intake import deliveries, ingest
from analytics.models import BreakdownReading
from platforms.records import Span
from tests.factories.analytics import delivery
from tests.factories.platforms import SocialAccountFactory
from tests.samples import ga4, tiktok
from workspaces.periods import Period

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
SUMMER = Period(date(2026, 7, 1), date(2026, 9, 30))


def audience(account, dimension, shares, *, day=date(2026, 11, 2), ours=True, **more):
    """A delivery of one cut: {"TW": 905000} parts per million of the followers."""
    batch = delivery(account, taken_on=day, family="meta_audience", span=Span.PERIOD,
                     start=day, end=day, state="live", rank=f"{day:%Y%m%d}|{day:%Y%m%d}|x",
                     **more)  # fmt: skip
    for row, (key, ppm) in enumerate(shares.items(), start=2):
        BreakdownReading.objects.create(
            batch=batch,
            account=account,
            dimension=dimension,
            key=key,
            span=Span.PERIOD,
            start=day,
            end=day,
            row=row,
            share_ppm={"followers": ppm},
        )
    return batch


@pytest.fixture
def account(workspace):
    return SocialAccountFactory(workspace=workspace, ours=True, name="山線茶行")


@pytest.fixture
def take(receive):
    def go(content, name="export.csv", **said):
        file = receive(content.encode(), name)
        file.choices |= said
        file.save()
        ingest.import_file(file)
        return file

    return go


def test_the_latest_reading_speaks_and_older_ones_do_not_add_to_it(account):
    audience(account, "country", {"TW": 800_000, "JP": 20_000}, day=date(2026, 10, 2))
    audience(account, "country", {"TW": 905_000}, day=date(2026, 11, 2))

    (cut,) = cuts(account.workspace, QUARTER)

    assert [(row.key, row.figures[0].value, row.figures[0].share) for row in cut.rows] == [
        ("TW", 905_000, True)
    ]
    assert cut.end == date(2026, 11, 2)


def test_a_period_that_is_over_shows_what_was_known_then_else_the_first_after(account):
    audience(account, "country", {"TW": 700_000}, day=date(2026, 9, 20))
    audience(account, "country", {"TW": 905_000}, day=date(2026, 11, 2))
    audience(account, "gender", {"female": 600_000}, day=date(2026, 11, 2))
    audience(account, "gender", {"female": 500_000}, day=date(2026, 12, 2))

    found = {cut.dimension: cut.rows[0].figures[0].value for cut in cuts(account.workspace, SUMMER)}

    assert found == {"country": 700_000, "gender": 600_000}


def test_an_undone_delivery_and_a_partner_are_not_shown(account, editor):
    batch = audience(account, "country", {"TW": 905_000})
    partner = SocialAccountFactory(workspace=account.workspace, ours=False)
    audience(partner, "country", {"US": 905_000})
    batch.state = "withdrawn"
    batch.save()

    assert cuts(account.workspace, QUARTER) == []


def test_another_workspaces_audience_is_not_shown(account, other_workspace):
    audience(SocialAccountFactory(workspace=other_workspace, ours=True), "country", {"US": 1})
    audience(account, "country", {"TW": 905_000})

    assert [cut.subject for cut in cuts(account.workspace, QUARTER)] == [account]


def test_days_of_a_cut_are_added_up_but_never_people(take, workspace):
    head = ["Date", "Session source / medium", "Sessions", "Active users"]
    rows = [("20261005", "facebook / social", 30, 20), ("20261006", "facebook / social", 5, 4)]
    take(ga4.exploration(head, rows))

    (cut,) = cuts(workspace, QUARTER)

    assert cut.days == 2
    assert [(f.measure, f.value) for f in cut.rows[0].figures] == [("sessions", 35)]


def test_ages_stand_in_their_order_and_the_rest_by_size(account):
    audience(account, "age_gender", {"25-34|female": 300_000, "18-24|male": 100_000})
    audience(account, "city", {"Tainan": 100_000, "Taipei": 300_000})

    found = {
        cut.dimension: [row.key for row in cut.rows] for cut in cuts(account.workspace, QUARTER)
    }

    assert found == {
        "age_gender": ["18-24|male", "25-34|female"],
        "city": ["Taipei", "Tainan"],
    }


def test_the_page_shows_shares_sites_and_the_way_to_each_row(
    client, editor, account, take, workspace
):
    audience(account, "age_gender", {"18-24|female": 226_000})
    file = take(ga4.channels())

    page = client.get(
        reverse("analytics:audience_list", args=[workspace.slug]), {"period": "2026Q4"}
    )

    text = page.content.decode()
    assert "18-24 · 女性" in text and "22.6%" in text
    assert "山線茶行 - GA4" in text and "Organic Social" in text and "420" in text
    batch = file.batches.get()
    assert reverse("data:row_detail", args=[workspace.slug, batch.pk, 11]) in text


def test_one_cut_is_drawn_and_listed(client, editor, take, workspace):
    take(ga4.channels())
    (cut,) = cuts(workspace, QUARTER)
    args = [workspace.slug, cut.code, cut.dimension]

    page = client.get(reverse("analytics:audience_detail", args=args), {"period": "2026Q4"})
    data = client.get(reverse("analytics:audience_data", args=args), {"period": "2026Q4"}).json()

    assert "(other)" in page.content.decode() and "channels" not in page.content.decode()
    assert data["data"][0]["x"] == [7, 180, 420]
    assert data["table"]["rows"][0] == ["Organic Social", "420"]


@pytest.mark.parametrize("code", ["site-0", "account-x", "else-1", "site-999999"])
def test_a_cut_that_is_not_there_is_not_found(client, editor, workspace, code):
    url = reverse("analytics:audience_detail", args=[workspace.slug, code, "country"])

    assert client.get(url).status_code == 404


def test_a_stranger_sees_nothing_of_a_cut(client, member, other_workspace, workspace, account):
    audience(account, "country", {"TW": 905_000})
    client.force_login(member("editor", other_workspace))
    args = [workspace.slug, f"account-{account.pk}", "country"]

    assert client.get(reverse("analytics:audience_detail", args=args)).status_code == 404


def test_an_empty_workspace_is_told_what_to_import(client, editor, workspace):
    page = client.get(reverse("analytics:audience_list", args=[workspace.slug]))

    assert "還不知道受眾是誰" in page.content.decode()


def test_queries_do_not_grow(client, editor, account, take, workspace):
    audience(account, "country", {"TW": 905_000})
    take(ga4.channels())
    url = reverse("analytics:audience_list", args=[workspace.slug])
    client.get(url, {"period": "2026Q4"})
    with CaptureQueriesContext(connection) as few:
        client.get(url, {"period": "2026Q4"})

    for name in ("gender", "city", "age"):
        audience(account, name, {"a": 5, "b": 6})
    second = SocialAccountFactory(workspace=workspace, ours=True)
    audience(second, "country", {"TW": 905_000, "JP": 3})
    take(ga4.snapshot(), "snapshot.csv")
    with CaptureQueriesContext(connection) as many:
        client.get(url, {"period": "2026Q4"})

    assert len(many) <= len(few)


def test_choosing_an_account_leaves_sites_out(account, take, workspace):
    audience(account, "country", {"TW": 905_000})
    take(ga4.channels())

    found = cuts(workspace, QUARTER, accounts=[account.pk])

    assert [cut.subject for cut in found] == [account]


def test_an_undo_brings_the_earlier_reading_back(account, take, workspace, editor):
    take(ga4.channels(start="20261001", end="20261015"), "a.csv")
    later = take(ga4.channels(start="20261101", end="20261115"), "b.csv")
    assert cuts(workspace, QUARTER)[0].end == date(2026, 11, 15)

    deliveries.withdraw(later, editor)

    assert cuts(workspace, QUARTER)[0].end == date(2026, 10, 15)


def test_hours_are_averaged_over_the_days_and_stand_in_their_order(take, account):
    days = [("November 1", "19", 300), ("November 1", "8", 40), ("November 2", "19", 200)]
    lines = [tiktok.ACTIVITY_HEAD, *([day, hour, str(count)] for day, hour, count in days)]
    take("\n".join(",".join(line) for line in lines), "FollowerActivity.csv", account_name="@tea")

    (cut,) = cuts(account.workspace, QUARTER)

    assert cut.dimension == "active_hour"
    assert [(row.label, row.figures[0].value) for row in cut.rows] == [
        ("08:00", 40),
        ("19:00", 250),
    ]
