"""Files of the library are told by content, measured, cleaned, and held against the platforms."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from calendar_app import library
from calendar_app.checks import Draft, Level, MediaFacts, Rules, VersionFacts, check
from calendar_app.models import MediaAsset
from platforms.kinds import Platform
from platforms.media_rules import rule_of

CLIP = Path(__file__).parent.parent / "samples" / "clip.mp4"  # 3 s, 360 × 640, with a place


def take(team, name: str, content: bytes) -> MediaAsset:
    asset, _fresh = library.add(team.workspace, SimpleUploadedFile(name, content), by=team.editor)
    return asset


def stored(asset, settings) -> bytes:
    return (Path(settings.MEDIA_ROOT) / asset.stored).read_bytes()


def written(picture: Image.Image, kind: str, **given) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **given)
    return out.getvalue()


def test_a_video_says_its_size_length_and_coding_and_loses_its_place(team, settings):
    assert CLIP.read_bytes().count(b"+25.0330") == 2

    asset = take(team, "茶園.mp4", CLIP.read_bytes())

    assert (asset.kind, asset.width, asset.height) == ("video", 360, 640)
    assert (asset.duration_ms, asset.codec, asset.sound_codec) == (3000, "AVC", "AAC")
    assert asset.frame_rate == 5
    kept = stored(asset, settings)
    assert b"+25.0330" not in kept
    assert len(kept) == asset.size == CLIP.stat().st_size


def test_the_same_video_is_kept_once(team):
    assert take(team, "a.mp4", CLIP.read_bytes()) == take(team, "b.mp4", CLIP.read_bytes())


@pytest.mark.parametrize(
    "content",
    [
        CLIP.read_bytes()[:600],
        b"\x00\x00\x00\x18ftypisom" + b"\x00" * 400,
        b"\x1aE\xdf\xa3" + b"\xff" * 400,
        b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\x00\x00\x00\x08moov" * 50,
    ],
    ids=["cut off", "only a head", "a head of WebM", "many empty boxes"],
)
def test_what_only_looks_like_a_video_is_refused(team, settings, content):
    with pytest.raises(library.Refused, match="假影片"):
        take(team, "假影片.mp4", content)

    assert not MediaAsset.objects.exists()
    assert not [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


def test_a_picture_says_its_colours(team):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = take(team, "a.png", written(Image.new("RGB", (30, 20), "red"), "PNG"))
    named = take(team, "b.jpg", written(Image.new("RGB", (30, 20)), "JPEG", icc_profile=profile))
    print_ready = take(team, "c.jpg", written(Image.new("CMYK", (30, 20)), "JPEG"))

    assert (plain.colour, named.colour, print_ready.colour) == ("sRGB", "sRGB built-in", "CMYK")


def test_a_moving_picture_keeps_its_frames(team, settings):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    gif = written(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=200)

    asset = take(team, "跳動.gif", gif)

    assert asset.animated
    assert asset.duration_ms == 600
    assert Image.open(BytesIO(stored(asset, settings))).n_frames == 3


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_no_words_about_the_place_stay_in_a_picture(team, settings, kind):
    xmp = b"<x:xmpmeta><exif:GPSLatitude>25,2.0N</exif:GPSLatitude></x:xmpmeta>"
    picture = Image.new("RGB", (40, 30), "green")
    exif = picture.getexif()
    exif[0x8825] = {1: "N", 2: (25.0, 2.0, 0.0)}
    given = {"exif": exif} | ({"xmp": xmp} if kind != "PNG" else {})

    asset = take(team, "a", written(picture, kind, **given))

    kept = stored(asset, settings)
    assert b"GPS" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_what_unpacks_to_far_too_much_is_refused(team):
    huge = written(Image.new("1", (9_000, 9_000)), "PNG")
    frames = [Image.new("P", (2_000, 2_000), number % 200) for number in range(3)]
    assert len(huge) < 100_000

    with pytest.raises(library.Refused):
        take(team, "huge.png", huge)
    library_most, library.MOST_MOVING = library.MOST_MOVING, 10_000_000
    try:
        with pytest.raises(library.Refused):
            take(team, "a.gif", written(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    finally:
        library.MOST_MOVING = library_most


# --- Held against the platforms ----------------------------------------------------------------


def said(platform: str, media: MediaFacts, kind: str = "post") -> list[tuple[str, str]]:
    version = VersionFacts("山線", platform, "冬茶", title="冬茶", media=[media], kind=kind)
    found = check(Draft([version], today=date(2026, 11, 21)), Rules())
    return [
        (str(one.level), one.text) for one in found if "素材" in one.rule or "Media" in one.rule
    ]


def video(**given) -> MediaFacts:
    fields = {"width": 1080, "height": 1920, "seconds": 30.0, "codec": "AVC", "frames": 30.0}
    return MediaFacts("短片.mp4", "", "video", licence="own", **(fields | given))


def picture(**given) -> MediaFacts:
    fields = {"width": 1080, "height": 1350, "bytes": 500_000}
    return MediaFacts("茶.jpg", "茶", "image", licence="own", **(fields | given))


@pytest.mark.parametrize("platform", list(Platform))
def test_an_ordinary_picture_goes_everywhere(platform):
    assert said(platform, picture()) == []


@pytest.mark.parametrize(
    ("platform", "kind", "media", "level", "word"),
    [
        ("instagram", "post", picture(width=1920, height=800), "warn", "1920 × 800"),
        ("instagram", "post", picture(bytes=9_000_000), "block", "9.0"),
        ("instagram", "post", picture(width=300, height=300), "block", "320"),
        ("instagram", "post", picture(animated=True), "warn", "茶.jpg"),
        ("bluesky", "post", picture(bytes=2_100_000), "block", "2.1"),
        ("linkedin", "post", picture(width=7000, height=6000), "block", "42.0"),
        ("facebook", "short", video(seconds=91), "block", "1:31"),
        ("facebook", "short", video(width=1920, height=1080), "warn", "1920 × 1080"),
        ("instagram", "story", video(seconds=61), "block", "1:00"),
        ("instagram", "short", video(codec="VP9"), "block", "VP9"),
        ("instagram", "short", video(frames=10), "warn", "10"),
        ("youtube", "short", video(seconds=181), "block", "3:00"),
        ("youtube", "video", video(seconds=1000), "warn", "15:00"),
        ("threads", "post", video(seconds=301), "block", "5:01"),
    ],
)
def test_what_a_platform_does_not_take(platform, kind, media, level, word):
    found = said(platform, media, kind)

    assert [one[0] for one in found] == [level]
    assert word in found[0][1]


def test_what_could_not_be_read_is_not_judged():
    assert said("instagram", MediaFacts("a", "", "video", licence="own"), "short") == []
    assert Level.BLOCK == "block"
    assert rule_of("nowhere", "post") == rule_of("elsewhere", "")
