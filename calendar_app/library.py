"""The media library: what comes in is told by its content, cleaned, and kept once."""

import hashlib
import struct
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from calendar_app import probing, shelves, video_places
from calendar_app.models import EntryMedia, MediaAsset
from workspaces import audit
from workspaces.models import User, Workspace
from workspaces.punctuation import listed, quoted

IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
MOST_PIXELS = 60_000_000
MOST_MOVING = 600_000_000  # pixels of all pictures of an animation
MOST_FRAMES = 3_000  # small ones are written anew one by one
MOST_IMAGE_BYTES = 30 << 20
PREVIEW = (480, 480)


class Refused(Exception):
    """The text says what is wrong with the file, and what to do."""


def add(workspace: Workspace, file: UploadedFile, *, by: User) -> tuple[MediaAsset, bool]:
    """Keep an uploaded picture or video; the same content is kept once. Raises Refused.

    Pictures lose where and with what they were taken (EXIF), after being turned upright.
    """
    name = Path(file.name or "").name[:200] or _("unnamed")
    head = file.read(64)
    file.seek(0)
    if _is_video(head):
        return _keep_video(workspace, file, name, by)
    return _keep_image(workspace, file, name, by)


def _is_video(head: bytes) -> bool:
    return head[4:8] == b"ftyp" or head[:4] == b"\x1aE\xdf\xa3"


