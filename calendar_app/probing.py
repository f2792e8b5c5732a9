"""What pictures and videos say of themselves: colour, movement, length, coding."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageCms

TIMEOUT = 30
MODES = {"L": "Grey", "LA": "Grey", "CMYK": "CMYK", "1": "Black and white"}


class NotAVideo(Exception):
    """There is no picture track in it, or it cannot be read."""


def of_picture(picture: Image.Image, *, still: bool = False) -> dict[str, Any]:
    """Fields of ``MediaAsset``: colour, animated, and the length of an animation."""
    animated = not still and bool(getattr(picture, "is_animated", False))
    found: dict[str, Any] = {"colour": _colour(picture), "animated": animated}
    if animated:
        found["duration_ms"] = _length(picture)
    return found


def _colour(picture: Image.Image) -> str:
    """The profile's own name where there is one: “Display P3”, “sRGB IEC61966-2.1”."""
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            opened = ImageCms.ImageCmsProfile(BytesIO(profile))
            name = ImageCms.getProfileDescription(opened).strip()
        except (ImageCms.PyCMSError, OSError, ValueError):
            name = ""
        if name:
            return name[:60]
    return MODES.get(picture.mode, "sRGB")


def _length(picture: Image.Image) -> int | None:
    """Milliseconds of all pictures of an animation; None where they are not told."""
    whole = 0
    for number in range(min(getattr(picture, "n_frames", 1), 2_000)):
        picture.seek(number)
        whole += int(picture.info.get("duration", 0))
    picture.seek(0)
    return whole or None


def of_video(path: Path) -> dict[str, Any]:
    """Fields of ``MediaAsset``: width, height, duration_ms, codec, sound_codec, frame_rate.

    Read by a program of its own with little memory and time. Raises NotAVideo.
    """
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "calendar_app.probe_video", str(path)],
            capture_output=True,
            timeout=TIMEOUT,
            cwd=settings.BASE_DIR,
            check=True,
        )
        found: dict[str, Any] = json.loads(answer.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise NotAVideo from error
    if not found:
        raise NotAVideo
    return found
