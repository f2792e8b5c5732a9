"""One form for every kind of piece; nothing is required while a draft is being written."""

from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from planning.briefs import title_for
from planning.day_inputs import DayInput, refuse_far_years
from planning.models import Brief, Community, Objective, PlatformChoice, PlatformCriterion
from planning.rows import PieceKind
from planning.sockets import metric_choices
from workspaces.models import Membership, User, Workspace
from workspaces.periods import Period, quarter_of
from workspaces.punctuation import labelled
from workspaces.roles import Can

SCORES = (1, 2, 3, 4, 5)
LARGEST = {
    "share": 100,
    "flexible_share": 100,
    "per_week": 100,
    "weight": 5,
    "every_days": 730,
    "budget": 100_000_000,
    "hours": 400,
    "size": 1_000_000_000,
}


class PieceForm(forms.ModelForm):
    """The words of one piece. ``words()`` are the values ``planning.pieces.write`` takes."""

    use_required_attribute = False
    kind: PieceKind

    def __init__(
        self,
        *args: Any,
        workspace: Workspace,
        criteria: list[PlatformCriterion] | None = None,
        **kw,
    ) -> None:
        kw.setdefault("auto_id", f"{self.kind.key}-{kw['instance'].pk}-%s")
        super().__init__(*args, **kw)
        self.workspace = workspace
        self.criteria = criteria or []
        for name, label in self.kind.text:
            self.fields[name].label = capfirst(str(label))
        for name, field in self.fields.items():
            _dress(name, field)
        if "metric" in self.fields:
            self.fields["metric"] = _metric_field(self.fields["metric"])
        if self.kind.model is Objective:
            self._objective_choices()
        if "owner" in self.fields:
            self._owner_choices()
        if "community" in self.fields:
            self._community_choices()
        if self.kind.model is PlatformChoice:
            self._score_fields()

    def _community_choices(self) -> None:
        community: Any = self.fields["community"]
        community.queryset = Community.objects.in_workspace(self.workspace).standing()
        community.empty_label = pgettext("community", "None")

    def _objective_choices(self) -> None:
        parent: Any = self.fields["parent"]
        tree = Objective.objects.in_workspace(self.workspace).standing()
        below = _descendants(self.instance)
        parent.queryset = tree.filter(brief=self.instance.brief_id).exclude(pk__in=below)
        parent.empty_label = _("Nothing above it")

    def _owner_choices(self) -> None:
        owner: Any = self.fields["owner"]
        people = Membership.objects.in_workspace(self.workspace).who_can(Can.VIEW)
        owner.queryset = User.objects.filter(pk__in=people.values("user")).order_by("name", "email")
        owner.empty_label = _("Nobody yet")

    def _score_fields(self) -> None:
        for criterion in self.criteria:
            self.fields[f"score-{criterion.pk}"] = forms.TypedChoiceField(
                label=_("%(name)s (weight %(weight)d)")
                % {"name": criterion.name, "weight": criterion.weight},
                help_text=criterion.question,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "—"), *((score, str(score)) for score in SCORES)],
                initial=self.instance.scores.get(str(criterion.pk)),
            )

    @property
    def score_fields(self) -> list[Any]:
        return [self[f"score-{criterion.pk}"] for criterion in self.criteria]

    @property
    def groups(self) -> list[list[Any]]:
        """Bound fields in lines: those that stand side by side together."""
        lines: list[list[Any]] = []
        placed: set[str] = set()
        for name in self.kind.fields:
            if name in placed:
                continue
            together = next((pair for pair in self.kind.pairs if name in pair), (name,))
            placed |= set(together)
            lines.append([self[one] for one in together])
        return lines

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_far_years(self, dict(data))
        for name, most in LARGEST.items():
            value = data.get(name)
            if value is not None and value != "" and value > most:
                sentence = _("%(label)s is at most %(most)s.")
                label = self.fields[name].label
                self.add_error(name, sentence % {"label": label, "most": f"{most:,}"})
        return data

    def words(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.kind.fields}
        if self.kind.model is PlatformChoice:
            known = {str(criterion.pk) for criterion in self.criteria}
            kept = {key: value for key, value in self.instance.scores.items() if key not in known}
            given = {
                str(criterion.pk): self.cleaned_data.get(f"score-{criterion.pk}")
                for criterion in self.criteria
            }
            values["scores"] = kept | {key: score for key, score in given.items() if score}
        return values

    @property
    def first_error(self) -> str:
        for name, errors in self.errors.items():
            label = self.fields[name].label if name in self.fields else ""
            return labelled(label, errors[0]) if label else str(errors[0])
        return ""


