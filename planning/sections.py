"""The sections of a brief in the order a reader expects; people may write them in any order."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.rows import KINDS, PieceKind


@dataclass(frozen=True, slots=True)
class BriefSection:
    key: str
    label: str | Promise
    help: str | Promise
    pieces: tuple[str, ...]  # keys of KINDS, in order
    aside: tuple[str, ...] = ()  # pieces of the workspace that are edited here too, folded away

    @property
    def kinds(self) -> list[PieceKind]:
        return [KINDS[key] for key in self.pieces]

    @property
    def aside_kinds(self) -> list[PieceKind]:
        return [KINDS[key] for key in self.aside]


SECTIONS: dict[str, BriefSection] = {
    section.key: section
    for section in (
        BriefSection(
            "goal",
            _("Goal and brand"),
            _("What the organisation wants, what the brand stands for, what social media is for."),
            ("goal",),
        ),
        BriefSection(
            "ladder",
            _("Ladder of participation"),
            _("From follower to member to co-creator: which behaviour counts for each step."),
            ("ladder",),
        ),
        BriefSection(
            "objectives",
            _("Objectives"),
            _("KGI, CSF and KPI as a tree; each sentence is checked while you write."),
            ("objectives",),
        ),
        BriefSection(
            "audiences",
            _("Audience"),
            _("Whom we want to reach, what they need, and the evidence for it."),
            ("audiences",),
        ),
        BriefSection(
            "platforms",
            _("Platforms"),
            _("Every platform scored by the same criteria, with a decision and its reason."),
            ("platforms",),
            ("criteria",),
        ),
        BriefSection(
            "strategy",
            _("Strategy"),
            _("How the objectives are reached, what must succeed, what is tried out."),
            ("strategy",),
        ),
        BriefSection(
            "pillars",
            _("Content pillars"),
            _("Three to five themes with their share of all posts."),
            ("pillars",),
        ),
        BriefSection(
            "voice",
            _("Brand voice"),
            _("How the brand speaks. The guide belongs to the workspace; every brief prints it."),
            ("voice", "voice_pairs", "voice_words", "voice_replies"),
        ),
        BriefSection(
            "resources",
            _("Resources"),
            _("Hours and money by platform and kind, with a part for experiments."),
            ("resources",),
        ),
        BriefSection(
            "risks", _("Risks"), _("What could go wrong and what we do about it."), ("risks",)
        ),
        BriefSection(
            "law",
            _("Law checklist"),
            _("Answer each question with its evidence. A blocking rule has to be met."),
            ("law",),
            ("law_rules",),
        ),
        BriefSection(
            "care",
            _("Care of accounts"),
            _("Profile text, pictures and links of each account: last checked, due again."),
            ("care",),
        ),
    )
}


def section_of(kind: str) -> BriefSection:
    """The section in which a kind of piece is written."""
    return next(one for one in SECTIONS.values() if kind in (*one.pieces, *one.aside))
