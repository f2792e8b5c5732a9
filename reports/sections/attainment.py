"""Targets first: what was promised, what came, how far along: as colour and as word."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from analytics.goals.targets import Attainment, Pace, attainments, number_of
from analytics.models import Target
from platforms.display import MetricUnit
from reports.blocks import (
    Callout,
    Column,
    Cover,
    FigureCard,
    Figures,
    Heading,
    Section,
    Status,
    Table,
    Tone,
)
from reports.figures import CitedFigure
from reports.outputs.context import OutputContext, metric
from reports.outputs.names import account_name
from reports.pieces import DateText, Pieces, QuotedText, TextLike, compose
from reports.sections import adjusted
from reports.sections.sentences import sentence_that_matters

TONES = {"good": Tone.GOOD, "warn": Tone.RISK, "bad": Tone.BAD, "none": Tone.NEUTRAL}
WHOLE = 1000  # from here a mean is printed without its tenth, and so is what it lacks
CARDS = ("engagement_rate", "mean_reach_per_post", "engagements", "new_followers")


@dataclass(frozen=True, slots=True)
class Kpi:
    """One target with everything the report prints of it."""

    target: Target
    attainment: Attainment
    goal: CitedFigure
    actual: CitedFigure
    reached: CitedFigure | None  # actual ÷ goal

    @property
    def tone(self) -> Tone:
        return TONES[str(self.attainment.pace.tone)]

    @property
    def met(self) -> bool:
        """The goal itself stands; being on pace towards it is not that."""
        return self.attainment.pace is Pace.MET

    @property
    def status(self) -> Status:
        return Status(str(self.attainment.pace.label), self.tone)

    @property
    def name(self) -> QuotedText:
        return QuotedText(f"{self.target.get_level_display()} {metric(self.target.metric).label}")


def kpis(context: OutputContext) -> list[Kpi]:
    """The targets that run within the period, the most important level first."""
    if context.kpis is None:
        at = min(context.period.end, context.today)
        targets = (
            Target.objects.filter(
                workspace=context.workspace,
                archived_at=None,
                start__lte=context.period.end,
                due__gte=context.period.start,
            )
            .select_related("account", "owner", "workspace")
            .order_by("pk")
        )
        order = {level: place for place, level in enumerate(Target.Level.values)}
        ordered = sorted(targets, key=lambda one: (order[one.level], one.due, one.pk))
        context.kpis = [_kpi(context, one) for one in attainments(ordered, at, today=context.today)]
    return context.kpis


def _kpi(context: OutputContext, found: Attainment) -> Kpi:
    target = found.target
    label = _("Target: {metric}").format(metric=metric(target.metric).label)
    scope = {"due": _("due {day}").format(day=context.day(target.due))}
    if target.account:
        scope["account"] = account_name(target.account)
    owner = str(target.owner) if target.owner else _("the team")
    note = _("set by {name}, target no. {number}").format(name=owner, number=target.pk)
    goal = context.cite_own(
        number_of(target.value, found.metric),
        key="target",
        label=label,
        formula=_("set by people, not computed"),
        unit=found.metric.unit,
        note=note,
        scope=scope | {"no": f"#{target.pk}"},
    )
    actual = context.cite(found.value, found.value.period)
    reached = None
    if found.attained is not None:
        reached = context.cite_own(
            found.attained,
            key="attained",
            label=_("Attainment: {metric}").format(metric=metric(target.metric).label),
            formula=_("how {actual} stands to {goal}").format(actual=actual.code, goal=goal.code),
            unit=MetricUnit.RATIO,
            note=_("computed from figures of this report"),
            scope=scope | {"no": f"#{target.pk}"},
        )
    return Kpi(target, found, goal, actual, reached)


def cover(context: OutputContext, *, ask: Pieces) -> Section:
    """Page one: what this is, what is asked of the reader, and the targets."""
    found = kpis(context)
    decision = [_standing(context, found), sentence_that_matters(context), ask]
    accounts = _(", ").join(context.short_name(account) for account in context.accounts[:6])
    if len(context.accounts) > 6:
        accounts = _("{names} and others").format(names=accounts)
    facts: list[tuple[str, TextLike]] = [
        (_("Period"), DateText(context.days_of(context.period))),
        (_("Figures as read by"), DateText(context.day(context.as_of or context.today))),
        (_("Compared with"), DateText(context.days_of(context.before))),
        (_("Accounts"), QuotedText(accounts or "—")),
        (_("Time zone"), DateText(context.zone)),
        (_("Made by"), QuotedText(context.author or "—")),
        (_("Made on"), DateText(context.moment(context.made_at))),
        (_("Status"), QuotedText(context.status)),
    ]
    block = Cover(
        QuotedText(context.title),
        QuotedText(context.workspace.name),
        facts,
        _("For decision"),
        [line for line in decision if line],
        _worst(found),
    )
    return Section("COVER", [block])


def section(context: OutputContext) -> Section:
    """Targets as a table; without targets the key figures, and how to set one."""
    blocks: list = [Heading(_("Targets: how far we came"))]
    found = kpis(context)
    if not found:
        blocks.append(
            Callout(
                _("No target was set for this period"),
                [
                    _(
                        "Without a target nobody can say whether these figures are good. Set "
                        "targets under Analytics, then make the report again."
                    )
                ],
                Tone.RISK,
            )
        )
        cards = _cards(context)
        return Section("KPI", [*blocks, *([Figures(cards)] if cards else [])])
    columns = [
        Column(_("Target"), weight=2),
        Column(_("Account"), weight=1.4),
        Column(_("Goal"), "number"),
        Column(_("Actual"), "number"),
        Column(_("Attainment"), "number"),
        Column(_("Standing"), "status"),
        Column(_("Due"), "date"),
    ]
    rows = [
        [
            kpi.name,
            QuotedText(account_name(kpi.target.account) if kpi.target.account else _("All")),
            kpi.goal,
            kpi.actual,
            kpi.reached or DateText("—"),
            kpi.status,
            DateText(context.day(kpi.target.due)),
        ]
        for kpi in found
    ]
    blocks.append(Table(columns, rows))
    blocks += adjusted.blocks(context, [kpi.target for kpi in found])
    return Section("KPI", blocks)


def missed_section(context: OutputContext) -> Section | None:
    """Targets that are missed or behind, and by how much."""
    found = [kpi for kpi in kpis(context) if kpi.tone in (Tone.BAD, Tone.RISK)]
    if not found:
        return None
    lines = [missed_sentence(context, kpi) for kpi in found]
    tones = {kpi.tone for kpi in found}
    title = _("Targets behind their pace, and by how much")  # not due yet, so nothing is missed
    if tones == {Tone.BAD}:
        title = _("Not reached, and by how much")
    elif Tone.BAD in tones:
        title = _("Targets missed or behind their pace, and by how much")
    worst = Tone.BAD if Tone.BAD in tones else Tone.RISK
    return Section("MISSED", [Callout(title, lines, worst)])


def missed_sentence(context: OutputContext, kpi: Kpi) -> Pieces:
    difference = gap(context, kpi)
    if difference is None:
        return compose(
            _("{target}: {standing}; the actual figure is unknown."),
            target=kpi.name,
            standing=QuotedText(kpi.status.word),
        )
    return compose(
        _("{target}: {actual} against {goal}, {gap} away ({standing})."),
        target=kpi.name,
        actual=kpi.actual,
        goal=kpi.goal,
        gap=difference,
        standing=QuotedText(kpi.status.word),
    )


def gap(context: OutputContext, kpi: Kpi) -> CitedFigure | None:
    """Actual minus goal: points for rates, the unit itself for everything else."""
    if kpi.actual.value is None or kpi.goal.value is None:
        return None
    unit = kpi.goal.unit
    number = kpi.actual.value - kpi.goal.value
    if unit is MetricUnit.COUNT and Decimal(kpi.actual.value).copy_abs() >= WHOLE:
        number = round(number)
    return context.cite_own(
        number,
        key="target_gap",
        label=_("Distance to the target: {metric}").format(metric=metric(kpi.target.metric).label),
        formula=f"{kpi.actual.code} − {kpi.goal.code}",
        unit=MetricUnit.POINTS if unit is MetricUnit.RATIO else unit,
        note=_("computed from figures of this report"),
        scope={"no": f"#{kpi.target.pk}"},
    )


def _standing(context: OutputContext, found: list[Kpi]) -> Pieces:
    """“3 項目標中 1 項達標、1 項落後、1 項未達標。”"""
    if not found:
        return ()
    counts = {tone: sum(kpi.tone is tone for kpi in found) for tone in Tone}

    def cited(key: str, label: str, value: int) -> CitedFigure:
        return context.cite_own(
            value,
            key=key,
            label=label,
            formula=_("counted from the targets in this report"),
            note=_("counted from the targets in this report"),
        )

    said = compose(
        _("Of {total} targets {good} are met or on pace, {risk} at risk, {bad} missed."),
        total=cited("targets", _("Targets"), len(found)),
        good=cited("targets_good", _("Targets met or on pace"), counts[Tone.GOOD]),
        risk=cited("targets_risk", _("Targets at risk"), counts[Tone.RISK]),
        bad=cited("targets_bad", _("Targets missed"), counts[Tone.BAD]),
    )
    if not counts[Tone.NEUTRAL]:
        return said
    open_ones = cited("targets_open", _("Targets without a verdict"), counts[Tone.NEUTRAL])
    return said + compose(_(" {count} cannot be judged yet."), count=open_ones)


def _worst(found: list[Kpi]) -> Tone:
    tones = {kpi.tone for kpi in found}
    for tone in (Tone.BAD, Tone.RISK, Tone.GOOD):
        if tone in tones:
            return tone
    return Tone.NEUTRAL


def _cards(context: OutputContext) -> list[FigureCard]:
    values = context.table(CARDS)
    return [
        FigureCard(str(values[None, key].metric.label), context.cite(values[None, key]))
        for key in CARDS
        if values[None, key].value is not None
    ]
