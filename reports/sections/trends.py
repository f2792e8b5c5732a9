"""Month by month and week by week: how it went, and what was published."""

from datetime import timedelta

from django.utils.translation import gettext as _

from analytics.query import MetricValue
from platforms.display import MetricUnit
from platforms.models import SocialAccount
from reports.blocks import Cell, Chart, Column, Heading, Paragraph, Section, Table
from reports.charts import ChartSpec, SeriesSpec
from reports.outputs.context import OutputContext
from reports.pieces import DateText, Pieces, QuotedText, compose
from reports.sections import routines
from reports.sections.choices import MOST_ACCOUNTS
from workspaces.periods import Grain, Period, month_of, week_of

TREND = ("post_count", "engagements", "engagement_rate")


def months_of(period: Period) -> list[Period]:
    """Months within ``period``; the first and last may be cut to it."""
    found, day = [], period.start
    while day <= period.end:
        month = month_of(day)
        last = min(month.end, period.end)
        whole = day == month.start and last == month.end
        found.append(month if whole else Period(day, last))
        day = month.end + timedelta(days=1)
    return found


def weeks_of(period: Period) -> list[Period]:
    """Weeks from Monday within ``period``; the first and last may be cut to it."""
    found, day = [], period.start
    while day <= period.end:
        week = week_of(day)
        last = min(week.end, period.end)
        whole = day == week.start and last == week.end
        found.append(week if whole else Period(day, last))
        day = week.end + timedelta(days=1)
    return found


def begun(context: OutputContext) -> Period:
    """The part of the period that has begun: days to come have no figures, not even a zero."""
    period = context.period
    last = min(period.end, max(period.start, context.today))
    return period if last == period.end else Period(period.start, last)


def section(context: OutputContext) -> Section:
    """The trend chart: engagements as bars, engagement rate as a line."""
    blocks: list = [Heading(_("Trend"))]
    months = months_of(begun(context))
    by_week = len(months) < 3
    steps = weeks_of(begun(context)) if by_week else months
    tables = context.steps(TREND, steps, cut="week" if by_week else "month")
    if not any(table[None, "engagements"].value for table in tables):
        blocks.append(Paragraph(_("No post of this period reports its engagements yet.")))
        return Section("TRENDS", blocks)
    names = [
        DateText(context.days_of(step) if by_week else context.name_of(step)).text for step in steps
    ]
    engaged = [context.cite(table[None, "engagements"], s) for table, s in _pairs(tables, steps)]
    rates = [context.cite(table[None, "engagement_rate"], s) for table, s in _pairs(tables, steps)]
    series = [SeriesSpec(engaged[0].label, engaged)]
    with_rate = any(figure.known for figure in rates)
    if with_rate:
        series.append(SeriesSpec(rates[0].label, rates, "secondary"))
    kind = "combo" if with_rate else "bar"
    subtitle = (
        _("Bars: engagements; line: engagement rate; posts by their publishing day")
        if with_rate
        else _("Engagements; posts by their publishing day")
    )
    spec = ChartSpec(
        kind,
        _finding(context, _pairs(tables, steps), with_rate),
        subtitle,
        names,
        series,
        MetricUnit.COUNT,
        _("Chart: engagements and engagement rate over the period, step by step."),
        MetricUnit.RATIO if with_rate else None,
        axis_label=_("Week") if by_week else _("Month"),
    )
    blocks.append(Chart(spec, show_table=True))
    return Section("TRENDS", blocks)


def _pairs(tables, steps):
    return list(zip(tables, steps, strict=True))


def _finding(context: OutputContext, steps: list, with_rate: bool) -> str | Pieces:
    """Which of the first and last whole step is higher, by name: what lies between may have gone
    either way. Only where their posts had the same time to gather figures; a week or month cut
    short proves nothing."""
    key = "engagement_rate" if with_rate else "engagements"
    whole = [
        (table[None, key], step)
        for table, step in steps
        if step.grain is not Grain.CUSTOM and step.end < context.today
    ]
    known = [(value, step) for value, step in whole if value.value is not None]
    if len(known) < 2 or known[0][0].value == known[-1][0].value:
        return _("How engagement went")
    (first, begun_with), (last, ended_with) = known[0], known[-1]
    if context.why_no_change(last, first):
        return _("How engagement went")
    rising = last.number > first.number
    return compose(
        _("{metric} was higher in {last} than in {first}")
        if rising
        else _("{metric} was lower in {last} than in {first}"),
        metric=QuotedText(str(first.metric.label)),
        first=DateText(context.name_of(begun_with)),
        last=DateText(context.name_of(ended_with)),
    )


