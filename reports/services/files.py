"""The bytes of a version: stored under their own hash, sent back exactly as stored."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from reports.services.errors import CannotDo
from workspaces.models import Workspace

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def store(workspace: Workspace, content: bytes, *, name: str, kind: str) -> dict[str, object]:
    """Write ``content`` below MEDIA_ROOT and describe it (path, sha256, size, name).

    The name on disk is the hash: a killed and repeated job writes the same file again, and a
    file that is there is complete.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    relative = Path("reports", str(workspace.pk), f"{sha256}.{kind}")
    target = Path(settings.MEDIA_ROOT) / relative
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
    return {"path": str(relative), "sha256": sha256, "size": len(content), "name": name}


def path_of(described: dict[str, object]) -> Path:
    return Path(settings.MEDIA_ROOT) / str(described["path"])


def open_stored(described: dict[str, object]) -> BinaryIO:
    """The stored file for reading. ``CannotDo`` when it is gone."""
    try:
        return path_of(described).open("rb")
    except OSError:
        raise CannotDo(
            _("“%(name)s” is no longer in the store. Ask your administrator for the backup.")
            % {"name": described["name"]}
        ) from None


def check_unchanged(described: dict[str, object]) -> bytes:
    """The stored bytes, or ``CannotDo`` if they are not the ones that were made."""
    with open_stored(described) as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != described["sha256"]:
        raise CannotDo(
            _(
                "“%(name)s” is not the file that was made: somebody changed it on the server. "
                "Make the report again."
            )
            % {"name": described["name"]}
        )
    return content
