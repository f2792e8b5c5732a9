"""O1.1.1 經營社群媒體企畫書: the brief of a period as it was approved. Word only.

Written and approved under Planning; what is printed of a brief in review or approved is the
version that was sent, with the figures frozen at that moment.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.models import Brief
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
from reports.sections.brief import goals, means, people
from reports.sections.brief.source import BriefSource, brief_of, platform_name
from workspaces.punctuation import listed

ANCHORS = (
    "COVER",
    "GOAL",
    "OBJECTIVES",
    "LADDER",
    "AUDIENCE",
    "PLATFORMS",
    "STRATEGY",
    "PILLARS",
    "VOICE",
    "RESOURCES",
    "RISKS",
    "LAW",
    "CARE",
    "SIGN_OFF",
)
TONES = {"approved": Tone.GOOD, "in_review": Tone.RISK}


def build(context: OutputContext) -> ReportDocument:
    """The document in the language that is active. Raises ``CannotDo`` without a brief."""
    source = brief_of(context)
    context.status = str(source.brief.get_status_display())
    context.title = source.brief.title
    context.author = str(source.brief.author or "")
    context.number = source.version.number if source.version else source.brief.number + 1
    sections = [
        _cover(context, source),
        goals.goal_section(context),
        goals.objectives_section(context),
        goals.ladder_section(context),
        people.audience_section(context),
        people.platform_section(context),
        people.strategy_section(context),
        people.pillar_section(context),
        people.voice_section(context),
        means.resource_section(context),
        means.risk_section(context),
        means.law_section(context),
        means.care_section(context),
        _sign_off(context, source),
    ]
    head = DocumentHead(
        workspace=context.workspace.name,
        title=context.title,
        period=context.days_of(source.brief.period),
        status=context.status,
        version=_("Version {number}").format(number=context.number),
        zone=context.zone,
        author=context.author,
    )
    return ReportDocument(
        head=head,
        sections=sections,
        book=context.book,
        language=context.language,
        warnings=_warnings(source),
    )


def _cover(context: OutputContext, source: BriefSource) -> Section:
    brief = source.brief
    facts: list[tuple[str, TextLike]] = [
        (_("Period"), DateText(context.days_of(brief.period))),
        (_("Kind"), QuotedText(str(brief.get_kind_display()))),
        (_("Version"), DateText(str(context.number))),
        (_("Written by"), QuotedText(_writers(source) or "—")),
        (_("Approved by"), QuotedText(str(brief.approved_by or "—"))),
        (_("Made on"), DateText(context.moment(context.made_at))),
        (_("Time zone"), DateText(context.zone)),
        (_("Status"), QuotedText(context.status)),
    ]
    main = [row for row in source.pieces["platforms"] if row["decision"] == "main"]
    goal = next((row for row in source.pieces["objectives"] if row["level"] == "kgi"), None)
    lines: list[TextLike] = []
    if goal:
        lines.append(compose(_("Goal: {goal}"), goal=QuotedText(goal["sentence"] or "—")))
    if main:
        names = listed(platform_name(row["platform"]) for row in main)
        lines.append(compose(_("Main platforms: {names}"), names=QuotedText(names)))
    lines.append(
        _("Approved: this is what counts until a later brief replaces it.")
        if brief.is_approved
        else _("Asked of you: approve the objectives, the platforms and the resources.")
    )
    title = _("In short") if brief.is_approved else _("For decision")
    tone = TONES.get(brief.status, Tone.NEUTRAL)
    cover = Cover(
        QuotedText(brief.title), QuotedText(context.workspace.name), facts, title, lines, tone
    )
    return Section("COVER", [cover])


def _writers(source: BriefSource) -> str:
    brief = source.brief
    people = {user.pk: str(user) for user in brief.writers.all()}
    if brief.author:
        people = {brief.author.pk: str(brief.author)} | people
    return listed(people.values())


def _sign_off(context: OutputContext, source: BriefSource) -> Section:
    brief, decision = source.brief, source.decision
    people = [
        Signature(
            role=_("Written by"),
            name=_writers(source),
            moment=context.moment(source.version.made_at) if source.version else "",
            word=_("Sent to review") if source.version else _("Draft"),
        )
    ]
    if brief.approved_by and brief.approved_at:
        people.append(
            Signature(
                role=_("Approved by"),
                name=str(brief.approved_by),
                moment=context.moment(brief.approved_at),
                word=_("Approved"),
            )
        )
    else:
        people.append(Signature(role=_("Approved by"), word=_("Not approved yet")))
    blocks: list = [Heading(_("Approvals")), Signatures(people)]
    if decision is not None and decision.comment:
        blocks.append(Paragraph(compose(_("Remark: {words}"), words=QuotedText(decision.comment))))
    return Section("SIGN_OFF", blocks)


def _warnings(source: BriefSource) -> list[str]:
    if source.brief.status == Brief.Status.DRAFT:
        return [_("This brief is a draft; its targets and forecasts are those of today.")]
    return []


O111 = register(
    Output(
        code="O1.1.1",
        title=gettext_lazy("Social media plan"),
        purpose=gettext_lazy("What the period is for, for whom, where, by how much, with what."),
        formats=("docx",),
        anchors=ANCHORS,
        judgement=(),
        build=build,
        place="planning:brief_list",
    )
)
