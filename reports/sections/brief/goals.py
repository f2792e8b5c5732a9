"""What the brief wants: goal and brand, objectives with frozen targets, the ladder."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from analytics.goals.targets import number_of
from analytics.metrics import METRICS, Metric
from reports.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Heading,
    Paragraph,
    Section,
    Table,
    Tone,
)
from reports.figures import CitedFigure
from reports.outputs.context import OutputContext
from reports.pieces import DateText, Pieces, QuotedText, compose
from reports.sections.brief.source import BriefSource, brief_of, platform_name
from reports.sections.brief.text import cell, chosen, none_yet, part, written
from workspaces.punctuation import aside, clauses, labelled


def goal_section(context: OutputContext) -> Section:
    words = brief_of(context).words("goal")
    blocks: list[Block] = [Heading(_("Goal and brand strategy"))]
    blocks += part(_("What the organisation wants"), words["organisation_goal"])
    blocks += part(_("Brand strategy"), words["brand_strategy"])
    blocks += part(_("What social media is for"), words["purpose"])
    axis = chosen("goal", "axis", words["axis"])
    blocks.append(Heading(_("Axis of the period"), 2))
    blocks.append(Paragraph(QuotedText(axis), style="lead"))
    blocks += written(words["axis_reason"])
    return Section("GOAL", blocks)


def objectives_section(context: OutputContext) -> Section:
    """The tree, then the targets frozen with it, their forecasts and how they were changed."""
    source = brief_of(context)
    rows = source.pieces["objectives"]
    blocks: list[Block] = [Heading(_("Objectives: KGI, CSF, KPI")), *none_yet(rows)]
    if rows:
        blocks.append(_tree(context, rows))
    blocks += _targets(context, source, rows)
    blocks += _reasons(rows)
    blocks += _changes(context, source, rows)
    last = [row for row in rows if row["names"].get("last_time")]
    if last:
        blocks.append(Heading(_("What came of the last brief"), 2))
        blocks.append(Bullets([QuotedText(row["names"]["last_time"]) for row in last]))
    return Section("OBJECTIVES", blocks)


def ordered(rows: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(depth, row), every objective right below the one it serves."""
    known = {row["id"] for row in rows}

    def below(parent: int | None, depth: int) -> Iterator[tuple[int, dict[str, Any]]]:
        for row in rows:
            above = row["parent_id"] if row["parent_id"] in known else None
            if above == parent and depth <= len(rows):
                yield depth, row
                yield from below(row["id"], depth + 1)

    yield from below(None, 0)


def _tree(context: OutputContext, rows: list[dict[str, Any]]) -> Table:
    columns = [
        Column(_("Level"), weight=0.6),
        Column(_("Objective"), weight=3.2),
        Column(_("Measured by"), weight=1.4),
        Column(_("Due"), "date"),
        Column(_("Looked after by"), weight=1.0),
    ]
    lines: list[list[Cell]] = []
    for depth, row in ordered(rows):
        indent = "\u3000" * depth + ("└ " if depth else "")
        metric = METRICS.get(row["metric"])
        due = date.fromisoformat(row["due"]) if row["due"] else None
        lines.append(
            [
                QuotedText(str(row["level"]).upper()),
                QuotedText(indent + (row["sentence"] or "—")),
                cell(metric.label if metric else ""),
                DateText(context.day(due)),
                cell(row["names"].get("owner_id")),
            ]
        )
    return Table(columns, lines)


def _targets(
    context: OutputContext, source: BriefSource, rows: list[dict[str, Any]]
) -> list[Block]:
    lines: list[list[Cell]] = []
    looks: list[Pieces] = []
    for _depth, row in ordered(rows):
        for target in source.targets(row["id"]):
            metric = METRICS.get(target["metric"])
            if metric is None:
                continue
            figures = _figures(context, source, target, metric)
            name = _name(target, metric)
            lines.append(
                [
                    name,
                    figures["baseline"],
                    figures["value"],
                    figures.get("so_far") or DateText("—"),
                    figures.get("forecast") or DateText("—"),
                    DateText(context.day(date.fromisoformat(target["due"]))),
                    cell(target["owner"]),
                ]
            )
            looks.append(_look(context, target, name, figures))
    if not lines:
        return [
            Callout(
                _("No target yet"),
                [
                    _(
                        "Without baseline and target nobody can say whether the objectives are reached."
                    )
                ],
                Tone.RISK,
            )
        ]
    columns = [
        Column(_("Figure"), weight=1.8),
        Column(_("Baseline"), "number"),
        Column(_("Target"), "number"),
        Column(_("So far"), "number"),
        Column(_("Forecast"), "number"),
        Column(_("Due"), "date"),
        Column(_("Looked after by")),
    ]
    day = DateText(context.day(source.frozen_on))
    frozen = (
        compose(_("Frozen on {day}, when this version was sent to review."), day=day)
        if source.version
        else compose(_("Draft: as the targets stand on {day}."), day=day)
    )
    return [
        Heading(_("Baselines, targets and forecasts"), 2),
        Table(columns, lines, note=frozen),
        Bullets([look for look in looks if look]),
        Paragraph(
            _(
                "Forecasts draw a straight line through past weeks that flattens out; the interval "
                "holds the outcome in four of five cases if weeks go on scattering as before."
            ),
            style="note",
        ),
    ]


