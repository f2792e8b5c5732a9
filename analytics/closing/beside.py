"""What stands beside a closed quarter's figures on the pages of analytics."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from analytics.closing.close import closing_of
from analytics.closing.restated import closed_values, correction_of, restatement
from analytics.closing.words import Row, cause_text, row
from analytics.models import PeriodClose
from analytics.query import MetricValue, metric_values
from analytics.view_state import ViewState


@dataclass(frozen=True, slots=True)
class Beside:
    """The closing of the shown period, and which of the shown values read otherwise since."""

    close: PeriodClose
    corrected: dict[str, Row]  # by metric
    url: str


def beside(state: ViewState, values: Iterable[MetricValue]) -> Beside | None:
    """None where the shown days are not exactly a closed quarter, or several accounts are chosen
    whose sum was not closed."""
    cut = cut_shown(state)
    close = closing_of(state.workspace, state.period) if cut is not None else None
    if close is None or cut is None:
        return None
    values = list(values)
    if values and state.as_of != close.as_of:  # the setting was changed since: ask as it was closed
        keys = [value.metric.key for value in values]
        values = metric_values(
            state.workspace,
            state.period,
            metrics=keys,
            accounts=state.account_ids,
            as_of=close.as_of,
        )
    closed = closed_values(close)
    found = {
        value.metric.key: row(one)
        for value in values
        if not value.metric.denominator and (one := correction_of(closed, value, cut)) is not None
    }
    url = reverse("reports:closing_detail", args=[state.workspace.slug, state.period.code])
    return Beside(close, found, url)


def cut_shown(state: ViewState) -> str | None:
    if not state.chosen:
        return ""
    return f"account:{state.chosen[0]}" if len(state.chosen) == 1 else None


def causes_of(found: Beside) -> list[tuple[str, datetime | None]]:
    """What was done since the closing and when; asked for only beside a correction."""
    return [(cause_text(cause), cause.at) for cause in restatement(found.close).causes]
