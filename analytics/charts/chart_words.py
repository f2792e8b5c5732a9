"""The words of a chart: its finding as a title, names of accounts, days and kinds."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.metrics import Metric, MetricUnit, find
from analytics.plan_table import ENOUGH
from analytics.query import MetricValue
from analytics.texts import value_text
from platforms.display import format_day, format_full_day, format_value
from platforms.kinds import PostType
from platforms.models import SocialAccount

FEW = 3  # a week of one account with fewer posts than this is never called the highest


def posts_behind(count: int) -> str:
    return _("%(count)s posts") % {"count": count}


def account_name(account: SocialAccount, among: Sequence[SocialAccount]) -> str:
    """The account's name; with its platform where another account is called the same."""
    same = [one for one in among if one.name == account.name]
    label = str(account.facts.label)
    if len(same) == len(among) > 1:
        return label
    return f"{account.name} · {label}" if len(same) > 1 else account.name


def bucket_name(day: date, cut: str) -> str:
    language = get_language() or "zh-hant"
    if cut == "month":
        return f"{day.year}/{day.month}"
    return format_full_day(day, language=language)


def best_moment(metric: Metric, values: Sequence[MetricValue], cut: str) -> str:
    enough = [v for v in values if v.known and (v.used >= FEW or not metric.is_ratio)]
    if len({value.value for value in enough}) < 2:  # nothing stands out
        return str(metric.label)
    if not metric.comparable and len({a.platform for a in accounts_in(enough)}) > 1:
        return str(metric.label)  # each platform counts in its own way: no highest among them
    best = max(enough, key=lambda v: (v.value or 0, v.day))
    language = get_language() or "zh-hant"
    assert best.day is not None
    accounts = accounts_in(values)
    words = {
        "account": account_name(best.account, accounts) if best.account else "",
        "metric": str(metric.label),
        "value": value_text(best),
        "day": format_day(best.day, today=best.day, language=language, weekday=False),
    }
    if cut == "month":
        words["day"] = bucket_name(best.day, cut)
    if len(accounts) == 1 and cut == "week":
        finding = _("%(metric)s was highest in the week of %(day)s: %(value)s") % words
    elif len(accounts) == 1:
        finding = _("%(metric)s was highest in %(day)s: %(value)s") % words
    elif cut == "week":
        finding = (
            _("%(metric)s was highest on %(account)s in the week of %(day)s: %(value)s") % words
        )
    else:
        finding = _("%(metric)s was highest on %(account)s in %(day)s: %(value)s") % words
    if any(v.known and (v.value or 0) > (best.value or 0) for v in values if v not in enough):
        return _without_few(finding, FEW)
    return finding


def _without_few(finding: str, count: int) -> str:
    """A higher point is drawn: say why it is not the highest."""
    words = {"finding": finding, "count": count}
    return _("%(finding)s (fewer than %(count)d posts do not count)") % words


def accounts_in(values: Iterable[MetricValue]) -> list[SocialAccount]:
    return list({v.account.pk: v.account for v in values if v.account}.values())


def largest_part(metric: Metric, values: Sequence[MetricValue]) -> str:
    totals: dict[int, int] = {}
    for value in values:
        if value.known and value.account:
            totals[value.account.pk] = totals.get(value.account.pk, 0) + int(value.value or 0)
    whole = sum(totals.values())
    if not whole or min(totals.values()) < 0:
        return str(metric.label)
    accounts = accounts_in(values)
    top = max(accounts, key=lambda account: totals.get(account.pk, 0))
    shared = sum(total == totals[top.pk] for total in totals.values()) > 1
    language = get_language() or "zh-hant"
    words = {
        "value": format_value(whole, metric.unit, language=language),
        "account": account_name(top, accounts),
        "most": format_value(totals[top.pk], metric.unit, language=language),
    }
    if len(totals) == 1 or shared:
        return _("%(value)s new followers") % words
    return _("%(value)s new followers, most of them on %(account)s: %(most)s") % words


def largest_rise(values: Sequence[MetricValue]) -> str:
    """Who gained most, where every account whose level is known was read often enough to tell;
    where only one was, how much that one gained."""
    accounts = accounts_in(values)
    rises: dict[int, int] = {}
    read = 0
    for account in accounts:
        mine = [v for v in values if v.known and v.account and v.account.pk == account.pk]
        read += bool(mine)
        if len(mine) > 1:
            rises[account.pk] = int(mine[-1].value or 0) - int(mine[0].value or 0)
    best = max(accounts, key=lambda account: rises.get(account.pk, 0), default=None)
    rise = rises.get(best.pk, 0) if best else 0
    alone = len(rises) == 1
    shared = list(rises.values()).count(rise) > 1
    if best is None or rise <= 0 or shared or not (alone or len(rises) == read):
        return str(find("followers").label)
    words = {
        "account": account_name(best, accounts),
        "value": format_value(rise, MetricUnit.COUNT, language=get_language() or "zh-hant"),
    }
    if alone:
        return _("%(account)s: +%(value)s followers between first and last figure") % words
    return _("%(account)s gained most: +%(value)s followers between first and last figure") % words


def best_kind(metric: Metric, known: Sequence[MetricValue]) -> str:
    """``known`` the lowest first; the highest by name where it is one as printed, of enough posts."""
    enough = [value for value in known if value.used >= ENOUGH]
    if len(enough) < 2 or value_text(enough[-1]) == value_text(enough[-2]):
        return _("%(metric)s by kind of post") % {"metric": metric.label}
    best = enough[-1]
    finding = _("%(kind)s: the highest %(metric)s, %(value)s") % {
        "kind": kind_name(best),
        "metric": metric.label,
        "value": value_text(best),
    }
    higher = known[-1].number > best.number
    return _without_few(finding, ENOUGH) if higher else finding


def kind_name(value: MetricValue) -> str:
    return str(PostType(value.post_type).label) if value.post_type else _("Unknown kind")
