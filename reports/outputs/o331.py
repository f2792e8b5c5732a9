"""O3.3.1 成效報告書: targets first, what worked and why, what comes next. Word, with Excel."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.as_of import reading_day
from reports.blocks import DocumentHead, Heading, ReportDocument, Section
from reports.outputs.context import OutputContext
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
from workspaces.punctuation import listed

PARTS = (
    JudgementPart(
        "SUMMARY",
        gettext_lazy("Summary"),
        gettext_lazy("Three or four sentences for a reader who reads nothing else."),
    ),
    JudgementPart(
        "FACTORS",
        gettext_lazy("What worked and why (CSF)"),
        gettext_lazy("Name the success factors and the evidence: what did we do, what came of it?"),
    ),
    JudgementPart(
        "GOALS",
        gettext_lazy("Goals of the next period"),
        gettext_lazy("Metric, goal, due date, and why this goal. Targets are set under Analytics."),
    ),
    JudgementPart(
        "RESOURCES",
        gettext_lazy("Resources"),
        gettext_lazy(
            "About four fifths to what performs, a tenth or a little more for experiments."
        ),
        (
            gettext_lazy("Item"),
            gettext_lazy("This period"),
            gettext_lazy("Next period"),
            gettext_lazy("Remark"),
        ),
    ),
    JudgementPart(
        "THEMES",
        gettext_lazy("Key themes"),
        gettext_lazy("What the content of the next period is about."),
    ),
    JudgementPart("STOP", gettext_lazy("Stop"), gettext_lazy("What we give up, to gain time.")),
    JudgementPart("CONTINUE", gettext_lazy("Continue"), gettext_lazy("What stays as it is.")),
    JudgementPart("START", gettext_lazy("Start"), gettext_lazy("What we try for the first time.")),
)
_PART = {part.anchor: part for part in PARTS}
ANCHORS = (
    "COVER",
    "KPI",
    "SUMMARY",
    "MISSED",
    "CHANGE",
    "RESTATED",
    "TRENDS",
    "ACCOUNTS",
    "CONTENT",
    "POSTS",
    "MOVERS",
    "PLANS",
    "WORK",
    "FACTORS",
    "GOALS",
    "RESOURCES",
    "THEMES",
    "STOP_CONTINUE_START",
    "COVERAGE",
    "SIGN_OFF",
)


def build(context: OutputContext) -> ReportDocument:
    """The document in the language that is active."""
    for by, keys in FORESEEN.items():
        context.foresee(by, keys)
    ask = pieces_of(
        _("Asked of you: confirm the goals and resources of the next period, then sign off.")
    )

    def written(anchor: str) -> Section:
        return judgement.section(context, _PART[anchor])

    missed = attainment.missed_section(context)
    restated = restatements.section(context)
    planned = plans.section(context)
    sections = [
        attainment.cover(context, ask=ask),
        attainment.section(context),
        *([missed] if missed else []),
        written("SUMMARY"),
        changes.section(context),
        *([restated] if restated else []),
        trends.section(context),
        accounts.section(context),
        content.section(context),
        content.posts_section(context),
        changes.movers_section(context),
        *([planned] if planned else []),
        trends.work_section(context),
        written("FACTORS"),
        written("GOALS"),
        written("RESOURCES"),
        written("THEMES"),
        _stop_continue_start(context),
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


def head_of(context: OutputContext) -> DocumentHead:
    return DocumentHead(
        workspace=context.workspace.name,
        title=context.title,
        period=context.days_of(context.period),
        status=context.status,
        version=_("Version {number}").format(number=context.number),
        zone=context.zone,
        author=context.author,
    )


def warnings_of(context: OutputContext) -> list[str]:
    """What its maker should know before sending it on."""
    empty = [str(part.label) for part in PARTS if not context.judgement.get(part.anchor)]
    found = []
    if context.output == "O3.3.1" and empty:
        names = listed(empty)
        found.append(_("Not written yet: {names}.").format(names=names))
    if context.period.end >= context.today:
        found.append(_("The period is still running, so its figures will still grow."))
    elif context.as_of is None:
        day = context.day(reading_day(context.workspace, context.period))
        found.append(
            _("The period is read by {day}; until then its figures may still grow.").format(day=day)
        )
    return found


def _stop_continue_start(context: OutputContext) -> Section:
    blocks: list = [Heading(_("Stop – Continue – Start"))]
    for anchor in ("STOP", "CONTINUE", "START"):
        blocks += judgement.section(context, _PART[anchor], level=2).blocks
    return Section("STOP_CONTINUE_START", blocks)


O331 = register(
    Output(
        code="O3.3.1",
        title=gettext_lazy("Performance report"),
        purpose=gettext_lazy("How far the targets were reached, why, and what comes next."),
        formats=("docx", "xlsx"),
        anchors=ANCHORS,
        judgement=PARTS,
        build=build,
        workbook=write_workbook,
    )
)
