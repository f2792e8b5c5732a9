"""Any files, in any order, with any undos, give the numbers of what remains."""

import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.intake.deliveries import receive, restore, withdraw
from analytics.intake.ingest import import_file
from analytics.models import AccountDay, DayRollup, PostCurrent, PostReading
from platforms.measures import MEASURES
from platforms.models import Post, SocialAccount, SourceFile
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db

OTHER_PAGE = ("100900000000002", "合作店家")


def _row(number: int, reach: int | str, likes: int, **more) -> dict:
    return {
        "id": f"9000000000000{number:02d}",
        "time": f"11/{number + 1:02d}/2026 04:3{number}",
        "text": f"第 {number} 篇",
        "Reach": reach,
        "Reactions": likes,
        "Comments": number,
        "Shares": 0,
        **more,
    }


# Overlapping downloads of one page, one of them without a measure, one naming a partner,
# and two charts that disagree about a day.
FILES = {
    "early": (content_csv([_row(1, 100, 5), _row(2, 200, 9)]), date(2026, 11, 10), {}),
    "later": (content_csv([_row(2, 260, 12), _row(3, "", 4)]), date(2026, 11, 12), {}),
    "same day, longer": (content_csv([_row(3, 90, 6), _row(4, 70, 1)]), date(2026, 11, 12), {}),
    "without reach": (
        content_csv([_row(1, "", 7)], measures=("Reactions",)),
        date(2026, 11, 15),
        {},
    ),
    "with a partner": (
        content_csv([_row(5, 50, 2), _row(6, 60, 3), _row(7, 70, 4, page=OTHER_PAGE)]),
        date(2026, 11, 11),
        {},
    ),
    "partner's own": (
        content_csv([_row(7, 75, 5), _row(8, 80, 6)], page=OTHER_PAGE),
        date(2026, 11, 11),
        {},
    ),
    "chart": (
        chart_csv("Facebook reach", [("2026-11-01", 10), ("2026-11-02", 20)]),
        date(2026, 11, 10),
        {"account_name": "山線茶行"},
    ),
    "chart, later": (
        chart_csv("Facebook reach", [("2026-11-02", 25), ("2026-11-03", 30)]),
        date(2026, 11, 11),
        {"account_name": "山線茶行"},
    ),
}


def bring_in(workspace: Workspace, name: str) -> SourceFile:
    content, taken_on, choices = FILES[name]
    file = receive(
        workspace, io.BytesIO(content), f"{name}.csv", by=None, taken_on=taken_on, choices=choices
    )
    import_file(file)
    return file


def numbers(workspace: Workspace) -> dict:
    """Everything derived, under names that do not depend on the order of importing."""
    accounts = {a.pk: a.name for a in SocialAccount.objects.in_workspace(workspace)}
    posts = {
        (accounts[c.account_id], c.post.text): (c.measures(), c.mask, str(c.published_on))
        for c in PostCurrent.objects.in_workspace(workspace).select_related("post")
    }
    days = {
        (accounts[d.account_id], str(d.day)): d.measures()
        for d in AccountDay.objects.filter(account__workspace=workspace)
    }
    rollups = {
        (accounts[r.account_id], str(r.day), r.post_type, r.mask): (
            r.posts,
            {key: getattr(r, key) for key in MEASURES if getattr(r, key) is not None},
        )
        for r in DayRollup.objects.in_workspace(workspace)
    }
    ours = {accounts[a.pk] for a in SocialAccount.objects.in_workspace(workspace).ours()}
    present = Post.objects.in_workspace(workspace).present().count()
    return {"posts": posts, "days": days, "rollups": rollups, "ours": ours, "present": present}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(sorted(FILES)), data=st.data())
def test_any_order_with_any_undos_equals_importing_only_what_remains(
    order, data, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    mixed = Workspace.objects.create(slug=f"m{Workspace.objects.count()}", name="mixed")
    live: dict[str, SourceFile] = {}
    for name in order:
        live[name] = bring_in(mixed, name)
        if data.draw(st.booleans(), label=f"undo after {name}"):
            undone = data.draw(st.sampled_from(sorted(live)), label="undo")
            withdraw(live[undone], None)
            if data.draw(st.booleans(), label="redo"):
                restore(live[undone], None)
            else:
                del live[undone]

    plain = Workspace.objects.create(slug=f"p{Workspace.objects.count()}", name="plain")
    for name in sorted(live):
        bring_in(plain, name)

    assert numbers(mixed) == numbers(plain)


def test_the_same_file_twice_changes_nothing(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    workspace = Workspace.objects.create(slug="twice", name="twice")
    bring_in(workspace, "early")
    before = numbers(workspace)

    second = bring_in(workspace, "early")

    assert numbers(workspace) == before
    result = second.report["result"]["files"][0]
    assert (result["posts_created"], result["posts_updated"], result["posts_unchanged"]) == (
        0,
        0,
        2,
    )
    assert second.state == SourceFile.State.DISCARDED


def test_the_current_value_is_the_latest_reported_one_and_its_reading_is_named(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    workspace = Workspace.objects.create(slug="now", name="now")
    for name in ("later", "early", "without reach"):
        bring_in(workspace, name)

    first, second, third = (
        PostCurrent.objects.in_workspace(workspace).select_related("post").order_by("post__text")
    )

    assert (first.reach, first.reactions) == (100, 7)
    assert (second.reach, second.reactions) == (260, 12)
    assert (third.reach, third.reactions) == (None, 4)
    reading = PostReading.objects.get(post=second.post, batch__taken_on="2026-11-12")
    assert second.sources["reach"] == reading.pk


def test_partners_stay_outside_until_their_own_file_or_a_person_says_otherwise(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    workspace = Workspace.objects.create(slug="who", name="who")

    bring_in(workspace, "with a partner")
    assert numbers(workspace)["ours"] == {"山線茶行"}

    bring_in(workspace, "partner's own")
    assert numbers(workspace)["ours"] == {"山線茶行", "合作店家"}


def test_publish_times_are_read_as_pacific_and_shown_in_taipei(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    workspace = Workspace.objects.create(slug="when", name="when")
    content = content_csv([_row(1, 1, 1, time="03/18/2025 02:39")])
    import_file(receive(workspace, io.BytesIO(content), "a.csv", by=None))

    post = Post.objects.get(workspace=workspace)

    assert post.published_at.astimezone(workspace.tz).isoformat() == "2025-03-18T17:39:00+08:00"
    assert post.published_on == date(2025, 3, 18)


def test_a_shared_link_does_not_make_two_posts_one(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    workspace = Workspace.objects.create(slug="shared", name="shared")
    link = "https://www.facebook.com/reel/77"
    for number in (1, 2):
        content = content_csv([_row(number, 10, 1, link=link)])
        import_file(receive(workspace, io.BytesIO(content), "a.csv", by=None))

    assert Post.objects.in_workspace(workspace).present().count() == 2
