"""A brief's way: sent to review with its figures frozen, sent back or approved by another person."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.completeness import Gap, blocking, gaps
from planning.contents import Content, content_of, digest_of
from planning.errors import CannotDo
from planning.models import Brief, BriefVersion, Objective
from planning.rows import KINDS, rows_of
from planning.sockets import BRIEF_CHECKS, BRIEF_SNAPSHOT, ObjectiveCheck, metric_names
from workspaces import approvals, audit, notifications
from workspaces.models import Approval, Membership, User
from workspaces.roles import Can


def objectives_of(brief: Brief) -> list[Objective]:
    return list(rows_of(KINDS["objectives"], brief.workspace, brief))


def told(brief: Brief, objectives: list[Objective]) -> list[ObjectiveCheck]:
    """What later rooms know about the objectives."""
    return [check for ask in BRIEF_CHECKS for check in ask(brief, objectives)]


def gaps_of(brief: Brief, content: Content | None = None) -> list[Gap]:
    """What the brief lacks now."""
    content = content or content_of(brief)
    return gaps(content, metrics=metric_names(), told=told(brief, objectives_of(brief)))


def snapshot_of(brief: Brief) -> dict[str, Any]:
    """What later rooms freeze with the brief: targets, baselines, forecasts of its objectives."""
    frozen: dict[str, Any] = {}
    objectives = objectives_of(brief)
    for ask in BRIEF_SNAPSHOT:
        frozen |= ask(brief, objectives)
    return frozen


def waiting(brief: Brief) -> Approval | None:
    return approvals.waiting(brief.workspace, brief)


def writers_of(brief: Brief) -> set[int]:
    """Everyone who must not approve: who began it, who wrote in it."""
    ids = set(brief.writers.values_list("pk", flat=True))
    return ids | ({brief.author_id} if brief.author_id else set())


def approvers_of(brief: Brief, asked: Approval | None = None) -> list[Membership]:
    able = Membership.objects.in_workspace(brief.workspace).who_can(Can.SIGN).with_people()
    barred = writers_of(brief) | ({asked.author_id} if asked else set())
    return [member for member in able if member.user_id not in barred]


@transaction.atomic
def submit(brief: Brief, *, by: User) -> BriefVersion:
    """Freeze the brief as its next version and ask for approval. Raises ``CannotDo``."""
    brief = _locked(brief)
    if not brief.is_open:
        raise CannotDo(_("This brief is not a draft any more."))
    content = content_of(brief)
    lacking = blocking(gaps_of(brief, content))
    if lacking:
        sentence = _("%(count)d things are still missing; the first: %(first)s")
        raise CannotDo(sentence % {"count": len(lacking), "first": lacking[0].sentence})
    snapshot = snapshot_of(brief)
    brief.number += 1
    version = BriefVersion.objects.create(
        workspace=brief.workspace,
        brief=brief,
        number=brief.number,
        content=content,
        snapshot=snapshot,
        digest=digest_of(content, snapshot),
        made_by=by,
    )
    brief.status = Brief.Status.IN_REVIEW
    brief.save(update_fields=["number", "status"])
    asked = approvals.ask(
        brief.workspace, brief, author=by, digest=version.digest, title=brief.title
    )
    notifications.tell(
        brief.workspace,
        [member.user for member in approvers_of(brief, asked)],
        key=f"brief:{brief.pk}:review:{asked.pk}",
        text=_("{name} asks you to approve “{title}”.").format(name=by, title=brief.title),
        url=_url(brief),
    )
    return version


@transaction.atomic
def take_back(brief: Brief, *, by: User) -> None:
    """Open the brief for writing again before anybody has decided."""
    brief = _locked(brief)
    asked = _waiting_or_refuse(brief)
    if not approvals.may_take_back(asked, by=by, authors=writers_of(brief)):
        raise CannotDo(approvals.not_yours())
    Approval.objects.filter(pk=asked.pk, state=Approval.State.WAITING).update(
        state=Approval.State.WITHDRAWN, decided_at=timezone.now()
    )
    _reopen(brief)
    audit.record(brief.workspace, by, "planning.brief_taken_back", brief)


@transaction.atomic
def send_back(brief: Brief, *, by: User, comment: str) -> None:
    brief = _locked(brief)
    asked = _waiting_or_refuse(brief)
    _refuse_without_ability(brief, by)
    approvals.decide(asked, by=by, yes=False, comment=comment)
    _reopen(brief)
    _tell_writers(
        brief,
        asked,
        "sent-back",
        _("{name} sent “{title}” back: {comment}").format(
            name=by, title=brief.title, comment=comment.strip()
        ),
    )


@transaction.atomic
def approve(brief: Brief, *, by: User, comment: str, digest: str) -> None:
    """Approve the version in review; an earlier approved brief of the same days is superseded."""
    brief = _locked(brief)
    asked = _waiting_or_refuse(brief)
    _refuse_without_ability(brief, by)
    if by.pk in writers_of(brief):
        raise approvals.NotAllowed(
            _("You wrote part of this brief, so another person has to approve it.")
        )
    approvals.decide(
        asked, by=by, yes=True, comment=comment, digest=digest, also_authors=writers_of(brief)
    )
    now = timezone.now()
    brief.versions.filter(number=brief.number).update(approved_at=now)
    Brief.objects.in_workspace(brief.workspace).filter(
        start=brief.start, end=brief.end, kind=brief.kind, status=Brief.Status.APPROVED
    ).exclude(kind=Brief.Kind.CAMPAIGN).update(status=Brief.Status.SUPERSEDED)
    brief.status = Brief.Status.APPROVED
    brief.approved_by = by
    brief.approved_at = now
    brief.save(update_fields=["status", "approved_by", "approved_at"])
    audit.record(
        brief.workspace, by, "planning.brief_approved", brief, after={"version": brief.number}
    )
    _tell_writers(
        brief,
        asked,
        "approved",
        _("{name} approved “{title}”.").format(name=by, title=brief.title),
    )


def _locked(brief: Brief) -> Brief:
    return (
        Brief.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=brief.pk)
    )


def _waiting_or_refuse(brief: Brief) -> Approval:
    asked = waiting(brief)
    if asked is None or brief.status != Brief.Status.IN_REVIEW:
        raise CannotDo(_("This brief is not waiting for approval."))
    return asked


def _refuse_without_ability(brief: Brief, by: User) -> None:
    member = Membership.objects.in_workspace(brief.workspace).filter(user=by).first()
    if member is None or not member.can(Can.SIGN):
        raise CannotDo(
            _("Your role does not let you decide about briefs. Ask an owner, manager or lead.")
        )


def _reopen(brief: Brief) -> None:
    brief.status = Brief.Status.DRAFT
    brief.save(update_fields=["status"])


def _tell_writers(brief: Brief, asked: Approval, event: str, text: str) -> None:
    people = User.objects.filter(pk__in=writers_of(brief) | {asked.author_id})
    notifications.tell(
        brief.workspace,
        people,
        key=f"brief:{brief.pk}:{event}:{asked.pk}",
        text=text,
        url=_url(brief),
    )


def _url(brief: Brief) -> str:
    return reverse("planning:brief_detail", args=[brief.workspace.slug, brief.pk])
