"""A post is approved by somebody else, once or twice, and only then scheduled.

``draft → in_review → approved → scheduled``; a change of what would be published brings it back
to review, and says so.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import facts, options
from calendar_app.checks import Level, check
from calendar_app.contents import digest_of
from calendar_app.models import Entry, EntryVersion, Publication
from workspaces import approvals, audit, notifications
from workspaces.approvals import NotAllowed
from workspaces.audit import subject_key
from workspaces.models import Approval, Membership, User
from workspaces.punctuation import labelled
from workspaces.roles import Can

REVIEWED = (Entry.State.IN_REVIEW, Entry.State.APPROVED, Entry.State.SCHEDULED)
OUT = (Publication.State.SENT, Publication.State.BY_HAND)


class CannotDo(Exception):
    """The text says what stands in the way, and the next step."""


def waiting(entry: Entry) -> Approval | None:
    return approvals.waiting(entry.workspace, entry)


def authors_of(entry: Entry) -> set[int]:
    """Everyone who must not approve: who began it, who wrote in it."""
    ids = set(entry.writers.values_list("pk", flat=True))
    return ids | ({entry.author_id} if entry.author_id else set())


def approvers_of(entry: Entry) -> list[User]:
    """Who may approve now: leads who did not write it and have not approved an earlier step."""
    barred = authors_of(entry)
    if entry.steps_done:
        barred |= set(
            Approval.objects.in_workspace(entry.workspace)
            .filter(
                subject_key=subject_key(entry),
                state=Approval.State.APPROVED,
                digest=digest_of(entry),
            )
            .exclude(decided_by=None)
            .values_list("decided_by_id", flat=True)
        )
    able = Membership.objects.in_workspace(entry.workspace).who_can(Can.LEAD).with_people()
    return [member.user for member in able if member.user_id not in barred]


def obstacles(entry: Entry) -> list[str]:
    """Blocking checks in one sentence each."""
    found = check(facts.draft_of(entry), facts.rules_of(entry.workspace))
    return [
        f"{labelled(one.where, one.text) if one.where else one.text} {one.way_out}"
        for one in found
        if one.level == Level.BLOCK
    ]


@transaction.atomic
def ask(entry: Entry, *, by: User) -> Entry:
    """Send a draft to review; where nobody has to approve it is scheduled at once."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.state not in (Entry.State.DRAFT, Entry.State.MISSED):
        raise CannotDo(_("This post has been sent to review already."))
    if not entry.versions.exists():
        raise CannotDo(_("Choose at least one account for it."))
    # It would go back to its writers within the minute, or be due at once.
    if late := _late(timezone.now()).filter(entry=entry).select_related("account").first():
        raise CannotDo(
            _("The time on %(account)s has passed. Choose a later one first.")
            % {"account": late.account}
        )
    if stopping := obstacles(entry):
        raise CannotDo(_("Not yet. ") + " ".join(stopping))
    if options.options_of(entry.workspace).approval_steps == 0:
        _set(entry, Entry.State.APPROVED)
        audit.record(entry.workspace, by, "calendar.scheduled", entry)
        settle(entry)
        return entry
    _ask(entry, by)
    return entry


@transaction.atomic
def take_back(entry: Entry, *, by: User) -> None:
    """Open for writing again before anybody has decided."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.state != Entry.State.IN_REVIEW:
        raise CannotDo(_("This post is not in review, so there is nothing to take back."))
    withdraw(entry)
    _set(entry, Entry.State.DRAFT, steps=0)
    audit.record(entry.workspace, by, "calendar.taken_back", entry)


@transaction.atomic
def approve(entry: Entry, *, by: User, digest: str, comment: str = "") -> Entry:
    """One yes; the last one needed schedules it. Raises NotAllowed or CannotDo."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    approval = _waiting_or_refuse(entry)
    _refuse_without_ability(entry, by)
    if by not in approvers_of(entry):
        raise NotAllowed(
            _("You wrote in it or approved it already, so another person has to approve it.")
        )
    approvals.decide(
        approval, by=by, yes=True, comment=comment, digest=digest, also_authors=authors_of(entry)
    )
    return _passed(entry, approval, by)


