"""Sheets of what belongs to no post and no day: the audience with its sources, paid promotion."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from analytics.audience import Cut, cuts
from analytics.campaigns import campaigns
from analytics.result_words import result_word
from platforms.display import MetricUnit
from platforms.measures import AD_MEASURES, EVERY_MEASURE
from reports.documents.excel import ExcelWorkbook, SheetColumn
from reports.outputs.context import OutputContext

MOST_ROWS = 100  # of one cut
PPM = 1_000_000


def audience_sheet(context: OutputContext, book: ExcelWorkbook) -> None:
    """The latest reading of each cut: share or value, its days, its file and row."""
    sheet = book.add_sheet(
        _("Audience and sources"),
        note=_("The last reading of each cut by the end of the period."),
    )
    found = cuts(context.workspace, context.period, most=MOST_ROWS)
    if not found:
        sheet.add_text(_("No file tells anything about the audience or the sources of visits."))
        return
    columns = [
        SheetColumn(_("Account or web site"), width=28),
        SheetColumn(_("Cut"), width=20),
        SheetColumn(_("Label"), width=34),
        SheetColumn(_("What is counted"), width=22),
        SheetColumn(_("Share"), "number", MetricUnit.RATIO, width=10),
        SheetColumn(_("Value"), "number", width=14),
        SheetColumn(_("From"), "date", width=12),
        SheetColumn(_("To"), "date", width=12),
        SheetColumn(_("Figures as of"), "date", width=12),
        SheetColumn(_("File and row"), width=44),
    ]
    sheet.add_table(columns, _audience_rows(found), freeze=3)
    sheet.add_text(
        _("Shares stand as the platform states them and are never turned into people. Website "
          "users are no platform’s reach.")
    )  # fmt: skip
    if any(cut.total > len(cut.rows) for cut in found):
        sheet.add_text(_("Of a long cut only its first rows are here; the page has all of them."))


def _audience_rows(found: list[Cut]) -> Iterator[list[Any]]:
    for cut in found:
        whose = f"{cut.subject.name} · {cut.subject.facts.label}"
        file = cut.batch.file.name if cut.batch.file else ""
        inner = " › ".join(part for part in (cut.batch.member, cut.batch.table) if part)
        for row in cut.rows:
            for figure in row.figures:
                measure = EVERY_MEASURE.get(figure.measure)
                money = measure is not None and measure.unit == "micros"
                value = figure.value / PPM if figure.share or money else figure.value
                yield [
                    whose,
                    cut.label,
                    row.label,
                    str(measure.label) if measure else figure.measure,
                    value if figure.share else None,
                    None if figure.share else value,
                    cut.start,
                    cut.end,
                    cut.taken_on,
                    f"{file} › {inner} #{row.row}" if inner else f"{file} #{row.row}",
                ]


def promotion_sheet(context: OutputContext, book: ExcelWorkbook) -> None:
    """Paid promotion campaign by campaign; nothing of it stands on any other sheet but as paid."""
    sheet = book.add_sheet(
        _("Paid promotion"), note=_("What was paid for, kept apart from everything organic.")
    )
    found = campaigns(context.workspace, context.period, as_of=context.as_of)
    if not found:
        sheet.add_text(_("No export of an ads manager speaks about this period."))
        return
    names = ("spend_micros", "paid_impressions", "paid_reach", "paid_clicks", "paid_results")
    columns = [
        SheetColumn(_("Platform"), width=14),
        SheetColumn(_("Ad account"), width=22),
        SheetColumn(_("Ad campaign"), width=34),
        SheetColumn(_("From"), "date", width=12),
        SheetColumn(_("To"), "date", width=12),
        SheetColumn(_("Currency"), width=9),
        *(
            SheetColumn(
                str(AD_MEASURES[name].label),
                "number",
                MetricUnit(AD_MEASURES[name].unit.value),
                width=14,
            )
            for name in names
        ),
        SheetColumn(_("Kind of result"), width=20),
        SheetColumn(_("Cost per ad click (CPC)"), "number", MetricUnit.MICROS, width=14),
        SheetColumn(
            _("Cost per thousand ad impressions (CPM)"), "number", MetricUnit.MICROS, width=14
        ),
        SheetColumn(_("Cost per ad result"), "number", MetricUnit.MICROS, width=14),
        SheetColumn(_("File and row"), width=44),
    ]
    rows = [
        [
            str(one.account.facts.label),
            one.account.name,
            one.name,
            one.start,
            one.end,
            one.currency,
            one.values.get("spend_micros"),
            one.values.get("paid_impressions"),
            one.reach,
            one.values.get("paid_clicks"),
            one.values.get("paid_results"),
            result_word(one.result_kind),
            one.cost_per("paid_clicks"),
            one.cost_per("paid_impressions", of=1000),
            one.cost_per("paid_results"),
            "; ".join(
                f"{part.batch.file.name if part.batch.file else ''} #{part.row}"
                for part in one.parts[:20]
            ),
        ]
        for one in found
    ]
    sheet.add_table(columns, rows, freeze=3)
    sheet.add_text(
        _("Reach counts people: it stands only where one row of the file speaks for the whole "
          "campaign. Results of different kinds are never added up.")
    )  # fmt: skip


__all__ = ["audience_sheet", "promotion_sheet"]
