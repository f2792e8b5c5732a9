"""Figures a report needs and no file gives: asked for by name, filled in or declared absent."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from platforms.kinds import Platform
from platforms.models import SocialAccount

if TYPE_CHECKING:
    from reports.outputs.context import OutputContext

# What a shop or a website knows and no social platform does: asked once per workspace.
OF_THE_SHOP = ("purchases", "new_members", "sessions")


def missing_inputs(context: "OutputContext", declared: dict[str, Any]) -> list[dict[str, Any]]:
    """Each gap as {"key", "label", "account", "measure", "day", "declared"}, JSON values only.

    ``declared`` maps a key to who said that this figure does not exist, and why; such a gap
    stays in the list (and in the report), but nobody has to fill it any more.
    """
    gaps = [*_levels(context), *_of_the_shop(context)]
    return [gap | {"declared": declared.get(gap["key"])} for gap in gaps]


def _levels(context: "OutputContext") -> list[dict[str, Any]]:
    """Follower levels at the start and the end of the period, account by account."""
    last = min(context.period.end, context.today)
    before = context.period.start - timedelta(days=1)
    found = context.table(["followers", "friends", "growth_rate", "new_friends"], by="account")
    gaps = []
    for account in context.accounts:
        line = account.platform == Platform.LINE_OA
        measure = "friends" if line else "followers"
        growth = found[account.pk, "new_friends" if line else "growth_rate"]
        if found[account.pk, measure].value is None:
            gaps.append(_gap(context, account, measure, last))
        if growth.value is None and not _knows_start(context, account, measure, growth):
            gaps.append(_gap(context, account, measure, before))
    return gaps


def _knows_start(context: "OutputContext", account: SocialAccount, measure: str, growth) -> bool:
    """Whether the level before the period is there, though the growth is not."""
    if growth.inputs.get(f"{measure}_before") is not None:
        return True
    eve = context.period.start - timedelta(days=1)
    return context.provenance.knows_level(measure, eve, account.pk)


def _of_the_shop(context: "OutputContext") -> list[dict[str, Any]]:
    values = context.table(OF_THE_SHOP)
    last = min(context.period.end, context.today)
    return [
        _gap(context, None, key, last, whole=True)
        for key in OF_THE_SHOP
        if values[None, key].value is None
    ]


def _gap(
    context: "OutputContext",
    account: SocialAccount | None,
    measure: str,
    day: date,
    *,
    whole: bool = False,
) -> dict[str, Any]:
    from analytics.metrics.inputs import input_label
    from reports.outputs.names import account_name

    name = str(input_label(measure))
    if whole:
        label = _("{measure} of {period}").format(
            measure=name, period=context.name_of(context.period)
        )
    else:
        label = _("{measure} of {account} on {day}").format(
            measure=name, account=account_name(account) if account else "", day=context.day(day)
        )
    who, when = account.pk if account else "", "period" if whole else day.isoformat()
    return {
        "key": f"{measure}:{who}:{when}",
        "label": label,
        "account": account.pk if account else None,
        "measure": measure,
        "day": day.isoformat(),
        "whole": whole,
    }


__all__ = ["OF_THE_SHOP", "missing_inputs"]
