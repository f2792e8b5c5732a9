"""Web sites and ad accounts under the name the team uses."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.accounts import NameTaken, changed_since
from platforms.models import AdAccount, Site
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

Source = Site | AdAccount
KINDS: dict[str, type[Site] | type[AdAccount]] = {"site": Site, "ads": AdAccount}
BACK = "analytics.source_name"


def kind_of(source: Source) -> str:
    return "site" if isinstance(source, Site) else "ads"


def find(workspace: Workspace, kind: str, pk: int) -> Source | None:
    model = KINDS.get(kind)
    return model.objects.in_workspace(workspace).filter(pk=pk).first() if model else None


@transaction.atomic
def rename(source: Source, name: str, by: User) -> UndoStep | None:
    """Show it under another name; files go on finding it by the earlier ones. Raises NameTaken."""
    before, earlier = source.name, list(source.also_called)
    if name == before:
        return None
    model: Any = type(source)
    others = model.objects.in_workspace(source.workspace).filter(platform=source.platform)
    for other in others.exclude(pk=source.pk):
        if other.is_called(name):
            raise NameTaken(
                _("“%(value)s” already belongs to “%(name)s” on this platform.")
                % {"value": name, "name": other.name}
            )
    _call(source, name, [*[one for one in earlier if one != name], before], by)
    return undo.remember(
        source.workspace,
        by,
        _("renaming %(before)s to %(after)s") % {"before": before, "after": name},
        BACK,
        {
            "kind": kind_of(source),
            "pk": source.pk,
            "name": before,
            "also_called": earlier,
            "now": name,
        },
    )


def _call(source: Source, name: str, also_called: list[str], by: User) -> None:
    before = source.name
    source.name, source.also_called = name, also_called
    source.save(update_fields=["name", "also_called"])
    audit.record(
        source.workspace,
        by,
        "analytics.source_renamed",
        source,
        before={"name": before},
        after={"name": name},
    )


def undo_rename(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    source = find(workspace, params["kind"], params["pk"])
    if source is not None:
        if source.name != params.get("now", source.name):
            raise undo.CannotUndo(changed_since(source.name))
        # A name that files have used meanwhile finds it still.
        kept = dict.fromkeys([*params["also_called"], source.name])
        kept.pop(params["name"], None)
        _call(source, params["name"], list(kept), by)
