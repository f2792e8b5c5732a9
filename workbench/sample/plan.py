"""The sample brand's plans: last quarter's and this quarter's approved, the next one a draft."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from analytics.goals import objectives as goals
from analytics.models import Target
from planning import briefs, pieces, review
from planning.models import AccountCare, Brief, LawCheck, Objective, PlatformCriterion, VoiceGuide
from planning.rows import KINDS, rows_of
from workbench.sample import plan_texts as texts
from workbench.sample.rows import write
from workspaces import comments
from workspaces.models import User, Workspace
from workspaces.periods import Period


def write_plans(
    workspace: Workspace, last: Period, this: Period, *, lead: User, editor: User, manager: User
) -> None:
    """Both briefs by the path people take: written, checked, sent, approved by the manager."""
    before = briefs.begin(
        workspace, title=_title(last), kind=Brief.Kind.QUARTER.value, period=last, by=lead
    )
    _guides(workspace, by=lead)
    _care(workspace, this, by=editor)
    _fill(before, by=lead)
    _send_and_approve(before, lead, manager, texts.APPROVED_LAST)
    now = briefs.begin(
        workspace,
        title=_title(this),
        kind=Brief.Kind.QUARTER.value,
        period=this,
        by=lead,
        based_on=before,
    )
    _change(now, by=lead)
    comments.say(workspace, now, texts.REMARK, by=editor, part="pillars")
    _send_and_approve(now, lead, manager, texts.APPROVED_THIS)
    after = this.next()  # begun from what stands, still a draft: what is missing shows
    briefs.begin(
        workspace,
        title=_title(after),
        kind=Brief.Kind.QUARTER.value,
        period=after,
        by=lead,
        based_on=now,
    )


def _title(period: Period) -> str:
    return texts.TITLE.format(period=period.label)


def _add(kind: str, brief: Brief, by: User, /, **values: Any) -> Any:
    row = pieces.add(KINDS[kind], brief.workspace, brief, by=by)
    return write(kind, row, by, **values)


def _guides(workspace: Workspace, *, by: User) -> None:
    guide = VoiceGuide.objects.in_workspace(workspace).get()
    write("voice", guide, by, **texts.VOICE)
    for kind, rows in texts.VOICE_RULES.items():
        for text, other, note in rows:
            row = pieces.add(KINDS[kind], workspace, None, by=by)
            write(kind, row, by, text=text, other=other, note=note)


def _care(workspace: Workspace, this: Period, *, by: User) -> None:
    for place, one in enumerate(
        AccountCare.objects.in_workspace(workspace).select_related("account")
    ):
        write(
            "care",
            one,
            by,
            stands=texts.CARE.get(one.item, ""),
            checked_on=this.start + timedelta(days=place % 9),
        )


def _fill(brief: Brief, *, by: User) -> None:
    write("goal", brief, by, **texts.GOAL)
    write("strategy", brief, by, **texts.STRATEGY)
    for row, values in zip(
        rows_of(KINDS["ladder"], brief.workspace, brief), texts.LADDER, strict=True
    ):
        write("ladder", row, by, **values)
    for kind in ("audiences", "pillars", "resources", "risks"):
        for values in texts.ROWS[kind]:
            _add(kind, brief, by, **_numbers(values))
    _platforms(brief, by=by)
    _objectives(brief, by=by)
    _law(brief, by=by)


def _numbers(values: dict[str, Any]) -> dict[str, Any]:
    hours = values.get("hours")
    return values | ({"hours": Decimal(hours)} if hours else {})


def _platforms(brief: Brief, *, by: User) -> None:
    criteria = list(PlatformCriterion.objects.in_workspace(brief.workspace).standing())
    for platform, decision, role, reason, scores in texts.PLATFORMS:
        _add(
            "platforms",
            brief,
            by,
            platform=platform,
            decision=decision,
            role=role,
            reason=reason,
            scores={str(one.pk): score for one, score in zip(criteria, scores, strict=True)},
        )


def _objectives(brief: Brief, *, by: User) -> None:
    """The tree, each figure tied to the target that was set for these days."""
    made: dict[str, Objective] = {}
    targets = {
        target.metric: target
        for target in Target.objects.in_workspace(brief.workspace).filter(
            start=brief.start, due=brief.end, account=None
        )
    }
    for metric, level, parent, sentence, why in texts.OBJECTIVES:
        made[metric] = _add(
            "objectives",
            brief,
            by,
            level=level,
            parent=made.get(parent),
            sentence=sentence,
            metric=metric,
            attainable=why,
            due=brief.end,
            owner=by,
        )
        if metric in targets:
            goals.serve(targets[metric], made[metric], by=by)


def _law(brief: Brief, *, by: User) -> None:
    for check in rows_of(KINDS["law"], brief.workspace, brief):
        evidence = texts.LAW.get((check.rule.statute, check.rule.article))
        answer = LawCheck.Answer.MET if evidence else LawCheck.Answer.NONE
        write("law", check, by, answer=answer.value, evidence=evidence or texts.NOT_OURS)


def _change(brief: Brief, *, by: User) -> None:
    """What the lead made different from last quarter, objectives and targets anew."""
    write("goal", brief, by, **(texts.GOAL | texts.GOAL_CHANGES))
    write("strategy", brief, by, **(texts.STRATEGY | texts.STRATEGY_CHANGES))
    pillars = rows_of(KINDS["pillars"], brief.workspace, brief)
    for row, values in zip(pillars, texts.PILLARS_NOW, strict=True):
        write("pillars", row, by, **values)
    targets = {
        target.metric: target
        for target in Target.objects.in_workspace(brief.workspace).filter(
            start=brief.start, due=brief.end, account=None
        )
    }
    for one in rows_of(KINDS["objectives"], brief.workspace, brief):
        sentence = texts.SENTENCES_NOW.get(one.metric, one.sentence)
        values = {name: getattr(one, name) for name in KINDS["objectives"].fields}
        write("objectives", one, by, **(values | {"sentence": sentence, "due": brief.end}))
        if one.metric in targets:
            goals.serve(targets[one.metric], one, by=by)
    if posts := targets.get("post_count"):
        fields = {"value": posts.value + 3, "owner_id": posts.owner_id}
        reason, evidence = texts.MORE_POSTS
        goals.revise(posts, fields, reason=reason, evidence=evidence, by=by)
    _law(brief, by=by)


def _send_and_approve(brief: Brief, lead: User, manager: User, comment: str) -> None:
    version = review.submit(brief, by=lead)
    review.approve(brief, by=manager, comment=comment, digest=version.digest)
