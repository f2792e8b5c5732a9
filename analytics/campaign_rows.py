"""Campaigns as the dashboard's table shows them: formatted, with the way to their rows."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.campaigns import Campaign, campaigns
from analytics.result_words import result_word
from analytics.texts import HOME_CURRENCY
from analytics.view_state import ViewState
from platforms.display import MetricUnit, format_full_day, format_range, format_value
from platforms.measures import AD_MEASURES
from workspaces.punctuation import listed

MOST_FILES = 2


def campaign_columns() -> list[str]:
    names = ("spend_micros", "paid_impressions", "paid_reach", "paid_clicks", "paid_results")
    return [*(str(AD_MEASURES[name].label) for name in names), _("Cost per ad result")]


def campaign_rows(state: ViewState) -> list[dict[str, Any]]:
    """One row per campaign of the shown period."""
    return [_row(state, one) for one in campaigns(state.workspace, state.period, as_of=state.as_of)]


def _row(state: ViewState, one: Campaign) -> dict[str, Any]:
    language = get_language() or "zh-hant"
    return {
        "name": one.name,
        "account": one.account.name,
        "platform": one.account.platform,
        "platform_label": str(one.account.facts.label),
        "days": format_range(one.start, one.end, language=language)
        if one.start != one.end
        else format_full_day(one.start, language=language),
        "cells": [
            _cell(one.values.get("spend_micros"), one, MetricUnit.MICROS),
            _cell(one.values.get("paid_impressions"), one),
            _reach(one),
            _cell(one.values.get("paid_clicks"), one),
            _results(one),
            _cost(one),
        ],
        "files": _files(state, one),
    }


def _cell(
    value: int | Decimal | None, one: Campaign, unit: MetricUnit = MetricUnit.COUNT
) -> dict[str, str]:
    language = get_language() or "zh-hant"
    text = format_value(value, unit, language=language, currency=one.currency or HOME_CURRENCY)
    reason = _why_not(one) if value is None else ""
    return {"text": text, "reason": reason, "note": ""}


def _why_not(one: Campaign) -> str:
    if one.several:
        kinds = listed(result_word(kind) for kind in sorted(one.several))
        return _("Unlike things are not added up: %(kinds)s.") % {"kinds": kinds}
    return _("Not every row of the campaign reports it.")


def _cost(one: Campaign) -> dict[str, str]:
    cell = _cell(one.cost_per("paid_results"), one, MetricUnit.MICROS)
    if one.values.get("paid_results") == 0:
        cell["reason"] = _("There is no result yet, so there is no cost of one.")
    return cell


def _reach(one: Campaign) -> dict[str, str]:
    cell = _cell(one.reach, one)
    if one.reach is None:
        cell["reason"] = _(
            "Reach counts people and is not added up over days, ad sets or ads. Export the "
            "campaign as one row for exactly these days."
        )
    return cell


def _results(one: Campaign) -> dict[str, str]:
    cell = _cell(one.values.get("paid_results"), one)
    if not cell["reason"] and one.result_kind:
        cell["note"] = result_word(one.result_kind)
    return cell


def _files(state: ViewState, one: Campaign) -> list[dict[str, str]]:
    return [
        {
            "url": reverse("data:row_detail", args=[state.workspace.slug, p.batch.pk, p.row]),
            "text": _("row %(row)s") % {"row": p.row},
        }
        for p in one.parts[:MOST_FILES]
    ]
