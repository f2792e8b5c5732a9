"""Files people hand in: distrusted, judged by their content, stored under their hash."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from planning import sockets
from planning.models import RunFile, Task, TaskFile
from planning.task_changes import address
from workspaces import audit, notifications
from workspaces.models import ShareLink, User, Workspace

MAX_BYTES = 50 * 1024 * 1024
# Kind → content type. Anything else is refused: nothing that a browser or a desk would run.
KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "psd": "image/vnd.adobe.photoshop",
    "txt": "text/plain; charset=utf-8",
}
_IMAGES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_MOST_PARTS = 5_000
_MOST_TEXT = 200_000


class Refused(Exception):
    """The text says why the file is not taken and what to send instead."""


def kind_of(stream: BinaryIO) -> str:
    """What the bytes are, whatever the file is called; empty if it is nothing we take."""
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"8BPS\x00\x01"):
        return "psd"
    if head[4:8] == b"ftyp":
        return "mov" if head[8:12] == b"qt  " else "mp4"
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(stream)
    try:
        with Image.open(stream, formats=list(_IMAGES)) as picture:
            picture.verify()
            return _IMAGES.get(picture.format or "", "")
    except UnidentifiedImageError:
        return _text_kind(stream)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    finally:
        stream.seek(0)


def _text_kind(stream: BinaryIO) -> str:
    """Plain words in UTF-8: no signs a machine would read, no page or script."""
    stream.seek(0)
    content = stream.read(_MOST_TEXT + 1)
    if len(content) > _MOST_TEXT:
        return ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    if text.lstrip().startswith(("<", "#!", "%", "{", "MZ")):
        return ""
    plain = text.strip() and all(char.isprintable() or char in "\t\r\n\u3000" for char in text)
    return "txt" if plain else ""


def from_words(text: str) -> SimpleUploadedFile | None:
    """Copy that was written into a field instead of handed in as a file; None without any."""
    if not text.strip():
        return None
    return SimpleUploadedFile(_("Copy.txt"), text.strip().replace("\r\n", "\n").encode())


def _office_kind(stream: BinaryIO) -> str:
    """An Office file by its parts. Files with macros are refused."""
    try:
        with zipfile.ZipFile(stream) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    finally:
        stream.seek(0)
    if len(names) > _MOST_PARTS or "[Content_Types].xml" not in names:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    return next(
        (kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), ""
    )


def keep(workspace: Workspace, file: UploadedFile) -> dict:
    """Store ``file``; the fields of a ``StoredFile`` but for who sent it. Raises Refused."""
    name = Path((file.name or "").replace("\\", "/")).name.strip()[:200] or "—"
    if not file.size:
        raise Refused(_("“%(name)s” is empty. Choose another file.") % {"name": name})
    if file.size > MAX_BYTES:
        raise Refused(
            _("“%(name)s” is larger than %(most)d MB. Send a smaller one, or a link to it.")
            % {"name": name, "most": MAX_BYTES // 1024**2}
        )
    kind = kind_of(file.file)  # type: ignore[arg-type]
    if not kind:
        raise Refused(
            _(
                "“%(name)s” is not a kind of file that is taken. Send a picture (PNG, JPG, GIF, "
                "WebP, PSD), a PDF, a Word, Excel or PowerPoint file without macros, a video "
                "(MP4, MOV), or plain text."
            )
            % {"name": name}
        )
    path, sha256, size = _write(workspace, file, kind)
    return {"name": name, "kind": kind, "path": path, "sha256": sha256, "size": size}


def _write(workspace: Workspace, file: UploadedFile, kind: str) -> tuple[str, str, int]:
    folder = Path(settings.MEDIA_ROOT) / "planning" / str(workspace.pk)
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as stream:
        for chunk in file.chunks():
            digest.update(chunk)
            size += len(chunk)
            stream.write(chunk)
    relative = Path("planning", str(workspace.pk), f"{digest.hexdigest()}.{kind}")
    Path(temporary).replace(Path(settings.MEDIA_ROOT) / relative)
    return str(relative), digest.hexdigest(), size


@transaction.atomic
def hand_in(
    task: Task, described: dict, *, by: User | None, name: str = "", link: ShareLink | None = None
) -> TaskFile:
    """Hang a kept file on ``task``; its lead and its responsible person are told."""
    file = TaskFile.objects.create(
        workspace=task.workspace, task=task, link=link, sent_by=str(by or name)[:120], **described
    )
    audit.record(
        task.workspace,
        by,
        "planning.file_handed_in",
        task,
        after={"name": file.name, "sha256": file.sha256},
        name=name,
    )
    told = {one for one in (task.project.lead, task.responsible) if one and one != by}
    notifications.tell(
        task.workspace,
        told,
        key=f"file:{file.pk}",
        text=_("%(who)s handed in “%(file)s” for “%(task)s”.")
        % {"who": file.sent_by, "file": file.name, "task": task.title},
        url=address(task),
    )
    for tell in sockets.FILE_HANDED_IN:
        tell(file)
    return file


def stored_files(workspace: Workspace) -> Iterable[str]:
    """Every path of this room, for erasing a workspace."""
    yield from TaskFile.objects.in_workspace(workspace).values_list("path", flat=True)
    yield from RunFile.objects.in_workspace(workspace).values_list("path", flat=True)
