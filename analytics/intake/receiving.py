"""Files as they arrive: the bytes first, then the row that speaks of them."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from platforms.importers.yearless import day_in_name
from platforms.models import SourceFile
from workspaces.models import User, Workspace


class FileTooLarge(Exception):
    """The text says how large a file may be and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of an upload, kept on the disk, of which no row speaks yet."""

    name: str
    stored: str  # path below MEDIA_ROOT
    size: int
    sha256: str


def keep(workspace: Workspace, stream: IO[bytes], name: str) -> Kept:
    """Keep the bytes as they came. Raises FileTooLarge, leaving nothing behind."""
    folder = Path(settings.MEDIA_ROOT) / "uploads" / str(workspace.pk)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / uuid4().hex
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("wb") as target:
            while block := stream.read(1 << 20):
                size += len(block)
                if size > settings.UPLOAD_MAX_BYTES:
                    raise FileTooLarge(
                        _("“%(name)s” is larger than %(limit)d MB. Export a shorter period.")
                        % {"name": name, "limit": settings.UPLOAD_MAX_BYTES >> 20}
                    )
                digest.update(block)
                target.write(block)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Kept(name, str(path.relative_to(settings.MEDIA_ROOT)), size, digest.hexdigest())


def register(
    workspace: Workspace,
    kept: Kept,
    *,
    by: User | None,
    taken_on: date | None = None,
    choices: dict[str, Any] | None = None,
) -> SourceFile:
    """The row of a file whose bytes are kept."""
    today = timezone.localdate(timezone=workspace.tz)
    return SourceFile.objects.create(
        workspace=workspace,
        name=readable(Path(kept.name).name)[:255] or _("unnamed"),
        stored=kept.stored,
        size=kept.size,
        sha256=kept.sha256,
        uploaded_by=by,
        taken_on=taken_on or _downloaded_on(kept.name, today),
        choices=choices or {},
    )


def receive(
    workspace: Workspace,
    stream: IO[bytes],
    name: str,
    *,
    by: User | None,
    taken_on: date | None = None,
    choices: dict[str, Any] | None = None,
) -> SourceFile:
    """``keep`` and ``register`` at once. Raises FileTooLarge, leaving nothing behind."""
    kept = keep(workspace, stream, name)
    return register(workspace, kept, by=by, taken_on=taken_on, choices=choices)


def _downloaded_on(name: str, today: date) -> date:
    """The day on which a download says it was made (TikTok, LinkedIn), else today."""
    named = day_in_name(Path(name).name)
    return named if named is not None and named <= today else today


def readable(name: str) -> str:
    """A file name as text that can be kept and printed, whatever bytes the disk has for it."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text.replace("\0", "\ufffd")
