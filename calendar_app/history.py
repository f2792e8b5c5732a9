"""Earlier texts of a post: who changed what when, any two beside each other, one brought back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendar_app import entries, particulars
from calendar_app.contents import VERSION_WORDS, WORDS
from calendar_app.models import Entry, EntryMedia, EntryVersion, MediaAsset
from calendar_app.models.kinds import EntryKind
from platforms.models import SocialAccount
from workspaces import audit
from workspaces.audit import subject_key
from workspaces.models import Revision, User
from workspaces.punctuation import aside
from workspaces.word_diff import Piece, word_diff

MOST = 300  # revisions looked at; older ones are kept but not listed
ONE_SITTING = timedelta(minutes=10)  # savings of one person this close are one line


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one person saved in one go: the last of its revisions stands for it."""

    revision: Revision
    since: datetime
    savings: int
    first: int  # number of its first revision

    @property
    def number(self) -> int:
        return self.revision.number


def revisions_of(entry: Entry) -> list[Revision]:
    """Newest first, at most MOST."""
    rows = Revision.objects.in_workspace(entry.workspace).filter(subject_key=subject_key(entry))
    return list(rows.select_related("author")[:MOST])


def sittings(rows: Iterable[Revision], *, each: bool = False) -> list[Sitting]:
    """Autosave keeps a revision every few seconds; people think in sittings. Newest first.

    A revision with a note (brought back, taken from a draft) always has a line of its own, and
    with ``each`` every one has.
    """
    found: list[Sitting] = []
    for row in rows:
        last = found[-1] if found else None
        if (
            not each
            and last is not None
            and not row.note
            and not last.revision.note
            and last.revision.author_id == row.author_id
            and last.since - row.at <= ONE_SITTING
        ):
            found[-1] = Sitting(last.revision, row.at, last.savings + 1, row.number)
        else:
            found.append(Sitting(row, row.at, 1, row.number))
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs between two revisions, word by word."""

    label: str
    pieces: Sequence[Piece]


def differences(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    accounts: Mapping[int, str],
    assets: Mapping[int, str],
) -> list[Difference]:
    """Fields in the order of the composer; ``accounts`` and ``assets``: number → name."""
    old, new = _lines(before, accounts, assets), _lines(after, accounts, assets)
    return [
        Difference(label, word_diff(old.get(label, ""), new.get(label, "")))
        for label in dict.fromkeys([*new, *old])
        if old.get(label, "") != new.get(label, "")
    ]


def _lines(
    content: Mapping[str, Any], accounts: Mapping[int, str], assets: Mapping[int, str]
) -> dict[str, str]:
    """label → text of everything that was said in one revision."""
    found: dict[str, str] = {}
    for key in WORDS:
        found[_label(Entry, key)] = _said(content.get(key))
    kind = content.get("kind", "")
    found[_label(Entry, "kind")] = str(dict(EntryKind.choices).get(kind, kind))
    for name, words in particulars.lines_of(kind, content.get("particulars") or {}):
        found[str(name)] = words
    for key, value in (content.get("utm") or {}).items():
        found[f"utm_{key}"] = _said(value)
    for number, answer in (content.get("law") or {}).items():
        label = _("Answer to law rule %(number)s") % {"number": number}
        found[label] = _said(answer.get("evidence") if isinstance(answer, dict) else answer)
    found[_("Media")] = _files(content.get("media") or [], assets)
    for version in content.get("versions") or []:
        name = accounts.get(version["account"], _("an account that is gone"))
        found[_("Goes to %(account)s") % {"account": name}] = _("yes")
        for key in VERSION_WORDS:
            if key != "own_text":
                label = f"{name} · {_label(EntryVersion, key)}"
                found[label] = _said(version.get(key))
        for key, value in (version.get("utm") or {}).items():
            found[f"{name} · utm_{key}"] = _said(value)
        found[f"{name} · " + _("Media")] = _files(version.get("media") or [], assets)
    return found


def _label(model: Any, key: str) -> str:
    return str(model._meta.get_field(key).verbose_name)


def _said(value: Any) -> str:
    if value is True:
        return _("yes")
    return "" if value in (None, False) else str(value)


def _files(rows: Sequence[Mapping[str, Any]], assets: Mapping[int, str]) -> str:
    return "\n".join(
        " · ".join(part for part in (assets.get(row["asset"], "—"), row.get("alt", "")) if part)
        for row in rows
    )


def names_for(entry: Entry, *contents: Mapping[str, Any]) -> dict[str, dict[int, str]]:
    """Names of the accounts and assets that stand in ``contents``: two queries."""
    accounts = {one["account"] for content in contents for one in content.get("versions") or []}
    assets = {row["asset"] for content in contents for row in _all_media(content)}
    rows = SocialAccount.objects.in_workspace(entry.workspace).filter(pk__in=accounts)
    files = MediaAsset.objects.in_workspace(entry.workspace).filter(pk__in=assets)
    return {
        "accounts": {one.pk: aside(one.name, one.facts.label) for one in rows},
        "assets": dict(files.values_list("pk", "name")),
    }


def _all_media(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    of_versions = [row for one in content.get("versions") or [] for row in one.get("media") or []]
    return [*(content.get("media") or []), *of_versions]


@transaction.atomic
def bring_back(entry: Entry, revision: Revision, *, seen: int, by: User) -> list[str]:
    """Make the words and media of ``revision`` stand again; returns what could not come back.

    Accounts and times stay as they are now. Raises entries.Changed and entries.CannotChange.
    """
    standing = entries.locked(entry)
    if standing.version != seen:
        raise entries.Changed(standing)
    content, left = revision.content, []
    fields = [*WORDS, "kind", "utm", "law", "particulars"]
    for key in fields:
        setattr(standing, key, content.get(key, {} if key == "particulars" else ""))
    standing.save(update_fields=fields)
    there = {version.account_id: version for version in standing.versions.all()}
    names = names_for(standing, content)
    for old in content.get("versions") or []:
        version = there.get(old["account"])
        if version is None:
            name = names["accounts"].get(old["account"], _("an account that is gone"))
            left.append(_("the words for %(account)s") % {"account": name})
            continue
        words = {key: old[key] for key in VERSION_WORDS if key in old}
        words["utm"] = old.get("utm", {})
        EntryVersion.objects.filter(pk=version.pk).update(**words)
        left += _media_back(standing, version, old.get("media") or [])
    left += _media_back(standing, None, content.get("media") or [])
    note = pgettext("revision", "brought back from no. %(number)d") % {"number": revision.number}
    entries.touch(standing, by=by, note=note)
    audit.record(
        entry.workspace, by, "calendar.text_brought_back", standing, after={"no": revision.number}
    )
    return left


def _media_back(
    entry: Entry, version: EntryVersion | None, wanted: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Put the files of a revision back where they stood; names those that are gone."""
    standing = EntryMedia.objects.filter(entry=entry, version=version)
    fields = {field.name for field in EntryMedia._meta.concrete_fields} - {"id", "asset"}
    now = [(row.asset_id, *(getattr(row, key) for key in ("alt", "crop"))) for row in standing]
    if now == [(row["asset"], row.get("alt", ""), row.get("crop", {})) for row in wanted]:
        return []
    assets = MediaAsset.objects.in_workspace(entry.workspace).standing()
    usable = assets.in_bulk([row["asset"] for row in wanted])
    standing.delete()
    for place, row in enumerate(wanted):
        if row["asset"] in usable:
            values = {key: value for key, value in row.items() if key in fields}
            EntryMedia.objects.create(
                entry=entry,
                version=version,
                asset=usable[row["asset"]],
                **{**values, "place": place},
            )
    gone = sum(row["asset"] not in usable for row in wanted)
    return [_("%(count)d files that were removed") % {"count": gone}] if gone else []
