"""The form of a target: what should reach how much by when, from where it stands now."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.goals.target_changes import baseline_from_data, period_like
from analytics.goals.target_numbers import NotANumber, typed_number, typed_text
from analytics.goals.targets import may_be_targeted
from analytics.metrics import METRICS, Metric, Scope, Source
from analytics.metrics.facts import platforms_of
from analytics.models import Target
from planning.models import Objective
from platforms.models import SocialAccount
from workspaces.models import Membership, User, Workspace
from workspaces.periods import Period, quarter_of
from workspaces.roles import Can


def metric_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Metrics a team can aim at, by where their figures come from."""
    metrics = [metric for metric in METRICS.values() if may_be_targeted(metric)]
    return [
        (
            _("Posts published in the period"),
            [(m.key, str(m.label)) for m in metrics if m.source is Source.POSTS],
        ),
        (
            _("What happened in the period"),
            [(m.key, str(m.label)) for m in metrics if m.source is Source.DAYS],
        ),
    ]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%Y-%m-%d", attrs=attrs)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=DayInput(),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Write a day such as 2026-11-21."),
        },
        **more,
    )


class TargetForm(forms.Form):
    metric = forms.ChoiceField(label=gettext_lazy("Metric"), choices=metric_choices)
    account = forms.ModelChoiceField(
        label=gettext_lazy("Account"),
        queryset=SocialAccount.objects.none(),
        required=False,
        empty_label=gettext_lazy("All our accounts together"),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=Target.Level.choices,
        initial=Target.Level.KPI,
        help_text=gettext_lazy(
            "KGI: the goal itself. CSF: what must succeed for it. KPI: the figure that shows it."
        ),
    )
    start = _day(gettext_lazy("First day"))
    due = _day(gettext_lazy("Due (last day included)"))
    value = forms.CharField(
        label=gettext_lazy("Value to reach"),
        help_text=gettext_lazy("Such as 12,000; rates in percent, such as 4.8%."),
        error_messages={"required": gettext_lazy("Write the value to reach.")},
    )
    baseline_start = _day(gettext_lazy("Baseline from"), required=False)
    baseline_end = _day(gettext_lazy("Baseline to"), required=False)
    baseline = forms.CharField(
        label=gettext_lazy("Baseline"),
        required=False,
        help_text=gettext_lazy("Leave it empty to take the figure from the data."),
    )
    note = forms.CharField(
        label=gettext_lazy("Why this target"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who looks after it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Me"),
    )

    objective = forms.ModelChoiceField(
        label=gettext_lazy("Objective of the brief"),
        queryset=Objective.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
    )

    def __init__(self, workspace: Workspace, *args: Any, target: Target | None = None, **kw: Any):
        self.workspace, self.target = workspace, target
        if target is not None:
            kw["initial"] = initial_of(target) | kw.get("initial", {})
        super().__init__(*args, **kw)
        ours = SocialAccount.objects.in_workspace(workspace).ours().for_list()
        account: Any = self.fields["account"]
        account.queryset = ours
        account.label_from_instance = lambda a: f"{a.name} · {a.facts.label}"
        objective: Any = self.fields["objective"]
        objectives = Objective.objects.in_workspace(workspace).of_standing_briefs()
        objective.queryset = objectives.select_related("brief").order_by("-brief__start", "place")
        objective.label_from_instance = lambda one: f"{one} · {one.brief}"
        people = Membership.objects.in_workspace(workspace).who_can(Can.VIEW)
        owner: Any = self.fields["owner"]
        owner.queryset = User.objects.filter(pk__in=people.values("user")).order_by("name", "email")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        metric = METRICS.get(data.get("metric", ""))
        self._order(data, "start", "due")
        self._order(data, "baseline_start", "baseline_end")
        if metric is None:
            return data
        self._scope(metric, data.get("account"))
        for name in ("value", "baseline"):
            if data.get(name):
                try:
                    data[name] = typed_number(data[name], metric)
                except NotANumber as error:
                    self.add_error(name, str(error))
        may_be_negative = metric.key == "net_followers"
        if isinstance(data.get("value"), Decimal) and data["value"] <= 0 and not may_be_negative:
            self.add_error("value", _("Write a value above zero."))
        self._twin(data)
        return data

    def fields_of_target(self) -> dict[str, Any]:
        """What services take; an empty baseline is read from the data."""
        data = self.cleaned_data
        start, end = data.get("baseline_start"), data.get("baseline_end")
        period = (
            Period(start, end)
            if start and end
            else period_like(data["start"], data["due"]).previous()
        )
        baseline = data.get("baseline") or None
        if baseline is None:
            found = baseline_from_data(self.workspace, data["metric"], data["account"], period)
            baseline = found.value.value
        return {
            "level": data["level"],
            "metric": data["metric"],
            "account_id": data["account"].pk if data["account"] else None,
            "start": data["start"],
            "due": data["due"],
            "value": data["value"],
            "baseline": None
            if baseline is None
            else Decimal(baseline).quantize(Decimal("0.000001")),
            "baseline_start": None if baseline is None else period.start,
            "baseline_end": None if baseline is None else period.end,
            "note": data["note"].strip(),
            "owner_id": data["owner"].pk if data["owner"] else None,
        }

    def _order(self, data: dict[str, Any], first: str, last: str) -> None:
        start, end = data.get(first), data.get(last)
        if start and end and end < start:
            self.add_error(last, _("The last day cannot lie before the first day."))

    def _scope(self, metric: Metric, account: SocialAccount | None) -> None:
        if account is None and metric.scope is Scope.ONE_ACCOUNT:
            self.add_error(
                "account",
                _("%(metric)s exists for one account at a time. Choose an account.")
                % {"metric": metric.label},
            )
        platforms = platforms_of(metric)
        if account is not None and "" not in platforms and account.platform not in platforms:
            self.add_error(
                "account",
                _("No export of %(platform)s gives %(metric)s. Choose another account or metric.")
                % {"platform": account.facts.label, "metric": metric.label},
            )

    def _twin(self, data: dict[str, Any]) -> None:
        if not (data.get("start") and data.get("due")):
            return
        twins = Target.objects.in_workspace(self.workspace).filter(
            archived_at=None,
            metric=data.get("metric"),
            account=data.get("account"),
            start=data["start"],
            due=data["due"],
        )
        if self.target is not None:
            twins = twins.exclude(pk=self.target.pk)
        if twins.exists():
            self.add_error(
                "metric",
                _("There is a target for this metric and these days already. Change that one."),
            )


class TargetChangeForm(TargetForm):
    reason = forms.CharField(
        label=gettext_lazy("Why you change it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Write why the target changes; the report will show it.")
        },
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy("Figures, a file, a decision: what shows that the change is right."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def initial_of(target: Target) -> dict[str, Any]:
    metric = METRICS[target.metric]
    return {
        "metric": target.metric,
        "account": target.account_id,
        "level": target.level,
        "start": target.start,
        "due": target.due,
        "value": typed_text(target.value, metric),
        "baseline_start": target.baseline_start,
        "baseline_end": target.baseline_end,
        "baseline": typed_text(target.baseline, metric),
        "note": target.note,
        "owner": target.owner_id,
        "objective": target.objective_id,
    }


def first_days(today: date, start: date | None, due: date | None) -> dict[str, date]:
    """What a new target begins with: the asked days, else this quarter; baseline before it."""
    period = period_like(start, due) if start and due and start <= due else quarter_of(today)
    before = period.previous()
    return {
        "start": period.start,
        "due": period.end,
        "baseline_start": before.start,
        "baseline_end": before.end,
    }
