"""What a department hands in for a post: looked at, taken into the post, or sent back."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from calendar_app import entries, library, licences
from calendar_app.models import (
    Entry,
    EntryMedia,
    Licence,
    MaterialRequest,
    MediaAsset,
    OfferDecision,
)
from planning import task_changes
from planning.models import Task, TaskFile
from workspaces import audit, notifications
from workspaces.models import User, Workspace

PICTURES = ("png", "jpg", "gif", "webp")
VIDEOS = ("mp4", "mov")
MOST_UNPACKED = 40 << 20
MOST_LETTERS = 20_000
# What a file that only looks like Word's raises: it comes from outside, and the composer, which
# shows what is in it, has to open all the same.
_DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    RuntimeError,
    SyntaxError,  # of the XML parser
    zlib.error,
    zipfile.BadZipFile,
    PackageNotFoundError,
)


class CannotTake(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One handed-in file that waits for a decision. ``text``: the copy that stands in it."""

    request: MaterialRequest
    file: TaskFile
    text: str
    problem: str  # why it cannot be taken; "" when it can

    @property
    def is_text(self) -> bool:
        return bool(self.text)

    @property
    def is_picture(self) -> bool:
        return self.file.kind in PICTURES


def waiting(entry: Entry) -> list[Offer]:
    """Handed in for this post and not decided about, oldest first."""
    rows = MaterialRequest.objects.in_workspace(entry.workspace).open().filter(entry=entry)
    tasks = {row.task_id: row for row in rows}
    found = (
        TaskFile.objects.in_workspace(entry.workspace)
        .filter(task__in=tasks, removed_at=None)
        .exclude(pk__in=OfferDecision.objects.in_workspace(entry.workspace).values("file"))
        .order_by("pk")
    )
    return [_offer(tasks[file.task_id], file) for file in found]


def _offer(request: MaterialRequest, file: TaskFile) -> Offer:
    if file.kind in (*PICTURES, *VIDEOS):
        return Offer(request, file, "", "")
    if file.kind in ("docx", "txt"):
        try:
            return Offer(request, file, text_of(file), "")
        except CannotTake as error:
            return Offer(request, file, "", str(error))
    return Offer(
        request,
        file,
        "",
        _("A file of this kind cannot go out as it is. Send it back and ask for a picture, a "
          "video, a Word file or plain text."),
    )  # fmt: skip


def text_of(file: TaskFile) -> str:
    """The words of a Word or text file. Raises CannotTake."""
    path = Path(settings.MEDIA_ROOT) / file.path
    try:
        if file.kind == "txt":
            return path.read_text(encoding="utf-8-sig")[:MOST_LETTERS].strip()
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise CannotTake(_("“%(name)s” unpacks to far too much.") % {"name": file.name})
        lines = (paragraph.text for paragraph in Document(str(path)).paragraphs)
        text = "\n".join(lines).strip()[:MOST_LETTERS]
    except _DAMAGED as error:
        raise CannotTake(_("“%(name)s” cannot be read.") % {"name": file.name}) from error
    if not text:
        raise CannotTake(_("There are no words in “%(name)s”.") % {"name": file.name})
    return text


@transaction.atomic
def accept(
    offer: Offer, *, by: User, licence: dict[str, Any] | None = None
) -> OfferDecision:  # fmt: skip
    """Take it into the post: words below its text, a picture or video into the library and the
    post, with ``licence`` (kind, expires_on …) where somebody said it. Closes the request and its
    task. Raises CannotTake.
    """
    request = _open(offer.request)
    if offer.problem:
        raise CannotTake(offer.problem)
    entry = Entry.objects.select_related("workspace").get(pk=request.entry_id)
    asset = None
    try:
        if offer.is_text:
            words = f"{entry.text.rstrip()}\n\n{offer.text}" if entry.text.strip() else offer.text
            entries.write(entry, {"text": words}, seen=entry.version, by=by)
        else:
            asset = _into_library(request.workspace, offer.file, by)
            _note_licence(asset, licence, by)
            place = entry.media.filter(version=None).count()
            EntryMedia.objects.get_or_create(
                entry=entry, version=None, asset=asset, defaults={"place": place}
            )
            entries.touch(entry, by=by)
    except (entries.CannotChange, entries.Changed, library.Refused) as error:
        raise CannotTake(str(error)) from error
    decision = _decide(request, offer.file, by, accepted=True, asset=asset)
    MaterialRequest.objects.filter(pk=request.pk).update(
        closed_at=timezone.now(), end=MaterialRequest.End.ACCEPTED
    )
    task = Task.objects.get(pk=request.task_id)
    if not task.is_done:
        task_changes.set_progress(task, progress=100, by=by)
    audit.record(
        request.workspace,
        by,
        "calendar.offer_accepted",
        entry,
        after={"file": offer.file.name, "from": offer.file.sent_by},
    )
    return decision


