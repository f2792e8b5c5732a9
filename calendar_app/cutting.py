"""The part of a picture that goes out: a frame of one shape, kept apart from the original.

A cut is {"ratio", "x", "y", "width", "height"} in parts of 1 of the original; empty: all of it.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from calendar_app.models import MediaAsset

RATIOS: Mapping[str, float] = {
    "1:1": 1.0,
    "4:5": 4 / 5,
    "9:16": 9 / 16,
    "16:9": 16 / 9,
    "1.91:1": 1.91,
}
LEAST = 0.1  # of the larger side that fits
SMALL = (480, 480)


class CannotCut(Exception):
    """The text says why, and what to do."""


def can_cut(asset: MediaAsset) -> bool:
    return bool(
        asset.kind == MediaAsset.Kind.IMAGE and not asset.animated and asset.width and asset.height
    )


def largest(asset: MediaAsset, ratio: str) -> dict[str, Any]:
    """The largest frame of this shape, in the middle."""
    return frame(asset, ratio, size=1.0, x=0.5, y=0.5)


def frame(asset: MediaAsset, ratio: str, *, size: float, x: float, y: float) -> dict[str, Any]:
    """A frame of ``ratio`` as large as ``size`` of the largest; x, y from 0 (left, top) to 1.

    x and y share out what is left over, so that no value leads out of the picture.
    """
    if ratio not in RATIOS:
        raise CannotCut(_("Choose one of the shapes."))
    if not can_cut(asset):
        raise CannotCut(
            _("“%(name)s” cannot be cut here: it moves, or its size is not known.")
            % {"name": asset.name}
        )
    assert asset.width and asset.height
    wanted = RATIOS[ratio] / (asset.width / asset.height)
    width, height = (wanted, 1.0) if wanted <= 1 else (1.0, 1 / wanted)
    scale = min(1.0, max(LEAST, size))
    width, height = width * scale, height * scale
    return {
        "ratio": ratio,
        "x": round(_within(x) * (1 - width), 5),
        "y": round(_within(y) * (1 - height), 5),
        "width": round(width, 5),
        "height": round(height, 5),
    }


def values_of(asset: MediaAsset, cut: Mapping[str, Any]) -> dict[str, Any]:
    """What ``frame`` was asked for, for the form: ratio, size, x, y in hundredths."""
    if not cut or cut.get("ratio") not in RATIOS or not can_cut(asset):
        return {"ratio": "", "size": 100, "x": 50, "y": 50}
    whole = largest(asset, cut["ratio"])
    return {
        "ratio": cut["ratio"],
        "size": round(100 * cut["width"] / whole["width"]),
        "x": _share(cut["x"], cut["width"]),
        "y": _share(cut["y"], cut["height"]),
    }


def _share(start: float, length: float) -> int:
    return round(100 * start / (1 - length)) if length < 0.999 else 50


def _within(value: float) -> float:
    return min(1.0, max(0.0, value))


def render(asset: MediaAsset, cut: Mapping[str, Any], *, small: bool = False) -> tuple[bytes, str]:
    """(content, content type) of what goes out. The original stays as it is. Raises OSError."""
    with Image.open(Path(settings.MEDIA_ROOT) / asset.stored) as picture:
        box = (
            round(cut["x"] * picture.width),
            round(cut["y"] * picture.height),
            round((cut["x"] + cut["width"]) * picture.width),
            round((cut["y"] + cut["height"]) * picture.height),
        )
        profile = picture.info.get("icc_profile")
        part = picture.crop(box)
    out = BytesIO()
    extra = {"icc_profile": profile} if profile else {}
    if small:
        part = part.convert("RGB")
        part.thumbnail(SMALL)
        part.save(out, "WEBP", quality=80)
        return out.getvalue(), "image/webp"
    if "A" in part.getbands() or part.mode == "P":
        part.save(out, "PNG", **extra)
        return out.getvalue(), "image/png"
    part.convert("RGB" if part.mode not in ("L", "CMYK") else part.mode).save(
        out, "JPEG", quality=93, subsampling=0, **extra
    )
    return out.getvalue(), "image/jpeg"