def _name(target: dict[str, Any], metric: Metric) -> QuotedText:
    name = f"{target['level'].upper()} {metric.label}"
    return QuotedText(
        aside(name, platform_name(target["platform"])) if target["platform"] else name
    )


def _figures(
    context: OutputContext, source: BriefSource, target: dict[str, Any], metric: Metric
) -> dict[str, CitedFigure]:
    version = source.version
    note = (
        _("frozen with version {number} of the brief").format(number=version.number)
        if version
        else _("as it stands today; the brief is a draft")
    )
    basis = {
        "baseline": (_("Baseline: {metric}"), _baseline_formula(context, target)),
        "value": (_("Target: {metric}"), _("set by people, not computed")),
        "so_far": (_("So far: {metric}"), str(metric.formula)),
        "forecast": (_("Forecast: {metric}"), _("damped straight line through past weeks")),
        "low": (_("Forecast, lower end: {metric}"), _("80 % interval of the forecast")),
        "high": (_("Forecast, upper end: {metric}"), _("80 % interval of the forecast")),
    }
    found: dict[str, CitedFigure] = {}
    for key, (label, formula) in basis.items():
        value = target.get(key)
        if value is None and key not in ("baseline", "value"):
            continue
        number = None if value is None else number_of(Decimal(value), metric)
        found[key] = context.cite_own(
            number,
            key=f"brief_{key}",
            label=label.format(metric=metric.label),
            formula=formula,
            unit=metric.unit,
            note=note,
            scope={"no": f"#{target['target']}", "due": target["due"]},
            reason="" if number is not None else _("No figures of the days before."),
        )
    return found


def _baseline_formula(context: OutputContext, target: dict[str, Any]) -> str:
    if not (target["baseline_start"] and target["baseline_end"]):
        return _("typed by hand")
    start = date.fromisoformat(target["baseline_start"])
    end = date.fromisoformat(target["baseline_end"])
    return _("what the data say for {from_day}–{to_day}").format(
        from_day=context.day(start), to_day=context.day(end)
    )


def _look(
    context: OutputContext,
    target: dict[str, Any],
    name: QuotedText,
    figures: dict[str, CitedFigure],
) -> Pieces:
    if "forecast" not in figures:
        if not target["outlook"]:
            return ()
        return compose(
            "{name}{colon}{words}", name=name, colon=_(": "), words=QuotedText(target["outlook"])
        )
    return compose(
        _("{name}: about {value} by {day}, between {low} and {high}."),
        name=name,
        value=figures["forecast"],
        low=figures["low"],
        high=figures["high"],
        day=DateText(context.day(date.fromisoformat(target["due"]))),
    )


def _reasons(rows: list[dict[str, Any]]) -> list[Block]:
    given = [row for row in rows if row["attainable"].strip()]
    if not given:
        return []
    lines = [
        compose(
            "{name}{colon}{why}",
            name=QuotedText(row["sentence"] or row["level"].upper()),
            colon=_(": "),
            why=QuotedText(row["attainable"].strip()),
        )
        for row in given
    ]
    return [Heading(_("Why the objectives can be reached"), 2), Bullets(lines)]


def _changes(
    context: OutputContext, source: BriefSource, rows: list[dict[str, Any]]
) -> list[Block]:
    """Goals that rolled: old, new, why, on what evidence, who."""
    lines: list[list[Cell]] = []
    for _depth, row in ordered(rows):
        for target in source.targets(row["id"]):
            metric = METRICS.get(target["metric"])
            for change in target.get("changes", []):
                what = clauses(
                    labelled(label, f"{was} → {now}") for label, was, now in change["parts"]
                )
                why = change["reason"]
                if change.get("evidence"):
                    why = aside(why, change["evidence"])
                lines.append(
                    [
                        DateText(context.day(date.fromisoformat(change["at"][:10]))),
                        cell(metric.label if metric else target["metric"]),
                        cell(what),
                        cell(why),
                        cell(change["by"]),
                    ]
                )
    if not lines:
        return []
    columns = [
        Column(_("Day"), "date"),
        Column(_("Figure")),
        Column(_("Changed"), weight=1.8),
        Column(_("Reason and evidence"), weight=1.8),
        Column(_("By")),
    ]
    return [Heading(_("How the targets were adjusted"), 2), Table(columns, lines)]


def ladder_section(context: OutputContext) -> Section:
    rows = brief_of(context).pieces["ladder"]
    blocks: list[Block] = [Heading(_("Ladder of participation")), *none_yet(rows)]
    if rows:
        columns = [
            Column(_("Step")),
            Column(_("Behaviour that counts"), weight=2),
            Column(_("How we invite people up"), weight=2),
            Column(_("Measured by")),
        ]
        lines: list[list[Cell]] = [
            [
                cell(row["name"]),
                cell(row["behaviour"]),
                cell(row["invitation"]),
                cell(METRICS[row["metric"]].label if row["metric"] in METRICS else ""),
            ]
            for row in rows
        ]
        blocks.append(Table(columns, lines))
    return Section("LADDER", blocks)


__all__ = ["goal_section", "ladder_section", "objectives_section"]
