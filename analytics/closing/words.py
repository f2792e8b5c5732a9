"""Closings and what moved since, in words a reader understands."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from analytics.closing.restated import Cause, Correction, Restatement
from analytics.goals.targets import number_of
from analytics.metrics import METRICS
from analytics.models import PeriodClose
from analytics.texts import number_text
from platforms.kinds import PostType, label_of
from platforms.models import SocialAccount


@dataclass(frozen=True, slots=True)
class Row:
    """One corrected value as text."""

    metric: str
    label: str
    scope: str
    then: str
    now: str
    note: str = ""


def rows(found: Restatement, *, cut: str | None = None) -> list[Row]:
    """Corrections in the order of the registry, the whole workspace first.

    Sums of reach are denominators and never stand alone, so they are left out.
    """
    order = {key: place for place, key in enumerate(METRICS)}
    names = account_names(found.close)
    shown = [
        one
        for one in found.corrections
        if (cut is None or one.cut == cut) and not METRICS[one.metric].denominator
    ]
    shown.sort(key=lambda one: (bool(one.cut), one.cut, order[one.metric]))
    return [row(one, names) for one in shown]


def row(one: Correction, names: Mapping[str, str] | None = None) -> Row:
    metric = METRICS[one.metric]
    return Row(
        one.metric,
        str(metric.label),
        scope_name(one.cut, names or {}),
        number_text(number_of(one.then, metric), metric),
        number_text(number_of(one.now, metric), metric),
        _("The definition of this figure has changed since.") if one.redefined else "",
    )


def scope_name(cut: str, names: Mapping[str, str]) -> str:
    kind, _sign, key = cut.partition(":")
    if kind == "account":
        return names.get(key, f"#{key}")
    if kind == "type":
        return str(PostType(key).label) if key in PostType.values else _("Unknown kind")
    return _("All accounts")


def account_names(close: PeriodClose) -> dict[str, str]:
    """Names with their platform, as a brand has the same one on many; an account that is gone
    has the name it was closed under."""
    told = {str(pk): (name, platform) for pk, platform, name in close.evidence["accounts"]}
    accounts = SocialAccount.objects.in_workspace(close.workspace)
    told |= {str(a.pk): (a.name, a.platform) for a in accounts}
    return {
        pk: _("%(name)s (%(platform)s)") % {"name": name, "platform": label_of(platform)}
        for pk, (name, platform) in told.items()
    }


def cause_text(cause: Cause) -> str:
    """“更正.csv：匯入了，林小五” without the moment, which each page writes its own way."""
    text = _("%(name)s: %(what)s") % {"name": cause.name, "what": cause.what}
    if cause.late:
        text += _(" (first figures, arrived after the reading day)")
    return text + (_(", by %(who)s") % {"who": cause.who} if cause.who else "")


def summary(found: Restatement) -> str:
    """One sentence: what kind of change this is."""
    if found.only_late:
        return _(
            "Figures arrived after the reading day for posts that had none; nothing was corrected."
        )
    if not found.corrections:
        return _("Rows behind the figures were replaced; every value is the same.")
    return _("Figures taken by the reading day were added, undone or read otherwise since.")


def number(text: str | None) -> Decimal | None:
    """A value as ``PeriodClose`` keeps it."""
    return None if text is None else Decimal(text)
