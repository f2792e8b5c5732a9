"""Two people write the same post: what stands now beside what was typed, field by field."""

from collections.abc import Mapping
from typing import Any

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from calendar_app.entries import Changed
from calendar_app.labels import campaigns_of, pillars_of
from calendar_app.models import Entry, EntryVersion
from calendar_app.models.kinds import EntryKind
from calendar_app.views.calendar import people_of
from workspaces.access import WorkspaceRequest
from workspaces.word_diff import word_diff

WORDS = ("title", "text", "first_comment", "link", "hashtags", "call_to_action")
VERSION_WORDS = ("title", "text", "first_comment")
Fields = dict[str, tuple[str, str, str]]  # name in the form → (label, stands now, was typed)


def of_entry(standing: Entry, typed: Mapping[str, Any]) -> Fields:
    """What differs of the shared words. Kinds' own fields are left to whoever saves last."""
    found = _words(standing, typed, WORDS)
    if "kind" in typed and typed["kind"] != standing.kind:
        found["kind"] = (_label(Entry, "kind"), standing.kind, typed["kind"])
    labels = {"pillar": _("Pillar"), "campaign": _("Campaign"), "assignee": _("Who is in charge")}
    for name, label in labels.items():
        now, said = getattr(standing, f"{name}_id"), typed.get(f"{name}_id")
        if now != said:
            found[name] = (label, str(now or ""), str(said or ""))
    if standing.disclosure != typed["disclosure"]:
        label = _label(Entry, "disclosure")
        found["disclosure"] = (label, _tick(standing.disclosure), _tick(typed["disclosure"]))
    for name, value in typed["utm"].items():
        if (now := standing.utm.get(name, "")) != value:
            found[f"utm_{name}"] = (f"utm_{name}", now, value)
    return found


def of_version(version: EntryVersion, typed: Mapping[str, Any]) -> Fields:
    """What differs of one account's words."""
    standing = EntryVersion.objects.get(pk=version.pk)
    found = _words(standing, typed, VERSION_WORDS)
    if standing.own_text != typed["own_text"]:
        label = _label(EntryVersion, "own_text")
        found["own_text"] = (label, _tick(standing.own_text), _tick(typed["own_text"]))
    return found


def answer(request: WorkspaceRequest, error: Changed, fields: Fields) -> JsonResponse:
    """409 with the number that stands, each field's value, and how to show a difference.

    The page takes over what only the other one changed; what both changed a person decides.
    """
    shown = _shown(request)
    lines = []
    for name, (label, now, typed) in fields.items():
        names = shown.get(name, {})
        pieces = word_diff(names.get(now, now), names.get(typed, typed))
        lines.append({"name": name, "label": label, "pieces": pieces})
    return JsonResponse(
        {
            "error": str(error),
            "standing": error.standing.version,
            "fields": {name: now for name, (_label, now, _typed) in fields.items()},
            # What a choice is called that this page may not offer yet: somebody who has just come.
            "names": {
                name: shown[name].get(fields[name][1], "—") for name in fields if name in shown
            },
            "html": render_to_string("calendar_app/_conflict.html", {"lines": lines}, request),
        },
        status=409,
    )


def _words(row: Any, typed: Mapping[str, Any], names: tuple[str, ...]) -> Fields:
    return {
        name: (_label(type(row), name), getattr(row, name), typed[name])
        for name in names
        if name in typed and getattr(row, name) != typed[name]
    }


def _shown(request: WorkspaceRequest) -> dict[str, dict[str, str]]:
    """Field → value in the form → what people call it."""
    place = request.workspace
    return {
        "kind": {value: str(label) for value, label in EntryKind.choices},
        "pillar": {str(one.pk): one.name for one in pillars_of(place)},
        "campaign": {str(one.pk): one.name for one in campaigns_of(place)},
        "assignee": {str(pk): name for pk, name in people_of(request)},
        "disclosure": {"": "—", "1": "✓"},
        "own_text": {"": "—", "1": "✓"},
    }


def _label(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def _tick(on: bool) -> str:
    return "1" if on else ""
