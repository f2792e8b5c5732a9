"""A table no importer knows is imported once a person said what its columns mean."""

import pytest
from django.urls import reverse

from analytics.intake import mappings
from analytics.models import AccountDay, PostCurrent
from platforms.models import SocialAccount

pytestmark = pytest.mark.django_db

UNKNOWN = (
    "報表：十一月,,,\n"
    "貼文代碼,連結網址,按讚數,備註\n"
    "abc1,https://example.test/p/abc1,12,早上\n"
    "abc2,https://example.test/p/abc2,,晚上\n"
).encode()


def test_the_header_is_found_below_an_explanation_and_cells_are_shown(receive):
    columns = mappings.columns_of(receive(UNKNOWN, "手動.csv"))

    assert [column.header for column in columns] == ["貼文代碼", "連結網址", "按讚數", "備註"]
    assert columns[0].samples == ("abc1", "abc2")


def test_a_picture_has_no_columns(receive):
    assert mappings.columns_of(receive(b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "照片.csv")) == []


@pytest.mark.parametrize(
    ("header", "meaning"),
    [("Likes", "reactions"), ("觸及人數", "reach"), ("Video Views", "views"), ("備註", "")],
)
def test_usual_headers_are_proposed(header, meaning):
    assert mappings.guess(header) == meaning


def test_a_mapped_file_goes_through_the_usual_review_into_the_figures(
    client, editor, receive, run_jobs
):
    SocialAccount.objects.create(
        workspace_id=editor.memberships.get().workspace_id, platform="threads", name="山線茶行"
    )
    file = receive(UNKNOWN, "手動.csv", by=editor)
    assert file.state == "refused"
    review = client.get(reverse("data:import_review", args=["tea"]), {"files": file.pk})
    address = reverse("data:mapping_edit", args=["tea", file.pk])
    assert address in review.content.decode()

    answer = client.post(
        address,
        {
            "platform": "threads",
            "span": "lifetime",
            "column0": "post_id",
            "column1": "permalink",
            "column2": "reactions",
            "column3": "",
        },
    )
    run_jobs()
    review = client.get(answer.url)
    (view,) = review.context["waiting"]
    assert view.tables[0].accepted == 2
    client.post(
        reverse("data:import_review", args=["tea"]),
        {
            "files": file.pk,
            f"f{file.pk}-take": "on",
            f"f{file.pk}-taken_on": "2026-11-20",
            f"f{file.pk}-account": f"a:{SocialAccount.objects.get().pk}",
        },
    )
    run_jobs()

    file.refresh_from_db()
    assert file.state == "imported"
    assert sorted(PostCurrent.objects.values_list("reactions", flat=True), key=str) == [12, None]
    assert not AccountDay.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"platform": ""}, "platform"),
        ({"column0": ""}, "span"),
        ({"span": "day"}, "span"),
        ({"column2": ""}, "__all__"),
        ({"column3": "reactions"}, "column3"),
    ],
    ids=["no platform", "no post number", "no date", "no figure", "one figure twice"],
)
def test_what_is_missing_is_said_beside_its_field(client, editor, receive, fields, wrong):
    file = receive(UNKNOWN, "手動.csv")
    sent = {"platform": "x", "span": "lifetime", "column0": "post_id", "column2": "reactions"}

    answer = client.post(reverse("data:mapping_edit", args=["tea", file.pk]), sent | fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    file.refresh_from_db()
    assert file.state == "refused"


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("開封人數", "reach"),
        ("封鎖數", "blocks"),
        ("Profile View", "profile_visits"),
        ("Total Coments", "comments"),
        ("觸及人數", "reach"),
        ("Post Link", "permalink"),
        ("Detail expands", ""),
        ("備註", ""),
    ],
)
def test_headers_that_importers_know_or_nearly_know_are_suggested(header, meaning):
    assert mappings.guess(header) == meaning
