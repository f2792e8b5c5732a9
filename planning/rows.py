"""What can be edited piece by piece: fields of a brief, rows of its sections, guides.

One table drives the pages, the saving and the reading view. A *piece* is a row of any of these
kinds; the words of a brief and of the voice guide are pieces too, of which there is just one.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.models import (
    AccountCare,
    Audience,
    Brief,
    Campaign,
    CampaignStage,
    LadderStep,
    LawCheck,
    LawRule,
    MonthTheme,
    Objective,
    Partner,
    Pillar,
    PlatformChoice,
    PlatformCriterion,
    PlatformPlan,
    PostingStrategy,
    ResearchNote,
    ResourceLine,
    Risk,
    VoiceGuide,
    VoiceRule,
)
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class PieceKind:
    """One kind of piece. ``fixed`` are values every new row of this kind begins with."""

    key: str
    model: type[Model]
    fields: tuple[str, ...]
    label: str | Promise  # one of them
    add: str | Promise = ""  # verb on the button; empty: rows come by themselves
    empty: str | Promise = ""
    of_brief: bool = True  # else of the workspace, or of ``parent``
    parent: str = ""  # "strategy" or "campaign": the field that names what a row hangs on
    fixed: tuple[tuple[str, Any], ...] = ()
    pairs: tuple[tuple[str, ...], ...] = ()  # fields that stand side by side
    lead: bool = False  # only people who lead may change it
    record: bool = False  # has a page of its own, where it is written alone
    text: tuple[tuple[str, str | Promise], ...] = ()  # other labels of fields

    @property
    def addable(self) -> bool:
        return bool(self.add)

    @property
    def single(self) -> bool:
        """The words of one brief or guide: there is exactly one."""
        return self.model in (Brief, VoiceGuide, PostingStrategy) or self.record

    @property
    def hangs_on(self) -> str:
        """The field that names what rows hang on; empty for those of the workspace itself."""
        if self.parent:
            return self.parent
        return "brief" if self.of_brief and self.model is not Brief else ""


KINDS: dict[str, PieceKind] = {
    kind.key: kind
    for kind in (
        PieceKind(
            "goal",
            Brief,
            ("organisation_goal", "brand_strategy", "purpose", "axis", "axis_reason"),
            _("Goal and brand"),
        ),
        PieceKind("strategy", Brief, ("strategy", "success_factors", "experiments"), _("Strategy")),
        PieceKind(
            "ladder",
            LadderStep,
            ("name", "behaviour", "invitation", "metric"),
            _("Step"),
            _("Add a step"),
            _("Say which behaviour makes a follower a member, and a member a co-creator."),
            pairs=(("name", "metric"),),
        ),
        PieceKind(
            "objectives",
            Objective,
            ("level", "sentence", "parent", "metric", "attainable", "due", "owner"),
            _("Objective"),
            _("Add an objective"),
            _(
                "Begin with the goal itself (KGI), then what must succeed for it (CSF) and the "
                "figures that show it (KPI)."
            ),
            pairs=(("level", "parent"), ("due", "owner")),
        ),
        PieceKind(
            "audiences",
            Audience,
            ("name", "traits", "needs", "places", "evidence_kind", "evidence"),
            _("Audience group"),
            _("Add a group"),
            _("Whom is this for, and how do we know? One group is enough to begin with."),
            pairs=(("name", "evidence_kind"),),
        ),
        PieceKind(
            "platforms",
            PlatformChoice,
            ("platform", "decision", "role", "reason"),
            _("Platform"),
            _("Add a platform"),
            _("Score every platform you consider, also those you decide against."),
            pairs=(("platform", "decision"),),
        ),
        PieceKind(
            "criteria",
            PlatformCriterion,
            ("name", "question", "weight"),
            _("Criterion"),
            _("Add a criterion"),
            _("What do you judge platforms by?"),
            of_brief=False,
            pairs=(("name", "weight"),),
            lead=True,
        ),
        PieceKind(
            "pillars",
            Pillar,
            ("name", "share", "topics", "tone"),
            _("Pillar"),
            _("Add a pillar"),
            _("Three to five themes that the content stands on; their shares add up to 100 %."),
            pairs=(("name", "share"),),
        ),
        PieceKind(
            "resources",
            ResourceLine,
            ("kind", "platform", "what", "hours", "budget", "share"),
            _("Resource"),
            _("Add a line"),
            _("Hours and money by platform and kind; keep 10–15 % for experiments."),
            pairs=(("kind", "platform"), ("hours", "budget", "share")),
        ),
        PieceKind(
            "risks",
            Risk,
            ("what", "likelihood", "impact", "sign", "answer"),
            _("Risk"),
            _("Add a risk"),
            _("What could go wrong, how would you notice, what would you do?"),
            pairs=(("likelihood", "impact"),),
        ),
        PieceKind("law", LawCheck, ("answer", "evidence"), _("Answer to the question")),
        PieceKind(
            "law_rules",
            LawRule,
            (
                "statute",
                "article",
                "trigger",
                "question",
                "evidence",
                "consequence",
                "words",
                "active",
            ),
            _("Rule"),
            _("Add a rule"),
            _("No rule is in use. Add the questions your team asks before it publishes."),
            of_brief=False,
            pairs=(("statute", "article"), ("trigger", "consequence")),
            lead=True,
        ),
        PieceKind(
            "voice",
            VoiceGuide,
            (
                "character",
                "addressing",
                "emoji_rule",
                "most_emoji",
                "hashtag_rule",
                "most_hashtags",
                "fixed_hashtags",
            ),
            _("How we speak"),
            of_brief=False,
        ),
        PieceKind(
            "voice_pairs",
            VoiceRule,
            ("text", "other", "note"),
            _("Do and don't"),
            _("Add a pair"),
            _("Show the difference with one sentence each."),
            of_brief=False,
            fixed=(("kind", "pair"),),
            pairs=(("text", "other"),),
            text=(("text", _("We say")), ("other", _("We never say"))),
        ),
        PieceKind(
            "voice_words",
            VoiceRule,
            ("text", "other", "note"),
            _("Word to avoid"),
            _("Add a word"),
            _("Words that posts must not hold, and what to write instead."),
            of_brief=False,
            fixed=(("kind", "avoid"),),
            pairs=(("text", "other"),),
            text=(("text", _("Word to avoid")), ("other", _("Write instead"))),
        ),
        PieceKind(
            "voice_replies",
            VoiceRule,
            ("text", "other", "note"),
            _("Sample reply"),
            _("Add a sample reply"),
            _("What somebody wrote, and how we answer it."),
            of_brief=False,
            fixed=(("kind", "reply"),),
            pairs=(("text", "other"),),
            text=(("text", _("Somebody writes")), ("other", _("We answer"))),
        ),
        PieceKind(
            "strategy_words",
            PostingStrategy,
            ("environment", "competitors", "direction", "flexible_share"),
            _("Where we stand and what follows"),
            of_brief=False,
        ),
        PieceKind(
            "platform_plans",
            PlatformPlan,
            (
                "platform",
                "audience",
                "times",
                "per_week",
                "sharing",
                "formats",
                "hashtags",
                "call",
            ),
            _("Posting points"),
            _("Add a platform"),
            _("For each platform: for whom, when, how often, how it is shared, in which formats."),
            of_brief=False,
            parent="strategy",
            pairs=(
                ("platform", "per_week"),
                ("audience", "times"),
                ("formats", "hashtags", "call"),
            ),
        ),
        PieceKind(
            "month_themes",
            MonthTheme,
            ("start", "end", "theme", "occasion", "ideas"),
            _("Theme of the days"),
            _("Add a theme"),
            _("What each stretch of the period is about."),
            of_brief=False,
            parent="strategy",
            pairs=(("start", "end"), ("theme", "occasion")),
        ),
        PieceKind(
            "notes",
            ResearchNote,
            ("kind", "title", "source", "url", "seen_on", "text", "meaning", "tags"),
            _("Research note"),
            _("Add a note"),
            of_brief=False,
            record=True,
            pairs=(("kind", "seen_on"), ("source", "url")),
        ),
        PieceKind(
            "campaigns",
            Campaign,
            (
                "name",
                "kind",
                "start",
                "end",
                "owner",
                "budget",
                "goal",
                "mechanic",
                "rules",
                "prizes",
                "privacy",
                "result",
            ),
            _("Campaign"),
            _("Add a campaign"),
            of_brief=False,
            record=True,
            pairs=(("name", "kind"), ("start", "end"), ("owner", "budget")),
        ),
        PieceKind(
            "stages",
            CampaignStage,
            ("kind", "start", "end", "what"),
            _("Stage"),
            _("Add a stage"),
            _("Warming up, start, peak, winding down, closing: what happens when."),
            of_brief=False,
            parent="campaign",
            pairs=(("kind", "start", "end"),),
        ),
        PieceKind(
            "partners",
            Partner,
            (
                "name",
                "platforms",
                "audience_fit",
                "results",
                "cost",
                "contract_start",
                "contract_end",
                "disclosure",
            ),
            _("Partner"),
            _("Add a partner"),
            of_brief=False,
            record=True,
            pairs=(("name", "platforms"), ("contract_start", "contract_end", "cost")),
        ),
        PieceKind(
            "care",
            AccountCare,
            ("stands", "checked_on", "every_days"),
            _("Account care"),
            of_brief=False,
            pairs=(("checked_on", "every_days"),),
        ),
    )
}


Parent = Brief | PostingStrategy | Campaign


def rows_of(kind: PieceKind, workspace: Workspace, parent: Parent | None = None) -> Sequence[Any]:
    """The standing rows of a kind in their order, ready to be read out."""
    if kind.model in (Brief, PostingStrategy):
        return [parent] if parent else []
    rows: Any = kind.model.objects.in_workspace(workspace)  # type: ignore[attr-defined]
    if kind.hangs_on:
        rows = rows.filter(**{kind.hangs_on: parent})
    if kind.fixed:
        rows = rows.filter(**dict(kind.fixed))
    if _can_be_removed(kind):
        rows = rows.standing()
    also: dict[type[Model], tuple[str, ...]] = {
        Objective: ("owner", "parent"),
        LawCheck: ("rule", "by"),
        AccountCare: ("account", "checked_by"),
        Campaign: ("owner",),
    }
    joined = also.get(kind.model)
    if kind.model is LawCheck:
        rows = rows.filter(rule__active=True, rule__removed_at=None).order_by("rule__place", "pk")
    return list(rows.select_related(*joined) if joined else rows)


def _can_be_removed(kind: PieceKind) -> bool:
    return any(field.name == "removed_at" for field in kind.model._meta.get_fields())


def values_of(kind: PieceKind, row: Any) -> dict[str, Any]:
    """What a person can write in a row, as JSON values."""
    stored = [_attname(kind, name) for name in kind.fields]
    values = {name: _plain(getattr(row, name)) for name in stored}
    if kind.model is PlatformChoice:
        values["scores"] = dict(sorted(row.scores.items()))
    return values


def _attname(kind: PieceKind, name: str) -> str:
    return getattr(kind.model._meta.get_field(name), "attname", name)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def mark_of(kind: PieceKind, row: Any) -> str:
    """A short name for what stands in a row; an editor's page sends back the one it saw."""
    text = json.dumps(values_of(kind, row), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
