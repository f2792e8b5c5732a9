"""The sections of O2.1.1: research, posting points, pillars, campaigns, the plan of the period."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from planning.contents import words_for
from planning.models import PostingStrategy
from planning.rows import KINDS
from planning.strategies import content_of
from platforms.display import MetricUnit
from reports.blocks import Block, Callout, Cell, Column, Heading, Paragraph, Section, Table, Tone
from reports.outputs.context import OutputContext
from reports.outputs.names import account_name
from reports.pieces import DateText, QuotedText, compose
from reports.sections.brief.source import platform_name
from reports.sections.brief.text import cell, none_yet, part
from reports.services.errors import CannotDo
from workspaces.periods import Period
from workspaces.punctuation import labelled

Rows = list[dict[str, Any]]
ORDER = ("approved", "in_review", "draft", "superseded")


def strategy_of(context: OutputContext) -> tuple[PostingStrategy, dict[str, Rows]]:
    """The strategy of the period and its rows: as it was sent, else as it stands now."""
    known = getattr(context, "_strategy", None)
    if known is None:
        found = _found(context)
        content = found.frozen if not found.is_open and found.frozen else content_of(found)
        known = (found, content["pieces"])
        context._strategy = known  # type: ignore[attr-defined]
        context._posting_plan = content.get("plan")  # type: ignore[attr-defined]
    return known


def plan_of(context: OutputContext) -> list[dict[str, Any]] | None:
    """The calendar's posts as they stood when it was sent, else now; None: they were not kept."""
    strategy_of(context)
    return context._posting_plan  # type: ignore[attr-defined]


def _found(context: OutputContext) -> PostingStrategy:
    rows = PostingStrategy.objects.in_workspace(context.workspace).with_people()
    if context.subject is not None:
        found = rows.filter(pk=context.subject).first()
    else:
        period = context.period
        same = list(rows.filter(start=period.start, end=period.end))
        holds = list(rows.filter(start__lte=period.start, end__gte=period.end))
        inside = list(rows.filter(start__gte=period.start, end__lte=period.end))
        found = min(
            same or holds or inside,
            key=lambda one: (ORDER.index(one.status), -one.pk),
            default=None,
        )
    if found is None:
        raise CannotDo(
            _("There is no posting strategy for this period yet. Begin one under Planning.")
        )
    return found


def research_section(context: OutputContext) -> Section:
    """What was found out, each with its source, and what follows from it."""
    _strategy, rows = strategy_of(context)
    words = rows["strategy_words"][0]
    blocks: list[Block] = [Heading(_("Environment, current events and competitors"))]
    blocks += part(_("Industry and current events"), words["environment"])
    blocks += part(_("What competitors do"), words["competitors"])
    blocks.append(Heading(_("Research notes with their sources"), 2))
    blocks += none_yet(rows["notes"])
    if rows["notes"]:
        columns = [
            Column(_("Day"), "date"),
            Column(_("Kind")),
            Column(_("What was found"), weight=2.2),
            Column(_("What it means for us"), weight=2.2),
            Column(_("Source"), weight=1.6),
        ]
        lines: list[list[Cell]] = [
            [
                DateText(context.day_of(note["seen_on"])),
                cell(words_for(KINDS["notes"], "kind", note["kind"])),
                cell(_told(note["title"], note["text"])),
                cell(note["meaning"]),
                cell(" ".join(text for text in (note["source"], note["url"]) if text)),
            ]
            for note in rows["notes"]
        ]
        blocks.append(Table(columns, lines))
    blocks += part(_("What follows for us"), words["direction"])
    return Section("RESEARCH", blocks)


def points_section(context: OutputContext) -> Section:
    """發文要項: audience, time, frequency, sharing, format, platform by platform."""
    _strategy, rows = strategy_of(context)
    plans, words = rows["platform_plans"], rows["strategy_words"][0]
    blocks: list[Block] = [Heading(_("Posting points by platform")), *none_yet(plans)]
    if not plans:
        return Section("POINTS", blocks)
    blocks.append(
        Table(
            [
                Column(_("Platform")),
                Column(_("Main audience"), weight=1.6),
                Column(_("Times of posting"), weight=1.6),
                Column(_("Posts a week"), "number"),
                Column(_("Formats"), weight=1.6),
            ],
            [
                [
                    cell(platform_name(row["platform"])),
                    cell(row["audience"]),
                    cell(row["times"]),
                    _per_week(context, row),
                    cell(row["formats"]),
                ]
                for row in plans
            ],
        )
    )
    blocks.append(
        Table(
            [
                Column(_("Platform")),
                Column(_("How it is shared on"), weight=2.4),
                Column(_("Hashtags"), weight=1.4),
                Column(_("Call to action"), weight=1.6),
            ],
            [
                [
                    cell(platform_name(row["platform"])),
                    cell(row["sharing"]),
                    cell(row["hashtags"]),
                    cell(row["call"]),
                ]
                for row in plans
            ],
        )
    )
    share = context.cite_own(
        Decimal(words["flexible_share"] or 0) / 100,
        key="flexible_share",
        label=_("Share of posts kept free"),
        formula=_("set by people, not computed"),
        unit=MetricUnit.RATIO,
        note=_("planned in the posting strategy"),
    )
    blocks.append(Paragraph(compose(_("Kept free for current topics: {share}."), share=share)))
    blocks += _cadence(context)
    return Section("POINTS", blocks)


