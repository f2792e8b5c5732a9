"""Sheets with one row per account, post, day, metric and file: written in bulk."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from analytics.figure_columns import day_columns, post_columns
from analytics.metrics import METRICS, Attribution, Metric, Source
from analytics.metrics.inputs import input_label
from platforms.display import MetricUnit
from platforms.measures import MEASURES
from platforms.models import SourceBatch
from reports.blocks import Chart, Section
from reports.documents.excel import ExcelWorkbook, SheetCell, SheetColumn
from reports.outputs.context import OutputContext
from reports.outputs.names import account_name, post_type_label

# Rates a single post can have; the sums are the measures themselves.
POST_RATES = (
    "engagements",
    "engagement_rate",
    "engagement_rate_by_views",
    "share_rate",
    "save_rate",
    "click_through_rate",
    "click_through_rate_by_views",
)
CHUNK = 500


def accounts_sheet(context: OutputContext, book: ExcelWorkbook, section: Section | None) -> None:
    """Per account every metric that any account has, as cited figures; the chart beside it."""
    sheet = book.add_sheet(_("Per account"))
    keys = list(METRICS)
    values = {
        (value.account.pk, value.metric.key): value
        for value in context.values(keys, by="account")
        if value.account
    }
    shown = [
        key
        for key in keys
        if any(v.value is not None for (_pk, k), v in values.items() if k == key)
    ]
    if not context.accounts or not shown:
        sheet.add_text(_("No account has figures yet. Import a file first."))
        return
    # Metrics run down, accounts run across: a page is taller than wide.
    columns = [SheetColumn(_("Metric"), width=34), SheetColumn(_("Attribution"), width=14)]
    columns += [SheetColumn(account_name(account), "number") for account in context.accounts]
    rows: list[list[SheetCell]] = [
        [
            str(METRICS[key].label),
            attribution(METRICS[key]),
            *(context.cite(values[account.pk, key]) for account in context.accounts),
        ]
        for key in shown
    ]
    sheet.add_table(columns, rows, freeze=1)
    sheet.add_text(
        _("Lifetime: figures of posts on their publishing day. Period: figures of these days.")
    )
    for block in section.blocks if section else []:
        if isinstance(block, Chart):
            sheet.add_chart(block.spec)


def attribution(metric: Metric) -> str:
    return _("Lifetime") if metric.attribution is Attribution.LIFETIME else _("Period")


# --- posts -------------------------------------------------------------------------------------


def posts_sheet(context: OutputContext, book: ExcelWorkbook) -> None:
    """Every post of the period with every measure and rate, its link, and its file and row."""
    sheet = book.add_sheet(
        _("Per post"),
        note=_("One row per post; each row names the file and row its figures come from."),
    )
    posts = post_columns(
        context.workspace,
        context.period,
        (
            "post_id",
            "account_id",
            "post_type",
            "published_on",
            "post__published_at",
            "post__text",
            "post__permalink",
        ),
        as_of=context.as_of,
        order=("published_on", "post__published_at", "post_id"),
    )
    if not len(posts):
        sheet.add_text(_("No post of ours in this period is known."))
        return
    measures = list(posts.figures)
    rates = {key: posts.metric(key) for key in POST_RATES}
    rates = {key: _plain(one) for key, one in rates.items() if any(v is not None for v in one)}
    places = context.provenance.of_posts(context.period, context.as_of)
    columns = [
        SheetColumn(_("Published"), "moment", width=17),
        SheetColumn(_("Account"), width=24),
        SheetColumn(_("Type"), width=12),
        SheetColumn(_("Text"), width=44),
        *(_measure_column(key) for key in measures),
        *(SheetColumn(str(METRICS[k].label), "number", METRICS[k].unit) for k in rates),
        SheetColumn(_("Link"), width=40),
        SheetColumn(_("File and row"), width=44),
        SheetColumn(_("Post no."), "number", width=10),
    ]
    names = {account.pk: account_name(account) for account in context.accounts}
    tz = context.workspace.tz

    kinds = {kind: post_type_label(kind) for kind in {head[2] for head in posts.heads}}

    def written() -> Iterator[list[Any]]:
        for head, row in zip(posts.heads, posts.rows(*rates.values()), strict=True):
            post, account, kind, day, moment, text, link = head
            yield [
                moment.astimezone(tz) if moment else day,
                names.get(account, ""),
                kinds[kind],
                " ".join(text.split()),
                *row,
                link,
                "; ".join(f"{name} #{number}" for name, number in places.get(post, ())),
                post,
            ]

    sheet.add_table(columns, written(), freeze=4)
    sheet.add_text(
        _("“—” means the platform did not report it. Reach counts people and is never added up.")
    )


def _plain(numbers: list[Any]) -> list[Any]:
    """Numbers as Excel holds them."""
    return [one if one is None or isinstance(one, int) else float(one) for one in numbers]


def _measure_column(key: str) -> SheetColumn:
    measure = MEASURES[key]
    return SheetColumn(str(measure.label), "number", MetricUnit(measure.unit.value))


# --- days --------------------------------------------------------------------------------------


def days_sheet(context: OutputContext, book: ExcelWorkbook) -> None:
    """Daily figures of every account, day by day."""
    sheet = book.add_sheet(
        _("Daily account figures"), note=_("What the platforms reported for each day.")
    )
    days = day_columns(
        context.workspace,
        context.period,
        ("day", "account_id"),
        as_of=context.as_of,
        order=("day", "account__platform", "account__name", "account_id"),
    )
    if not len(days):
        sheet.add_text(_("No file gives daily figures for this period."))
        return
    measures = list(days.figures)
    names = {account.pk: account_name(account) for account in context.accounts}
    columns = [
        SheetColumn(_("Day"), "date", width=12),
        SheetColumn(_("Account"), width=26),
        *(_measure_column(key) for key in measures),
    ]
    rows = (
        [day, names.get(account, ""), *row]
        for (day, account), row in zip(days.heads, days.rows(), strict=True)
    )
    sheet.add_table(columns, rows, freeze=2)


# --- the standard, definitions, files ----------------------------------------------------------


def standard_sheet(context: OutputContext, book: ExcelWorkbook) -> None:
    """The sixteen data of the competency standard: value, or why there is none."""
    sheet = book.add_sheet(_("Standard’s data"))
    keys = [key for key, metric in METRICS.items() if metric.standard]
    values = context.table(keys)
    rows: list[list[SheetCell]] = []
    for key in keys:
        value = values[None, key]
        rows.append(
            [
                METRICS[key].standard,
                str(METRICS[key].label),
                context.cite(value),
                value.missing_reason,
            ]
        )
    columns = [
        SheetColumn(_("Datum of the standard"), width=18),
        SheetColumn(_("Metric"), width=30),
        SheetColumn(_("This period"), "number", width=16),
        SheetColumn(_("Why unknown"), width=70, wrap=True),
    ]
    sheet.add_table(columns, rows)


def definitions_sheet(book: ExcelWorkbook) -> None:
    """Every metric with its formula and version, as of the day the file was made."""
    sheet = book.add_sheet(_("Definitions"))
    columns = [
        SheetColumn(_("Metric"), width=30, wrap=True),
        SheetColumn(_("Key"), width=28),
        SheetColumn(_("Formula"), width=48, wrap=True),
        SheetColumn(_("Inputs"), width=34, wrap=True),
        SheetColumn(_("Attribution"), width=12),
        SheetColumn(_("Version"), "number", width=9),
        SheetColumn(_("Datum of the standard"), width=16),
        SheetColumn(_("Caveat"), width=50, wrap=True),
    ]
    rows: list[list[SheetCell]] = [
        [
            str(metric.label),
            key,
            str(metric.formula),
            _(", ").join(str(input_label(one)) for one in metric.inputs),
            _("Tables of a stated period")
            if metric.source is Source.POST_PERIODS
            else attribution(metric),
            metric.version,
            metric.standard,
            str(metric.caveat),
        ]
        for key, metric in METRICS.items()
    ]
    sheet.add_table(columns, rows)


def files_sheet(context: OutputContext, book: ExcelWorkbook) -> None:
    """Every live delivery that speaks about the period, with its hash."""
    sheet = book.add_sheet(_("Imported files"))
    period = context.period
    batches = (
        SourceBatch.objects.in_workspace(context.workspace)
        .live()
        .filter(start__lte=period.end, end__gte=period.start)
        .select_related("file", "file__uploaded_by", "entered_by")
        .order_by("pk")
    )
    rows = []
    for batch in batches:
        file = batch.file
        by = file.uploaded_by if file else batch.entered_by
        rows.append(
            [
                file.name if file else _("figures entered by hand"),
                " › ".join(part for part in (batch.member, batch.table) if part),
                str(dict(batch._meta.get_field("platform").flatchoices).get(batch.platform, "")),
                batch.start,
                batch.end,
                batch.taken_on,
                batch.accepted,
                str(by or ""),
                file.sha256 if file else "",
            ]
        )
    if not rows:
        sheet.add_text(_("No imported file speaks about this period."))
        return
    columns = [
        SheetColumn(_("File"), width=44),
        SheetColumn(_("Table"), width=26),
        SheetColumn(_("Platform"), width=16),
        SheetColumn(_("From"), "date", width=12),
        SheetColumn(_("To"), "date", width=12),
        SheetColumn(_("Figures as of"), "date", width=12),
        SheetColumn(_("Rows"), "number", width=9),
        SheetColumn(_("Imported by"), width=20),
        SheetColumn("SHA-256", width=66),
    ]
    sheet.add_table(columns, rows)
