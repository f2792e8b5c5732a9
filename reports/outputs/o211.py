"""O2.1.1 發文策略報告書: research with sources, posting points, pillars, campaigns, the plan. Word."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.models import PostingStrategy
from reports.blocks import (
    Cover,
    DocumentHead,
    Heading,
    Paragraph,
    ReportDocument,
    Section,
    Signature,
    Signatures,
    Tone,
)
from reports.outputs.context import OutputContext
from reports.outputs.registry import Output, register
from reports.pieces import DateText, QuotedText, TextLike, compose
from reports.sections import posting, posting_people, posting_plan
from workspaces.audit import subject_key
from workspaces.models import Approval

ANCHORS = (
    "COVER",
    "RESEARCH",
    "POINTS",
    "PILLARS",
    "CAMPAIGNS",
    "PEOPLE",
    "PLAN",
    "CALENDAR",
    "SIGN_OFF",
)


def build(context: OutputContext) -> ReportDocument:
    """The document in the language that is active. Raises ``CannotDo`` without a strategy."""
    strategy, _rows = posting.strategy_of(context)
    context.title = strategy.title
    context.status = str(strategy.get_status_display())
    context.author = str(strategy.author or "")
    context.number = max(strategy.number, 1)
    sections = [
        _cover(context),
        posting.research_section(context),
        posting.points_section(context),
        posting.pillar_section(context),
        posting.campaign_section(context),
        posting_people.people_section(context),
        posting.plan_section(context),
        posting_plan.calendar_section(context),
        _sign_off(context),
    ]
    head = DocumentHead(
        workspace=context.workspace.name,
        title=context.title,
        period=context.days_of(strategy.period),
        status=context.status,
        version=_("Version {number}").format(number=context.number),
        zone=context.zone,
        author=context.author,
    )
    warnings = [_("This posting strategy is a draft.")] if strategy.is_open else []
    return ReportDocument(
        head=head,
        sections=sections,
        book=context.book,
        language=context.language,
        warnings=warnings,
    )


def _cover(context: OutputContext) -> Section:
    strategy, _rows = posting.strategy_of(context)
    facts: list[tuple[str, TextLike]] = [
        (_("Period"), DateText(context.days_of(strategy.period))),
        (_("Follows the brief"), QuotedText(str(strategy.brief or "—"))),
        (_("Version"), DateText(str(context.number))),
        (_("Written by"), QuotedText(context.author or "—")),
        (_("Approved by"), QuotedText(str(strategy.approved_by or "—"))),
        (_("Made on"), DateText(context.moment(context.made_at))),
        (_("Status"), QuotedText(context.status)),
    ]
    line = (
        _("Approved: the calendar follows these posting points.")
        if strategy.is_approved
        else _("Asked of you: approve the posting points and the plan of the period.")
    )
    title = _("In short") if strategy.is_approved else _("For decision")
    tone = Tone.GOOD if strategy.is_approved else Tone.RISK
    cover = Cover(
        QuotedText(context.title), QuotedText(context.workspace.name), facts, title, [line], tone
    )
    return Section("COVER", [cover])


def _sign_off(context: OutputContext) -> Section:
    strategy, _rows = posting.strategy_of(context)
    asked = _asked(strategy)
    people = [
        Signature(
            role=_("Written by"),
            name=context.author,
            moment=context.moment(asked.asked_at) if asked else "",
            word=_("Sent to review") if asked else _("Draft"),
        )
    ]
    if strategy.approved_by and strategy.approved_at:
        moment = context.moment(strategy.approved_at)
        name = str(strategy.approved_by)
        people.append(Signature(_("Approved by"), name, moment, _("Approved")))
    else:
        people.append(Signature(role=_("Approved by"), word=_("Not approved yet")))
    blocks: list = [Heading(_("Approvals")), Signatures(people)]
    if asked and asked.state == Approval.State.APPROVED and asked.comment:
        blocks.append(Paragraph(compose(_("Remark: {words}"), words=QuotedText(asked.comment))))
    return Section("SIGN_OFF", blocks)


def _asked(strategy: PostingStrategy) -> Approval | None:
    """The request that stands for what is printed; None while it is being written."""
    if strategy.is_open:
        return None
    rows = Approval.objects.in_workspace(strategy.workspace).filter(
        subject_key=subject_key(strategy)
    )
    return rows.exclude(state=Approval.State.WITHDRAWN).first()


O211 = register(
    Output(
        code="O2.1.1",
        title=gettext_lazy("Posting strategy"),
        purpose=gettext_lazy(
            "What is posted where, when, how often and why, and what stands behind."
        ),
        formats=("docx",),
        anchors=ANCHORS,
        judgement=(),
        build=build,
        place="planning:strategy_list",
    )
)
