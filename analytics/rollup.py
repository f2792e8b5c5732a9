"""Sums of additive inputs per account × publishing day × type × mask, kept in step."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum

from analytics import bulk
from analytics.current import chunked
from analytics.models import DayRollup, PostCurrent
from platforms.measures import MEASURES

COLUMNS = ("workspace_id", "account_id", "day", "post_type", "mask", "posts", *MEASURES)


def refresh_rollups(pairs: Iterable[tuple[int, date]]) -> None:
    """Re-roll exactly these (account id, publishing day) cells."""
    by_account: dict[int, set[date]] = defaultdict(set)
    for account, day in pairs:
        by_account[account].add(day)
    sums = {f"sum_{key}": Sum(key) for key in MEASURES}
    for account, days in by_account.items():
        for chunk in chunked(days):
            DayRollup.objects.filter(account=account, day__in=chunk).delete()
            cells: QuerySet[Any] = (  # the names of the sums are made from MEASURES
                PostCurrent.objects.filter(account=account, published_on__in=chunk)
                .values("workspace_id", "account_id", "published_on", "post_type", "mask")
                .annotate(number=Count("pk"), **sums)
                .order_by()
            )
            bulk.insert_from(DayRollup, COLUMNS, cells)
