"""Where a printed value comes from: its files and rows, its scope in words, how to ask again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from analytics.metrics import Source
from analytics.query import MetricValue
from reports.figures import FigureSource
from reports.outputs.names import account_name, partly, post_name, post_type_label
from workspaces.periods import Period
from workspaces.punctuation import clauses

if TYPE_CHECKING:
    from reports.outputs.context import OutputContext


@dataclass(frozen=True, slots=True)
class PlanScope:
    """The row a figure stands in, by what posts were planned as: ("pillar", key, "支柱：產地")."""

    cut: str
    group: str
    name: str


def source_of(
    context: "OutputContext",
    value: MetricValue,
    period: Period,
    kind: str | None,
    plan: PlanScope | None,
) -> FigureSource:
    """Files and rows behind ``value``, with what has to be known about them."""
    source = context.provenance.of_metric(
        value.metric,
        period,
        accounts=[value.account.pk] if value.account else None,
        post=value.post.pk if value.post else None,
        post_type=kind,
        read_by=value.read_by,
        plan=(plan.cut, plan.group) if plan else None,
    )
    notes = [source.note]
    if value.value is not None and 0 < value.used < value.total:
        notes.append(partly(value))
    if value.late and value.read_by:
        notes.append(_late(context, value))
    return FigureSource(source.files, clauses(note for note in notes if note))


def _late(context: "OutputContext", value: MetricValue) -> str:
    words = {
        "late": f"{value.late:,}",
        "used": f"{value.used:,}",
        "day": context.day(value.read_by),
    }
    if value.metric.source is Source.DAYS:
        return _("{late} of {used} days were read only after {day}").format(**words)
    return _("{late} of {used} posts were read only after {day}").format(**words)


def scope_of(
    context: "OutputContext", value: MetricValue, period: Period, kind: str | None
) -> dict[str, str]:
    """What ``value`` is about, in words: days, account, post, kind of post."""
    scope = {"period": context.days_of(period)}
    if value.read_by:
        scope["read_by"] = _("as read by {day}").format(day=context.day(value.read_by))
    if value.account:
        scope["account"] = account_name(value.account)
    if value.post:
        scope["post"] = post_name(value.post)
        scope["post_id"] = f"#{value.post.pk}"
    if kind:
        scope["type"] = str(post_type_label(kind))
    return scope


def cut_of(
    value: MetricValue, period: Period, kind: str | None, plan: PlanScope | None
) -> dict[str, Any]:
    """How to ask for ``value`` again, as JSON values."""
    return {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "by": plan.cut if plan else _subject_kind(value),
        "account": value.account.pk if value.account else None,
        "post": value.post.pk if value.post else None,
        "type": kind,
        **({"plan": plan.group} if plan else {}),
        "as_of": value.read_by.isoformat() if value.read_by else None,
    }


def _subject_kind(value: MetricValue) -> str:
    if value.post is not None:
        return "post"
    return "account" if value.account is not None else "workspace"
