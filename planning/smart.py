"""Whether an objective is SMART: five letters, each with the sentence that says why. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.sockets import ObjectiveCheck

LEAST_LETTERS = 8  # a sentence that says what and for whom has at least as many


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter for one objective. ``ok`` None: cannot be judged yet."""

    key: str
    label: str | Promise
    ok: bool | None
    sentence: str

    @property
    def tone(self) -> str:
        return {True: "good", False: "warn", None: "idle"}[self.ok]


LABELS = {
    "specific": gettext_lazy("Specific"),
    "measurable": gettext_lazy("Measurable"),
    "attainable": gettext_lazy("Attainable"),
    "timed": gettext_lazy("Timed"),
    "owned": gettext_lazy("Owned"),
}


def letters(
    objective: Mapping[str, Any],
    *,
    start: date,
    end: date,
    metrics: Mapping[str, str],
    told: Iterable[ObjectiveCheck] = (),
) -> list[Letter]:
    """The five letters of one objective (values as in ``planning.contents``)."""
    by_letter = {one.letter: one for one in told if one.objective == objective["id"]}
    return [
        _specific(objective),
        _measurable(objective, metrics, by_letter.get("measurable")),
        _attainable(objective, by_letter.get("attainable")),
        _timed(objective, start, end),
        _owned(objective),
    ]


def _letter(key: str, ok: bool | None, sentence: str) -> Letter:
    return Letter(key, LABELS[key], ok, sentence)


def _specific(objective: Mapping[str, Any]) -> Letter:
    text = (objective["sentence"] or "").strip()
    if len(text) < LEAST_LETTERS:
        return _letter("specific", False, _("Say what should change, and for whom."))
    return _letter("specific", True, _("It says what should change."))


def _measurable(
    objective: Mapping[str, Any], metrics: Mapping[str, str], told: ObjectiveCheck | None
) -> Letter:
    if objective["level"] == "csf" and not objective["metric"]:
        return _letter(
            "measurable", None, _("A success factor may go without a figure; its KPI have one.")
        )
    if not objective["metric"]:
        return _letter("measurable", False, _("Choose the figure that shows it."))
    if objective["metric"] not in metrics:
        return _letter("measurable", False, _("This figure is not known any more. Choose another."))
    if told is not None:
        return _letter("measurable", told.ok, told.sentence)
    return _letter("measurable", True, _("Measured by “%s”.") % metrics[objective["metric"]])


def _attainable(objective: Mapping[str, Any], told: ObjectiveCheck | None) -> Letter:
    if told is not None:
        return _letter("attainable", told.ok, told.sentence)
    if (objective["attainable"] or "").strip():
        return _letter("attainable", True, _("A reason is given."))
    return _letter(
        "attainable", False, _("Say why it can be reached, or set a target with a baseline.")
    )


def _timed(objective: Mapping[str, Any], start: date, end: date) -> Letter:
    if not objective["due"]:
        return _letter("timed", False, _("Choose the day by which it should be reached."))
    due = date.fromisoformat(objective["due"])
    if due < start or due > end:
        return _letter("timed", False, _("The due day lies outside the days of this brief."))
    return _letter("timed", True, _("It is due within the period."))


def _owned(objective: Mapping[str, Any]) -> Letter:
    if not objective["owner_id"]:
        return _letter("owned", False, _("Name the person who looks after it."))
    return _letter("owned", True, _("Somebody looks after it."))
