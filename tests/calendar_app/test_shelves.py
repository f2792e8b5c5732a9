"""Finding and labelling what lies in the media library."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import shelves
from calendar_app.models import MediaAsset
from tests.factories.calendar import EntryFactory, LicenceFactory, MediaFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces.models import AuditEvent, UndoStep


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("冬季, 茶園,冬季", ["冬季", "茶園"]),
        ("#冬季 ＃茶園", ["冬季", "茶園"]),
        ("冬季、茶園；人物", ["冬季", "茶園", "人物"]),
        (" , ", []),
    ],
)
def test_tags_are_read_as_people_write_them(text, tags):
    assert shelves.tags_in(text) == tags


@pytest.fixture
def library(team):
    today = timezone.localdate(timezone=team.workspace.tz)
    winter = MediaFactory(workspace=team.workspace, name="雪地.jpg", folder="冬季", tags="冬茶, 雪")
    tea = MediaFactory(workspace=team.workspace, name="茶杯.jpg", tags="茶")
    clip = MediaFactory(workspace=team.workspace, name="短片.mp4", kind="video")
    LicenceFactory(asset=winter, workspace=team.workspace, expires_on=today - timedelta(days=1))
    LicenceFactory(
        asset=tea, workspace=team.workspace, source="圖庫 118", expires_on=today + timedelta(days=9)
    )
    EntryFactory(workspace=team.workspace, author=team.editor).media.create(asset=tea)
    MediaFactory(workspace=SocialAccountFactory().workspace, name="別家.jpg", tags="茶")
    team.winter, team.tea, team.clip = winter, tea, clip
    return team


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"雪地.jpg", "茶杯.jpg", "短片.mp4"}),
        ("folder=冬季", {"雪地.jpg"}),
        ("tag=茶", {"茶杯.jpg"}),
        ("q=圖庫 茶", {"茶杯.jpg"}),
        ("kind=video", {"短片.mp4"}),
        ("right=none", {"短片.mp4"}),
        ("right=over", {"雪地.jpg"}),
        ("right=soon", {"茶杯.jpg"}),
        ("used=yes", {"茶杯.jpg"}),
        ("used=no", {"雪地.jpg", "短片.mp4"}),
        ("tag=沒有", set()),
        ("entry=abc&version=%00&page=x", {"雪地.jpg", "茶杯.jpg", "短片.mp4"}),
    ],
)
def test_what_is_asked_for_is_found(client, library, query, names):
    client.force_login(library.editor)

    answer = client.get(reverse("calendar:media_list", args=[library.workspace.slug]) + f"?{query}")

    assert {card["asset"].name for card in answer.context["cards"]} == names
    assert ("找不到符合的素材" in answer.content.decode()) == (not names)


def test_many_are_labelled_at_once_and_taken_back(client, library):
    client.force_login(library.editor)
    address = reverse("calendar:media_label", args=[library.workspace.slug])

    client.post(
        address,
        {
            "asset": [library.winter.pk, library.tea.pk],
            "add": "禮盒",
            "drop": "雪",
            "folder": "雙12",
        },
    )

    rows = dict(MediaAsset.objects.filter(folder="雙12").values_list("name", "tags"))
    assert rows == {"雪地.jpg": "冬茶, 禮盒", "茶杯.jpg": "茶, 禮盒"}
    assert AuditEvent.objects.filter(verb="calendar.media_changed").count() == 2
    step = UndoStep.objects.get()
    client.post(reverse("workspaces:undo_step", args=[library.workspace.slug, step.pk]))
    assert MediaAsset.objects.get(pk=library.winter.pk).tags == "冬茶, 雪"
    assert MediaAsset.objects.get(pk=library.winter.pk).folder == "冬季"


@pytest.mark.parametrize("given", [{"add": "禮盒"}, {"asset": ["1"]}], ids=["none", "nothing"])
def test_nothing_ticked_or_asked_changes_nothing(client, library, given):
    client.force_login(library.editor)
    address = reverse("calendar:media_label", args=[library.workspace.slug])
    given = {"asset": [library.tea.pk]} if "asset" in given else given

    client.post(address, given)

    assert not UndoStep.objects.exists()


def test_the_library_asks_the_same_number_of_questions(client, library):
    client.force_login(library.editor)
    address = reverse("calendar:media_list", args=[library.workspace.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(12):
        asset = MediaFactory(workspace=library.workspace, tags=f"標籤{number}", folder=f"{number}")
        LicenceFactory(asset=asset, workspace=library.workspace)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