def _told(title: str, text: str) -> str:
    return labelled(title, text) if title and text else title or text


def _per_week(context: OutputContext, row: dict[str, Any]) -> Cell:
    number = None if row["per_week"] is None else Decimal(row["per_week"])
    whole = number is not None and number == number.to_integral_value()
    return context.cite_own(
        int(number) if number is not None and whole else number,
        key="planned_per_week",
        label=_("Planned posts a week: {platform}").format(platform=platform_name(row["platform"])),
        formula=_("set by people, not computed"),
        note=_("planned in the posting strategy"),
        scope={"row": f"#{row['id']}"},
        reason="" if number is not None else _("Not planned yet."),
    )


def _cadence(context: OutputContext) -> list[Block]:
    """What was published in the period before, to plan against what is real; of a month that is
    still running only the days that have begun, for nobody knows the others."""
    before = context.period.previous()
    if before.start > context.today:
        return []
    before = Period(before.start, context.today) if before.end > context.today else before
    values = context.table(["post_count", "engagement_rate"], before, by="account")
    lines: list[list[Cell]] = []
    for account in context.accounts:
        posts = values.get((account.pk, "post_count"))
        rate = values.get((account.pk, "engagement_rate"))
        if posts is None or rate is None or not posts.value:
            continue
        lines.append(
            [
                QuotedText(account_name(account)),
                context.cite(posts, before),
                context.cite(rate, before),
            ]
        )
    if not lines:
        return []
    columns = [
        Column(_("Account"), weight=2),
        Column(_("Posts published"), "number"),
        Column(_("Engagement rate"), "number"),
    ]
    days = DateText(context.days_of(before))
    return [
        Heading(_("What was published before"), 2),
        Table(columns, lines, note=compose(_("Figures of {days}."), days=days)),
    ]


def pillar_section(context: OutputContext) -> Section:
    strategy, rows = strategy_of(context)
    blocks: list[Block] = [Heading(_("Content pillars")), *none_yet(rows["pillars"])]
    if rows["pillars"]:
        columns = [
            Column(_("Pillar")),
            Column(_("Share"), "number"),
            Column(_("Topics"), weight=2.4),
            Column(_("Tone"), weight=1.4),
        ]
        lines: list[list[Cell]] = [
            [
                cell(row["name"]),
                cell("" if row["share"] is None else f"{row['share']}%"),
                cell(row["topics"]),
                cell(row["tone"]),
            ]
            for row in rows["pillars"]
        ]
        note = compose(_("From “{brief}”."), brief=QuotedText(str(strategy.brief or "—")))
        blocks.append(Table(columns, lines, note=note))
    return Section("PILLARS", blocks)


def plan_section(context: OutputContext) -> Section:
    _strategy, rows = strategy_of(context)
    themes = rows["month_themes"]
    blocks: list[Block] = [Heading(_("Plan of the period")), *none_yet(themes)]
    if themes:
        columns = [
            Column(_("From"), "date"),
            Column(_("To"), "date"),
            Column(_("Theme of the days"), weight=1.4),
            Column(_("Occasion")),
            Column(_("What we publish"), weight=2.6),
        ]
        lines: list[list[Cell]] = [
            [
                DateText(context.day_of(row["start"])),
                DateText(context.day_of(row["end"])),
                cell(row["theme"]),
                cell(row["occasion"]),
                cell(row["ideas"]),
            ]
            for row in sorted(themes, key=lambda row: row["start"] or "9999")
        ]
        blocks.append(Table(columns, lines))
    return Section("PLAN", blocks)


def campaign_section(context: OutputContext) -> Section:
    _strategy, rows = strategy_of(context)
    blocks: list[Block] = [Heading(_("Campaigns"))]
    if not rows["campaigns"]:
        blocks.append(Callout(_("No campaign in this period"), [], Tone.NEUTRAL))
    for row in rows["campaigns"]:
        blocks.append(Heading(QuotedText(row["name"] or "—"), 2))
        budget = "" if row["budget"] is None else f"NT${row['budget']:,}"
        days = f"{context.day_of(row['start'])}–{context.day_of(row['end'])}"
        facts = (
            (_("Kind"), words_for(KINDS["campaigns"], "kind", row["kind"])),
            (_("From–to"), days),
            (_("What it is to reach"), row["goal"]),
            (_("How one takes part"), row["mechanic"]),
            (_("Rules"), row["rules"]),
            (_("Prizes"), row["prizes"]),
            (_("Personal-data notice"), row["privacy"]),
            (_("Budget"), budget),
            (_("Looked after by"), row["names"].get("owner_id", "")),
            (_("What came of it"), row["result"]),
        )
        lines: list[list[Cell]] = [[QuotedText(label), cell(text)] for label, text in facts]
        blocks.append(Table([Column(_("Aspect")), Column(_("Content"), weight=4)], lines))
        if row["stages"]:
            blocks.append(_stages(context, row["stages"]))
    return Section("CAMPAIGNS", blocks)


def _stages(context: OutputContext, stages: Rows) -> Table:
    columns = [
        Column(_("Stage")),
        Column(_("From"), "date"),
        Column(_("To"), "date"),
        Column(_("What happens"), weight=3),
    ]
    return Table(
        columns,
        [
            [
                cell(words_for(KINDS["stages"], "kind", stage["kind"])),
                DateText(context.day_of(stage["start"])),
                DateText(context.day_of(stage["end"])),
                cell(stage["what"]),
            ]
            for stage in stages
        ],
    )
