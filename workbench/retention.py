"""Files nobody needs any more, as rules of ``workspaces.tidy``."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from platforms.models import SourceFile
from workspaces.models import Workspace
from workspaces.sockets import STORED_FILES
from workspaces.tidy import RULES, Rule, days

# A file is written before its row; whatever is younger may belong to an upload under way.
STRAY_AFTER = timedelta(days=2)
# Below MEDIA_ROOT, a folder for each workspace. Reports are left out: a file of theirs may be
# what somebody signed, and a repeated job finds its own again by their hash.
FOLDERS = ("uploads", "media", "planning")
HALF_MADE = (".backup-*", ".restoring-*")


def unused(at: datetime) -> QuerySet[SourceFile] | None:
    """Discarded or refused files that never became a delivery: no number comes from them."""
    stay = days("RETAIN_UNUSED_FILES_DAYS")
    if stay is None:
        return None
    return SourceFile.objects.filter(
        state__in=[SourceFile.State.DISCARDED, SourceFile.State.REFUSED],
        uploaded_at__lt=at - stay,
        imported_at=None,
        batches=None,
    )


def sweep_unused(at: datetime, really: bool) -> int:
    found = unused(at)
    if found is None:
        return 0
    if not really:
        return found.count()
    count = 0
    for file in found.order_by("pk").iterator():
        # Asked again on the row: somebody may have brought it back in this moment.
        gone, _by_kind = found.filter(pk=file.pk).delete()
        if gone:
            _remove([Path(settings.MEDIA_ROOT) / file.stored])
            count += 1
    return count


def strays(at: datetime) -> Iterator[Path]:
    """Files that no row knows: their process died, or its work was taken back, before the row."""
    root = Path(settings.MEDIA_ROOT)
    for folder in (root / name for name in FOLDERS):
        for workspace in sorted(folder.iterdir()) if folder.is_dir() else []:
            if not workspace.is_dir():
                continue
            old = {
                path.relative_to(root).as_posix(): path
                for path in workspace.iterdir()
                if path.is_file() and _older(path, at - STRAY_AFTER)
            }
            known = _known(workspace.name) if old else set()
            yield from (old[name] for name in sorted(set(old) - known))


def _known(workspace: str) -> set[str]:
    """Every path that rows of this workspace name; none where it has been erased."""
    found = Workspace.objects.filter(pk=int(workspace)).first() if workspace.isdecimal() else None
    return {str(name) for of in STORED_FILES for name in of(found)} if found else set()


def sweep_strays(at: datetime, really: bool) -> int:
    found = list(strays(at))
    return _remove(found) if really else len(found)


def half_made(at: datetime) -> Iterator[Path]:
    """What a killed backup, restore or upload left behind."""
    for pattern in HALF_MADE:
        yield from Path(settings.WORKBENCH_DATA).glob(pattern)
    uploads = settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()
    yield from Path(uploads).glob("tmp*.upload*")


def sweep_half_made(at: datetime, really: bool) -> int:
    found = [path for path in half_made(at) if _older(path, at - STRAY_AFTER)]
    return _remove(found) if really else len(found)


def _older(path: Path, than: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < than
    except FileNotFoundError:
        return False


def _remove(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*"), reverse=True):
                inner.rmdir() if inner.is_dir() else inner.unlink(missing_ok=True)
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
        count += 1
    return count


def plug_in() -> None:
    RULES.extend(
        [
            Rule("unused_files", _("Files discarded or refused and never imported"), sweep_unused),
            Rule("strays", _("Uploads whose process died before they were listed"), sweep_strays),
            Rule("half_made", _("What a stopped backup or upload left behind"), sweep_half_made),
        ]
    )
