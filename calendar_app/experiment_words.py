"""The outcome of an A/B in sentences that say no more than the figures do."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from calendar_app.experiments import Line, Outcome
from calendar_app.results import Figure
from calendar_app.verdicts import LEAST_ABOVE, LEAST_BELOW, RIPE_DAYS, Said, Verdict


def sentence_of(line: Line) -> str:
    said = line.said
    if said.verdict is Verdict.UNTIED:
        return _("Not both have an imported post yet, so there is nothing to compare.")
    if said.verdict is Verdict.UNKNOWN:
        return _("One figure is not known, so nothing can be said.")
    if said.verdict is Verdict.UNEVEN:
        ages = {"a": line.a.age if line.a else 0, "b": line.b.age if line.b else 0}
        if max(ages["a"] or 0, ages["b"] or 0) >= RIPE_DAYS:
            return _(
                "Read at different ages (A %(a)d, B %(b)d days after publishing). They can be "
                "compared once both are at least %(ripe)d days old."
            ) % {**ages, "ripe": RIPE_DAYS}
        return (
            _(
                "Read at different ages (A %(a)d, B %(b)d days after publishing). "
                "Import both again when they are equally old."
            )
            % ages
        )
    if said.verdict is Verdict.FEW:
        if said.lack:
            return _("Too few: the smaller side lacks %(lack)d to have the least of %(least)d.") % {
                "lack": said.lack,
                "least": LEAST_BELOW,
            }
        return _("Too few: on each side at least %(least)d have to do it, and as many not.") % {
            "least": LEAST_ABOVE
        }
    if said.verdict is Verdict.DESCRIBED:
        return _("Only described: a sum of one post each cannot be told from chance.")
    span = _span(said)
    if said.verdict is Verdict.ALIKE:
        return (
            _("No difference that could not be chance: B minus A lies at %(span)s (95%%).") % span
        )
    higher = {"side": said.higher.upper(), **span}
    return (
        _(
            "%(side)s is higher, hardly by chance: B minus A lies at %(span)s (95%%). "
            "Two posts are a hint, not a proof; repeat it."
        )
        % higher
    )


def _span(said: Said) -> dict[str, str]:
    assert said.low is not None and said.high is not None
    text = _("%(low)s to %(high)s points") % {
        "low": f"{said.low * 100:+.1f}".replace("-", "−"),
        "high": f"{said.high * 100:+.1f}".replace("-", "−"),
    }
    return {"span": text}


def reason_of(figure: Figure | None) -> str:
    """Why a side shows "—"."""
    if figure is None:
        return _("Not tied to an imported post yet.")
    if figure.value is None:
        return figure.reason or _("The imported files do not tell it.")
    return ""


def words_besides(keys: Sequence[str]) -> list[str]:
    words = {
        "account": _("the account"),
        "date": _("the date, by more than two weeks"),
        "weekday": _("the weekday"),
        "hour": _("the hour"),
        "kind": _("the kind of post"),
        "text": _("the text"),
        "media": _("the picture or video"),
    }
    return [words[key] for key in keys]


def known_of(outcome: Outcome) -> dict[str, Any]:
    """The deciding line as words, to be kept with the decision."""
    line = outcome.deciding
    if line is None:
        return {}
    return {
        "metric": line.metric.label,
        "a": line.a.text if line.a else "—",
        "b": line.b.text if line.b else "—",
        "sentence": sentence_of(line),
    }
