"""Whether a platform takes a picture or video as it is: size, length, shape, coding."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calendar_app.checks.values import Check, Level, MediaFacts, VersionFacts
from platforms.kinds import PLATFORMS
from platforms.media_rules import MediaRule, rule_of
from workspaces.punctuation import listed

MB = 1_000_000


def of_limits(one: MediaFacts, version: VersionFacts) -> Iterator[Check]:
    """What could not be read from the file is not checked."""
    rule = rule_of(version.platform, version.kind)
    if one.kind == "image":
        yield from _picture(one, version, rule)
    elif one.kind == "video":
        yield from _video(one, version, rule)


def _picture(one: MediaFacts, version: VersionFacts, rule: MediaRule) -> Iterator[Check]:
    yield from _size(one, version, rule.picture_bytes)
    if rule.picture_pixels and one.width * one.height > rule.picture_pixels:
        yield _block(
            version,
            _("“%(name)s” has %(pixels)s million pixels; %(most)s are allowed.")
            % {
                "name": one.name,
                "pixels": f"{one.width * one.height / 1e6:.1f}",
                "most": f"{rule.picture_pixels / 1e6:.1f}",
            },
            _("Save it smaller, then add it again."),
        )
    if rule.picture_width and 0 < one.width < rule.picture_width:
        yield _block(
            version,
            _("“%(name)s” is %(width)d pixels wide; at least %(least)d are needed.")
            % {"name": one.name, "width": one.width, "least": rule.picture_width},
            _("Take a larger picture, or cut less of it away."),
        )
    yield from _shape(one, version, rule.picture_ratio)
    if one.animated and not rule.plays_gif:
        yield Check(
            Level.WARN,
            _rule(version),
            _("“%(name)s” moves, and stands still there.") % {"name": one.name},
            _("Save it as a video for this account, or live with its first picture."),
            version.account,
        )


def _video(one: MediaFacts, version: VersionFacts, rule: MediaRule) -> Iterator[Check]:
    yield from _size(one, version, rule.video_bytes)
    if rule.video_seconds and one.seconds:
        least, most = rule.video_seconds
        if one.seconds > most or one.seconds < least:
            yield _block(
                version,
                _("“%(name)s” lasts %(long)s; %(least)s to %(most)s are allowed.")
                % {
                    "name": one.name,
                    "long": _time(one.seconds),
                    "least": _time(least),
                    "most": _time(most),
                },
                _("Cut another length for this account, or choose another kind of post."),
            )
    if rule.seconds_unverified and one.seconds > rule.seconds_unverified:
        yield Check(
            Level.WARN,
            _rule(version),
            _("“%(name)s” is longer than %(most)s: only verified accounts may publish it.")
            % {"name": one.name, "most": _time(rule.seconds_unverified)},
            _("Make sure that the account is verified there."),
            version.account,
        )
    if rule.codecs and one.codec and one.codec not in rule.codecs:
        yield _block(
            version,
            _("“%(name)s” is coded as %(codec)s; %(taken)s is taken.")
            % {"name": one.name, "codec": one.codec, "taken": listed(rule.codecs)},
            _("Export it again as H.264 (AVC)."),
        )
    if rule.frames and one.frames and not rule.frames[0] <= one.frames <= rule.frames[1]:
        yield Check(
            Level.WARN,
            _rule(version),
            _("“%(name)s” has %(frames)s pictures a second; %(least)d to %(most)d are asked for.")
            % {
                "name": one.name,
                "frames": f"{one.frames:g}",
                "least": rule.frames[0],
                "most": rule.frames[1],
            },
            _("Export it again with 30 pictures a second."),
            version.account,
        )
    yield from _shape(one, version, rule.video_ratio)


def _size(one: MediaFacts, version: VersionFacts, most: int | None) -> Iterator[Check]:
    if most is not None and one.bytes > most:
        yield _block(
            version,
            _("“%(name)s” has %(size)s MB; %(most)s are allowed.")
            % {"name": one.name, "size": f"{one.bytes / MB:,.1f}", "most": f"{most / MB:,.0f}"},
            _("Save it smaller, or take another one for this account."),
        )


def _shape(
    one: MediaFacts, version: VersionFacts, allowed: tuple[float, float] | None
) -> Iterator[Check]:
    if allowed is None or not one.width or not one.height:
        return
    ratio = one.width / one.height
    if not allowed[0] - 0.005 <= ratio <= allowed[1] + 0.005:
        yield Check(
            Level.WARN,
            _rule(version),
            _("“%(name)s” has the shape %(width)d × %(height)d; the platform would cut it.")
            % {"name": one.name, "width": one.width, "height": one.height},
            _("Cut it yourself in the composer, so that the main thing stays.")
            if one.kind == "image"
            else _("Export it in another shape for this account."),
            version.account,
        )


def _block(version: VersionFacts, text: str, way_out: str) -> Check:
    return Check(Level.BLOCK, _rule(version), text, way_out, version.account)


def _rule(version: VersionFacts) -> str:
    return _("Media on %(platform)s") % {"platform": PLATFORMS[version.platform].label}


def _time(seconds: float) -> str:
    """1:05 or 0:03; hours where there are any."""
    whole = round(seconds)
    if whole < 3_600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3_600}:{whole % 3_600 // 60:02d}:{whole % 60:02d}"
