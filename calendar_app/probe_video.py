"""What a video says of itself, as one line of JSON: ``python -m calendar_app.probe_video PATH``.

A program of its own, so that a file made to break its reader breaks nothing else: it may use
little memory and time, and the caller takes no answer for “could not be read”.
"""

import contextlib
import json
import resource
import sys

MEMORY = 2 << 30
SECONDS = 20


def facts(path: str) -> dict[str, object]:
    """width, height, duration_ms, codec, sound_codec, frame_rate; without a picture or cut off: empty."""
    from pymediainfo import MediaInfo

    found = MediaInfo.parse(path, parse_speed=0.3)
    general = found.general_tracks[0].to_data() if found.general_tracks else {}
    if not found.video_tracks or general.get("istruncated") == "Yes":
        return {}
    video = found.video_tracks[0].to_data()
    sound = found.audio_tracks[0].to_data() if found.audio_tracks else {}
    width, height = video.get("width"), video.get("height")
    if round(float(video.get("rotation") or 0)) % 180 == 90:
        width, height = height, width
    duration = video.get("duration") or general.get("duration")
    return {
        "width": width,
        "height": height,
        "duration_ms": round(float(duration)) if duration else None,
        "codec": str(video.get("format") or "")[:30],
        "sound_codec": str(sound.get("format") or "")[:30],
        "frame_rate": float(video["frame_rate"]) if video.get("frame_rate") else None,
    }


def main() -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(json.dumps(facts(sys.argv[1])))


if __name__ == "__main__":
    main()
