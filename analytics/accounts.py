"""Our accounts and partners: who counts, under which name, and how fresh their numbers are."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _

from analytics.intake import deliveries
from platforms.models import AccountAlias, SocialAccount, SourceBatch
from platforms.records import HANDLE, NAME, PLATFORM_ID
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

# A weekly look is the rhythm; a quarter's report needs every month.
FRESH_DAYS, STALE_DAYS = 8, 35


class NameTaken(Exception):
    """The text names the account that already has this name."""


def with_health(accounts: QuerySet[SocialAccount]) -> QuerySet[SocialAccount]:
    """Accounts with ``last_import``, ``first_day``, ``last_day``, ``row_count``, ``imports``
    of their live deliveries, and their aliases."""
    live = Q(deliveries__batch__state=SourceBatch.State.LIVE)
    return accounts.annotate(
        last_import=Max("deliveries__batch__created_at", filter=live),
        first_day=Min("deliveries__batch__start", filter=live),
        last_day=Max("deliveries__batch__end", filter=live),
        row_count=Sum("deliveries__rows", filter=live),
        imports=Count("deliveries__batch", filter=live, distinct=True),
    ).prefetch_related("aliases")


def unconfirmed(workspace: Workspace) -> QuerySet[SocialAccount]:
    """Partners nobody has decided about that live deliveries speak of."""
    return (
        SocialAccount.objects.in_workspace(workspace)
        .filter(
            confirmed=None, ours=False, deliveries__batch__state=SourceBatch.State.LIVE
        )
        .standing()
        .distinct()
    )  # fmt: skip


def health(last_import: datetime | None, workspace: Workspace, today: date) -> tuple[str, str]:
    """Words and tone: how long ago the last import was."""
    if last_import is None:
        return _("No import yet"), "idle"
    gap = (today - last_import.astimezone(workspace.tz).date()).days
    if gap <= 0:
        return _("Imported today"), "good"
    words = _("Last import %(count)d days ago") % {"count": gap}
    return words, "good" if gap <= FRESH_DAYS else "warn" if gap <= STALE_DAYS else "bad"


def handles(account: SocialAccount) -> list[str]:
    """Every handle and name files have used, without the one shown and without bare ids."""
    found = [
        f"@{alias.value.lstrip('@')}" if alias.kind == HANDLE else alias.value
        for alias in account.aliases.all()
        if alias.kind in {HANDLE, NAME} and alias.value != account.name
    ]
    return list(dict.fromkeys(found))


def platform_ids(account: SocialAccount) -> list[str]:
    return [alias.value for alias in account.aliases.all() if alias.kind == PLATFORM_ID]


@transaction.atomic
def confirm(account: SocialAccount, ours: bool | None, by: User) -> UndoStep:
    """Say that an account is ours (True), a partner (False), or let its files decide (None)."""
    before = account.confirmed
    deliveries.set_ours(account, ours, by)
    if ours is None:
        label = _("letting the files decide about %(name)s")
    elif ours:
        label = _("%(name)s as one of our accounts")
    else:
        label = _("%(name)s as a partner")
    return undo.remember(
        account.workspace,
        by,
        label % {"name": account.name},
        "analytics.account_ours",
        {"account": account.pk, "confirmed": before, "now": ours},
    )


@transaction.atomic
def rename(account: SocialAccount, name: str, by: User) -> UndoStep | None:
    """Show the account under another name. Files may go on using any earlier one."""
    before = account.name
    if name == before:
        return None
    _keep_name(account, name)
    account.name = name
    account.save(update_fields=["name"])
    audit.record(
        account.workspace,
        by,
        "analytics.account_renamed",
        account,
        before={"name": before},
        after={"name": name},
    )
    return undo.remember(
        account.workspace,
        by,
        _("renaming %(before)s to %(after)s") % {"before": before, "after": name},
        "analytics.account_name",
        {"account": account.pk, "name": before, "now": name},
    )


@transaction.atomic
def add(workspace: Workspace, platform: str, name: str, handle: str, by: User) -> SocialAccount:
    """An account made by hand is ours. Raises NameTaken."""
    account = SocialAccount(
        workspace=workspace, platform=platform, name=name, confirmed=True, ours=True
    )
    _free_or_raise(account, name)
    if handle:
        _free_or_raise(account, handle, kind=HANDLE)
    account.save()
    _keep_name(account, name)
    if handle:
        AccountAlias.objects.create(
            workspace=workspace, account=account, platform=platform, kind=HANDLE, value=handle
        )
    audit.record(
        workspace,
        by,
        "analytics.account_added",
        account,
        after={"platform": platform, "name": name, "handle": handle},
    )
    return account


def _keep_name(account: SocialAccount, name: str) -> None:
    """A file that names no account finds this one by the name people use."""
    _free_or_raise(account, name)
    AccountAlias.objects.get_or_create(
        workspace=account.workspace,
        platform=account.platform,
        kind=NAME,
        value=name,
        defaults={"account": account},
    )


def _free_or_raise(account: SocialAccount, value: str, *, kind: str = NAME) -> None:
    taken = (
        AccountAlias.objects.in_workspace(account.workspace)
        .filter(platform=account.platform, kind=kind, value__iexact=value)
        .exclude(account=account.pk)
        .select_related("account")
        .first()
    )
    if taken is not None:
        raise NameTaken(
            _("“%(value)s” already belongs to the account “%(name)s” on this platform.")
            % {"value": value, "name": taken.account.name}
        )


def _refuse_if_changed(account: SocialAccount, stands: object, params: dict[str, Any]) -> None:
    """One's own way back does not undo what somebody else has decided since."""
    if "now" in params and stands != params["now"]:
        raise undo.CannotUndo(changed_since(account.name))


def changed_since(name: str) -> str:
    return _("“%(name)s” has been changed again since. Change it by hand instead.") % {"name": name}


def undo_ours(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    account = SocialAccount.objects.in_workspace(workspace).filter(pk=params["account"]).first()
    if account is not None:
        _refuse_if_changed(account, account.confirmed, params)
        deliveries.set_ours(account, params["confirmed"], by)


def undo_rename(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    account = SocialAccount.objects.in_workspace(workspace).filter(pk=params["account"]).first()
    if account is not None:
        _refuse_if_changed(account, account.name, params)
        before = account.name
        SocialAccount.objects.filter(pk=account.pk).update(name=params["name"])
        audit.record(
            workspace,
            by,
            "analytics.account_renamed",
            account,
            before={"name": before},
            after={"name": params["name"]},
        )


def for_list(workspace: Workspace, *, ours: bool) -> QuerySet[SocialAccount]:
    """Freshest concerns first: never imported, then the longest ago."""
    accounts = SocialAccount.objects.in_workspace(workspace).filter(ours=ours).standing()
    return with_health(accounts).order_by(
        "platform", F("last_import").asc(nulls_first=True), "name", "pk"
    )