@transaction.atomic
def decide_outside(entry: Entry, *, name: str, yes: bool, digest: str, comment: str) -> Entry:
    """A step taken by somebody outside (see outside.py, which lets them). Raises as ``approve``."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    approval = _waiting_or_refuse(entry)
    approvals.decide(approval, by=None, name=name, yes=yes, comment=comment, digest=digest)
    if yes:
        return _passed(entry, approval, None)
    _set(entry, Entry.State.DRAFT, steps=0)
    return entry


def _passed(entry: Entry, approval: Approval, by: User | None) -> Entry:
    """One step is done: ask for the next, or schedule it."""
    done = entry.steps_done + 1
    if done < options.options_of(entry.workspace).approval_steps:
        _set(entry, Entry.State.IN_REVIEW, steps=done)
        _ask(entry, approval.author)
        return entry
    if stopping := obstacles(entry):
        # A licence may have run out while it waited.
        raise CannotDo(_("It cannot be scheduled as it stands. ") + " ".join(stopping))
    _set(entry, Entry.State.APPROVED, steps=done)
    settle(entry)
    if by is not None:
        _tell(entry, f"approved:{approval.pk}", _("{name} approved “{title}”."), by)
    return entry


@transaction.atomic
def send_back(entry: Entry, *, by: User, comment: str) -> Entry:
    """Back to its writers, with what should change."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    approval = _waiting_or_refuse(entry)
    _refuse_without_ability(entry, by)
    approvals.decide(approval, by=by, yes=False, comment=comment)
    _set(entry, Entry.State.DRAFT, steps=0)
    said = _("{name} sent “{title}” back: ")
    _tell(entry, f"back:{approval.pk}", said, by, more=comment.strip())
    return entry


def reopen(entry: Entry, *, by: User, digest: str) -> bool:
    """What stood in review or was approved has changed: ask again. True when it had been.

    What was missed is a draft again: it needs a new time besides.
    """
    if entry.state == Entry.State.MISSED:
        call_off(entry, Publication.State.DUE, Publication.State.MISSED)
        _set(entry, Entry.State.DRAFT, steps=0)
        return True
    if entry.state not in REVIEWED:
        return False
    call_off(entry)
    if options.options_of(entry.workspace).approval_steps == 0:
        stopped = bool(obstacles(entry))
        _set(entry, Entry.State.DRAFT if stopped else Entry.State.APPROVED, steps=0)
        settle(entry)
        return True
    asked = waiting(entry) if entry.state == Entry.State.IN_REVIEW else None
    if asked is not None and not entry.steps_done:
        # Autosave comes every second: one question stands, about the words of now. A new one
        # for each saving would ring at every approver as often.
        Approval.objects.filter(pk=asked.pk, state=Approval.State.WAITING).update(
            digest=digest, subject=str(entry)[:200]
        )
        return True
    _set(entry, Entry.State.IN_REVIEW, steps=0)
    _ask(entry, by)
    return True


def stands(entry: Entry) -> bool:
    """Whether what would go out now is what was approved, by as many as were asked for."""
    if entry.state in (Entry.State.DRAFT, Entry.State.IN_REVIEW):
        return False
    needed = min(options.options_of(entry.workspace).approval_steps, entry.steps_done or 1)
    given = Approval.objects.in_workspace(entry.workspace).filter(
        subject_key=subject_key(entry), state=Approval.State.APPROVED, digest=digest_of(entry)
    )
    return given.count() >= needed


def ask_again(entry: Entry, *, by: User, steps: int) -> None:
    """A yes was taken back: no time stands any more, and the step is asked for once more."""
    call_off(entry)
    _set(entry, Entry.State.IN_REVIEW, steps=steps)
    _ask(entry, by)


def withdraw(entry: Entry) -> None:
    """The open question about it, if any, is no longer asked."""
    Approval.objects.in_workspace(entry.workspace).filter(
        subject_key=subject_key(entry), state=Approval.State.WAITING
    ).update(state=Approval.State.WITHDRAWN, decided_at=timezone.now())


def call_off(entry: Entry, *states: str) -> None:
    rows = Publication.objects.filter(version__entry=entry)
    rows.filter(state__in=states or [Publication.State.DUE]).update(
        state=Publication.State.CANCELLED
    )


def _late(now: datetime) -> QuerySet[EntryVersion]:
    """Versions whose time has passed and that are not out."""
    return EntryVersion.objects.filter(at__lte=now).exclude(publication__state__in=OUT)