def _into_library(workspace: Workspace, file: TaskFile, by: User) -> MediaAsset:
    path = Path(settings.MEDIA_ROOT) / file.path
    try:
        with path.open("rb") as stream:
            sent = UploadedFile(File(stream), file.name, size=file.size)
            asset, _fresh = library.add(workspace, sent, by=by)
    except OSError as error:
        raise CannotTake(
            _("“%(name)s” is no longer in the store.") % {"name": file.name}
        ) from error
    return asset


def _note_licence(asset: MediaAsset, given: dict[str, Any] | None, by: User) -> None:
    if not given or not given.get("kind") or Licence.objects.filter(asset=asset).exists():
        return
    licences.save(asset, given, by=by)


@transaction.atomic
def send_back(offer: Offer, *, by: User, reason: str) -> OfferDecision:
    """Not like this: the task is open again and says what should change. Raises CannotTake."""
    request = _open(offer.request)
    reason = reason.strip()
    if not reason:
        raise CannotTake(_("Say what should change, so that the next one fits."))
    decision = _decide(request, offer.file, by, accepted=False, reason=reason)
    task = Task.objects.select_related("workspace", "responsible").get(pk=request.task_id)
    # As an item of the task it is also read by a department that has nothing but its link.
    task_changes.add_checks(task, [_("Change: %(reason)s") % {"reason": decision.reason}])
    if task.progress == 100 or task.is_done:
        task_changes.set_progress(task, progress=50, by=by)
    audit.record(
        request.workspace,
        by,
        "calendar.offer_sent_back",
        request.entry,
        after={"file": offer.file.name, "reason": decision.reason},
    )
    if task.responsible is not None and task.responsible != by:
        notifications.tell(
            request.workspace,
            [task.responsible],
            key=f"offer:{decision.pk}:back",
            text=_("%(name)s sent “%(file)s” back: %(reason)s")
            % {"name": by, "file": offer.file.name, "reason": decision.reason},
            url=task_changes.address(task),
        )
    return decision


def _open(request: MaterialRequest) -> MaterialRequest:
    standing = (
        MaterialRequest.objects.select_for_update(of=("self",))
        .select_related("workspace", "entry")
        .get(pk=request.pk)
    )
    if standing.closed_at is not None:
        raise CannotTake(_("This request is closed already."))
    return standing


def _decide(
    request: MaterialRequest,
    file: TaskFile,
    by: User,
    *,
    accepted: bool,
    reason: str = "",
    asset: MediaAsset | None = None,
) -> OfferDecision:
    decision, fresh = OfferDecision.objects.get_or_create(
        file=file,
        defaults={
            "workspace": request.workspace,
            "request": request,
            "accepted": accepted,
            "reason": reason[:130],
            "asset": asset,
            "by": by,
        },
    )
    if not fresh:
        raise CannotTake(_("Somebody has decided about this file already."))
    return decision


def handed_in(file: TaskFile) -> None:
    """Tell whoever writes the post. Plugged into ``planning.sockets.FILE_HANDED_IN``."""
    request = (
        MaterialRequest.objects.open()
        .filter(task=file.task_id)
        .select_related("workspace", "entry__assignee", "entry__author", "made_by")
        .first()
    )
    if request is None:
        return
    entry = request.entry
    people = {entry.assignee or entry.author, request.made_by} - {None}
    notifications.tell(
        request.workspace,
        [person for person in people if person is not None and str(person) != file.sent_by],
        key=f"offer:{file.pk}",
        text=_("%(who)s handed in “%(file)s” for “%(title)s”.")
        % {"who": file.sent_by, "file": file.name, "title": entry},
        url=reverse("calendar:entry_edit", args=[request.workspace.slug, entry.pk]) + "#requests",
    )
