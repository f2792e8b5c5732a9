"""Records of the workspace that have pages of their own: how their lists look and are searched."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.piece_kind import PieceKind
from planning.rows import KINDS


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record. ``searched`` are fields a word is looked for in, ``columns`` the list's."""

    key: str
    title: str | Promise
    icon: str
    none_yet: str | Promise
    what_for: str | Promise
    searched: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def kind(self) -> PieceKind:
        return KINDS[self.key]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Kinds to filter by; empty when there are none."""
        if "kind" not in self.kind.fields:
            return []
        field: Any = self.kind.model._meta.get_field("kind")
        return [(str(value), str(label)) for value, label in field.flatchoices if value]


RECORDS: dict[str, RecordKind] = {
    one.key: one
    for one in (
        RecordKind(
            "notes",
            _("Research"),
            "notebook",
            _("No research note yet"),
            _(
                "Keep what you find about the industry, current events, competitors and platforms, with its source and what it means for you."
            ),
            ("title", "source", "text", "meaning", "tags"),
            ("kind", "seen_on", "source", "meaning"),
        ),
        RecordKind(
            "campaigns",
            _("Campaigns"),
            "confetti",
            _("No campaign yet"),
            _(
                "A campaign has stages, rules, prizes, a personal-data notice, a budget and in the end a result."
            ),
            ("name", "goal", "mechanic"),
            ("kind", "start", "end", "goal"),
        ),
        RecordKind(
            "partners",
            _("Partners"),
            "users",
            _("No partner yet"),
            _(
                "Creators and brands you work with: how their audience fits, what came of it, what it cost, how it is disclosed."
            ),
            ("name", "platforms", "audience_fit"),
            ("platforms", "audience_fit", "cost", "contract_end"),
        ),
        RecordKind(
            "communities",
            _("Communities"),
            "users-group",
            _("No community yet"),
            _(
                "Groups around your brand and your subject, your own and others’: how many people, by what rules, what you do there, who holds the contact."
            ),
            ("name", "activity", "rules", "contact"),
            ("kind", "platform", "size", "size_on", "last_contact"),
        ),
        RecordKind(
            "fans",
            _("Core fans"),
            "heart-handshake",
            _("No core fan yet"),
            _(
                "People who carry the brand on: why, what they get for it, when you last spoke, and how they agreed to be kept here."
            ),
            ("name", "reason", "benefits", "contact"),
            ("kind", "platform", "benefits", "last_contact"),
        ),
    )
}