def work_section(context: OutputContext) -> Section:
    """Posts published per week and account: what was done, with its table."""
    blocks: list = [Heading(_("Work done"))]
    total = context.table(["post_count"])[None, "post_count"]
    if not total.value:
        blocks.append(
            Paragraph(_("No post of ours in this period is known; import the content exports."))
        )
        return Section("WORK", [*blocks, *routines.blocks(context)])
    weeks = weeks_of(begun(context))
    accounts = _busiest(context)
    by_account = context.steps(["post_count"], weeks, cut="week", by="account")
    totals = [
        table[None, "post_count"] for table in context.steps(["post_count"], weeks, cut="week")
    ]
    blocks.append(_average(context, total, weeks))
    blocks.append(_weekly_chart(context, weeks, accounts, by_account))
    with_total = len(context.accounts) > 1
    columns = [
        Column(_("Week")),
        *(Column(context.short_name(account), "number") for account in accounts),
        *([Column(_("All accounts"), "number")] if with_total else []),
    ]
    rows: list[list[Cell]] = []
    for week, table, whole in zip(weeks, by_account, totals, strict=True):
        cells: list[Cell] = [
            context.cite(table[account.pk, "post_count"], week) for account in accounts
        ]
        cells += [context.cite(whole, week)] if with_total else []
        rows.append([DateText(context.days_of(week)), *cells])
    sums = context.table(["post_count"], by="account")
    rows.append(
        [
            _("Whole period"),
            *(context.cite(sums[account.pk, "post_count"]) for account in accounts),
            *([context.cite(total)] if with_total else []),
        ]
    )
    note = None
    if len(context.accounts) > len(accounts):
        note = _("The accounts with the most posts; the last column holds all of them.")
    blocks.append(Table(columns, rows, note=note, total=True, comments=False))
    return Section("WORK", [*blocks, *routines.blocks(context)])


def _busiest(context: OutputContext) -> list[SocialAccount]:
    counts = context.table(["post_count"], by="account")
    active = [a for a in context.accounts if counts[a.pk, "post_count"].value]
    active.sort(key=lambda account: -counts[account.pk, "post_count"].number)
    return active[:MOST_ACCOUNTS]


def _average(context: OutputContext, total: MetricValue, weeks: list[Period]) -> Paragraph:
    from decimal import Decimal

    posts = context.cite(total)
    mean = context.cite_own(
        Decimal(total.number) * 7 / Decimal(begun(context).days),
        key="posts_per_week",
        label=_("Posts per week, on average"),
        formula=_("{posts} ÷ {days} days of the period × 7").format(
            posts=posts.code, days=begun(context).days
        ),
        note=_("computed from figures of this report"),
    )
    text = compose(
        _("{posts} posts were published, {mean} a week on average."), posts=posts, mean=mean
    )
    return Paragraph(text, style="lead")


def _weekly_chart(context, weeks, accounts, by_account) -> Chart:
    spec = ChartSpec(
        "stacked_bar",
        _("Posts published week by week"),
        _("Posts by account; weeks begin on Monday and are cut at the ends of the period"),
        [f"{week.start.month}/{week.start.day}" for week in weeks],
        [
            SeriesSpec(
                context.short_name(account),
                [
                    context.cite(table[account.pk, "post_count"], week)
                    for week, table in zip(weeks, by_account, strict=True)
                ],
                accent=context.accent(account),
            )
            for account in accounts
        ],
        MetricUnit.COUNT,
        _("Stacked bars: posts published per week and account."),
        axis_label=_("Week from"),
    )
    return Chart(spec)
