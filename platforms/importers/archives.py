"""ZIP downloads: which members are tables, and what makes an archive unsafe to open."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from platforms.importers.base import Refusal
from platforms.importers.texts import Opener
from platforms.records import RefusedTable
from platforms.sentences import gettext as _

MOST_MEMBERS = 200
MOST_BYTES = 500 * 1024 * 1024
MOST_RATIO = 200  # a CSV of repeated rows shrinks to a hundredth; bombs go far beyond

CUT_OFF = (zipfile.BadZipFile, zlib.error, EOFError)
BROKEN = (*CUT_OFF, NotImplementedError, RuntimeError, OSError)
_LITTER = (".ds_store", "thumbs.db", "desktop.ini")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def damaged_member() -> str:
    return _("This file in the ZIP is damaged; download it again.")


def is_workbook(names: list[str]) -> bool:
    return "[Content_Types].xml" in names and any(name.startswith("xl/workbook.") for name in names)


def refuse_other_documents(names: list[str]) -> None:
    """Other formats that are ZIP files underneath."""
    if "xl/workbook.bin" in names:
        raise Refusal(_("This is a binary workbook (.xlsb); save it as .xlsx or CSV."))
    if "[Content_Types].xml" in names and not is_workbook(names):
        raise Refusal(_("This is a Word or PowerPoint file, not a table."))
    if "mimetype" in names and "content.xml" in names:
        raise Refusal(_("This is an OpenDocument file; save it as .xlsx or CSV."))


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name; old archives write it in the computer's own letters."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        written = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp950"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def members(archive: zipfile.ZipFile, refused: list[RefusedTable]) -> Iterator[tuple[str, Opener]]:
    """Name and opener of every member that may be a table; the others join ``refused``."""
    infos = [info for info in archive.infolist() if not _is_litter(info)]
    if not infos:
        raise Refusal(_("The ZIP file is empty."))
    if any(_is_account_archive(info.filename) for info in infos):
        raise Refusal(
            _("This is an account archive with private messages in it; download the figures from "
              "the insights pages instead.")
        )  # fmt: skip
    if len(infos) > MOST_MEMBERS:
        raise Refusal(
            _("The ZIP file holds %(count)s files; more than %(most)s are not opened.")
            % {"count": len(infos), "most": MOST_MEMBERS}
        )
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise Refusal(_("The ZIP file unpacks to more than it may; export a shorter period."))
    for info in infos:
        name = member_name(info)
        try:
            _check(archive, info)
        except Refusal as refusal:
            refused.append(RefusedTable(name, "", refusal.reason))
        else:
            yield name, _opener(archive, info)


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Opener:
    return lambda: archive.open(info)  # type: ignore[return-value]


def _is_litter(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    return (
        info.is_dir()
        or "__MACOSX" in path.parts
        or path.name.startswith("._")
        or path.name.lower() in _LITTER
    )


def _is_account_archive(name: str) -> bool:
    return any(
        part in name
        for part in ("messages/inbox/", "logged_information/", "your_instagram_activity/",
                     "your_facebook_activity/", "personal_information/")
    )  # fmt: skip


def _check(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
        raise Refusal(_("The name of this file in the ZIP points outside of it."))
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refusal(_("This is a link to a file, not the file; pack the file itself."))
    if info.flag_bits & 1:
        raise Refusal(_("This file in the ZIP is protected by a password."))
    if info.file_size > MOST_RATIO * max(1, info.compress_size) and info.file_size > 1 << 20:
        raise Refusal(_("This file in the ZIP unpacks to far more than a table would."))
    try:
        with archive.open(info) as stream:
            head = stream.read(4)
    except BROKEN as error:
        raise Refusal(damaged_member()) from error
    if head.startswith(_ARCHIVES) and not info.filename.lower().endswith((".xlsx", ".xlsm")):
        raise Refusal(_("An archive inside an archive is not opened; unpack it first."))
