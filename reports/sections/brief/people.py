"""For whom, where and how: audience, platforms with their scores, strategy, pillars, voice."""

from typing import Any

from django.utils.translation import gettext as _

from planning.contents import score_of
from platforms.display import MetricUnit
from reports.blocks import Block, Bullets, Cell, Chart, Column, Heading, Paragraph, Section, Table
from reports.charts import ChartSpec, SeriesSpec
from reports.outputs.context import OutputContext
from reports.pieces import QuotedText, compose
from reports.sections.brief.source import brief_of, platform_name
from reports.sections.brief.text import cell, chosen, none_yet, part, written
from workspaces.punctuation import aside, labelled, listed


def audience_section(context: OutputContext) -> Section:
    rows = brief_of(context).pieces["audiences"]
    blocks: list[Block] = [Heading(_("Target groups and the evidence for them")), *none_yet(rows)]
    for row in rows:
        blocks.append(Heading(QuotedText(row["name"] or "—"), 2))
        facts = (
            (_("Who they are"), row["traits"]),
            (_("What they need"), row["needs"]),
            (_("Where and when they are online"), row["places"]),
        )
        lines: list[list[Cell]] = [[QuotedText(label), cell(text)] for label, text in facts]
        kind = chosen("audiences", "evidence_kind", row["evidence_kind"])
        lines.append([QuotedText(_("Evidence")), cell(labelled(kind, row["evidence"] or "—"))])
        blocks.append(Table([Column(_("Aspect")), Column(_("What we know"), weight=3.6)], lines))
    return Section("AUDIENCE", blocks)


def platform_section(context: OutputContext) -> Section:
    """The score of every platform by every criterion, then decision and reason for each."""
    source = brief_of(context)
    rows, criteria = source.pieces["platforms"], source.pieces["criteria"]
    blocks: list[Block] = [Heading(_("Platforms chosen, and why")), *none_yet(rows)]
    if not rows:
        return Section("PLATFORMS", blocks)
    by_id = {str(one["id"]): one for one in criteria}
    ranked = sorted(rows, key=lambda row: -(score_of(row, by_id) or 0))
    columns = [
        Column(_("Platform"), weight=1.4),
        *(Column(f"{one['name']}×{one['weight']}", "number") for one in criteria),
        Column(_("Points"), "number"),
        Column(_("Decision")),
    ]
    lines: list[list[Cell]] = [
        [
            cell(platform_name(row["platform"])),
            *(QuotedText(str(row["scores"].get(key, "—"))) for key in by_id),
            _points(context, row, by_id),
            cell(chosen("platforms", "decision", row["decision"])),
        ]
        for row in ranked
    ]
    blocks.append(
        Table(
            columns,
            lines,
            note=QuotedText(
                _(
                    "Each criterion is scored 1–5 and multiplied by its weight (×); points are the "
                    "part of all that could be had, out of 100."
                )
            ),
        )
    )
    table: list[list[Cell]] = [
        [
            cell(platform_name(row["platform"])),
            cell(row["role"]),
            cell(row["reason"]),
        ]
        for row in ranked
    ]
    columns = [
        Column(_("Platform")),
        Column(_("What it is for"), weight=1.6),
        Column(_("Reason for the decision"), weight=2.6),
    ]
    blocks.append(Table(columns, table))
    return Section("PLATFORMS", blocks)


def _points(context: OutputContext, row: dict[str, Any], criteria: dict[str, Any]) -> Cell:
    points = score_of(row, criteria)
    return context.cite_own(
        points,
        key="platform_points",
        label=_("Points: {platform}").format(platform=platform_name(row["platform"])),
        formula=_("sum of score × weight ÷ the most there could be × 100"),
        note=_("scores given by the team in the brief"),
        scope={"platform": row["platform"], "row": f"#{row['id']}"},
        reason="" if points is not None else _("Not every criterion is scored."),
    )


