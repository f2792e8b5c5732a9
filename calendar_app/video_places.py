"""Where a video was taken, taken out of it: phones write it into MP4 and MOV files.

The boxes keep their size, so that nothing else in the file moves: a box with the place is
renamed ``free`` and blanked, a key with the place loses its value.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

HOLDERS = {b"moov", b"udta", b"trak", b"mdia"}
PLACES = {b"\xa9xyz", b"loci"}
PLACE_KEYS = (b"location", b"iso6709", b"gps")
MOST_BOXES = 10_000
MOST_BYTES = 8 << 20  # of one list of keys and values
BLOCK = 1 << 20  # a box may say that it is as large as the file


def remove(path: Path) -> int:
    """Blank every place noted in the MP4 or MOV at ``path``; returns how many there were."""
    with path.open("r+b") as stream:
        size = stream.seek(0, 2)
        return sum(_blank(stream, box) for box in _boxes(stream, 0, size, [MOST_BOXES]))


def _boxes(
    stream: BinaryIO, start: int, end: int, left: list[int]
) -> Iterator[tuple[bytes, int, int, int]]:
    """(type, begins, content begins, ends) of every box that may hold a place, holders opened."""
    at = start
    while at + 8 <= end and left[0] > 0:
        left[0] -= 1
        stream.seek(at)
        length, kind = struct.unpack(">I4s", stream.read(8))
        head = 8
        if length == 1:
            length, head = struct.unpack(">Q", stream.read(8))[0], 16
        elif length == 0:
            length = end - at
        if length < head or at + length > end:
            return
        if kind in HOLDERS:
            yield from _boxes(stream, at + head, at + length, left)
        elif kind in PLACES or kind == b"meta":
            yield kind, at, at + head, at + length
        at += length


def _blank(stream: BinaryIO, box: tuple[bytes, int, int, int]) -> int:
    kind, begins, inside, ends = box
    if kind in PLACES:
        stream.seek(begins + 4)
        stream.write(b"free")
        stream.seek(inside)
        for at in range(inside, ends, BLOCK):
            stream.write(bytes(min(BLOCK, ends - at)))
        return 1
    if ends - inside > MOST_BYTES:
        return 0
    return _blank_keys(stream, inside, ends)


def _blank_keys(stream: BinaryIO, inside: int, ends: int) -> int:
    """``meta`` of QuickTime: a box of keys, and a list of values by the number of the key."""
    stream.seek(inside)
    content = stream.read(ends - inside)
    places: set[int] = set()
    done = 0
    for kind, start, stop in _within(content, _first(content)):
        if kind == b"keys":
            places = _places(content[start:stop])
        elif kind == b"ilst":
            for number, first, last in _within(content[:stop], start):
                if number in PLACES or int.from_bytes(number, "big") in places:
                    done += _blank_values(stream, content, inside, first, last)
    return done


def _first(content: bytes) -> int:
    """ISO files have four bytes of version before the first box, QuickTime's have none."""
    return 0 if content[4:8] in (b"hdlr", b"keys", b"ilst", b"mdta") else 4


def _within(content: bytes, at: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        if length < 8 or at + length > len(content):
            return
        yield kind, at + 8, at + length
        at += length


def _places(keys: bytes) -> set[int]:
    """Numbers, from 1, of the keys that name a place."""
    found, at, number = set(), 8, 0
    while at + 8 <= len(keys):
        length = struct.unpack(">I", keys[at : at + 4])[0]
        if length < 8:
            break
        number += 1
        name = keys[at + 8 : at + length].lower()
        if any(word in name for word in PLACE_KEYS):
            found.add(number)
        at += length
    return found


def _blank_values(stream: BinaryIO, content: bytes, inside: int, first: int, last: int) -> int:
    done = 0
    for kind, start, stop in _within(content[:last], first):
        if kind == b"data" and stop - start > 8:
            stream.seek(inside + start + 8)
            stream.write(b" " * (stop - start - 8))
            done = 1
    return done
