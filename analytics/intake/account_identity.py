"""Who is who: which account a row speaks about. Aliases decide, the strongest first."""

from collections.abc import Iterable

from platforms.models import AccountAlias, SocialAccount
from platforms.records import HANDLE, NAME, PLATFORM_ID, AccountRecord, Alias
from workspaces.models import Workspace


def find_account(
    workspace: Workspace, platform: str, aliases: Iterable[Alias]
) -> SocialAccount | None:
    """The account one of these aliases names, the strongest alias deciding.

    A name alone never overrides a platform id: two pages may share a name, so an account that
    already has another id is not the one a row with its own id means.
    """
    aliases = list(aliases)
    # Whoever named an account before any file did may have called it by its handle.
    aliases += [Alias(NAME, alias.value) for alias in aliases if alias.kind == HANDLE]
    ids = {alias.value for alias in aliases if alias.kind == PLATFORM_ID}
    for alias in aliases:
        found = (
            AccountAlias.objects.in_workspace(workspace)
            .filter(platform=platform, kind=alias.kind, value__iexact=alias.value[:200])
            .select_related("account")
            .first()
        )
        if found is None:
            continue
        if alias.kind == NAME and ids and _has_other_id(found.account, ids):
            continue
        return found.account
    return None


def resolve_account(
    workspace: Workspace, platform: str, record: AccountRecord
) -> tuple[SocialAccount, bool]:
    """Find or make the account of ``record``; new aliases are added, none is taken away."""
    account = find_account(workspace, platform, record.aliases)
    if account is None and only_named(record):
        # Nothing but a name, as people write it: the account may be known by its handle.
        account = called(workspace, platform, record.aliases[0].value)
    created = account is None
    if account is None:
        account = SocialAccount.objects.create(
            workspace=workspace, platform=platform, name=record.name[:200]
        )
    for alias in record.aliases:
        AccountAlias.objects.get_or_create(
            workspace=workspace,
            platform=platform,
            kind=alias.kind,
            value=alias.value[:200],
            defaults={"account": account},
        )
    return account, created


def only_named(record: AccountRecord) -> bool:
    """Does the file give nothing of the account but a name?"""
    return bool(record.aliases) and all(alias.kind == NAME for alias in record.aliases)


def namesakes(workspace: Workspace, platform: str, name: str) -> list[SocialAccount]:
    """Every account of a platform that is called so; with two, a name alone tells nothing."""
    accounts = SocialAccount.objects.in_workspace(workspace).filter(platform=platform)
    return list(accounts.filter(name__iexact=name.strip()).order_by("pk"))


def called(workspace: Workspace, platform: str, name: str) -> SocialAccount | None:
    """The account a person means by ``name``: its name here, a name in a file, @handle or id."""
    accounts = SocialAccount.objects.in_workspace(workspace).filter(platform=platform)
    named = accounts.filter(name__iexact=name).order_by("pk").first()
    for kind, value in ((NAME, name), (HANDLE, name.removeprefix("@")), (PLATFORM_ID, name)):
        named = named or find_account(workspace, platform, [Alias(kind, value)])
    return named


def named_account(workspace: Workspace, platform: str, name: str) -> SocialAccount:
    """The account a person named for a file that names none; made if there is none."""
    known = called(workspace, platform, name)
    if known is not None:
        return known
    record = AccountRecord(name=name, aliases=(Alias(NAME, name),))
    return resolve_account(workspace, platform, record)[0]


def _has_other_id(account: SocialAccount, ids: set[str]) -> bool:
    known = set(
        AccountAlias.objects.filter(account=account, kind=PLATFORM_ID).values_list(
            "value", flat=True
        )
    )
    return bool(known) and not (known & ids)