def _dress(name: str, field: Any) -> None:
    if isinstance(field, forms.DateField):
        field.widget = DayInput()
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    if name in LARGEST:
        field.widget.attrs["inputmode"] = "decimal" if name == "hours" else "numeric"


def _metric_field(field: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=field.label,
        required=False,
        choices=lambda: [("", _("No figure chosen")), *metric_choices()],
    )


def _descendants(objective: Objective) -> set[int]:
    """The objective and everything below it, which cannot be its parent."""
    if objective.pk is None:
        return set()
    links = list(
        Objective.objects.in_workspace(objective.workspace)
        .filter(brief=objective.brief_id)
        .values_list("pk", "parent_id")
    )
    below = {objective.pk}
    while True:
        more = {pk for pk, parent in links if parent in below} - below
        if not more:
            return below
        below |= more


def _form_field(field: models.Field, **kw: Any) -> Any:
    if isinstance(field, models.URLField):
        kw["assume_scheme"] = "https"
    return field.formfield(**kw)


@cache
def _form_class(key: str) -> type[PieceForm]:
    from planning.rows import KINDS

    kind = KINDS[key]
    made = forms.modelform_factory(
        kind.model, form=PieceForm, fields=kind.fields, formfield_callback=_form_field
    )
    made.kind = kind  # type: ignore[attr-defined]
    return made  # type: ignore[return-value]


def piece_form(
    kind: PieceKind,
    row: Any,
    workspace: Workspace,
    data: Any = None,
    *,
    criteria: list[PlatformCriterion] | None = None,
) -> PieceForm:
    return _form_class(kind.key)(data, instance=row, workspace=workspace, criteria=criteria)


OWN_DAYS = "days"


class BriefForm(forms.Form):
    """A new brief: for which days, and from what it starts."""

    use_required_attribute = False

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    start = forms.DateField(label=gettext_lazy("First day"), widget=DayInput(), required=False)
    end = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("Only for a campaign with days of its own."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, it is named after the period."),
    )
    based_on = forms.ModelChoiceField(
        label=gettext_lazy("Start from"),
        queryset=Brief.objects.none(),
        required=False,
        empty_label=gettext_lazy("An empty brief"),
        help_text=gettext_lazy("Everything is taken over; each objective says what it came to."),
    )

    def __init__(self, workspace: Workspace, today: date, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.offered = offered_periods(today)
        period: Any = self.fields["period"]
        period.choices = [
            *((code, label) for code, (_kind, _days, label) in self.offered.items()),
            (OWN_DAYS, _("A campaign with days of its own")),
        ]
        based_on: Any = self.fields["based_on"]
        based_on.queryset = Brief.objects.in_workspace(workspace).standing()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_far_years(self, dict(data))
        chosen = data.get("period")
        if chosen == OWN_DAYS:
            self._own_days(data)
        elif chosen:
            data["kind"], data["days"], _label = self.offered[chosen]
        if "days" in data:
            data["title"] = data.get("title", "").strip() or title_for(data["days"])
        return data

    def _own_days(self, data: dict[str, Any]) -> None:
        start, end = data.get("start"), data.get("end")
        if not (start and end):
            if "start" not in self.errors and "end" not in self.errors:
                self.add_error("start", _("Choose the first and the last day of the campaign."))
            return
        if end < start:
            self.add_error("end", _("The last day cannot lie before the first day."))
            return
        data["kind"], data["days"] = Brief.Kind.CAMPAIGN.value, Period(start, end)


def offered_periods(today: date) -> dict[str, tuple[str, Period, str]]:
    """This and the next quarter, half and year: code → kind, days, label."""
    this = quarter_of(today)
    offered: dict[str, tuple[str, Period, str]] = {}
    for quarter in (this, this.next()):
        offered[quarter.code] = (Brief.Kind.QUARTER.value, quarter, quarter.label)
    second = today.month > 6
    for year, half in ((today.year, 2 if second else 1), (today.year + second, 1 if second else 2)):
        first, last = (1, date(year, 6, 30)) if half == 1 else (7, date(year, 12, 31))
        words = _("%(year)d, first half") if half == 1 else _("%(year)d, second half")
        days = Period(date(year, first, 1), last)
        offered[f"{year}H{half}"] = (Brief.Kind.HALF.value, days, words % {"year": year})
    for year in (today.year, today.year + 1):
        days = Period(date(year, 1, 1), date(year, 12, 31))
        offered[str(year)] = (
            Brief.Kind.YEAR.value,
            days,
            _("Whole year %(year)d") % {"year": year},
        )
    return offered
