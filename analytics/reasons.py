"""Why a value is not known, in a sentence that names what to import or choose."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.metrics.definition import APART, Metric, Scope, Source
from analytics.metrics.facts import Fact, facts_of, measures_asked_for
from analytics.metrics.inputs import input_label
from analytics.result_words import result_word
from platforms.kinds import label_of


def listed(names: list[str]) -> str:
    return _(", ").join(names)


def where_from(metric: Metric, measures: list[str], platforms: frozenset[str] | None = None) -> str:
    """ "Facebook: content export of Meta Business Suite (“Reach”)", for the first measure."""
    return "".join(
        _where(metric, one, platforms, get_language() or "zh-hant") for one in measures[:1]
    )


_wheres: dict[tuple, str] = {}  # thousands of posts lack the same figure for the same reason


def _where(metric: Metric, measure: str, platforms: frozenset[str] | None, language: str) -> str:
    key = (metric.key, metric.version, measure, platforms, language)
    if key not in _wheres:
        facts = facts_of(metric, measure)
        near = [f for f in facts if not f.platform or not platforms or f.platform in platforms]
        near = list(facts) if metric.source in APART else near  # whoever posts, a site tells it
        sentences = [_source(fact, language) for fact in near[:3]]
        _wheres[key] = _("; ").join(dict.fromkeys(sentences))
    return _wheres[key]


def _source(fact: Fact, language: str) -> str:
    if not fact.platform:
        return str(fact.export)
    return _("%(platform)s: %(export)s (“%(word)s”)") % {
        "platform": label_of(fact.platform),
        "export": fact.export,
        "word": fact.word(language),
    }


def no_accounts() -> str:
    return _("No account of ours has figures yet. Import a file first.")


def not_covered() -> str:
    return _(
        "No imported file says anything about posts of these days, so nobody knows whether any "
        "were published. Import the content export of these days."
    )


def not_alone(metric: Metric, by: str) -> str:
    if metric.scope is Scope.ONE_ACCOUNT:
        return _("%(metric)s exists for one account at a time. Choose an account.") % {
            "metric": metric.label
        }
    if metric.source in APART:
        return _(
            "Website users are people, and the same people come back on other days, so they are "
            "not added up. Look at single days, or import a total for exactly these days."
        )
    if metric.source is Source.DAYS:
        return _(
            "Reach counts people, and the same people come back on other days and accounts, so "
            "it is not added up. Look at single days of one account, or at the mean daily reach."
        )
    return _(
        "Reach counts people, and the same people see several posts, so it is not added up. "
        "Look at single posts, or at the mean reach per post."
    )


def unreported(
    metric: Metric,
    *,
    of: int,
    given: dict[str, int | None],
    platforms: frozenset[str],
    by: str,
    covered: bool = True,
) -> str:
    """Nothing reports all inputs: say which are missing and where they come from."""
    wanted = measures_asked_for(metric)
    if not covered:
        return not_covered()
    if metric.source is Source.POSTS and not of:
        return _("No post of ours was published in this period.")
    if metric.source is Source.POST_PERIODS and not of:
        return _(
            "No table with a from–to inside this period has been imported. Download the ZIP of "
            "YouTube Studio’s advanced mode for exactly these days."
        )
    missing = [key for key in wanted if given.get(key) is None]
    names = listed([str(input_label(key)) for key in missing or wanted])
    origin = where_from(metric, missing or wanted, platforms)
    if not missing:
        return _("No single post reports all of these together: %(inputs)s.") % {"inputs": names}
    if metric.source is Source.DAYS or metric.source in APART:
        text = _("No imported figure gives %(inputs)s for these days.")
    elif by == "post":
        text = _("No imported file gives %(inputs)s for this post.")
    else:
        text = _("No imported file gives %(inputs)s for these posts.")
    text = text % {"inputs": names}
    if origin:
        return text + _(" Where to find it: %(origin)s.") % {"origin": origin}
    names = listed(sorted(str(label_of(one)) for one in platforms))
    return text + (
        _(" No export of %(platforms)s tells it.") % {"platforms": names} if names else ""
    )


def several_currencies(currencies: list[str]) -> str:
    return _("The amounts are in %(currencies)s and are not added up. Choose an account.") % {
        "currencies": listed(currencies)
    }


def several_kinds(kinds: list[str]) -> str:
    return _(
        "The results are of several kinds (%(kinds)s), so they are not added up. Look at the "
        "campaigns one by one."
    ) % {"kinds": listed(list(dict.fromkeys(result_word(kind) for kind in kinds)))}


def nothing_to_divide_by(metric: Metric, inputs: dict[str, int | None]) -> str:
    zero = [str(input_label(key)) for key, value in inputs.items() if value == 0]
    return _("%(inputs)s is 0, so there is nothing to divide by.") % {
        "inputs": listed(zero[-1:]) or metric.label
    }
