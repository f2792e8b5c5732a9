"""Metric values as pages show them: figures with target and change, lines of a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.comparison import Change, compare, level_of_others
from analytics.goals.targets import Attainment, number_of
from analytics.metrics import APART, METRICS, Attribution, Source
from analytics.query import MetricValue
from analytics.texts import number_text, value_text
from analytics.view_state import ViewState
from platforms.display import (
    UNKNOWN,
    format_change,
    format_day,
    format_full_day,
    format_range,
)
from platforms.kinds import label_of

# What a manager asks first. The first five that have figures stand on top; where fewer have,
# the first of the list fill up and say what is missing.
LEADING = (
    "engagement_rate",
    "mean_reach_per_post",
    "engagements",
    "post_count",
    "new_followers",
    "growth_rate",
    "followers",
    "audience",
    "views",
    "profile_visits",
    "new_friends",
    "account_views",
    "period_views",
    "period_engagement_rate_by_views",
    "account_watch_time",
)
# Of those the one that stands large: a rate where there is one.
LEADS = (
    "engagement_rate",
    "period_engagement_rate_by_views",
    "engagements",
    "account_views",
    "new_friends",
    "new_followers",
)
SHOWN = 5
TONES = {"good": "good", "bad": "bad", "none": "idle"}


@dataclass(slots=True)
class Line:
    """One metric for the shown scope, formatted. ``full`` is the figure without 萬."""

    value_of: MetricValue
    key: str
    label: str
    value: str
    full: str
    reason: str
    change: str
    change_tone: str
    change_reason: str
    against: str
    before: str
    basis: str
    how_url: str
    target: str = ""
    pace: str = ""
    pace_tone: str = "idle"
    reached: int | str = ""
    was: str = ""  # as the quarter was closed, where it reads otherwise now
    lead: bool = False


@dataclass(slots=True)
class Group:
    title: str
    note: str
    lines: list[Line]


@dataclass(slots=True)
class Overview:
    leading: list[Line]
    groups: list[Group]
    unknown: list[Line]
    no_trend: str  # why most of the leading figures have no trend


def overview(
    state: ViewState,
    now: Sequence[MetricValue],
    before: Sequence[MetricValue] | None,
    standing: Iterable[Attainment] = (),
    was: Mapping[str, str] | None = None,
) -> Overview:
    """Everything the dashboard writes about the period as a whole; ``was`` by metric: its value
    as closed, where it reads otherwise now."""
    earlier = {value.metric.key: value for value in before or ()}
    lines = {value.metric.key: line(state, value, earlier.get(value.metric.key)) for value in now}
    if "followers" in lines and lines["followers"].value_of.known:
        lines.pop("audience", None)  # one account: the same figure under a longer name
    for key, text in (was or {}).items():
        if key in lines:
            lines[key].was = text
    for attained in standing:
        _with_target(state, lines, attained)
    leading = _leading(lines)
    shown = [one for one in lines.values() if not one.value_of.metric.denominator]
    known = [one for one in shown if one.value_of.known]
    unknown = [one for one in shown if not one.value_of.known]
    return Overview(leading, _groups(state, known), unknown, _no_trend(leading))


def line(state: ViewState, value: MetricValue, before: MetricValue | None) -> Line:
    language = get_language() or "zh-hant"
    metric = value.metric
    change = _change(state, value, before)
    known = change.known
    return Line(
        value_of=value,
        key=metric.key,
        label=str(metric.label),
        value=value_text(value, compact=True),
        full=value_text(value),
        reason=value.missing_reason or partial_reason(value),
        change=format_change(change.value, metric.unit, language=language) if known else "",
        change_tone=TONES[change.tone],
        change_reason=change.reason,
        against=_("compared with %(period)s") % {"period": state.before_name} if known else "",
        before=_before(value, before),
        basis=basis(value),
        how_url=how_url(state, metric.key),
    )


def _before(value: MetricValue, before: MetricValue | None) -> str:
    if before is None:
        return ""
    return UNKNOWN if level_of_others(value, before) else value_text(before)


def _change(state: ViewState, value: MetricValue, before: MetricValue | None) -> Change:
    return compare(value, before, today=state.today)


def how_url(state: ViewState, key: str, **more: Any) -> str:
    address = reverse("analytics:metric_detail", args=[state.workspace.slug, key])
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{address}?{state.query}{extra}"


def basis(value: MetricValue) -> str:
    """“50/59 篇”, the day of a level, the span of a table; of sites and ads also who told it."""
    if value.metric.source in APART and value.known:
        told = _(", ").join(sorted(label_of(one) for one in value.channels))
        parts = [told or _("typed by hand"), _days_of(value)]
        return " · ".join(part for part in parts if part)
    return _basis(value)


def _days_of(value: MetricValue) -> str:
    """The span, or how many days tell it; ads are silent on days on which nothing ran."""
    if value.metric.source is Source.ADS and value.channels and not value.covers:
        return ""
    return _basis(value)


def _basis(value: MetricValue) -> str:
    language = get_language() or "zh-hant"
    if value.as_of:
        today = value.period.end if value.period else value.as_of
        return format_day(value.as_of, today=today, language=language, weekday=False)
    if value.covers:
        return format_range(*value.covers, language=language)
    if not value.total or value.metric.key == "post_count":
        return ""
    words = {"used": value.used, "total": value.total}
    if value.counted == "days" and len(value.accounts) > 1:
        return _("%(used)s/%(total)s account days") % words
    if value.counted == "days":
        return _("%(used)s/%(total)s days") % words
    return _("%(used)s/%(total)s posts") % words


def partial_reason(value: MetricValue) -> str:
    if not value.partial:
        return ""
    words = {"used": value.used, "total": value.total}
    if value.counted == "posts":
        return _("Counts the %(used)s of %(total)s posts that report all inputs.") % words
    if value.counted == "accounts":
        return _("Counts the %(used)s of %(total)s accounts whose level is known.") % words
    if value.counted == "videos":
        return _("Counts the %(used)s of %(total)s videos that report all inputs.") % words
    if len(value.accounts) > 1:
        words["accounts"] = len(value.accounts)
        return (
            _(
                "Counts the %(used)s of %(total)s account days that have figures (%(accounts)s "
                "accounts, days that are over)."
            )
            % words
        )
    return _("Counts the %(used)s of %(total)s days that have figures.") % words


def late_note(values: Sequence[MetricValue]) -> str:
    """Of the figures read by a day, how many posts had been read only after it."""
    told = [v for v in values if v.read_by and v.late and v.counted == "posts"]
    if not told:
        return ""
    most = max(told, key=lambda v: (v.late, v.used))
    return late_words(most)


def late_words(value: MetricValue) -> str:
    """“12 of 59 posts were read only after 10/7”, for posts or days; "" where none was."""
    if not (value.read_by and value.late):
        return ""
    language = get_language() or "zh-hant"
    words = {
        "late": value.late,
        "used": value.used,
        "day": format_full_day(value.read_by, language=language),
    }
    if value.counted == "posts":
        return (
            _(
                "%(late)s of %(used)s posts were read only after %(day)s, as no file had been "
                "taken by then."
            )
            % words
        )
    return (
        _(
            "%(late)s of %(used)s days were read only after %(day)s, as no file had been taken by then."
        )
        % words
    )


def _leading(lines: dict[str, Line]) -> list[Line]:
    """At most five: known before zero before unknown, in the order of LEADING, one of them large."""
    asked = [lines[key] for key in LEADING if key in lines]
    speaking = [one for one in asked if one.value_of.value]
    zero = [one for one in asked if one.value_of.known and not one.value_of.value]
    unknown = [one for one in asked if not one.value_of.known]
    picked = (speaking + zero + unknown)[:SHOWN]
    picked.sort(key=lambda one: LEADING.index(one.key))
    if picked:
        ranked = [one for key in LEADS for one in picked if one.key == key and one in speaking]
        first = (ranked or [one for one in picked if one in speaking] or picked)[0]
        picked.remove(first)
        picked.insert(0, first)
        first.lead = True
    return picked


def _with_target(state: ViewState, lines: dict[str, Line], attained: Attainment) -> None:
    target = attained.target
    same = (target.start, target.due) == (state.period.start, state.period.end)
    scope = [target.account_id] if target.account_id else []
    found = lines.get(attained.metric.key)
    if not same or scope != state.chosen or found is None:
        return
    found.target = number_text(
        number_of(target.value, attained.metric),
        attained.metric,
        attained.value.currency,
        compact=True,
    )
    found.pace = str(attained.pace.label)
    found.pace_tone = "idle" if attained.pace.tone == "none" else attained.pace.tone
    found.reached = attained.percent if attained.percent is not None else ""


def _groups(state: ViewState, lines: Iterable[Line]) -> list[Group]:
    lines = list(lines)
    posts = [one for one in lines if one.value_of.metric.attribution is Attribution.LIFETIME]
    days = [one for one in lines if one.value_of.metric.source is Source.DAYS]
    tables = [one for one in lines if one.value_of.metric.source is Source.POST_PERIODS]
    return [
        group
        for group in (
            Group(
                _("Posts published in the period"),
                _("lifetime figures, on the day of publishing"),
                posts,
            ),
            Group(
                _("What happened in the period"),
                _("daily figures of the accounts, old posts included"),
                days,
            ),
            Group(
                _("Videos by table"),
                _("figures within the from–to of the table itself"),
                tables,
            ),
            Group(
                _("Web sites"),
                _("figures of whole web sites, kept apart from the accounts"),
                [one for one in lines if one.value_of.metric.source is Source.SITES],
            ),
            Group(
                _("Paid promotion"),
                _("what was paid for, kept apart from everything organic"),
                [one for one in lines if one.value_of.metric.source is Source.ADS],
            ),
        )
        if group.lines
    ]


def _no_trend(lines: Iterable[Line]) -> str:
    reasons = [one.change_reason for one in lines if one.value_of.known and one.change_reason]
    return max(set(reasons), key=reasons.count) if reasons else ""


ACCOUNT_METRICS = (
    "post_count",
    "mean_reach_per_post",
    "engagements",
    "engagement_rate",
    "new_followers",
    "followers",
)


def account_rows(state: ViewState) -> list[dict[str, Any]]:
    """One row per account with a few figures; nothing here is added up over accounts."""
    values = state.values(by="account", metrics=ACCOUNT_METRICS)
    rows: dict[int, dict[str, Any]] = {}
    for value in values:
        account = value.account
        if account is None:
            continue
        row = rows.setdefault(account.pk, {"account": account, "cells": []})
        row["cells"].append(cell(value))
    return list(rows.values())


def account_columns() -> list[str]:
    return [str(METRICS[key].label) for key in ACCOUNT_METRICS]


def cell(value: MetricValue) -> dict[str, str]:
    text = value_text(value)
    return {"text": text, "reason": value.missing_reason if text == UNKNOWN else ""}
