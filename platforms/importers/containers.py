"""What lies inside a file: told by its bytes, never by its name."""

import hashlib
from pathlib import Path

from platforms.importers.base import Refusal
from platforms.importers.texts import Opener
from platforms.sentences import gettext as _

LARGEST_FILE = 500 * 1024 * 1024
"""Bytes of an uploaded file; larger ones are refused unread."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 and size, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def kind_of(open_file: Opener) -> str:
    """``zip``, ``xlsx``, ``ole``, ``spreadsheetml``, ``text``; refuses what is no table."""
    with open_file() as stream:
        head = stream.read(4096)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refusal(_("The file is empty."))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith(_PICTURES):
        raise Refusal(_("This is a picture or a film, not a table, whatever its name says."))
    if head.startswith(b"%PDF"):
        raise Refusal(_("This is a PDF; download the figures as CSV instead."))
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"BZh")):
        raise Refusal(_("This archive cannot be opened; unpack it, or pack it as ZIP."))
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    small = start[:2048].lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head or (
        small.startswith(b"<?xml") and b"<workbook" in small
    ):
        return "spreadsheetml"
    if small.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<script")):
        if b"<table" in head.lower():
            raise Refusal(
                _("This is a web page with a table in it, whatever its name says; open it with a "
                  "spreadsheet program and save it as .xlsx or CSV.")
            )  # fmt: skip
        raise Refusal(_("This is a web page, not an export; perhaps the sign-in page was saved."))
    if small.startswith((b"<?xml", b"<svg")):
        raise Refusal(_("This is an XML file of a kind that holds no table."))
    if small.startswith((b"{", b"[{", b"[\n", b"[\r", b"[[", b"[]", b'["')):
        raise Refusal(
            _("This is JSON, probably an account archive with private messages in it; "
              "download the figures as CSV instead.")
        )  # fmt: skip
    return "text"


def file_opener(path: Path) -> Opener:
    return lambda: path.open("rb")
