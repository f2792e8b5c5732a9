"""O3.1.1 數據分析報表: every figure of the period in one workbook. Excel only."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.planned_as import CUTS
from reports.blocks import ReportDocument
from reports.outputs.context import OutputContext
from reports.outputs.o331 import head_of, warnings_of
from reports.outputs.registry import JudgementPart, Output, register
from reports.pieces import pieces_of
from reports.sections import (
    accounts,
    attainment,
    changes,
    content,
    coverage,
    judgement,
    plans,
    restatements,
    sign_off,
    trends,
)
from reports.sections.choices import FORESEEN
from reports.workbook import write_workbook

PARTS = (
    JudgementPart(
        "SUMMARY",
        gettext_lazy("Reading of the figures"),
        gettext_lazy("What these figures say, in a few sentences; it stands on the first sheet."),
    ),
)


def build(context: OutputContext) -> ReportDocument:
    """What the page shows and the workbook's first sheets hold."""
    for by, keys in FORESEEN.items():
        context.foresee(by, keys)
    ask = pieces_of(_("Asked of you: check that nothing is missing, then sign off the figures."))
    restated = restatements.section(context)
    planned = plans.section(context, tuple(CUTS))
    sections = [
        attainment.cover(context, ask=ask),
        attainment.section(context),
        judgement.section(context, PARTS[0]),
        changes.section(context),
        *([restated] if restated else []),
        trends.section(context),
        accounts.section(context),
        content.section(context),
        content.posts_section(context),
        changes.movers_section(context),
        *([planned] if planned else []),
        trends.work_section(context),
        coverage.section(context),
        sign_off.section(context),
    ]
    return ReportDocument(
        head=head_of(context),
        sections=sections,
        book=context.book,
        language=context.language,
        warnings=warnings_of(context),
    )


O311 = register(
    Output(
        code="O3.1.1",
        title=gettext_lazy("Data analysis workbook"),
        purpose=gettext_lazy("Every figure of the period: accounts, posts, days and sources."),
        formats=("xlsx",),
        anchors=(),
        judgement=PARTS,
        build=build,
        workbook=write_workbook,
    )
)
