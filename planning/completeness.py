"""What a brief still lacks before it can go to review, and what it would be better with. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from planning import smart
from planning.contents import Content, score_of
from planning.sockets import ObjectiveCheck
from workspaces.punctuation import listed, quoted

PILLARS = (3, 5)
EXPERIMENTS = (10, 15)  # per cent of the resources


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing. ``blocks``: the brief cannot be sent to review without it."""

    section: str
    sentence: str
    blocks: bool = True


def gaps(
    content: Content, *, metrics: Mapping[str, str], told: Iterable[ObjectiveCheck] = ()
) -> list[Gap]:
    pieces = content["pieces"]
    return [
        *_goal(pieces["goal"][0]),
        *_ladder(pieces["ladder"]),
        *_objectives(content, metrics, list(told)),
        *_audiences(pieces["audiences"]),
        *_platforms(pieces["platforms"], pieces["criteria"]),
        *_strategy(pieces["strategy"][0]),
        *_pillars(pieces["pillars"]),
        *_voice(pieces),
        *_resources(pieces["resources"]),
        *_risks(pieces["risks"]),
        *_law(pieces["law"]),
        *_care(pieces["care"]),
    ]


def blocking(found: Iterable[Gap]) -> list[Gap]:
    return [gap for gap in found if gap.blocks]


def _goal(words: Mapping[str, Any]) -> list[Gap]:
    asked = (
        ("organisation_goal", _("Write what the organisation wants.")),
        ("brand_strategy", _("Write the brand strategy.")),
        ("purpose", _("Write what social media is for.")),
        ("axis", _("Choose the axis of the period.")),
    )
    found = [Gap("goal", sentence) for name, sentence in asked if not words[name].strip()]
    if words["axis"] and not words["axis_reason"].strip():
        found.append(Gap("goal", _("Say why you chose this axis."), blocks=False))
    return found


def _ladder(rows: Sequence[Mapping[str, Any]]) -> list[Gap]:
    if not rows:
        return [Gap("ladder", _("Add the steps of the ladder."), blocks=False)]
    open_steps = [row["name"] or "—" for row in rows if not row["behaviour"].strip()]
    if not open_steps:
        return []
    sentence = _("Say which behaviour counts: %s.") % listed(open_steps)
    return [Gap("ladder", sentence, blocks=False)]


def _objectives(
    content: Content, metrics: Mapping[str, str], told: Sequence[ObjectiveCheck]
) -> list[Gap]:
    rows = content["pieces"]["objectives"]
    if not rows:
        return [Gap("objectives", _("Write at least one objective."))]
    start = date.fromisoformat(content["brief"]["start"])
    end = date.fromisoformat(content["brief"]["end"])
    found = []
    levels = {row["level"] for row in rows}
    if "kgi" not in levels:
        found.append(Gap("objectives", _("Name the goal itself (KGI).")))
    if "kpi" not in levels:
        found.append(Gap("objectives", _("Name at least one figure that shows it (KPI).")))
    loose = [row for row in rows if row["level"] != "kgi" and not row["parent_id"]]
    if loose and len(rows) > 1:
        sentence = _("Say which objective each of these serves: %s.")
        names = listed(quoted(shortened(row["sentence"])) for row in loose)
        found.append(Gap("objectives", sentence % names, blocks=False))
    for row in rows:
        for letter in smart.letters(row, start=start, end=end, metrics=metrics, told=told):
            if letter.ok is False:
                name = shortened(row["sentence"] or row["level"].upper())
                sentence = _("“%(name)s” is not %(letter)s yet: %(why)s") % {
                    "name": name,
                    "letter": str(letter.label).lower(),
                    "why": letter.sentence,
                }
                found.append(Gap("objectives", sentence, blocks=letter.key != "attainable"))
    return found


def _audiences(rows: Sequence[Mapping[str, Any]]) -> list[Gap]:
    if not rows:
        return [Gap("audiences", _("Describe at least one group of people."))]
    found = []
    for row in rows:
        name = row["name"] or _("a group without a name")
        if not row["evidence"].strip():
            found.append(Gap("audiences", _("Give the evidence for “%s”.") % name))
        if not row["needs"].strip() or not row["places"].strip():
            sentence = _("Say what “%s” need, and where and when they are online.") % name
            found.append(Gap("audiences", sentence, blocks=False))
    return found


