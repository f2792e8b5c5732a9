"""Finding things in the media library: folders, tags, where they are used, how their rights stand."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app.models import MediaAsset
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

LABELS_BACK = "calendar.media_labels"
MOST_TAGS = 20
MOST_AT_ONCE = 200
SOON = timedelta(days=30)


class Refused(Exception):
    """The text says why, and what to do."""


def tags_in(text: str) -> list[str]:
    """Tags as people write them: with commas, blanks or #, in any width; each once, in order."""
    parts = (part.strip("#＃ \u3000") for part in re.split(r"[,，、;；\s]+", text))
    return list(dict.fromkeys(part for part in parts if part))[:MOST_TAGS]


def written(tags: Iterable[str]) -> str:
    return ", ".join(tags)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of the library is asked for; empty values mean everything."""

    search: str = ""
    folder: str = ""
    tag: str = ""
    kind: str = ""
    right: str = ""  # none | over | soon
    used: str = ""  # yes | no

    @property
    def filtered(self) -> bool:
        return any((self.search, self.folder, self.tag, self.kind, self.right, self.used))


@dataclass(slots=True)
class Shelves:
    """Folders and tags there are, the most used first."""

    folders: list[tuple[str, int]] = field(default_factory=list)
    tags: list[tuple[str, int]] = field(default_factory=list)
    by_tag: dict[str, list[int]] = field(default_factory=dict)


def shelves_of(workspace: Workspace) -> Shelves:
    """One query, whatever the number of tags."""
    folders: Counter[str] = Counter()
    by_tag: dict[str, list[int]] = {}
    rows = MediaAsset.objects.in_workspace(workspace).standing()
    for pk, folder, tags in rows.order_by().values_list("pk", "folder", "tags"):
        if folder:
            folders[folder] += 1
        for tag in tags_in(tags):
            by_tag.setdefault(tag, []).append(pk)
    return Shelves(
        folders=sorted(folders.items()),
        tags=sorted(
            ((tag, len(keys)) for tag, keys in by_tag.items()), key=lambda p: (-p[1], p[0])
        ),
        by_tag=by_tag,
    )


def found(
    workspace: Workspace, wanted: Wanted, shelves: Shelves, *, today: date
) -> QuerySet[MediaAsset]:
    """Newest first, with ``times``: in how many posts each is used."""
    rows = MediaAsset.objects.in_workspace(workspace).standing()
    for word in wanted.search.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(tags__icontains=word)
            | Q(alt__icontains=word)
            | Q(folder__icontains=word)
            | Q(licence__source__icontains=word)
        )
    if wanted.folder:
        rows = rows.filter(folder=wanted.folder)
    if wanted.tag:
        rows = rows.filter(pk__in=shelves.by_tag.get(wanted.tag, []))
    if wanted.kind in MediaAsset.Kind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.right == "none":
        rows = rows.filter(licence=None)
    elif wanted.right == "over":
        rows = rows.filter(licence__expires_on__lt=today)
    elif wanted.right == "soon":
        rows = rows.filter(licence__expires_on__range=(today, today + SOON))
    in_posts = Count("uses__entry", filter=Q(uses__entry__removed_at=None), distinct=True)
    rows = rows.annotate(times=in_posts)
    if wanted.used == "no":
        rows = rows.filter(times=0)
    elif wanted.used == "yes":
        rows = rows.filter(times__gt=0)
    return rows.select_related("licence").order_by("-pk")


@transaction.atomic
def label(
    assets: Sequence[MediaAsset],
    *,
    by: User,
    add: str = "",
    drop: str = "",
    folder: str | None = None,
) -> UndoStep:
    """Tags given or taken, a folder set, on many at once. Raises Refused when nothing is asked."""
    given, taken = tags_in(add), set(tags_in(drop))
    if not assets:
        raise Refused(_("Tick the files first."))
    if not given and not taken and folder is None:
        raise Refused(_("Write a tag or a folder first."))
    before = []
    for asset in assets[:MOST_AT_ONCE]:
        tags = [tag for tag in tags_in(asset.tags) if tag not in taken]
        tags = list(dict.fromkeys([*tags, *given]))[:MOST_TAGS]
        values = {"tags": written(tags)[:200]}
        if folder is not None:
            values["folder"] = folder.strip()[:100]
        changed = {name: value for name, value in values.items() if getattr(asset, name) != value}
        if not changed:
            continue
        now = [values.get("folder", asset.folder), values["tags"]]
        before.append([asset.pk, asset.folder, asset.tags, *now])
        MediaAsset.objects.filter(pk=asset.pk).update(**changed)
        audit.record(
            asset.workspace,
            by,
            "calendar.media_changed",
            asset,
            before={name: getattr(asset, name) for name in changed},
            after=changed,
        )
    count = len(before)
    said = ngettext("labelling %(n)d file", "labelling %(n)d files", count) % {"n": count}
    return undo.remember(assets[0].workspace, by, said, LABELS_BACK, {"rows": before})


def undo_labels(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """Undo handler: folders and tags as they were. Refuses where somebody changed them since."""
    assets = MediaAsset.objects.in_workspace(workspace)
    for pk, folder, tags, *now in params["rows"]:
        asset = assets.select_for_update(of=("self",)).filter(pk=pk).first()
        if asset is not None and now and [asset.folder, asset.tags] != now:
            raise undo.CannotUndo(
                _("“%(name)s” has been changed again since. Change it by hand instead.")
                % {"name": asset.name}
            )
        assets.filter(pk=pk).update(folder=folder, tags=tags)
