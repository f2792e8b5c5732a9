"""Drafting help: prepared and read by a person, asked by a job, put in by a person alone."""

import hashlib
import json
import threading
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from calendar_app import entries, facts
from calendar_app.drafting_client import CannotDraft, complete
from calendar_app.drafting_words import Material, Message, drafts_in, messages_for
from calendar_app.models import DraftingService, DraftRequest, Entry, EntryVersion, Idea
from planning.models import VoiceGuide
from platforms.lengths import TEXT_RULES
from workspaces import audit, jobs, secrets
from workspaces.models import User, Workspace

TASK = "calendar.draft"
LOOK = 0.5  # seconds between looks whether somebody has cancelled


class CannotDo(Exception):
    """The text says why not, and what to do."""


def service_of(workspace: Workspace) -> DraftingService | None:
    """The service when it is on and complete, else None."""
    row = DraftingService.objects.in_workspace(workspace).filter(on=True).first()
    return row if row is not None and row.address and row.model else None


def host_of(service: DraftingService) -> str:
    return urlsplit(service.address).hostname or service.address


def words_of(entry: Entry, version: EntryVersion | None) -> str:
    """The text a draft is made of and put into."""
    return version.words if version is not None else entry.text


def prepare(entry: Entry, version: EntryVersion | None, task: str, wish: str) -> list[Message]:
    """Exactly what would be sent. Raises CannotDo when there is nothing to send."""
    text = words_of(entry, version)
    if not text.strip() and not (task in ("ideas", "titles") and str(entry.title).strip()):
        raise CannotDo(_("There is no text yet. Write a first one, even a rough one."))
    guide = VoiceGuide.objects.in_workspace(entry.workspace).first()
    rules = facts.rules_of(entry.workspace)
    limits = TEXT_RULES.get(version.account.platform) if version is not None else None
    return messages_for(
        task,
        Material(
            text=text,
            title=entry.title,
            wish=wish[:300],
            platform=str(version.account.facts.label) if version is not None else "",
            most=limits.most if limits is not None else None,
            avoided=[one.word for one in rules.avoided if one.word],
            character=guide.character if guide is not None else "",
        ),
    )


def digest_of(service: DraftingService, messages: list[Message]) -> str:
    """Of what was shown: where it goes and every word."""
    told = [service.address, service.model, messages]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def ask(
    entry: Entry,
    version: EntryVersion | None,
    task: str,
    wish: str,
    *,
    shown: str,
    by: User,
) -> DraftRequest:
    """Send what was shown, as a job. Raises CannotDo; changed words are shown again first."""
    service = service_of(entry.workspace)
    if service is None:
        raise CannotDo(_("Drafting help is off. Whoever manages the workspace can turn it on."))
    messages = prepare(entry, version, task, wish)
    if shown != digest_of(service, messages):
        raise CannotDo(
            _("The text has changed since. Read again what would be sent, then send it.")
        )
    made = DraftRequest.objects.create(
        workspace=entry.workspace,
        entry=entry,
        version=version,
        task=task,
        wish=wish[:300],
        messages=messages,
        before=words_of(entry, version),
        model=service.model,
        host=host_of(service)[:253],
        asked_by=by,
    )
    made.job = jobs.enqueue(
        TASK,
        workspace=entry.workspace,
        by=by,
        label=_("Draft: %(what)s") % {"what": made.get_task_display()},
        params={"draft": made.pk},
        result_url=reverse("calendar:draft_detail", args=[entry.workspace.slug, made.pk]),
    )
    made.save(update_fields=["job"])
    audit.record(
        entry.workspace,
        by,
        "calendar.draft_asked",
        entry,
        after={"task": task, "host": made.host, "model": made.model},
    )
    return made