def _keep_image(
    workspace: Workspace, file: UploadedFile, name: str, by: User
) -> tuple[MediaAsset, bool]:
    if (file.size or 0) > MOST_IMAGE_BYTES:
        raise Refused(
            _("“%(name)s” is larger than %(most)d MB. Save it smaller, then add it again.")
            % {"name": name, "most": MOST_IMAGE_BYTES >> 20}
        )
    try:
        with Image.open(file.file or file) as picture:
            # A phone's JPEG with a second picture in it (depth, portrait) is a JPEG to us.
            kind = "JPEG" if picture.format == "MPO" else picture.format or ""
            if kind not in IMAGES:
                raise Refused(_not_read(name))
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(
                    _("“%(name)s” has more than %(most)d million pixels. Save it smaller.")
                    % {"name": name, "most": MOST_PIXELS // 1_000_000}
                )
            frames = getattr(picture, "n_frames", 1)
            if frames > MOST_FRAMES or frames * picture.width * picture.height > MOST_MOVING:
                raise Refused(_("“%(name)s” unpacks to far too much.") % {"name": name})
            clean, width, height = _cleaned(picture, kind)
            told = probing.of_picture(picture, still=kind == "JPEG")
            preview = _preview(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(_not_read(name)) from error
    except Image.DecompressionBombError as error:
        raise Refused(_("“%(name)s” unpacks to far too much.") % {"name": name}) from error
    return _keep(
        workspace,
        BytesIO(clean),
        MediaAsset(
            kind=MediaAsset.Kind.IMAGE,
            name=name,
            content_type=IMAGES[kind],
            width=width,
            height=height,
            **told,
        ),
        by,
        preview=preview,
    )


def _not_read(name: str) -> str:
    return _("“%(name)s” is no picture or video we read. Use JPEG, PNG, WebP, GIF, MP4 or MOV.") % {
        "name": name
    }


def _cleaned(picture: Image.Image, kind: str) -> tuple[bytes, int, int]:
    """The picture without EXIF, upright; an animation keeps its frames."""
    out = BytesIO()
    bare = {"exif": b"", "xmp": b"", "comment": b""}  # XMP can hold the place as well
    if kind != "JPEG" and getattr(picture, "is_animated", False):
        picture.save(out, format=kind, save_all=True, **bare)
        return out.getvalue(), picture.width, picture.height
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    extra = {"icc_profile": profile} if profile else {}
    if kind == "JPEG":
        extra |= {"quality": 95, "subsampling": 0}
        upright = upright if upright.mode in ("L", "RGB", "CMYK") else upright.convert("RGB")
    upright.save(out, format=kind, **bare, **extra)
    return out.getvalue(), upright.width, upright.height


def _preview(picture: Image.Image) -> bytes:
    picture.seek(0)
    small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail(PREVIEW)
    out = BytesIO()
    small.save(out, format="WEBP", quality=80)
    return out.getvalue()


def _keep_video(
    workspace: Workspace, file: UploadedFile, name: str, by: User
) -> tuple[MediaAsset, bool]:
    head = file.read(16)
    file.seek(0)
    content_type = "video/webm" if head[:4] == b"\x1aE\xdf\xa3" else "video/mp4"
    if head[4:8] == b"ftyp" and head[8:12] == b"qt  ":
        content_type = "video/quicktime"
    return _keep(
        workspace,
        file,
        MediaAsset(kind=MediaAsset.Kind.VIDEO, name=name, content_type=content_type),
        by,
    )


def _keep(
    workspace: Workspace, stream: IO[bytes] | UploadedFile, asset: MediaAsset, by: User, *,
    preview: bytes = b"",
) -> tuple[MediaAsset, bool]:  # fmt: skip
    folder = Path(settings.MEDIA_ROOT) / "media" / str(workspace.pk)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / uuid4().hex
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        while block := stream.read(1 << 20):
            digest.update(block)
            size += len(block)
            target.write(block)
    if asset.kind == MediaAsset.Kind.VIDEO:
        try:
            video = probing.of_video(path)
            if video_places.remove(path):
                digest = _digest(path)
        except (probing.NotAVideo, OSError, struct.error, RecursionError) as error:
            path.unlink(missing_ok=True)
            raise Refused(_not_read(asset.name)) from error
        for name, value in video.items():
            setattr(asset, name, value)
    twin = (
        MediaAsset.objects.in_workspace(workspace)
        .standing()
        .filter(sha256=digest.hexdigest())
        .first()
    )
    if twin is not None:
        path.unlink()
        return twin, False
    asset.workspace, asset.uploaded_by = workspace, by
    asset.sha256, asset.size = digest.hexdigest(), size
    asset.stored = str(path.relative_to(settings.MEDIA_ROOT))
    if preview:
        small = path.with_name(f"{path.name}.webp")
        small.write_bytes(preview)
        asset.preview = str(small.relative_to(settings.MEDIA_ROOT))
    asset.save()
    audit.record(workspace, by, "calendar.media_added", asset)
    return asset, True


def _digest(path: Path) -> "hashlib._Hash":
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256")


@transaction.atomic
def describe(asset: MediaAsset, values: Mapping[str, str], *, by: User) -> None:
    """Its name, alternative text, folder and tags; only what differs is written down."""
    standing = MediaAsset.objects.get(pk=asset.pk)
    if "tags" in values:
        values = {**values, "tags": shelves.written(shelves.tags_in(values["tags"]))[:200]}
    before = {name: getattr(standing, name) for name in values}
    changed = [name for name, value in values.items() if before[name] != value]
    if not changed:
        return
    for name in changed:
        setattr(standing, name, values[name])
    standing.save(update_fields=changed)
    audit.record(
        asset.workspace,
        by,
        "calendar.media_changed",
        standing,
        before={name: before[name] for name in changed},
        after={name: values[name] for name in changed},
    )


@transaction.atomic
def remove(asset: MediaAsset, *, by: User) -> None:
    """Out of the library; what is out already keeps its picture. Raises Refused when in use."""
    waiting = (
        EntryMedia.objects.filter(asset=asset, entry__removed_at=None)
        .exclude(entry__state="published")
        .select_related("entry")
    )
    titles = [str(use.entry) for use in waiting[:3]]
    if titles:
        raise Refused(
            _("“%(name)s” is used in %(posts)s. Take it out there first.")
            % {"name": asset.name, "posts": listed(quoted(title) for title in titles)}
        )
    MediaAsset.objects.filter(pk=asset.pk).update(removed_at=timezone.now())
    audit.record(asset.workspace, by, "calendar.media_removed", asset)
