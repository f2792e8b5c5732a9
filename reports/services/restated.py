"""Have the numbers moved since a version was made? The paper stays; the page says what differs."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _

from analytics.closing.restated import MATCHING
from analytics.query import metric_values
from platforms.display import format_value
from platforms.models import SocialAccount, SourceBatch
from reports.models import DeliverableVersion
from workspaces.models import AuditEvent, Workspace
from workspaces.periods import Period
from workspaces.punctuation import dotted


def data_stamp(workspace: Workspace) -> str:
    """Changes whenever an import, an undo, a match or whose accounts are ours could matter.

    Made of what counts now and not of when it began to: undoing and taking that back gives the
    same stamp again, for the figures are the same again.
    """
    live = SourceBatch.objects.in_workspace(workspace).live()
    ours = SocialAccount.objects.in_workspace(workspace).ours()
    matches = AuditEvent.objects.in_workspace(workspace).filter(verb__in=MATCHING)
    seen = (
        *live.aggregate(n=Count("pk"), sum=Sum("pk"), squares=Sum(F("pk") * F("pk"))).values(),
        *ours.aggregate(n=Count("pk"), sum=Sum("pk"), squares=Sum(F("pk") * F("pk"))).values(),
        matches.count(),
        workspace.zone,
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """One printed figure whose metric says something else today."""

    code: str
    label: str
    scope: str
    then: str
    now: str
    reason: str  # why it is unknown now


@dataclass(frozen=True, slots=True)
class Delivery:
    """An import, an entry by hand or an undo since then."""

    name: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Restated:
    differences: list[Difference]
    deliveries: list[Delivery]


def compare_with_now(version: DeliverableVersion, *, since: datetime) -> Restated:
    """Every figure of ``version`` that today's numbers would print otherwise, and what came."""
    figures = [f for f in version.figures.all() if f.scope.get("cut")]
    groups: dict[tuple, list] = defaultdict(list)
    for figure in figures:
        cut = figure.scope["cut"]
        key = (cut["from"], cut["to"], cut["by"], cut.get("type"), cut.get("as_of"))
        groups[key].append(figure)
    differences = []
    for (start, end, by, kind, day), members in groups.items():
        period = Period(date.fromisoformat(start), date.fromisoformat(end))
        values = metric_values(
            version.workspace,
            period,
            by=by,
            metrics=sorted({figure.metric for figure in members}),
            post_types=[kind] if kind else None,
            as_of=date.fromisoformat(day) if day else None,
        )
        now = {
            (
                value.metric.key,
                value.account.pk if value.account else None,
                value.post.pk if value.post else None,
                value.planned_as,
            ): value
            for value in values
        }
        for figure in members:
            cut = figure.scope["cut"]
            place = (cut.get("account"), cut.get("post"), cut.get("plan", ""))
            value = now.get((figure.metric, *place))
            found = _difference(figure, value, version.deliverable.language)
            if found:
                differences.append(found)
    differences.sort(key=lambda one: int(one.code[1:]))
    return Restated(differences, _deliveries(version.workspace, since))


def _difference(figure, value, language: str) -> Difference | None:
    now = value.value if value is not None else None
    then = None if figure.value is None else Decimal(figure.value)
    if then == (None if now is None else Decimal(now)):
        return None
    text = format_value(now, figure.unit, language=language)
    if text == figure.text and now is not None:
        return None  # differs only past what is printed
    words = [str(part) for key, part in figure.scope.items() if key != "cut"]
    reason = "" if now is not None else (value.missing_reason if value else _("No longer there."))
    return Difference(figure.code, figure.label, dotted(words), figure.text, text, reason)


def _deliveries(workspace: Workspace, since: datetime) -> list[Delivery]:
    batches = (
        SourceBatch.objects.in_workspace(workspace)
        .exclude(state=SourceBatch.State.ARRIVING)
        .select_related("file", "entered_by")
    )
    found = []
    for batch in batches.filter(created_at__gt=since)[:20]:
        name = batch.file.name if batch.file else _("figures entered by hand")
        found.append(Delivery(name, _("imported"), batch.created_at))
    for batch in batches.filter(withdrawn_at__gt=since)[:20]:
        name = batch.file.name if batch.file else _("figures entered by hand")
        at = batch.withdrawn_at or since
        found.append(Delivery(name, _("undone"), at))
    unique = {(one.name, one.what): one for one in found}
    return sorted(unique.values(), key=lambda one: one.at, reverse=True)
