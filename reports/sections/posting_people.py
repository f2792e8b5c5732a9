"""Partners, communities and core fans: who carries the posts on, on what terms."""

from typing import Any

from django.utils.translation import gettext as _

from planning.contents import words_for
from planning.rows import KINDS
from reports.blocks import Block, Cell, Column, Heading, Section, Table
from reports.outputs.context import OutputContext
from reports.pieces import DateText
from reports.sections.brief.source import platform_name
from reports.sections.brief.text import cell, none_yet
from reports.sections.posting import strategy_of
from workspaces.punctuation import aside, listed

Rows = list[dict[str, Any]]


def people_section(context: OutputContext) -> Section:
    _strategy, rows = strategy_of(context)
    partners, communities = rows.get("partners", []), rows.get("communities", [])
    fans = rows.get("fans", [])
    blocks: list[Block] = [Heading(_("Partners, communities and core fans"))]
    blocks += [Heading(_("Partners"), 2), *none_yet(partners)]
    if partners:
        blocks.append(_partners(context, partners))
    blocks += [Heading(_("Communities"), 2), *none_yet(communities)]
    if communities:
        blocks.append(_communities(context, communities))
    blocks += [Heading(_("Core fans"), 2), *none_yet(fans)]
    if fans:
        blocks.append(_fans(context, fans))
    return Section("PEOPLE", blocks)


def _partners(context: OutputContext, partners: Rows) -> Table:
    columns = [
        Column(_("Partner"), weight=1.2),
        Column(_("Platform")),
        Column(_("How the audience fits"), weight=1.8),
        Column(_("Past results"), weight=1.8),
        Column(_("Cost")),
        Column(_("Contract"), "date"),
        Column(_("How it is disclosed"), weight=1.2),
    ]
    lines: list[list[Cell]] = []
    for row in partners:
        days = [context.day_of(row[name]) for name in ("contract_start", "contract_end")]
        lines.append(
            [
                cell(row["name"]),
                cell(row["platforms"]),
                cell(row["audience_fit"]),
                cell(row["results"]),
                cell(row["cost"]),
                DateText("–".join(days) if any(day != "—" for day in days) else "—"),
                cell(row["disclosure"]),
            ]
        )
    return Table(columns, lines)


def _communities(context: OutputContext, communities: Rows) -> Table:
    columns = [
        Column(_("Community"), weight=1.4),
        Column(_("Platform")),
        Column(_("People in it"), "number"),
        Column(_("Counted"), weight=1.3),
        Column(_("What we do there"), weight=1.8),
        Column(_("Rules"), weight=1.6),
        Column(_("Benefits"), weight=1.4),
        Column(_("Last contact"), "date"),
    ]
    return Table(
        columns,
        [
            [
                cell(_named(row, "communities")),
                cell(platform_name(row["platform"]) if row["platform"] else ""),
                _size(context, row),
                cell(_counted(context, row)),
                cell(row["activity"]),
                cell(row["rules"]),
                cell(row["benefits"]),
                DateText(context.day_of(row["last_contact"])),
            ]
            for row in communities
        ],
    )


def _fans(context: OutputContext, fans: Rows) -> Table:
    columns = [
        Column(_("Core fan"), weight=1.2),
        Column(_("Platform")),
        Column(_("Community"), weight=1.2),
        Column(_("Why"), weight=1.8),
        Column(_("Benefits"), weight=1.8),
        Column(_("Looked after by")),
        Column(_("Last contact"), "date"),
    ]
    return Table(
        columns,
        [
            [
                cell(_named(row, "fans")),
                cell(platform_name(row["platform"]) if row["platform"] else ""),
                cell(row["names"].get("community_id", "")),
                cell(row["reason"]),
                cell(row["benefits"]),
                cell(row["names"].get("owner_id", "")),
                DateText(context.day_of(row["last_contact"])),
            ]
            for row in fans
        ],
    )


def _named(row: dict[str, Any], key: str) -> str:
    kind = words_for(KINDS[key], "kind", row["kind"])
    return aside(row["name"] or "—", kind) if kind else row["name"]


def _size(context: OutputContext, row: dict[str, Any]) -> Cell:
    """The number with its day and source; a number that says neither is not printed."""
    sourced = row["size"] is not None and row["size_on"] and row["size_source"]
    return context.cite_own(
        row["size"] if sourced else None,
        key="community_size",
        label=_("People in {community}").format(community=row["name"] or "—"),
        formula=_("counted by people, not computed"),
        note=_counted(context, row),
        scope={"row": f"#{row['id']}"},
        reason="" if sourced else _("Nobody wrote down when it was counted and where."),
    )


def _counted(context: OutputContext, row: dict[str, Any]) -> str:
    parts = [context.day_of(row["size_on"]) if row["size_on"] else "", row["size_source"]]
    return listed(part for part in parts if part)