def run(task: jobs.Run) -> None:
    """The job: ask, wait no longer than allowed, look now and then whether it was cancelled."""
    rows = DraftRequest.objects.in_workspace(task.job.workspace)
    made = rows.filter(pk=task.job.params["draft"]).first()
    service = service_of(task.job.workspace)
    if made is None:
        raise jobs.JobFailed(_("The post is no longer there."))
    if service is None or host_of(service) != made.host:
        raise jobs.JobFailed(_("Drafting help was turned off or changed in the meantime."))
    task.progress(0, step=_("Waiting for %(host)s") % {"host": made.host})
    answer = _answer(task, service, made)
    drafts = drafts_in(made.task, answer)
    if not drafts:
        raise jobs.JobFailed(_("The drafting service answered without any words. Ask another way."))
    with transaction.atomic():
        rows.filter(pk=made.pk).update(
            state=DraftRequest.State.ANSWERED, drafts=drafts, answered_at=timezone.now()
        )
        task.finish({"drafts": len(drafts)}, result_url=task.job.result_url or _page(made))


def _answer(task: jobs.Run, service: DraftingService, made: DraftRequest) -> str:
    """In a thread of its own, so that cancelling does not wait for the other side."""
    told: dict[str, Any] = {}
    try:
        key = secrets.decrypt(service.key) if service.key else ""
    except secrets.Unreadable:
        raise jobs.JobFailed(
            _("The key of the drafting service cannot be read any more. Enter it again.")
        ) from None

    language = translation.get_language() or settings.LANGUAGE_CODE

    def ask_outside() -> None:
        try:
            with translation.override(language):
                told["answer"] = complete(
                    service.address,
                    model=made.model,
                    key=key,
                    messages=made.messages,
                    seconds=service.seconds,
                )
        except CannotDraft as error:
            told["refusal"] = str(error)
        except Exception as error:  # noqa: BLE001 -- told by the thread that waits, by name alone
            told["fault"] = type(error).__name__

    thread = threading.Thread(target=ask_outside, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(LOOK)
        task.progress(0)
    if "fault" in told:
        raise RuntimeError(told["fault"])
    if "refusal" in told:
        raise jobs.JobFailed(told["refusal"])
    return str(told["answer"])


def gave_up(job: Any) -> None:
    DraftRequest.objects.filter(pk=job.params["draft"], state=DraftRequest.State.ASKED).update(
        state=DraftRequest.State.FAILED
    )


def _page(made: DraftRequest) -> str:
    return reverse("calendar:draft_detail", args=[made.workspace.slug, made.pk])


@transaction.atomic
def take(made: DraftRequest, index: int, *, seen: int, by: User) -> None:
    """Put one draft in: a title, an idea of the bank, or the text it was made of.

    The kept text says that it came from a draft. Raises CannotDo, entries.Changed, CannotChange.
    """
    made = DraftRequest.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if not 0 <= index < len(made.drafts):
        raise CannotDo(_("This draft is not there. Choose one of the list."))
    draft = str(made.drafts[index])
    note = _("taken from a draft by %(model)s") % {"model": made.model}
    entry = made.entry
    if made.task == DraftRequest.Task.IDEAS:
        idea = Idea.objects.create(
            workspace=made.workspace,
            title=draft[:200],
            text=draft if len(draft) > 200 else "",
            pillar=entry.pillar,
            source=note[:300],
            author=by,
        )
        audit.record(made.workspace, by, "calendar.idea_added", idea, after={"source": note})
    elif made.task == DraftRequest.Task.TITLES and made.version is not None:
        values = {"title": draft[:200]}
        entries.write_version(made.version, values, seen=seen, by=by, note=note)
    elif made.task == DraftRequest.Task.TITLES:
        entries.write(entry, {"title": draft[:200]}, seen=seen, by=by, note=note)
    elif made.version is not None:
        own: dict[str, Any] = {"own_text": True, "text": draft}
        entries.write_version(made.version, own, seen=seen, by=by, note=note)
    else:
        entries.write(entry, {"text": draft}, seen=seen, by=by, note=note)
    DraftRequest.objects.filter(pk=made.pk).update(taken=sorted({*made.taken, index}))
    audit.record(
        made.workspace,
        by,
        "calendar.draft_taken",
        entry,
        after={"task": made.task, "no": index + 1},
    )


def keys() -> Any:
    """Where keys are kept, for ``workspaces.secrets``."""
    for row in DraftingService.objects.exclude(key="").order_by("pk").iterator(chunk_size=500):
        yield row, "key", ""
