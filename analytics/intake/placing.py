"""Whose figures a table holds: its platform and its accounts, or the sentence why nobody knows."""

from analytics.intake import channels
from analytics.intake.account_identity import (
    called,
    named_account,
    namesakes,
    only_named,
    resolve_account,
)
from analytics.intake.table_result import TableResult
from platforms.kinds import PLATFORMS, label_of
from platforms.models import SocialAccount, SourceFile
from platforms.sentences import gettext as _


def place(file: SourceFile, result: TableResult) -> str:
    """Settle platform and accounts of a table; a sentence when they cannot be known."""
    parsed = result.parsed
    assert parsed is not None
    head, choices = parsed.head, file.choices
    if not parsed.rows:  # nobody's figures, whatever account was said
        return _("“%(table)s” holds its column names and no row below them.") % {
            "table": head.table or file.name
        }
    chosen = (
        SocialAccount.objects.in_workspace(file.workspace).filter(pk=choices.get("account")).first()
        if choices.get("account")
        else None
    )
    said = (choices.get("account_name") or "").strip()
    platform = head.platform or choices.get("platform") or (chosen.platform if chosen else "")
    if channels.is_channel(platform):
        result.platform = platform
        return channels.place(file, result)
    if platform not in PLATFORMS:
        return _(
            "“%(table)s” does not say which platform it is from. Choose the platform "
            "(on the command line: --platform) and import it again."
        ) % {"table": head.table or file.name}
    result.platform = platform
    if any(record.aliases for record in parsed.accounts):
        named = _named(file, result, chosen, said)
        if isinstance(named, str):
            return named
        rows: dict[int, int] = {}
        for account, count in zip(named, parsed.account_rows, strict=True):
            rows[account.pk] = rows.get(account.pk, 0) + count
        aliases = {
            a.pk: sorted(x.value for x in r.aliases)
            for a, r in zip(named, parsed.accounts, strict=True)
        }
        main = max(rows, key=lambda pk: (rows[pk], aliases[pk]))
        result.accounts = [(account, account.pk == main) for account in named]
        return ""
    if chosen is not None and chosen.platform == platform:
        result.accounts = [(chosen, True)]
        return ""
    if said:
        if len(namesakes(file.workspace, platform, said)) > 1:
            return _shared_name(said, platform)
        result.accounts = [(named_account(file.workspace, platform, said), True)]
        return ""
    if not parsed.accepted and parsed.rejected:
        first = parsed.rejected[0]
        return _("No row of “%(table)s” can be taken. Row %(row)s: %(reason)s") % {
            "table": head.table or file.name,
            "row": first.row,
            "reason": first.reason,
        }
    return _(
        "“%(table)s” does not name the account it belongs to. Choose the account "
        "(on the command line: --account NAME) and import it again."
    ) % {"table": head.table or file.name}


def _named(
    file: SourceFile, result: TableResult, chosen: SocialAccount | None, said: str
) -> list[SocialAccount] | str:
    """The accounts the table names, in its order; a sentence where a name fits several."""
    parsed, platform = result.parsed, result.platform
    assert parsed is not None
    shared = {
        record.name: same
        for record in parsed.accounts
        if only_named(record)
        and len(same := namesakes(file.workspace, platform, record.aliases[0].value)) > 1
    }
    if shared and chosen is None and said and len(namesakes(file.workspace, platform, said)) < 2:
        chosen = called(file.workspace, platform, said)  # by its handle or number
    for name, same in shared.items():
        if chosen not in same:
            return _shared_name(name, platform)
    return [
        chosen
        if chosen is not None and record.name in shared
        else resolve_account(file.workspace, platform, record)[0]
        for record in parsed.accounts
    ]


def _shared_name(name: str, platform: str) -> str:
    return _(
        "Several accounts on %(platform)s are called “%(name)s”. Choose which one is meant (on "
        "the command line: --account with its number or handle) and import it again."
    ) % {"platform": label_of(platform), "name": name}
