"""A posting strategy's way: begun, frozen when it is sent, approved by another person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from planning import briefs, posting_plan
from planning.contents import digest_of, names_of
from planning.errors import CannotDo
from planning.models import (
    Brief,
    Campaign,
    CampaignStage,
    PlatformPlan,
    PostingStrategy,
    ResearchNote,
)
from planning.rows import KINDS, rows_of, values_of
from workspaces import approvals, audit, notifications
from workspaces.models import Approval, Membership, User, Workspace
from workspaces.periods import Period
from workspaces.roles import Can

LOOK_BACK_DAYS = 120  # research older than this says little about the period


@transaction.atomic
def begin(workspace: Workspace, *, period: Period, by: User) -> PostingStrategy:
    """A draft with one line of posting points for each platform the brief decided for."""
    brief = briefs.current(workspace, period.start)
    made = PostingStrategy.objects.create(
        workspace=workspace,
        title=_("Posting strategy, %(period)s") % {"period": period.label},
        start=period.start,
        end=period.end,
        brief=brief,
        author=by,
    )
    chosen = rows_of(KINDS["platforms"], workspace, brief) if brief else []
    PlatformPlan.objects.bulk_create(
        PlatformPlan(workspace=workspace, strategy=made, platform=one.platform, place=place)
        for place, one in enumerate(chosen, start=1)
        if one.platform and one.decision not in ("", "no")
    )
    audit.record(workspace, by, "planning.strategy_begun", made)
    return made


def content_of(strategy: PostingStrategy) -> dict[str, Any]:
    """Words, posting points, themes, research, campaigns, people and the plan as JSON values."""
    workspace = strategy.workspace
    pieces = {
        key: _plain(key, rows_of(KINDS[key], workspace, strategy))
        for key in ("strategy_words", "platform_plans", "month_themes")
    }
    pieces["notes"] = _plain("notes", notes_of(strategy))
    campaigns = campaigns_of(strategy)
    pieces["campaigns"] = _plain("campaigns", campaigns)
    stages: dict[int, list[Any]] = {}
    for stage in CampaignStage.objects.in_workspace(workspace).standing():
        stages.setdefault(stage.campaign_id, []).append(stage)
    for row in pieces["campaigns"]:
        row["stages"] = _plain("stages", stages.get(row["id"], []))
    for key in ("partners", "communities", "fans"):
        pieces[key] = _plain(key, rows_of(KINDS[key], workspace))
    pillars = rows_of(KINDS["pillars"], workspace, strategy.brief) if strategy.brief else []
    pieces["pillars"] = _plain("pillars", pillars)
    return {"pieces": pieces, "plan": posting_plan.plan_of(workspace, strategy.period)}


def _plain(key: str, rows: Sequence[Any]) -> list[dict[str, Any]]:
    kind = KINDS[key]
    return [{"id": row.pk} | values_of(kind, row) | {"names": names_of(kind, row)} for row in rows]


def notes_of(strategy: PostingStrategy) -> list[ResearchNote]:
    """Research of the period and the months before it, newest first."""
    first = strategy.start - timedelta(days=LOOK_BACK_DAYS)
    rows = ResearchNote.objects.in_workspace(strategy.workspace).standing()
    return list(rows.filter(seen_on__range=(first, strategy.end))[:60])


def campaigns_of(strategy: PostingStrategy) -> list[Campaign]:
    rows = Campaign.objects.in_workspace(strategy.workspace).standing()
    inside = rows.filter(start__lte=strategy.end, end__gte=strategy.start)
    return list(inside.select_related("owner").order_by("start", "pk"))


def lacking(strategy: PostingStrategy) -> list[str]:
    """What has to be there before it can be approved, as sentences."""
    content = content_of(strategy)["pieces"]
    words = content["strategy_words"][0]
    found = []
    if not words["environment"].strip():
        found.append(_("Write what happens in the industry and in the news."))
    if not words["direction"].strip():
        found.append(_("Write what follows for your posts."))
    if not content["platform_plans"]:
        found.append(_("Add the posting points of at least one platform."))
    for row in content["platform_plans"]:
        points = ("platform", "audience", "times", "per_week", "sharing", "formats")
        if any(not row[name] for name in points):
            found.append(
                _("Complete the posting points: audience, times, frequency, sharing, formats.")
            )
            break
    if not content["notes"]:
        found.append(_("Write at least one research note with its source."))
    return found


def writers_of(strategy: PostingStrategy) -> set[int]:
    ids = set(strategy.writers.values_list("pk", flat=True))
    return ids | ({strategy.author_id} if strategy.author_id else set())


@transaction.atomic
def submit(strategy: PostingStrategy, *, by: User) -> Approval:
    strategy = _locked(strategy)
    if not strategy.is_open:
        raise CannotDo(_("This posting strategy is not a draft any more."))
    missing = lacking(strategy)
    if missing:
        raise CannotDo(missing[0])
    strategy.number += 1
    strategy.frozen = content_of(strategy)
    strategy.status = Brief.Status.IN_REVIEW
    strategy.save(update_fields=["number", "frozen", "status"])
    asked = approvals.ask(
        strategy.workspace,
        strategy,
        author=by,
        digest=digest_of(strategy.frozen, {}),
        title=strategy.title,
    )
    able = Membership.objects.in_workspace(strategy.workspace).who_can(Can.SIGN).with_people()
    barred = writers_of(strategy) | {by.pk}
    notifications.tell(
        strategy.workspace,
        [member.user for member in able if member.user_id not in barred],
        key=f"strategy:{strategy.pk}:review:{asked.pk}",
        text=_("{name} asks you to approve “{title}”.").format(name=by, title=strategy.title),
        url=_url(strategy),
    )
    return asked


@transaction.atomic
def decide(
    strategy: PostingStrategy, *, by: User, yes: bool, comment: str, digest: str = ""
) -> None:
    """Approve or send back. Raises ``CannotDo`` or ``NotAllowed`` with a sentence.

    ``digest`` is that of the text the person read: what was taken back and sent anew meanwhile
    is not approved by an earlier page.
    """
    strategy = _locked(strategy)
    asked = _asked(strategy)
    approvals.decide(
        asked,
        by=by,
        yes=yes,
        comment=comment,
        digest=digest,
        also_authors=writers_of(strategy),
    )
    strategy.status = Brief.Status.APPROVED if yes else Brief.Status.DRAFT
    if yes:
        strategy.approved_by, strategy.approved_at = by, timezone.now()
        PostingStrategy.objects.in_workspace(strategy.workspace).filter(
            start=strategy.start, end=strategy.end, status=Brief.Status.APPROVED
        ).exclude(pk=strategy.pk).update(status=Brief.Status.SUPERSEDED)
    strategy.save(update_fields=["status", "approved_by", "approved_at"])
    text = _("{name} approved “{title}”.") if yes else _("{name} sent “{title}” back: {comment}")
    notifications.tell(
        strategy.workspace,
        User.objects.filter(pk__in=writers_of(strategy) | {asked.author_id}),
        key=f"strategy:{strategy.pk}:decided:{asked.pk}",
        text=text.format(name=by, title=strategy.title, comment=comment.strip()),
        url=_url(strategy),
    )


@transaction.atomic
def take_back(strategy: PostingStrategy, *, by: User) -> None:
    strategy = _locked(strategy)
    asked = _asked(strategy)
    if not approvals.may_take_back(asked, by=by, authors=writers_of(strategy)):
        raise CannotDo(approvals.not_yours())
    Approval.objects.filter(pk=asked.pk, state=Approval.State.WAITING).update(
        state=Approval.State.WITHDRAWN, decided_at=timezone.now()
    )
    strategy.status = Brief.Status.DRAFT
    strategy.save(update_fields=["status"])
    audit.record(strategy.workspace, by, "planning.brief_taken_back", strategy)


def _locked(strategy: PostingStrategy) -> PostingStrategy:
    rows = PostingStrategy.objects.select_for_update(of=("self",))
    return rows.select_related("workspace", "brief").get(pk=strategy.pk)


def _asked(strategy: PostingStrategy) -> Approval:
    asked = approvals.waiting(strategy.workspace, strategy)
    if asked is None or strategy.status != Brief.Status.IN_REVIEW:
        raise CannotDo(_("This posting strategy is not waiting for approval."))
    return asked


def _url(strategy: PostingStrategy) -> str:
    return reverse("planning:strategy_detail", args=[strategy.workspace.slug, strategy.pk])
