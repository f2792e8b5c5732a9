"""What every page about one brief shows around it: where it stands, who must act, what is left."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from planning import review
from planning.completeness import Gap, blocking
from planning.models import Brief
from planning.sections import SECTIONS
from workspaces.access import WorkspaceRequest
from workspaces.audit import subject_key
from workspaces.models import Approval
from workspaces.roles import Can

TONES = {"draft": "idle", "in_review": "warn", "approved": "good", "superseded": "idle"}


def brief_frame(request: WorkspaceRequest, brief: Brief, gaps: Sequence[Gap]) -> dict[str, Any]:
    asked = review.waiting(brief)
    approvers = review.approvers_of(brief, asked) if brief.status == "in_review" else []
    barred = review.writers_of(brief) | ({asked.author_id} if asked else set())
    me = request.user.pk
    return {
        "brief": brief,
        "tone": TONES[brief.status],
        "asked": asked,
        "approver_names": _(", ").join(str(member.user) for member in approvers),
        "may_plan": request.can(Can.PLAN),
        "may_write": brief.is_open and request.can(Can.PLAN),
        "may_approve": bool(asked) and request.can(Can.SIGN) and me not in barred,
        "may_send_back": bool(asked) and request.can(Can.SIGN),
        "may_take_back": bool(asked) and (me in barred or request.can(Can.MANAGE)),
        "barred": me in barred,
        "digest": asked.digest if asked else "",
        "gaps": gaps,
        "blocking": blocking(gaps),
        "guide": guide(gaps),
        "returned": last_return(brief),
        "versions": brief.versions.defer("content", "snapshot").select_related("made_by"),
    }


def guide(gaps: Sequence[Gap]) -> list[dict[str, Any]]:
    """The sections with what each still lacks: good, warn (better with) or bad (blocks)."""
    steps = []
    for section in SECTIONS.values():
        mine = [gap for gap in gaps if gap.section == section.key]
        must = [gap for gap in mine if gap.blocks]
        tone = "bad" if must else "warn" if mine else "good"
        word = (
            _("%d missing") % len(must) if must else _("could be better") if mine else _("complete")
        )
        steps.append({"section": section, "tone": tone, "word": word, "gaps": mine})
    return steps


def last_return(brief: Brief) -> Approval | None:
    """Why it came back, while it is open again after a review."""
    if not brief.is_open:
        return None
    last = (
        Approval.objects.in_workspace(brief.workspace)
        .filter(subject_key=subject_key(brief))
        .select_related("decided_by")
        .first()
    )
    return last if last and last.state == Approval.State.REJECTED else None