def _platforms(
    rows: Sequence[Mapping[str, Any]], criteria: Sequence[Mapping[str, Any]]
) -> list[Gap]:
    if not rows:
        return [Gap("platforms", _("Score the platforms you consider and decide."))]
    by_id = {str(one["id"]): one for one in criteria}
    found = []
    for row in rows:
        name = row["platform"] or _("a platform without a name")
        name = _platform_name(name)
        if score_of(row, by_id) is None:
            found.append(Gap("platforms", _("Score %s by every criterion.") % name))
        if not row["decision"] or not row["reason"].strip():
            found.append(Gap("platforms", _("Decide about %s and say why.") % name))
    if not any(row["decision"] == "main" for row in rows):
        found.append(Gap("platforms", _("Choose a main platform.")))
    return found


def _platform_name(key: str) -> str:
    from platforms.kinds import PLATFORMS

    return str(PLATFORMS[key].label) if key in PLATFORMS else key


def _strategy(words: Mapping[str, Any]) -> list[Gap]:
    found = []
    if not words["strategy"].strip():
        found.append(Gap("strategy", _("Write how the objectives are to be reached.")))
    if not words["success_factors"].strip():
        found.append(Gap("strategy", _("Write what must succeed."), blocks=False))
    return found


def _pillars(rows: Sequence[Mapping[str, Any]]) -> list[Gap]:
    least, most = PILLARS
    found = []
    if not least <= len(rows) <= most:
        sentence = _("Name %(least)d to %(most)d pillars; there are %(count)d.")
        words = {"least": least, "most": most, "count": len(rows)}
        found.append(Gap("pillars", sentence % words))
    total = sum(row["share"] or 0 for row in rows)
    if rows and total != 100:
        sentence = _("The shares of the pillars add up to %d %%, not to 100 %%.") % total
        found.append(Gap("pillars", sentence))
    if any(not row["name"].strip() or not row["topics"].strip() for row in rows):
        found.append(Gap("pillars", _("Give every pillar a name and topics."), blocks=False))
    return found


def _voice(pieces: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Gap]:
    guide = pieces["voice"][0] if pieces["voice"] else None
    found = []
    if guide is None or not guide["character"].strip():
        found.append(Gap("voice", _("Write who is speaking."), blocks=False))
    if not pieces["voice_pairs"]:
        found.append(Gap("voice", _("Show at least one do and don't."), blocks=False))
    return found


def _resources(rows: Sequence[Mapping[str, Any]]) -> list[Gap]:
    if not rows:
        return [Gap("resources", _("Write the hours and the money you plan with."))]
    least, most = EXPERIMENTS
    shares = [row["share"] for row in rows if row["share"] is not None]
    tried = sum(row["share"] or 0 for row in rows if row["kind"] == "experiment")
    found = []
    if shares and sum(shares) != 100:
        sentence = _("The shares of the resources add up to %d %%, not to 100 %%.") % sum(shares)
        found.append(Gap("resources", sentence, blocks=False))
    if shares and not least <= tried <= most:
        sentence = _("Experiments take %(now)d %%; %(least)d to %(most)d %% is usual.")
        words = {"now": tried, "least": least, "most": most}
        found.append(Gap("resources", sentence % words, blocks=False))
    return found


def _risks(rows: Sequence[Mapping[str, Any]]) -> list[Gap]:
    if not rows:
        return [Gap("risks", _("Name at least one risk and what you would do."), blocks=False)]
    if any(not row["answer"].strip() for row in rows):
        return [Gap("risks", _("Say for every risk what you would do."), blocks=False)]
    return []


def _law(rows: Sequence[Mapping[str, Any]]) -> list[Gap]:
    found = []
    for row in rows:
        rule = f"{row['names']['statute']} {row['names']['article']}"
        blocks = row["names"]["consequence"] == "block"
        if not row["answer"]:
            found.append(Gap("law", _("Answer the question about %s.") % rule, blocks))
        elif row["answer"] == "open":
            found.append(Gap("law", _("%s is not met yet.") % rule, blocks))
        elif row["answer"] == "met" and not row["evidence"].strip():
            found.append(Gap("law", _("Give the evidence that %s is met.") % rule, False))
    return found


def _care(rows: Sequence[Mapping[str, Any]]) -> list[Gap]:
    if rows and any(not row["checked_on"] for row in rows):
        count = sum(1 for row in rows if not row["checked_on"])
        return [Gap("care", _("%d things about the accounts were never looked at.") % count, False)]
    return []


def shortened(text: str, most: int = 24) -> str:
    """The beginning of a sentence, never within a word of Latin letters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    if cut[-1].isascii() and cut[-1].isalnum() and text[most].isascii() and text[most].isalnum():
        cut = cut.rstrip("".join(letter for letter in cut if letter.isascii() and letter.isalnum()))
    return f"{cut.rstrip()}…"
