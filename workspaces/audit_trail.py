"""Read the audit trail as a person would: one sentence per act, with what changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from workspaces import zones
from workspaces.models import AuditEvent, User, Workspace
from workspaces.roles import Role
from workspaces.sockets import AUDIT_FIELDS, AUDIT_KEYS_ARE_NAMES, AUDIT_VERBS

_MOST_NAMES = 8  # things of one act that the trail names; the row keeps all


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address bar asks for: words, one person, one room."""

    words: str = ""
    person: int | None = None
    room: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> Self:
        person = given.get("person", "")
        return cls(
            words=given.get("q", "").strip()[:100],
            person=int(person) if person.isdecimal() and len(person) < 12 else None,
            room=given.get("room", "")[:40],
        )

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.person or self.room)

    def events(self, workspace: Workspace) -> QuerySet[AuditEvent]:
        rows = AuditEvent.objects.in_workspace(workspace)
        if self.person:
            rows = rows.filter(actor=self.person)
        if self.room:
            rows = rows.filter(verb__startswith=f"{self.room}.")
        if self.words:
            rows = rows.filter(
                Q(subject__icontains=self.words) | Q(actor_name__icontains=self.words)
            )
        return rows.order_by("-at", "-pk")


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    verb: str
    subject: str
    changes: list[tuple[str, str, str]]  # what, before, after


def line(event: AuditEvent) -> Line:
    return Line(
        at=event.at,
        who=event.actor_name or _by_link(event) or _("The workbench"),
        # A Chinese sentence puts its colon after every verb; some bring one along.
        verb=str(AUDIT_VERBS.get(event.verb) or _("changed")).rstrip("："),
        subject=event.subject,
        changes=_changes(event),
    )


def _by_link(event: AuditEvent) -> str:
    """Somebody without an account, as older rows keep it."""
    return str((event.after or {}).get("who") or "") if isinstance(event.after, dict) else ""


def people(workspace: Workspace) -> list[tuple[int, str]]:
    """Everybody who ever did something here, also those who left."""
    acted = AuditEvent.objects.in_workspace(workspace).values("actor")
    return [(user.pk, str(user)) for user in User.objects.filter(pk__in=acted).order_by("name")]


def rooms() -> list[tuple[str, str]]:
    """The rooms that write into the trail."""
    found = {verb.partition(".")[0] for verb in AUDIT_VERBS}
    return [
        (config.label, str(config.verbose_name))
        for config in apps.get_app_configs()
        if config.label in found
    ]


def _changes(event: AuditEvent) -> list[tuple[str, str, str]]:
    before, after = event.before or {}, event.after or {}
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    keys = list({**before, **after})
    if event.verb in AUDIT_KEYS_ARE_NAMES:
        # PostgreSQL keeps JSON in an order of its own: the earliest first, whoever stored them.
        keys.sort(key=lambda key: (str(after.get(key) or ""), key))
        names = {key: key for key in keys[:_MOST_NAMES]}
    else:
        names = field_names(event.verb.partition(".")[0])
    return [
        (names[key], _value(key, before.get(key)), _value(key, after.get(key)))
        for key in keys
        if key in names
    ]


def field_names(room: str = "") -> dict[str, str]:
    """Fields whose changes a reader understands; anything else stays in the row, unprinted."""
    own = {key: str(label) for key, label in AUDIT_FIELDS.get(room, {}).items()}
    return own | {
        "name": _("name"),
        "role": _("role"),
        "zone": _("time zone"),
        "language": _("language of documents"),
        "roc_years": _("ROC years in documents"),
        "ripening_days": _("days until a period is read"),
        "comment": _("comment"),
    }


def _value(key: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if key == "role" and value in Role.values:
        return str(Role(value).label)
    if key == "zone":
        return zones.label(str(value))
    if key == "language":
        return str(dict(Workspace.Language.choices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)[:200]