def strategy_section(context: OutputContext) -> Section:
    words = brief_of(context).words("strategy")
    blocks: list[Block] = [Heading(_("Strategy"))]
    blocks += written(words["strategy"]) or [Paragraph(_("Not written yet."), style="note")]
    blocks += part(_("What must succeed (CSF)"), words["success_factors"])
    blocks += part(_("Experiments"), words["experiments"])
    return Section("STRATEGY", blocks)


def pillar_section(context: OutputContext) -> Section:
    rows = brief_of(context).pieces["pillars"]
    blocks: list[Block] = [Heading(_("Content pillars")), *none_yet(rows)]
    if not rows:
        return Section("PILLARS", blocks)
    shares = [
        context.cite_own(
            None if row["share"] is None else _percent(row["share"]),
            key="pillar_share",
            label=_("Share of posts: {pillar}").format(pillar=row["name"]),
            formula=_("set by people, not computed"),
            unit=MetricUnit.RATIO,
            note=_("planned in the brief"),
            scope={"row": f"#{row['id']}"},
        )
        for row in rows
    ]
    if all(share.known for share in shares):
        names = [row["name"] or "—" for row in rows]
        said = listed(f"{name} {share}" for name, share in zip(names, shares, strict=True))
        blocks.append(
            Chart(
                ChartSpec(
                    kind="bar",
                    title=_("Planned share of posts by pillar"),
                    subtitle=_("share of all posts"),
                    categories=names,
                    series=[SeriesSpec(_("Share"), shares, accent=1)],
                    unit=MetricUnit.RATIO,
                    alt_text=said,
                    horizontal=True,
                    axis_label=_("Pillar"),
                )
            )
        )
    columns = [
        Column(_("Pillar")),
        Column(_("Share"), "number"),
        Column(_("Topics"), weight=2.4),
        Column(_("Tone"), weight=1.4),
    ]
    lines: list[list[Cell]] = [
        [cell(row["name"]), share, cell(row["topics"]), cell(row["tone"])]
        for row, share in zip(rows, shares, strict=True)
    ]
    blocks.append(Table(columns, lines))
    return Section("PILLARS", blocks)


def _percent(share: int):
    from decimal import Decimal

    return Decimal(share) / 100


def voice_section(context: OutputContext) -> Section:
    source = brief_of(context)
    guide = source.words("voice")
    blocks: list[Block] = [Heading(_("Brand voice guide"))]
    blocks += written(guide.get("character", "")) or none_yet([])
    rules = [
        (_("How we address people"), guide.get("addressing", "")),
        (_("Emoji"), _limit(guide.get("emoji_rule", ""), guide.get("most_emoji"))),
        (_("Hashtags"), _limit(guide.get("hashtag_rule", ""), guide.get("most_hashtags"))),
        (_("Hashtags of the brand"), guide.get("fixed_hashtags", "")),
    ]
    given = [
        compose("{label}{colon}{text}", label=label, colon=_(": "), text=QuotedText(text))
        for label, text in rules
        if text
    ]
    if given:
        blocks.append(Bullets(given))
    for key, title, heads in (
        ("voice_pairs", _("Do and don't"), (_("We say"), _("We never say"))),
        ("voice_words", _("Words to avoid"), (_("Word to avoid"), _("Write instead"))),
        ("voice_replies", _("Sample replies"), (_("Somebody writes"), _("We answer"))),
    ):
        rows = source.pieces.get(key, [])
        if rows:
            blocks.append(Heading(title, 2))
            columns = [
                Column(heads[0], weight=2),
                Column(heads[1], weight=2),
                Column(_("Why"), weight=1.4),
            ]
            lines: list[list[Cell]] = [
                [cell(row["text"]), cell(row["other"]), cell(row["note"])] for row in rows
            ]
            blocks.append(Table(columns, lines))
    return Section("VOICE", blocks)


def _limit(rule: str, most: int | None) -> str:
    if most is None:
        return rule
    words = _("at most %d in a post") % most
    return aside(rule.strip(), words) if rule.strip() else words
