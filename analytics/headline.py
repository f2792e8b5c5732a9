"""The sentence that matters, built from the same values as the figures below it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from analytics.cards import Line
from analytics.goals.targets import Attainment, Pace
from analytics.view_state import ViewState
from platforms.display import format_full_day
from workspaces.punctuation import sentences


def headline(
    state: ViewState, lines: Sequence[Line], standing: Sequence[Attainment], last: date | None
) -> str:
    """Never says more than is known; says what is missing where that is the news."""
    by_key = {line.key: line for line in lines}
    if not state.all_accounts:
        return _("No account has figures yet. Import the first files to see how you are doing.")
    known = [line for line in lines if line.value_of.known and line.value_of.value]
    if not known:
        return _nothing(state, last)
    return sentences([_first(state, by_key), _targets(standing), _missing(by_key)])


def _nothing(state: ViewState, last: date | None) -> str:
    if last is None:
        return _("There are no figures for %(period)s.") % {"period": state.name}
    day = format_full_day(last, language=get_language() or "zh-hant")
    return _("There are no figures for %(period)s; the newest are of %(day)s.") % {
        "period": state.name,
        "day": day,
    }


def _first(state: ViewState, lines: Mapping[str, Line]) -> str:
    """The rate where there is one, else the first known figure; with trend and target."""
    line = lines.get("engagement_rate")
    if line is None or not line.value_of.known:
        line = next(one for one in lines.values() if one.value_of.known and one.value_of.value)
    words = {"period": state.name, "metric": line.label, "value": line.full}
    text = _("%(metric)s in %(period)s: %(value)s") % words
    if line.change:
        text += _(", %(change)s against %(before)s") % {
            "change": line.change,
            "before": state.before_name,
        }
    if line.target:
        text += _(", target %(target)s: %(pace)s") % {"target": line.target, "pace": line.pace}
    return text + _(".")


def _targets(standing: Sequence[Attainment]) -> str:
    if not standing:
        return ""
    counts = {
        pace: sum(one.pace is pace for one in standing)
        for pace in (Pace.MET, Pace.AHEAD, Pace.ON_PACE, Pace.BEHIND, Pace.MISSED, Pace.UNKNOWN)
    }
    parts = [
        _("%(count)s %(pace)s") % {"count": count, "pace": str(pace.label).lower()}
        for pace, count in counts.items()
        if count
    ]
    text = ngettext("%(count)s target: %(parts)s.", "%(count)s targets: %(parts)s.", len(standing))
    return text % {"count": len(standing), "parts": _(", ").join(parts)}


def _missing(lines: Mapping[str, Line]) -> str:
    line = lines.get("engagement_rate")
    if line is None or not line.value_of.partial:
        return ""
    value = line.value_of
    return _("The rate counts the %(used)s of %(total)s posts that report all its inputs.") % {
        "used": value.used,
        "total": value.total,
    }