def settle(entry: Entry) -> None:
    """Give an approved post its publications: scheduled when every version has its time.

    Where all it goes to is out already (the last other account was taken out) it is published.
    """
    entry.refresh_from_db(fields=["state"])
    if entry.state not in (Entry.State.APPROVED, Entry.State.SCHEDULED):
        return
    versions = list(entry.versions.select_related("entry"))
    for version in versions:
        if version.at is not None:
            _publication(version, version.at)
        else:
            Publication.objects.filter(version=version, state=Publication.State.DUE).update(
                state=Publication.State.CANCELLED
            )
    if close(entry):
        return
    whole = bool(versions) and all(version.at for version in versions)
    _set(entry, Entry.State.SCHEDULED if whole else Entry.State.APPROVED)


def close(entry: Entry) -> bool:
    """Published, when it is out wherever it goes to; nothing is left to decide about then."""
    left = EntryVersion.objects.filter(entry=entry).exclude(publication__state__in=OUT)
    if left.exists() or not entry.versions.exists():
        return False
    withdraw(entry)
    _set(entry, Entry.State.PUBLISHED)
    return True


def _publication(version: EntryVersion, at: datetime) -> None:
    row, made = Publication.objects.get_or_create(
        version=version,
        defaults={
            "workspace_id": version.workspace_id,
            "due_at": at,
            # Minted once: a platform that knows it already never publishes it again.
            "token": secrets.token_hex(16),
            "text": version.words,
        },
    )
    if not made:
        open_again = [
            Publication.State.CANCELLED,
            Publication.State.DUE,
            Publication.State.MISSED,
            Publication.State.FAILED,
        ]
        Publication.objects.filter(pk=row.pk, state__in=open_again).update(
            state=Publication.State.DUE, due_at=at, text=version.words, reminded_at=None
        )


def expire(now: datetime) -> int:
    """What was not approved before its time goes back to its writers; returns how many."""
    # An account on which it is out already keeps nothing waiting.
    late = Entry.objects.standing().filter(
        Exists(_late(now).filter(entry=OuterRef("pk"))), state=Entry.State.IN_REVIEW
    )
    count = 0
    for entry in late.select_related("workspace", "author", "assignee")[:500]:
        with transaction.atomic():
            changed = Entry.objects.filter(pk=entry.pk, state=Entry.State.IN_REVIEW).update(
                state=Entry.State.DRAFT, steps_done=0
            )
            if not changed:
                continue
            withdraw(entry)
            audit.record(entry.workspace, None, "calendar.review_expired", entry)
            _tell(
                entry,
                f"expired:{entry.version}:{now:%Y%m%d%H%M}",
                _("“{title}” was not approved before its time. Choose a new one."),
                None,
            )
            count += 1
    return count


def _ask(entry: Entry, by: User) -> None:
    approval = approvals.ask(
        entry.workspace, entry, author=by, digest=digest_of(entry), title=str(entry)
    )
    _set(entry, Entry.State.IN_REVIEW)
    notifications.tell(
        entry.workspace,
        approvers_of(entry),
        key=f"entry:{entry.pk}:review:{approval.pk}",
        text=_("{name} asks you to approve “{title}”.").format(name=by, title=entry),
        url=_url(entry),
    )


def _set(entry: Entry, state: str, *, steps: int | None = None) -> None:
    entry.state = state
    fields = ["state"]
    if steps is not None:
        entry.steps_done = steps
        fields.append("steps_done")
    entry.save(update_fields=fields)


def _waiting_or_refuse(entry: Entry) -> Approval:
    approval = waiting(entry)
    if entry.state != Entry.State.IN_REVIEW or approval is None:
        raise CannotDo(_("This post is not waiting for a decision any more. Look at it again."))
    return approval


def _refuse_without_ability(entry: Entry, by: User) -> None:
    able = Membership.objects.in_workspace(entry.workspace).who_can(Can.LEAD)
    if not able.filter(user=by).exists():
        raise NotAllowed(_("Only a lead or manager can decide about posts."))


def _tell(entry: Entry, key: str, text: str, by: User | None, *, more: str = "") -> None:
    """``more`` are a person's own words: never a pattern to be filled in."""
    people = [person for person in {entry.author, entry.assignee} if person and person != by]
    notifications.tell(
        entry.workspace,
        people,
        key=f"entry:{entry.pk}:{key}",
        text=text.format(name=by, title=entry) + more,
        url=_url(entry),
    )


def _url(entry: Entry) -> str:
    return reverse("calendar:entry_detail", args=[entry.workspace.slug, entry.pk])
