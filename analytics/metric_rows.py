"""Metric values as plain rows for machines: the shape of ``show_metrics --json``."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q

from analytics.query import MetricValue
from platforms.models import PostAlias
from platforms.records import PERMALINK, PLATFORM_ID
from workspaces.periods import Period


def metric_rows(values: Iterable[MetricValue], period: Period) -> list[dict[str, Any]]:
    """One dict per value; at most one query, for the platforms' own post ids."""
    values = list(values)
    names = post_names({value.post.pk for value in values if value.post})
    return [_row(value, period, names) for value in values]


def _row(value: MetricValue, period: Period, names: dict[int, str]) -> dict[str, Any]:
    post = value.post
    subject = "workspace"
    if post:
        subject = f"post:{post.pk}"
    elif value.day:
        subject = f"day:{value.day.isoformat()}"
        subject += f":account:{value.account.pk}" if value.account else ""
    elif value.account:
        subject = f"account:{value.account.pk}"
    span = f"{period.start.isoformat()}..{period.end.isoformat()}"
    return {
        "key": f"{value.metric.key}.v{value.metric.version}:{span}:{subject}",
        "account": value.account.name if value.account else None,
        "platform": value.account.platform if value.account else None,
        "post": names.get(post.pk, f"#{post.pk}") if post else None,
        "day": value.day.isoformat() if value.day else None,
        "metric": value.metric.key,
        "version": value.metric.version,
        "label": str(value.metric.label),
        "value": plain(value.value),
        "unit": value.metric.unit.value,
        "currency": value.currency or None,
        "attribution": value.metric.attribution.value,
        "inputs": value.inputs,
        "used": value.used,
        "total": value.total,
        "covers": [day.isoformat() for day in value.covers] if value.covers else None,
        "as_of": value.as_of.isoformat() if value.as_of else None,
        "read_by": value.read_by.isoformat() if value.read_by else None,
        "late": value.late,
        "missing_reason": value.missing_reason,
    }


def plain(value: int | Decimal | None) -> int | str | None:
    """Counts stay integers; ratios and means become decimal strings without exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def post_names(ids: set[int]) -> dict[int, str]:
    """How the platform calls each post: its id there, else its link.

    Where it has neither, that of a post for which it stands.
    """
    found: dict[int, str] = {}
    best: dict[int, tuple[bool, bool]] = {}
    rows = PostAlias.objects.filter(
        Q(post__in=ids) | Q(post__merged_into__in=ids), kind__in=(PLATFORM_ID, PERMALINK)
    )
    told = rows.order_by("pk").values_list("post_id", "post__merged_into_id", "kind", "value")
    for named, stands, kind, value in told:
        post, order = stands or named, (kind == PLATFORM_ID, stands is None)
        # Of several ids the newest, of several links the first.
        if post not in found or order > best[post] or (order == best[post] and order[0]):
            found[post], best[post] = value, order
    return found
