"""Readings (append-only), what is current of them, rollups, and targets."""

from analytics.models.closing import PeriodClose
from analytics.models.current import AccountDay, DayRollup, PostCurrent
from analytics.models.reading import (
    AccountReading,
    AdReading,
    BreakdownReading,
    PostReading,
    SiteReading,
)
from analytics.models.target import Target, TargetRevision

__all__ = [
    "AccountDay",
    "AccountReading",
    "AdReading",
    "BreakdownReading",
    "DayRollup",
    "PeriodClose",
    "PostCurrent",
    "PostReading",
    "SiteReading",
    "Target",
    "TargetRevision",
]
