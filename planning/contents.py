"""A brief as plain values: what is versioned, compared, checked and printed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planning.models import Brief, Campaign, Community, CoreFan, Objective, PlatformChoice
from planning.rows import PieceKind, rows_of, values_of
from planning.sections import SECTIONS, BriefSection
from planning.sockets import metric_names
from platforms.display import format_full_day
from platforms.kinds import PLATFORMS
from workspaces.punctuation import aside, listed

Content = dict[str, Any]


def content_of(brief: Brief) -> Content:
    """Everything a brief says, as JSON values; one query per kind of piece.

    ``pieces[kind]`` is a list of {"id", values…, "names": {field: words}} in order.
    """
    pieces: dict[str, list[dict[str, Any]]] = {}
    for section in SECTIONS.values():
        for kind in (*section.kinds, *section.aside_kinds):
            if kind.key == "law_rules":
                continue  # each answer carries its rule
            rows = rows_of(kind, brief.workspace, brief)
            pieces[kind.key] = [
                {"id": row.pk} | values_of(kind, row) | {"names": names_of(kind, row)}
                for row in rows
            ]
    return {
        "brief": {
            "title": brief.title,
            "kind": brief.kind,
            "start": brief.start.isoformat(),
            "end": brief.end.isoformat(),
        },
        "pieces": pieces,
    }


def digest_of(content: Content, snapshot: Mapping[str, Any]) -> str:
    """What a reviewer reads, as one hash."""
    text = json.dumps([content, snapshot], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def names_of(kind: PieceKind, row: Any) -> dict[str, str]:
    """Words that would be lost with the rows they stand in: people, parents, rules, accounts."""
    if kind.model is Objective:
        return {
            "owner_id": str(row.owner) if row.owner_id else "",
            "parent_id": str(row.parent) if row.parent_id else "",
            "last_time": row.last_time,
        }
    if kind.key == "law":
        rule = row.rule
        return {
            "statute": rule.statute,
            "article": rule.article,
            "trigger": rule.trigger,
            "question": rule.question,
            "asks": rule.evidence,
            "consequence": rule.consequence,
            "by": str(row.by or ""),
        }
    if kind.key == "care":
        return {
            "account": row.account.name,
            "platform": row.account.platform,
            "item": row.item,
            "due": row.due.isoformat() if row.due else "",
            "by": str(row.checked_by or ""),
        }
    named = ("owner", "community") if kind.model is CoreFan else ("owner",)
    if kind.model in (Campaign, Community, CoreFan):
        return {f"{name}_id": str(getattr(row, name) or "") for name in named}
    return {}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a piece says: the label of the field and the words."""

    label: str
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class ReadPiece:
    kind: str
    id: int
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ReadSection:
    section: BriefSection
    pieces: list[ReadPiece]

    @property
    def is_empty(self) -> bool:
        return not any(line.text for piece in self.pieces for line in piece.lines)


def read(content: Content) -> list[ReadSection]:
    """The content in words, section by section, as the page and the comparison show it."""
    metrics = metric_names()
    criteria = {str(one["id"]): one for one in content["pieces"].get("criteria", [])}
    return [
        ReadSection(
            section,
            [
                ReadPiece(
                    kind.key, row["id"], title_of(kind, row), lines_of(kind, row, metrics, criteria)
                )
                for kind in section.kinds
                for row in content["pieces"].get(kind.key, [])
            ],
        )
        for section in SECTIONS.values()
    ]


def title_of(kind: PieceKind, row: Mapping[str, Any]) -> str:
    """What a piece is called at its head; empty for the words of a brief."""
    names = row.get("names", {})
    if kind.single:
        return ""
    if kind.key == "objectives":
        return str(row["level"]).upper()
    if kind.key == "law_rules":
        return f"{row['statute']} {row['article']}".strip()
    if kind.key == "law":
        return f"{names.get('statute', '')} {names.get('article', '')}".strip()
    if kind.key == "care":
        item = words_for(kind, "item", names.get("item"))
        return f"{names.get('account', '')} · {PLATFORMS[names['platform']].label} · {item}"
    if kind.key in ("platforms", "platform_plans"):
        return str(PLATFORMS[row["platform"]].label) if row["platform"] else ""
    if kind.key in ("resources", "stages"):
        return words_for(kind, "kind", row["kind"])
    if kind.model.__name__ == "VoiceRule":
        return str(kind.label)
    return str(row.get("name") or row.get("what") or row.get("theme") or "")


def lines_of(
    kind: PieceKind, row: Mapping[str, Any], metrics: Mapping[str, str], criteria: Mapping[str, Any]
) -> list[Line]:
    names = row.get("names", {})
    own_labels = dict(kind.text)
    lines = []
    if kind.key == "law":
        lines.append(Line(_("Question"), names.get("question", ""), "question"))
    for name in kind.fields:
        field = kind.model._meta.get_field(name)
        key = getattr(field, "attname", name)
        value = row.get(key, row.get(name))
        if key in names:
            text = names[key]
        elif name == "metric":
            text = metrics.get(value or "", value or "")
        else:
            text = words_for(kind, name, value)
        label = own_labels.get(name) or getattr(field, "verbose_name", name)
        lines.append(Line(str(capfirst(str(label))), text, name))
    if kind.model is PlatformChoice:
        lines.insert(1, Line(_("Score"), score_text(row, criteria), "scores"))
    if names.get("last_time"):
        lines.append(Line(_("Last time"), names["last_time"], "last_time"))
    return lines


def words_for(kind: PieceKind, name: str, value: Any) -> str:
    """A stored value as a reader says it: the label of a choice, a day, a number, text."""
    if value in (None, ""):
        return ""
    field: Field = kind.model._meta.get_field(name)  # type: ignore[assignment]
    choices = dict(field.flatchoices)
    if value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.get_internal_type() == "DateField":
        return format_full_day(date.fromisoformat(value), language=get_language() or "zh-hant")
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def score_of(row: Mapping[str, Any], criteria: Mapping[str, Any]) -> int | None:
    """Points out of a hundred by the weights; None while a criterion has no score."""
    weights = {key: int(one["weight"] or 0) for key, one in criteria.items()}
    total = sum(weights.values())
    scores = row.get("scores") or {}
    if not total or any(not scores.get(key) for key, weight in weights.items() if weight):
        return None
    return round(
        sum(weights[key] * int(scores[key]) for key in weights if weights[key]) * 20 / total
    )


def score_text(row: Mapping[str, Any], criteria: Mapping[str, Any]) -> str:
    points = score_of(row, criteria)
    scores = row.get("scores") or {}
    parts = [f"{one['name']} {scores[key]}" for key, one in criteria.items() if scores.get(key)]
    if points is None:
        return listed(parts)
    whole = _("%(points)d of 100 points") % {"points": points}
    return aside(whole, listed(parts)) if parts else whole
