"""O1.2.1 專案時間表: who does what by when across departments. Excel only, and read back.

Kept under Planning; what is printed is the state of now, of the projects that touch the period.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning import sheet_rows
from planning.models import Project
from reports.blocks import Cover, DocumentHead, ReportDocument, Section
from reports.documents.excel import ExcelWorkbook
from reports.outputs.context import OutputContext
from reports.outputs.registry import Output, register
from reports.pieces import DateText, QuotedText, TextLike
from reports.sections import timeline
from reports.services.errors import CannotDo
from workspaces.punctuation import listed


def projects_of(context: OutputContext) -> list[Project]:
    """The one that was asked for, else all that touch the period. Raises ``CannotDo``."""
    rows = Project.objects.in_workspace(context.workspace).select_related("lead").order_by("due")
    if context.subject is not None:
        return list(rows.filter(pk=context.subject))
    found = list(rows.standing().touching(context.period))
    if not found:
        raise CannotDo(
            _("No project touches {period}. Make one under Planning › Timeline.").format(
                period=context.name_of(context.period)
            )
        )
    return found


def build(context: OutputContext) -> ReportDocument:
    """The cover; the sheets are written from the same rows by ``workbook``."""
    projects = projects_of(context)
    names = listed(project.title for project in projects)
    facts: list[tuple[str, TextLike]] = [
        (_("Period"), DateText(context.days_of(context.period))),
        (_("Projects"), QuotedText(names)),
        (_("Made on"), DateText(context.moment(context.made_at))),
    ]
    cover = Cover(
        QuotedText(context.title), QuotedText(context.workspace.name), facts, _("In short"), []
    )
    context.status = _("As of {moment}").format(moment=context.moment(context.made_at))
    return ReportDocument(
        head=DocumentHead(
            workspace=context.workspace.name,
            title=context.title,
            period=context.days_of(context.period),
            status=context.status,
            version="",
            zone=context.zone,
            author=context.author,
        ),
        sections=[Section("COVER", [cover])],
        book=context.book,
        language=context.language,
        warnings=[],
    )


def write_workbook(context: OutputContext, document: ReportDocument) -> bytes:
    projects = projects_of(context)
    tasks = list(sheet_rows.tasks_for_sheet(context.workspace, projects))
    waits = sheet_rows.waits_of(context.workspace, projects)
    book = ExcelWorkbook(
        document.head, document.book, language=document.language, made_at=context.made_at
    )
    timeline.summary_sheet(context, book, projects, tasks)
    consulted = sheet_rows.consulted_of(context.workspace, projects)
    timeline.tasks_sheet(context, book, tasks, waits, consulted)
    timeline.gantt_sheet(context, book, tasks)
    timeline.meetings_sheet(context, book, projects)
    timeline.urgent_sheet(context, book)
    return book.render()


O121 = register(
    Output(
        code="O1.2.1",
        title=gettext_lazy("Project timeline"),
        purpose=gettext_lazy("Tasks of all departments, Gantt, meetings, escalations."),
        formats=("xlsx",),
        anchors=(),
        judgement=(),
        build=build,
        workbook=write_workbook,
        place="planning:project_list",
    )
)
