"""Web sites and ads on their way in: whose they are, undone, again, and asked for."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from analytics.intake import deliveries, ingest
from analytics.intake.review_forms import ReviewForm
from analytics.intake.reviews import candidates
from analytics.models import (
    AccountReading,
    AdReading,
    BreakdownReading,
    PostReading,
    SiteReading,
)
from platforms.models import AdAccount, Site, SocialAccount, SourceFile
from tests.samples import ads, ga4, meta, x

ROW = ("20261005", 18, 11, 44, 2)


@pytest.fixture
def take(receive):
    """Receive and import a text or bytes under what a person said about it."""

    def go(content, name="export.csv", **said) -> SourceFile:
        file = receive(content if isinstance(content, bytes) else content.encode(), name)
        file.choices |= said
        file.save()
        ingest.import_file(file)
        file.refresh_from_db()
        return file

    return go


def test_a_site_is_no_social_account(take, workspace):
    file = take(ga4.days([ROW]))

    site = Site.objects.in_workspace(workspace).get()
    assert (site.name, site.owner) == ("山線茶行 - GA4", "山線茶行")
    assert not SocialAccount.objects.exists()
    assert not AccountReading.objects.exists() and not PostReading.objects.exists()
    (reading,) = SiteReading.objects.all()
    assert reading.measures() == {
        "sessions": 18,
        "site_users": 11,
        "page_views": 44,
        "purchases": 2,
    }
    assert file.batches.get().site == site


def test_the_same_property_is_one_site_in_every_file_and_language(take, workspace):
    take(ga4.days([ROW]))
    take(ga4.channels(chinese=True), "channels.csv")
    take(ga4.snapshot(), "snapshot.csv")

    assert Site.objects.in_workspace(workspace).count() == 1
    assert BreakdownReading.objects.filter(site__isnull=False).count() == 3 + 2 + 2 + 2 + 2


def test_a_file_again_writes_nothing_and_an_undo_withdraws_it(take, editor):
    first = take(ga4.days([ROW]))
    again = take(ga4.days([ROW]))

    assert again.state == SourceFile.State.DISCARDED
    assert SiteReading.objects.count() == 1
    deliveries.withdraw(first, editor)
    assert first.batches.get().state == "withdrawn"


def test_a_workbook_asks_for_the_site_and_offers_the_known_ones(receive, take, workspace):
    take(ga4.days([ROW]))
    file = receive(ga4.workbook(ga4.CHANNEL_HEAD, ga4.CHANNELS), "download.xlsx")

    form = ReviewForm(file, candidates(workspace, [file]))

    assert set(form.asks) == {"account", "period"}
    offered = [label for _group, options in form.fields["account"].choices
               if isinstance(options, list) for _value, label in options]  # fmt: skip
    assert offered == ["山線茶行 - GA4"]


def test_what_the_person_answers_is_taken(take, workspace):
    said = {"account_name": "山線茶行 - GA4", "platform": "ga4"}
    said |= {"from": "2026-10-01", "to": "2026-10-31"}

    file = take(ga4.workbook(ga4.CHANNEL_HEAD, ga4.CHANNELS), "download.xlsx", **said)

    assert file.batches.get().site.name == "山線茶行 - GA4"
    assert {r.start.isoformat() for r in BreakdownReading.objects.all()} == {"2026-10-01"}


def test_a_workbook_without_an_answer_says_what_to_write(take):
    file = take(ga4.workbook(ga4.CHANNEL_HEAD, ga4.CHANNELS), "download.xlsx")

    assert file.state == SourceFile.State.REFUSED
    assert "網站" in str(file.report["result"]["files"][0]["reason"])


def test_ads_are_rows_of_an_ad_account(take, workspace):
    take(ads.meta(account="山線茶行廣告"))

    account = AdAccount.objects.in_workspace(workspace).get()
    assert (account.platform, account.name) == ("meta_ads", "山線茶行廣告")
    assert not AccountReading.objects.exists()
    rows = AdReading.objects.order_by("row")
    assert [(r.campaign, r.ad_set, r.result_kind, r.currency) for r in rows] == [
        ("秋茶上市", "25-44 女", "actions:purchase", "TWD"),
        ("秋茶上市", "類似受眾", "actions:purchase", "TWD"),
    ]


def test_an_id_learnt_later_stays_with_the_ad_account_of_that_name(take, workspace):
    take(ads.google(), account_name="山線", platform="google_ads")
    head = ("Account name", "Customer ID", "Day", "Campaign", "Cost", "Impr.")
    text = ads.google(
        [("山線", "123-456-7890", "2026-11-01", "品牌字", 10, 5)], head=head, total=None
    )
    take(text, "later.csv")

    account = AdAccount.objects.in_workspace(workspace).get()
    assert account.external_id == "123-456-7890"


def test_ads_of_two_platforms_with_one_name_are_two_accounts(take, workspace):
    take(ads.meta(account="山線茶行"))
    take(ads.line(), "line.csv")

    found = AdAccount.objects.in_workspace(workspace)
    assert set(found.values_list("platform", "external_id")) == {
        ("meta_ads", ""),
        ("line_ads", "A2009000111"),
    }


def test_another_workspaces_site_is_not_taken(take, workspace, other_workspace):
    Site.objects.create(workspace=other_workspace, platform="ga4", name="山線茶行 - GA4")

    take(ga4.days([ROW]))

    assert Site.objects.in_workspace(workspace).count() == 1
    assert Site.objects.count() == 2


@pytest.mark.parametrize("page", ["import_list", "import_detail", "row_detail"])
def test_data_pages_name_the_site(client, editor, take, workspace, page):
    file = take(ga4.channels())
    more = {
        "import_list": [],
        "import_detail": [file.pk],
        "row_detail": [file.batches.get().pk, 11],
    }[page]

    response = client.get(reverse(f"data:{page}", args=[workspace.slug, *more]))

    assert response.status_code == 200
    assert "山線茶行 - GA4" in response.content.decode()


def test_the_row_of_an_ad_shows_its_figures(client, editor, take, workspace):
    file = take(ads.meta(account="山線茶行廣告"))
    batch = file.batches.get()

    page = client.get(reverse("data:row_detail", args=[workspace.slug, batch.pk, 2]))

    text = page.content.decode()
    assert "NT$1,201" in text or "NT$1,200.5" in text
    assert "秋茶上市 › 25-44 女" in text


def test_one_zip_of_several_platforms_is_imported_whole(take, workspace):
    """Each table goes to its own: posts to their page, the site and the ads apart."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ga4.csv", ga4.channels())
        archive.writestr("fb.csv", meta.content_csv([{"id": "900000000000001", "Reach": 120}]))
        archive.writestr("ads.csv", ads.meta(account="廣告"))
        archive.writestr("x.csv", _lines(x.CONTENT_HEAD, x.content_row()))

    file = take(out.getvalue(), "all.zip")

    assert {(batch.platform, batch.accepted) for batch in file.batches.all()} == {
        ("ga4", 3),
        ("facebook", 1),
        ("meta_ads", 2),
        ("x", 1),
    }
    accounts = SocialAccount.objects.in_workspace(workspace)
    assert set(accounts.values_list("platform", flat=True)) == {"facebook", "x"}
    assert Site.objects.count() == AdAccount.objects.count() == 1


def _lines(*records: list[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    return text.getvalue()


def test_the_list_of_accounts_shows_sites_and_ad_accounts_apart(client, editor, take, workspace):
    take(ga4.channels())
    undone = take(ads.meta(account="舊廣告"), "old.csv")
    take(ads.line(), "line.csv")
    deliveries.withdraw(undone, editor)

    page = client.get(reverse("data:account_list", args=[workspace.slug]))

    assert [
        (one["line"].source.name, one["line"].until, one["line"].deliveries)
        for one in page.context["sources"]
    ] == [("山線茶行 - GA4", date(2026, 10, 31), 1), ("山線茶行", date(2026, 10, 6), 1)]
    assert "網站與廣告帳號" in page.content.decode()
