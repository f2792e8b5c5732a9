"""The form that says what each column of an unknown table means."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.intake import mappings, words
from platforms.kinds import Platform
from platforms.measures import MEASURES, Unit
from platforms.records import Span
from workspaces.punctuation import aside

DATE_FORMATS = [
    ("", gettext_lazy("Find out by itself")),
    ("%Y-%m-%d", "2026-11-21"),
    ("%Y/%m/%d", "2026/11/21"),
    ("%Y%m%d", "20261121"),
    ("%m/%d/%Y", gettext_lazy("11/21/2026 (month first)")),
    ("%d/%m/%Y", gettext_lazy("21/11/2026 (day first)")),
    ("%Y-%m-%d %H:%M", "2026-11-21 18:00"),
    ("%Y-%m-%d %H:%M:%S", "2026-11-21 18:00:00"),
]
SPANS = [
    (Span.LIFETIME.value, gettext_lazy("a post, counted up to the day of download")),
    (Span.DAY.value, gettext_lazy("a day of an account, or of a post")),
    (Span.PERIOD.value, gettext_lazy("a whole period of an account, or of a post")),
]


# Times need their unit where the header does not say it.
_UNITS = {
    f"{key}:{unit}": name
    for key, measure in MEASURES.items()
    if measure.unit is Unit.MILLISECONDS
    for unit, name in (
        ("seconds", gettext_lazy("seconds")),
        ("minutes", gettext_lazy("minutes")),
        ("hours", gettext_lazy("hours")),
    )
}


def _figures() -> list[tuple[str, str]]:
    found = []
    for key in MEASURES:
        found.append((key, words.measure_label(key)))
        found += [
            (target, aside(words.measure_label(key), name))
            for target, name in _UNITS.items()
            if target.startswith(f"{key}:")
        ]
    return found


class MappingForm(forms.Form):
    """Platform, what a row is, and a meaning for each column."""

    platform = forms.ChoiceField(
        label=gettext_lazy("Platform"),
        choices=[("", gettext_lazy("Choose …")), *Platform.choices],
        error_messages={"required": gettext_lazy("Choose the platform.")},
    )
    span = forms.ChoiceField(label=gettext_lazy("One row is about"), choices=SPANS)
    date_format = forms.ChoiceField(
        label=gettext_lazy("How dates are written"), choices=DATE_FORMATS, required=False
    )

    def __init__(
        self,
        columns: Sequence[mappings.Column],
        data: Any = None,
        *,
        known: dict[str, Any] | None = None,
    ) -> None:
        known = known or {}
        super().__init__(
            data,
            initial={
                "platform": known.get("platform"),
                "span": known.get("span"),
                "date_format": known.get("date_format", ""),
            },
        )
        self.columns = list(columns)
        chosen = known.get("columns") or {}
        options = [
            ("", _("Leave out")),
            (_("About the row"), [(key, str(name)) for key, name in mappings.FIELDS.items()]),
            (_("Figures"), _figures()),
        ]
        for place, column in enumerate(self.columns):
            meaning = chosen.get(column.header, "") if chosen else mappings.guess(column.header)
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=column.header,
                choices=options,
                required=False,
                initial=meaning if meaning in _UNITS else meaning.partition(":")[0],
            )

    @property
    def lines(self) -> list[tuple[mappings.Column, forms.BoundField]]:
        return [(column, self[f"column{place}"]) for place, column in enumerate(self.columns)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        targets = self._targets(data)
        chosen = list(targets.values())
        measures = [key for one in chosen if (key := one.partition(":")[0]) in MEASURES]
        if not measures:
            self.add_error(None, _("Say for at least one column which figure it holds."))
        if data.get("span") == Span.LIFETIME and not {"post_id", "permalink"} & set(chosen):
            self.add_error(
                "span",
                _(
                    "A row about a post needs a column with its number or its link. Choose it below."
                ),
            )
        if data.get("span") == Span.DAY and "date" not in chosen:
            self.add_error("span", _("A row about a day needs a column with the date."))
        for key in set(measures):
            if measures.count(key) > 1:
                place = max(
                    p
                    for p, (c, _f) in enumerate(self.lines)
                    if targets.get(c.header, "").partition(":")[0] == key
                )
                self.add_error(f"column{place}", _("Another column holds this figure already."))
        return data

    def draft(self) -> dict[str, Any]:
        """The mapping as far as it is filled in, for the preview."""
        found = {name: self[name].value() or "" for name in ("platform", "span", "date_format")}
        targets = {column.header: field.value() or "" for column, field in self.lines}
        mapping = mappings.mapping_of(
            found["platform"], found["span"], found["date_format"], targets
        )
        return {key: value for key, value in mapping.items() if value}

    def mapping(self) -> dict[str, Any]:
        data = self.cleaned_data
        return mappings.mapping_of(
            data["platform"], data["span"], data["date_format"], self._targets(data)
        )

    def _targets(self, data: dict[str, Any]) -> dict[str, str]:
        return {
            column.header: target
            for place, column in enumerate(self.columns)
            if (target := data.get(f"column{place}") or "")
        }
