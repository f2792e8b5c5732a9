"""What an output is built from: one workspace and period, its numbers, and the only pen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from analytics.as_of import alike, as_of, distance
from analytics.comparison import ChangeKind, compare
from analytics.metrics import METRICS, Metric
from analytics.metrics.inputs import input_label
from analytics.models import AccountDay
from analytics.query import MetricValue, metric_values
from platforms.display import (
    UNKNOWN,
    MetricUnit,
    format_full_day,
    format_moment,
    format_month,
    format_quarter,
    format_range,
)
from platforms.models import Post, SocialAccount
from reports.figures import CitedFigure, FigureBook, FigureSource
from reports.missing import missing_inputs
from reports.models import Deliverable
from reports.outputs.names import subject_of
from reports.outputs.origins import PlanScope, cut_of, scope_of, source_of
from reports.pieces import Pieces
from reports.provenance import Provenance
from workspaces import zones
from workspaces.models import Workspace
from workspaces.periods import Grain, Period, month_of, week_of


@dataclass(frozen=True, slots=True)
class Change:
    """How a value moved against another period, as a cited figure and a direction."""

    figure: CitedFigure
    up: bool | None  # None: unknown or unchanged
    good: bool | None  # None: neither direction is better


@dataclass
class OutputContext:
    """Everything ``Output.build`` may ask. Build under the language of the document."""

    workspace: Workspace
    period: Period
    output: str
    title: str
    language: str
    made_at: datetime
    number: int = 1
    author: str = ""
    status: str = ""
    judgement: dict[str, Any] = field(default_factory=dict)
    judgement_version: int = 0
    declared: dict[str, Any] = field(default_factory=dict)
    subject: int | None = None  # the record an output is about, where a period may have several
    book: FigureBook = field(init=False)
    cuts: dict[str, dict[str, Any]] = field(default_factory=dict)  # code → how to ask again
    suggestions: dict[str, list[Pieces]] = field(default_factory=dict)  # anchor → proposals
    kpis: list[Any] | None = None  # sections.attainment.Kpi, computed once
    ranking: Any = None  # sections.content.Ranking, computed once
    plans: dict[str, Any] = field(default_factory=dict)  # cut → analytics.plan_table.PlanTable
    _values: dict[tuple, dict[str, list[MetricValue]]] = field(default_factory=dict)
    _foreseen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _kinds: dict[Sequence[str], dict[str, dict[str, MetricValue]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = FigureBook(self.language)
        self.provenance = Provenance(self.workspace)
        self.book.rows_used = self.provenance.rows_used

    @classmethod
    def of_report(cls, report: Deliverable, *, number: int, made_at: datetime) -> "OutputContext":
        return cls(
            workspace=report.workspace,
            period=report.period,
            output=report.output,
            title=report.title,
            language=report.language,
            made_at=made_at,
            number=number,
            author=str(report.author) if report.author else "",
            status=str(Deliverable.Status.DRAFT.label),
            judgement=dict(report.judgement),
            judgement_version=report.judgement_version,
            declared=dict(report.declared),
        )

    # --- words ----------------------------------------------------------------------------

    @property
    def roc(self) -> bool:
        return self.workspace.roc_years

    @property
    def today(self) -> date:
        return self.made_at.astimezone(self.workspace.tz).date()

    def name_of(self, period: Period) -> str:
        """``2026 Q3`` or ``民國 115 年第 3 季``; other periods by their days."""
        if period.grain is Grain.QUARTER:
            quarter = (period.start.month + 2) // 3
            return format_quarter(period.start.year, quarter, language=self.language, roc=self.roc)
        if period.grain is Grain.MONTH:
            return format_month(
                period.start.year, period.start.month, language=self.language, roc=self.roc
            )
        return self.days_of(period)

    def days_of(self, period: Period) -> str:
        return format_range(period.start, period.end, language=self.language, roc=self.roc)

    def day(self, day: date | None) -> str:
        if day is None:
            return UNKNOWN
        return format_full_day(day, language=self.language, roc=self.roc)

    def day_of(self, text: str | None) -> str:
        """A day that is kept as JSON, in ISO form."""
        return self.day(date.fromisoformat(text) if text else None)

    def moment(self, at: datetime) -> str:
        return format_moment(
            at, self.workspace.tz, today=date.min, language=self.language, roc=self.roc
        )

    @property
    def zone(self) -> str:
        """The clock of every day and hour in the document: 台北時間 (GMT+8)."""
        return zones.clock(self.workspace.zone, self.period.start, self.period.end)

    def file_name(self, kind: str) -> str:
        """``晨光小舖_成效報告書_2026Q3_v2.docx``: no sign that a file system refuses."""
        parts = [self.workspace.name, self.title.split("，")[0].split(",")[0], self.period.code]
        text = "_".join([*parts, f"v{self.number}"])
        safe = "".join("-" if letter in '\\/:*?"<>|\n\r\t' else letter for letter in text)
        return f"{safe.strip('. ')[:150]}.{kind}"

    # --- numbers --------------------------------------------------------------------------

    @cached_property
    def accounts(self) -> list[SocialAccount]:
        """Accounts of ours that published or reported anything in the period; else all of ours.

        An account that was given up last year is neither missing nor silent this quarter.
        """
        days = (self.period.start, self.period.end)
        posts = Post.objects.filter(account=OuterRef("pk"), present=True, published_on__range=days)
        figures = AccountDay.objects.filter(account=OuterRef("pk"), day__range=days)
        told = SocialAccount.objects.in_workspace(self.workspace).ours()
        active = told.filter(Exists(posts) | Exists(figures)).values_list("pk", flat=True)
        among = set(active)
        return [account for account in self.all_ours if account.pk in among] or self.all_ours

    @cached_property
    def all_ours(self) -> list[SocialAccount]:
        return list(SocialAccount.objects.in_workspace(self.workspace).ours().for_list())

    @cached_property
    def _single_platforms(self) -> set[str]:
        platforms = [account.platform for account in self.accounts]
        return {one for one in platforms if platforms.count(one) == 1}

    def short_name(self, account: SocialAccount) -> str:
        """The platform where it is the only account of it, for narrow columns."""
        if account.platform in self._single_platforms:
            return str(account.get_platform_display())
        return account.name

    def accent(self, account: SocialAccount) -> int | None:
        """The theme colour of an account, the same in every chart of the document."""
        place = next((n for n, a in enumerate(self.accounts) if a.pk == account.pk), None)
        return None if place is None else place % 6 + 1

    @cached_property
    def missing(self) -> list[dict[str, Any]]:
        from reports.outputs.registry import OUTPUTS

        if self.output in OUTPUTS and OUTPUTS[self.output].place:
            return []  # a plan asks for no figures of the period it plans
        return missing_inputs(self, self.declared)

    @cached_property
    def before(self) -> Period:
        """The period before; of a running period only as many days as have elapsed."""
        return alike(self.period, self.period.previous(), self.today)

    @cached_property
    def year_before(self) -> Period:
        return alike(self.period, self.period.year_before(), self.today)

    @cached_property
    def as_of(self) -> date | None:
        """The day this report's period is read by; None while the newest readings count."""
        return as_of(self.workspace, self.period, self.today)

    def read_by(self, period: Period) -> date | None:
        """The day ``period`` is read by: parts of the report's period like the whole of it, what it
        is compared with equally long after its own end, any other as in a report of its own."""
        if self.period.start <= period.start and period.end <= self.period.end:
            return self.as_of
        if period not in (self.before, self.year_before):
            return as_of(self.workspace, period, self.today)
        day = period.end + timedelta(days=distance(self.workspace, self.period, self.today))
        return day if day < self.today else None

    def values(
        self,
        keys: Sequence[str],
        period: Period | None = None,
        *,
        by: str = "workspace",
        kind: str | None = None,
    ) -> list[MetricValue]:
        """``metric_values`` of these metrics, each asked once per cut."""
        period = period or self.period
        known = self._values.setdefault((period.start, period.end, by, kind), {})
        if not known.keys() >= set(keys):
            both = kind is None and period in (self.period, self.before)
            wanted = dict.fromkeys((*keys, *(self._foreseen.get(by, ()) if both else ())))
            asked = [key for key in wanted if key not in known]
            found = metric_values(
                self.workspace,
                period,
                by=by,
                metrics=asked,
                post_types=[kind] if kind else None,
                as_of=self.read_by(period),
            )
            known |= {key: [] for key in asked}
            for value in found:
                known[value.metric.key].append(value)
        return [value for key in keys for value in known[key]]

    def foresee(self, by: str, keys: Iterable[str]) -> None:
        """The metrics that will be asked of the report's period and the one before it: asked
        together with the first of them, for a question costs more than a metric."""
        self._foreseen[by] = tuple(dict.fromkeys(keys))

    def table(
        self,
        keys: Sequence[str],
        period: Period | None = None,
        *,
        by: str = "workspace",
        kind: str | None = None,
    ) -> dict[tuple[int | None, str], MetricValue]:
        """(account or post id, metric) → value; the id is None for the workspace."""
        return {
            (subject_of(value), value.metric.key): value
            for value in self.values(keys, period, by=by, kind=kind)
        }

    def steps(
        self, keys: Sequence[str], parts: Sequence[Period], *, cut: str, by: str = "workspace"
    ) -> list[dict[tuple[int | None, str], MetricValue]]:
        """``table`` of each of ``parts``, the weeks or months (``cut``) that make up one stretch
        of days, asked in one go.

        A part in which an account published nothing is asked by itself: only then is it known
        whether nothing came out or nobody told.
        """
        whole = Period(parts[0].start, parts[-1].end)
        values = metric_values(
            self.workspace,
            whole,
            by=cut,
            metrics=list(keys),
            per_account=by == "account",
            as_of=self.read_by(whole),
        )
        found: dict[date | None, dict[tuple[int | None, str], MetricValue]] = {}
        for value in values:
            account = value.account if by == "account" else None
            key = (account.pk if account else None, value.metric.key)
            found.setdefault(value.day, {})[key] = replace(value, account=account, day=None)
        subjects = [account.pk for account in self.all_ours] if by == "account" else [None]
        wanted = {(subject, key) for subject in subjects for key in keys}
        tables = []
        for part in parts:
            table = found.get((week_of if cut == "week" else month_of)(part.start).start, {})
            if set(table) == wanted:
                table = {key: replace(value, period=part) for key, value in table.items()}
            else:
                table = self.table(keys, part, by=by)
            tables.append(table)
        return tables

    def kinds(self, keys: Sequence[str]) -> dict[str, dict[str, MetricValue]]:
        """Kind of post → metric → its value of the report's period, for kinds that came out."""
        if keys not in self._kinds:
            values = metric_values(
                self.workspace, self.period, by="type", metrics=list(keys), as_of=self.as_of
            )
            found: dict[str, dict[str, MetricValue]] = {}
            for value in values:
                mine = replace(value, post_type="", account=None)
                found.setdefault(value.post_type, {})[value.metric.key] = mine
            self._kinds[keys] = found
        return self._kinds[keys]

    # --- the pen --------------------------------------------------------------------------

    def cite(
        self,
        value: MetricValue,
        period: Period | None = None,
        *,
        kind: str | None = None,
        plan: PlanScope | None = None,
    ) -> CitedFigure:
        """Print ``value``: its definition, inputs and rows go into the book with it."""
        period = period or self.period
        metric = value.metric
        figure = self.book.cite(
            value.value,
            metric=metric.key,
            label=str(metric.label),
            formula=str(metric.formula),
            unit=metric.unit,
            version=metric.version,
            inputs=value.inputs,
            source=source_of(self, value, period, kind, plan),
            scope=scope_of(self, value, period, kind) | ({"plan": plan.name} if plan else {}),
            reason=value.missing_reason or _("No file reports it for this period."),
            input_labels={key: str(input_label(key)) for key in value.inputs},
        )
        self.cuts.setdefault(figure.code, cut_of(value, period, kind, plan))
        return figure

    def cite_change(self, now: MetricValue, before: MetricValue, earlier: Period) -> Change | None:
        """The change of ``now`` against ``before``; None where there is nothing to compare."""
        change = compare(now, before, today=self.today)
        if change.value is None:
            return None
        new, old = self.cite(now), self.cite(before, earlier)
        points = change.kind is ChangeKind.POINTS
        figure = self.book.cite(
            change.value,
            metric=f"{now.metric.key}.change",
            label=_("{metric}, change since {period}").format(
                metric=now.metric.label, period=self.name_of(earlier)
            ),
            formula=f"{new.code} − {old.code}" if points else f"{new.code} ÷ {old.code} − 1",
            unit=MetricUnit.POINTS if points else MetricUnit.CHANGE,
            version=now.metric.version,
            inputs={},
            source=FigureSource(note=_("computed from figures of this report")),
            scope=scope_of(self, now, self.period, None) | {"against": self.name_of(earlier)},
        )
        up = None if change.value == 0 else change.value > 0
        good = {"good": True, "bad": False}.get(change.tone)
        return Change(figure, up, good)

    def why_no_change(self, now: MetricValue, before: MetricValue) -> str:
        """Why two values are not compared; empty when they are."""
        return compare(now, before, today=self.today).reason

    def cite_own(
        self,
        value: int | Decimal | None,
        *,
        key: str,
        label: str,
        formula: str,
        unit: MetricUnit = MetricUnit.COUNT,
        note: str = "",
        scope: Mapping[str, str] | None = None,
        reason: str = "",
        files: FigureSource | None = None,
    ) -> CitedFigure:
        """A number of the report itself (targets met, posts compared), with how it was counted."""
        return self.book.cite(
            value,
            metric=key,
            label=label,
            formula=formula,
            unit=unit,
            version=1,
            inputs={},
            source=files or FigureSource(note=note),
            scope={"period": self.name_of(self.period)} | dict(scope or {}),
            reason=reason or None,
        )


def metric(key: str) -> Metric:
    return METRICS[key]
