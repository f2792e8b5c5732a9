"""With what and at what risk: resources with totals, risks, law checklist, care of accounts."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from planning.contents import words_for
from planning.rows import KINDS
from platforms.display import MetricUnit
from reports.blocks import Block, Cell, Column, Heading, Paragraph, Section, Status, Table, Tone
from reports.figures import CitedFigure
from reports.outputs.context import OutputContext
from reports.pieces import DateText, QuotedText, compose
from reports.sections.brief.source import brief_of, platform_name
from reports.sections.brief.text import cell, chosen, none_yet
from workspaces.punctuation import aside, listed


def resource_section(context: OutputContext) -> Section:
    rows = brief_of(context).pieces["resources"]
    blocks: list[Block] = [Heading(_("Resources")), *none_yet(rows)]
    if not rows:
        return Section("RESOURCES", blocks)
    columns = [
        Column(_("Kind")),
        Column(_("Platform")),
        Column(_("For what"), weight=2.2),
        Column(_("Hours a week"), "number"),
        Column(_("Budget"), "number"),
        Column(_("Share"), "number"),
    ]
    lines: list[list[Cell]] = [
        [
            cell(chosen("resources", "kind", row["kind"])),
            cell(platform_name(row["platform"]) if row["platform"] else _("All")),
            cell(row["what"]),
            cell(row["hours"]),
            cell("" if row["budget"] is None else f"NT${row['budget']:,}"),
            cell("" if row["share"] is None else f"{row['share']}%"),
        ]
        for row in rows
    ]
    lines.append([QuotedText(_("Total")), None, None, *_totals(context, rows)])
    blocks.append(Table(columns, lines, total=True))
    tried = sum(row["share"] or 0 for row in rows if row["kind"] == "experiment")
    if any(row["share"] is not None for row in rows):
        blocks.append(
            Paragraph(
                compose(
                    _("Kept for experiments: {share} of the resources."),
                    share=_sum(context, Decimal(tried) / 100, "experiments", MetricUnit.RATIO),
                )
            )
        )
    return Section("RESOURCES", blocks)


def _totals(context: OutputContext, rows: list[dict[str, Any]]) -> list[CitedFigure]:
    hours = sum((Decimal(row["hours"]) for row in rows if row["hours"]), Decimal(0))
    budget = sum(row["budget"] or 0 for row in rows)
    shares = sum(row["share"] or 0 for row in rows)
    whole = hours == hours.to_integral_value()
    return [
        _sum(context, int(hours) if whole else hours, "hours", MetricUnit.COUNT),
        _sum(context, budget * 1_000_000, "budget", MetricUnit.MICROS),
        _sum(context, Decimal(shares) / 100, "share", MetricUnit.RATIO),
    ]


def _sum(context: OutputContext, value: int | Decimal, key: str, unit: MetricUnit) -> CitedFigure:
    labels = {
        "hours": _("Hours a week, altogether"),
        "budget": _("Budget of the period, altogether"),
        "share": _("Shares of the resources, altogether"),
        "experiments": _("Share of the resources for experiments"),
    }
    return context.cite_own(
        value,
        key=f"brief_{key}",
        label=labels[key],
        formula=_("added up from the lines of the table"),
        unit=unit,
        note=_("planned in the brief"),
    )


def risk_section(context: OutputContext) -> Section:
    rows = brief_of(context).pieces["risks"]
    blocks: list[Block] = [Heading(_("Risks")), *none_yet(rows)]
    if rows:
        columns = [
            Column(_("Risk"), weight=1.6),
            Column(_("Likelihood")),
            Column(_("Impact")),
            Column(_("How we notice"), weight=1.6),
            Column(_("What we do"), weight=2.2),
        ]
        ranked = sorted(rows, key=lambda row: -(row["likelihood"] or 0) * (row["impact"] or 0))
        lines: list[list[Cell]] = [
            [
                cell(row["what"]),
                cell(chosen("risks", "likelihood", row["likelihood"])),
                cell(chosen("risks", "impact", row["impact"])),
                cell(row["sign"]),
                cell(row["answer"]),
            ]
            for row in ranked
        ]
        blocks.append(Table(columns, lines))
    return Section("RISKS", blocks)


TONES = {"met": Tone.GOOD, "open": Tone.BAD, "none": Tone.NEUTRAL, "": Tone.RISK}


def law_section(context: OutputContext) -> Section:
    """Rules that apply, with their evidence; those that do not apply are named below."""
    rows = brief_of(context).pieces["law"]
    blocks: list[Block] = [Heading(_("Law checklist")), *none_yet(rows)]
    asked = [row for row in rows if row["answer"] != "none"]
    if asked:
        columns = [
            Column(_("Statute and article"), weight=1.5),
            Column(_("Question"), weight=2.6),
            Column(_("Is it met?"), "status"),
            Column(_("Evidence"), weight=1.8),
            Column(_("If not met")),
        ]
        lines: list[list[Cell]] = [
            [
                cell(_rule(row)),
                cell(row["names"]["question"]),
                Status(_answer(row), TONES[row["answer"]]),
                cell(row["evidence"]),
                cell(chosen("law_rules", "consequence", row["names"]["consequence"])),
            ]
            for row in asked
        ]
        blocks.append(Table(columns, lines))
    rest = [_rule(row) for row in rows if row["answer"] == "none"]
    if rest:
        names = QuotedText(listed(rest))
        blocks.append(Paragraph(compose(_("Does not apply: {rules}."), rules=names), style="note"))
    return Section("LAW", blocks)


def _rule(row: dict[str, Any]) -> str:
    return f"{row['names']['statute']} {row['names']['article']}".strip()


def _answer(row: dict[str, Any]) -> str:
    return words_for(KINDS["law"], "answer", row["answer"]) or _("Not answered")


def care_section(context: OutputContext) -> Section:
    rows = brief_of(context).pieces["care"]
    blocks: list[Block] = [Heading(_("Care of accounts")), *none_yet(rows)]
    if rows:
        columns = [
            Column(_("Account"), weight=1.6),
            Column(_("Item")),
            Column(_("What stands there"), weight=2),
            Column(_("Last checked"), "date"),
            Column(_("Due again"), "date"),
        ]
        lines: list[list[Cell]] = [
            [
                cell(aside(row["names"]["account"], platform_name(row["names"]["platform"]))),
                cell(words_for(KINDS["care"], "item", row["names"]["item"])),
                cell(row["stands"]),
                DateText(context.day_of(row["checked_on"])),
                DateText(context.day_of(row["names"]["due"])),
            ]
            for row in rows
        ]
        blocks.append(Table(columns, lines))
    return Section("CARE", blocks)
