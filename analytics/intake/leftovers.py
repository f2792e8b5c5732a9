"""What a killed command leaves behind: files nobody imports any more, bytes nobody knows."""

import logging
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from analytics.intake import row_list
from analytics.intake.ingest import forget
from platforms.models import SourceFile
from workspaces import audit
from workspaces.models import Workspace

logger = logging.getLogger(__name__)
KEY = "by_command"
OLD = timedelta(days=1)  # no import takes longer, no upload either


def mark() -> dict[str, Any]:
    """Which process works on a file, for its report."""
    return {KEY: {"host": socket.gethostname(), "pid": os.getpid()}}


def tidy(workspace: Workspace) -> int:
    """Discard waiting files whose command is gone, and bytes without a file; says how many.

    They are kept like every discarded file and can be taken up again on the data page.
    """
    waiting = SourceFile.objects.in_workspace(workspace).filter(
        state=SourceFile.State.WAITING, report__has_key=KEY, job=None
    )
    gone = [file for file in waiting.select_related("workspace") if _is_gone(file)]
    for file in gone:
        forget(file)
        file.state = SourceFile.State.DISCARDED
        file.save(update_fields=["state"])
        audit.record(workspace, None, "analytics.file_discarded", file)
    return len(gone) + _sweep(workspace)


def _is_gone(file: SourceFile) -> bool:
    told = file.report[KEY]
    if told.get("host") != socket.gethostname():
        return file.uploaded_at < timezone.now() - OLD
    try:
        os.kill(int(told["pid"]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    # The number may belong to another process by now; a day is longer than any import.
    return file.uploaded_at < timezone.now() - OLD


def _sweep(workspace: Workspace) -> int:
    """Bytes that were being written when their process was killed: no row speaks of them."""
    folder = Path(settings.MEDIA_ROOT) / "uploads" / str(workspace.pk)
    if not folder.is_dir():
        return 0
    before = (timezone.now() - OLD).timestamp()
    old = {
        str(path.relative_to(settings.MEDIA_ROOT)): path
        for path in folder.iterdir()
        if path.is_file() and path.stat().st_mtime < before
    }
    known = set(
        SourceFile.objects.in_workspace(workspace)
        .filter(stored__startswith=f"uploads/{workspace.pk}/")
        .values_list("stored", flat=True)
    )
    lost = [path for name, path in old.items() if name not in known]
    for path in lost:
        path.unlink(missing_ok=True)
    lost += row_list.sweep(workspace.pk, before)
    for path in lost:
        logger.info("Bytes without a file were removed.", extra={"path": path.name})
    return len(lost)
