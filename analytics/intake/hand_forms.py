"""The form for figures typed by hand."""

from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.intake import hand, words
from analytics.intake.review_forms import DateInput
from platforms.kinds import PLATFORMS
from platforms.measures import MEASURES, Kind, Unit
from platforms.models import SocialAccount
from platforms.records import Span
from workspaces.models import Workspace
from workspaces.punctuation import labelled, listed

LINES = 4
LARGEST = 2**53  # above it a number is a slip of the finger, not a figure


class AccountChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: SocialAccount) -> str:
        note = "" if obj.ours else _(" (partner)")
        return labelled(PLATFORMS[obj.platform].label, f"{obj.name}{note}")


class HandForm(forms.Form):
    """Account, day or period, and up to ``LINES`` figures.

    ``typed()`` gives the checked entry. Durations are typed in minutes and money in units of
    the currency; they are kept in milliseconds and millionths.
    """

    span = forms.ChoiceField(
        label=gettext_lazy("The figures are about"),
        choices=[
            (Span.DAY.value, gettext_lazy("one day")),
            (Span.PERIOD.value, gettext_lazy("a whole period")),
        ],
        initial=Span.DAY.value,
        widget=forms.RadioSelect,
    )
    start = forms.DateField(
        label=gettext_lazy("Day, or first day"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Write the day the figures are about.")},
    )
    end = forms.DateField(
        label=gettext_lazy("Last day, if it is a period"),
        required=False,
        widget=DateInput,
    )
    note = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: online shop, monthly report of November."),
    )

    def __init__(
        self, workspace: Workspace, data: Any = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.workspace = workspace
        accounts = (
            SocialAccount.objects.in_workspace(workspace)
            .standing()
            .order_by("-ours", "platform", "name", "pk")
        )
        self.fields["account"] = AccountChoice(
            label=_("Account"),
            queryset=accounts,
            empty_label=_("Choose …"),
            error_messages={"required": _("Choose the account these figures belong to.")},
        )
        options = [("", _("Choose …")), *((key, _label(key)) for key in hand.choosable())]
        for place in range(LINES):
            self.fields[f"measure{place}"] = forms.ChoiceField(
                label=_("Figure"), choices=options, required=False
            )
            self.fields[f"value{place}"] = forms.CharField(
                label=_("Value"), required=False, max_length=30,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"measure{place}"], self[f"value{place}"]) for place in range(LINES)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        values: dict[str, int] = {}
        for place in range(LINES):
            self._clean_line(data, place, values)
        if not values and not self.errors:
            self.add_error("measure0", _("Choose at least one figure and write its value."))
        self._clean_days(data, values)
        data["values"] = values
        return data

    def typed(self) -> hand.Typed:
        data = self.cleaned_data
        span = Span(data["span"])
        end = data["start"] if span == Span.DAY else data["end"]
        return hand.Typed(
            data["account"], data["values"], data["start"], end, span, data["note"].strip()
        )

    def _clean_line(self, data: dict[str, Any], place: int, values: dict[str, int]) -> None:
        key = data.get(f"measure{place}") or ""
        text = (data.get(f"value{place}") or "").strip()
        if not key and not text:
            return
        if not key:
            self.add_error(f"measure{place}", _("Choose which figure this is."))
        elif not text:
            self.add_error(f"value{place}", _("Write the value of this figure, or take it out."))
        elif key in values:
            self.add_error(f"measure{place}", _("This figure stands above already."))
        else:
            value = smallest_units(key, text)
            if value is None:
                self.add_error(f"value{place}", _("“%(text)s” is not a number.") % {"text": text})
            elif value < 0 and MEASURES[key].kind is not Kind.FLOW:
                self.add_error(f"value{place}", _("This figure cannot be below zero."))
            elif abs(value) > LARGEST:
                self.add_error(f"value{place}", _("This is larger than any figure can be."))
            else:
                values[key] = value

    def _clean_days(self, data: dict[str, Any], values: dict[str, int]) -> None:
        start, end = data.get("start"), data.get("end")
        today = hand.last_known_day(self.workspace)
        period = data.get("span") == Span.PERIOD
        if start and start > today:
            self.add_error("start", _("This day has not come yet."))
        if not period:
            return
        if not end:
            self.add_error("end", _("Write the last day of the period."))
        elif start and end < start:
            self.add_error("end", _("The last day cannot lie before the first day."))
        elif end > today:
            self.add_error("end", _("This day has not come yet."))
        levels = [words.measure_label(key) for key in values if hand.is_level(key)]
        if levels:
            self.add_error(
                "span",
                _("%(figure)s stands at one day. Choose “one day” and write that day.")
                % {"figure": listed(levels)},
            )


def smallest_units(key: str, text: str) -> int | None:
    """The typed number in the measure's smallest units; None where it is no number."""
    plain = normalize("NFKC", text).replace(",", "").replace(" ", "").replace("−", "-")
    factor = Decimal(1)
    for word, size in (("萬", 10_000), ("億", 100_000_000)):
        if plain.endswith(word):
            plain, factor = plain[:-1], Decimal(size)
    scale = {Unit.MILLISECONDS: 60_000, Unit.MICROS: 1_000_000}.get(MEASURES[key].unit, 1)
    try:
        value = Decimal(plain) * factor * scale
    except InvalidOperation:
        return None
    return int(value) if value.is_finite() and value == value.to_integral_value() else None


def _label(key: str) -> str:
    unit = {Unit.MILLISECONDS: _(" (minutes)"), Unit.MICROS: _(" (amount)")}
    return words.measure_label(key) + unit.get(MEASURES[key].unit, "")
