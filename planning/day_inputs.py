"""Days, moments and hours in forms: the browser's own pickers, and years a plan can mean."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

# As workspaces.http.day_said: beyond them neither holidays nor the moon are known, and a year
# such as 0206 is a slip of the hand that would stretch a chart over centuries.
FIRST_YEAR, LAST_YEAR = 1950, 2090


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        days = {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
        super().__init__(format="%Y-%m-%d", attrs=days | attrs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **attrs: Any) -> None:
        moments = {"min": f"{FIRST_YEAR}-01-01T00:00", "max": f"{LAST_YEAR}-12-31T23:59"}
        super().__init__(format="%Y-%m-%dT%H:%M", attrs=moments | attrs)


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%H:%M", attrs=attrs)


def refuse_far_years(form: forms.BaseForm, data: Mapping[str, Any]) -> None:
    """Put an error beside every day and moment of ``data`` whose year no plan can mean."""
    for name, value in data.items():
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            sentence = _("Write a year from %(first)s to %(last)s.")
            form.add_error(name, sentence % {"first": FIRST_YEAR, "last": LAST_YEAR})
