"""What people see of a post's media before it goes out: the cut of it, described, never the rest."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from calendar_app import cutting, library, outside, placing
from calendar_app.models import EntryMedia, MediaAsset
from tests.factories.calendar import EntryFactory, MediaFactory, VersionFactory

ALT = "右半邊的茶園"


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def entry(team):
    row = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    VersionFactory(entry=row, account=team.account)
    return row


@pytest.fixture
def use(team, entry) -> EntryMedia:
    """A picture, red on its left and blue on its right, of which the right quarter goes out."""
    image = Image.new("RGB", (2000, 1000), "red")
    image.paste("blue", (1000, 0, 2000, 1000))
    out = BytesIO()
    image.save(out, "JPEG", quality=95)
    file = SimpleUploadedFile("茶園.jpg", out.getvalue())
    asset, _fresh = library.add(team.workspace, file, by=team.editor)
    placed = placing.put_in(entry, asset, by=team.editor)
    cut = cutting.frame(asset, "1:1", size=0.5, x=1, y=0)
    placing.describe(placed, alt=ALT, cut=cut, by=team.editor)
    placed.refresh_from_db()
    return placed


@pytest.fixture
def token(team, entry, use) -> str:
    return outside.put_before(
        team.workspace, [entry], name="王經理", organisation="山線茶行", days=7, by=team.lead
    )[1]


def shape(content: bytes) -> tuple[tuple[int, int], str]:
    picture = Image.open(BytesIO(content)).convert("RGB")
    red, _green, blue = picture.getpixel((picture.width // 2, picture.height // 2))
    return picture.size, "blue" if blue > red else "red"


def test_somebody_outside_sees_the_cut_with_its_words(client, team, use, token):
    page = client.get(reverse("outside:outsider_review", args=[token])).content.decode()
    file = reverse("outside:outsider_media", args=[token, use.asset_id])
    small = client.get(file, {"size": "small", "use": use.pk})
    large = client.get(file, {"use": use.pk})

    assert f'src="{file}?size=small&amp;use={use.pk}" alt="{ALT}"' in page
    assert f">{ALT}</figcaption>" in page
    assert shape(small.content) == ((480, 480), "blue")
    assert shape(large.content) == ((500, 500), "blue")


@pytest.mark.parametrize("asked", [{}, {"use": "999999"}, {"use": "x"}])
def test_what_was_cut_away_is_not_handed_out(client, use, token, asked):
    file = reverse("outside:outsider_media", args=[token, use.asset_id])

    assert shape(client.get(file, asked).content) == ((500, 500), "blue")


def test_the_whole_is_handed_out_where_a_post_shows_the_whole(client, team, entry, use, token):
    version = entry.versions.get()
    whole = placing.put_in(entry, use.asset, version=version, by=team.editor)
    file = reverse("outside:outsider_media", args=[token, use.asset_id])

    answer = client.get(file, {"use": whole.pk})

    assert shape(b"".join(answer.streaming_content))[0] == (2000, 1000)


@pytest.mark.parametrize("name", ["entry_edit", "entry_detail"])
def test_the_composer_and_the_review_show_the_cut_with_its_words(client, team, entry, use, name):
    client.force_login(team.editor)

    page = client.get(reverse(f"calendar:{name}", args=[team.workspace.slug, entry.pk]))

    words = page.content.decode()
    cut = reverse("calendar:use_file", args=[team.workspace.slug, use.pk])
    assert f'src="{cut}?size=small" alt="{ALT}"' in words
    assert f">{ALT}</" in words
    whole = reverse("calendar:media_file", args=[team.workspace.slug, use.asset_id])
    assert f'src="{whole}' not in words


def test_previews_never_cut_a_picture_once_more():
    """A square box round a tall cut would show less than what goes out."""
    rules = Path("static/css/calendar.css").read_text().splitlines()

    shown = [rule for rule in rules if rule.startswith((".preview-media img", ".media-strip .me"))]
    assert len(shown) == 2
    assert not any("cover" in rule or "aspect-ratio" in rule for rule in shown)


def test_a_video_is_drawn_by_its_shape_with_kind_length_and_size(client, team, entry):
    video = MediaFactory(
        workspace=team.workspace, kind=MediaAsset.Kind.VIDEO, content_type="video/mp4",
        name="開箱.mp4", width=1080, height=1920, duration_ms=65_400, size=12_000_000,
    )  # fmt: skip
    placing.put_in(entry, video, by=team.editor)
    client.force_login(team.editor)

    for name in ("entry_edit", "entry_detail"):
        page = client.get(reverse(f"calendar:{name}", args=[team.workspace.slug, entry.pk]))
        words = page.content.decode()
        assert 'class="media-frame is-tall"' in words
        assert "影片 1:05" in words
        assert "1080 × 1920 · 11.4" in words
    page = client.get(reverse("calendar:media_detail", args=[team.workspace.slug, video.pk]))
    assert "<video" in page.content.decode()


@pytest.mark.parametrize(
    ("width", "height", "drawn"),
    [(1080, 1920, "tall"), (1920, 1080, "wide"), (1080, 1080, "square"), (None, 1080, "")],
)
def test_a_shape_is_told_by_its_sides(width, height, drawn):
    assert MediaAsset(width=width, height=height).shape == drawn


@pytest.mark.parametrize(
    ("asked", "status", "told", "content"),
    [
        ("", 200, None, b"0123456789"),
        ("bytes=0-1", 206, "bytes 0-1/10", b"01"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=-99", 206, "bytes 0-9/10", b"0123456789"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=5-2", 200, None, b"0123456789"),
        ("bytes=-", 200, None, b"0123456789"),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("lines=0-1", 200, None, b"0123456789"),
    ],
)
def test_a_player_gets_the_part_it_asks_for(
    client, team, entry, settings, asked, status, told, content
):
    folder = Path(settings.MEDIA_ROOT) / "media"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "film").write_bytes(b"0123456789")
    film = MediaFactory(
        workspace=team.workspace, kind="video", content_type="video/mp4", stored="media/film"
    )
    placing.put_in(entry, film, by=team.editor)
    token = outside.put_before(
        team.workspace, [entry], name="王經理", organisation="", days=7, by=team.lead
    )[1]
    client.force_login(team.viewer)
    addresses = [
        reverse("calendar:media_file", args=[team.workspace.slug, film.pk]),
        reverse("outside:outsider_media", args=[token, film.pk]),
    ]

    for address in addresses:
        answer = client.get(address, headers={"Range": asked} if asked else {})

        given = answer.getvalue()
        assert (answer.status_code, given) == (status, content)
        assert answer.get("Content-Range") == told
        assert answer["Accept-Ranges"] == "bytes"
        if status == 206:
            assert answer["Content-Length"] == str(len(content))
            assert answer["Content-Type"] == "video/mp4"
            assert answer["Content-Disposition"].startswith("attachment")
