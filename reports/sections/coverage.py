"""What this report could not see: gaps by name, figures nobody reported, days that have figures."""

from collections import defaultdict

from django.db.models import Count
from django.utils.translation import gettext as _

from analytics.metrics import METRICS, Scope
from analytics.models import AccountDay
from platforms.kinds import Platform
from reports.blocks import Callout, Cell, Column, Heading, Paragraph, Section, Table, Tone
from reports.outputs.context import OutputContext
from reports.outputs.names import account_name
from reports.pieces import DateText, Pieces, QuotedText, compose
from reports.sections.sentences import joined

READ_LATE = ("reactions", "views", "mean_reach_per_post")


def section(context: OutputContext) -> Section:
    blocks: list = [Heading(_("Data: what is there and what is missing"))]
    blocks.append(_gaps(context))
    blocks += _reading(context)
    unknown = _unknown(context)
    if unknown:
        blocks.append(Callout(_("Figures of the standard that are unknown"), unknown, Tone.NEUTRAL))
    if context.accounts:
        blocks.append(_accounts(context))
    return Section("COVERAGE", blocks)


def _reading(context: OutputContext) -> list:
    """By which day the period was read, and how many of its posts only after it."""
    if context.as_of is None:
        return []
    day = DateText(context.day(context.as_of))
    said = compose(
        _(
            "The figures are the last ones read by {day}. What the posts gathered after that is "
            "growth and not part of this report."
        ),
        day=day,
    )
    blocks: list = [Paragraph(said, style="note")]
    asked = context.values(READ_LATE)
    worst = max(asked, key=lambda value: value.late)
    if worst.late:
        late = context.cite_own(
            worst.late,
            key="posts_read_late",
            label=_("Posts read late"),
            formula=_("posts whose figures were first read after the reading day"),
            note=_("counted from the imported files"),
        )
        text = _("{late} posts were read only after that day: no file had been taken by then.")
        blocks.append(Paragraph(compose(text, late=late), style="note"))
    return blocks


def _gaps(context: OutputContext) -> Callout:
    lines: list[Pieces] = []
    for gap in context.missing:
        said = gap["declared"]
        if said:
            lines.append(
                compose(
                    _("{figure}: does not exist. {reason} ({name})"),
                    figure=QuotedText(gap["label"]),
                    reason=QuotedText(said["reason"]),
                    name=QuotedText(said["by"]),
                )
            )
        else:
            lines.append(
                compose(_("{figure}: not given by any file."), figure=QuotedText(gap["label"]))
            )
    if not lines:
        return Callout(
            _("Nothing is missing"),
            [_("Follower levels, purchases, new members and website traffic are all there.")],
            Tone.GOOD,
        )
    open_gaps = any(not gap["declared"] for gap in context.missing)
    return Callout(_("Missing figures"), lines, Tone.RISK if open_gaps else Tone.NEUTRAL)


def _unknown(context: OutputContext) -> list[Pieces]:
    """The standard's data without a value that nobody is asked to fill in, by reason.

    A datum for single posts or accounts only (reach, followers) is no gap of the whole.
    """
    asked_for = {gap["measure"] for gap in context.missing} | {"followers", "friends"}
    line = any(account.platform == Platform.LINE_OA for account in context.accounts)
    keys = [
        key
        for key, metric in METRICS.items()
        if metric.standard
        and metric.scope is Scope.ANY
        and not set(metric.inputs) <= asked_for
        and (line or "friends" not in metric.inputs)
    ]
    by_reason: dict[str, list[Pieces]] = defaultdict(list)
    for value in context.values(keys):
        if value.value is None:
            name = compose("{name}", name=QuotedText(str(value.metric.label)))
            by_reason[value.missing_reason].append(name)
    return [
        compose(
            "{names}{colon}{reason}",
            names=joined(names, _(", ")),
            colon=_(": "),
            reason=QuotedText(reason),
        )
        for reason, names in by_reason.items()
    ]


def _accounts(context: OutputContext) -> Table:
    """Per account: posts, and on how many days the platform gave daily figures."""
    counts = dict(
        AccountDay.objects.filter(
            account__workspace=context.workspace,
            day__range=(context.period.start, context.period.end),
        )
        .values_list("account")
        .annotate(Count("pk"))
    )
    posts = context.table(["post_count"], by="account")
    rows: list[list[Cell]] = []
    for account in context.accounts:
        days = context.cite_own(
            counts.get(account.pk, 0),
            key="days_with_figures",
            label=_("Days with daily figures"),
            formula=_("days of the period for which a file gives any daily figure"),
            note=_("counted from the imported files"),
            scope={"account": account_name(account)},
        )
        rows.append(
            [
                QuotedText(account_name(account)),
                context.cite(posts[account.pk, "post_count"]),
                days,
            ]
        )
    total = context.cite_own(
        context.period.days,
        key="days_of_period",
        label=_("Days of the period"),
        formula=_("first to last day, both included"),
        note=_("from the calendar"),
    )
    columns = [
        Column(_("Account"), weight=2),
        Column(_("Posts"), "number"),
        Column(_("Days with daily figures"), "number"),
    ]
    note = compose(_("The period has {days} days."), days=total)
    return Table(columns, rows, note=note)
