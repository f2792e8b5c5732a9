"""The one list of metrics. A key and version mean one thing for ever."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from analytics.metrics.definition import APART, Metric, Source
from calendar_app import planned_as

METRICS: dict[str, Metric] = {}


class UnknownMetric(LookupError):
    """The text is a sentence that names the key."""


def register(metric: Metric) -> Metric:
    if metric.key in METRICS:
        raise ValueError(f"There are two metrics called {metric.key}.")
    METRICS[metric.key] = metric
    return metric


def find(key: str) -> Metric:
    """The metric called ``key``. Raises UnknownMetric with a sentence."""
    try:
        return METRICS[key]
    except KeyError:
        raise UnknownMetric(
            _("There is no metric called “%(key)s”. docs/metrics.md lists all of them.")
            % {"key": key}
        ) from None


def chosen(keys: Sequence[str] | None, *, by: str = "workspace") -> list[Metric]:
    """The metrics called ``keys`` (all when None) that exist for this cut, in registry order."""
    metrics: Iterable[Metric] = METRICS.values() if keys is None else [find(key) for key in keys]
    return [metric for metric in metrics if exists_by(metric, by)]


def exists_by(metric: Metric, by: str) -> bool:
    if by == "post":
        return metric.by_post and metric.source in (Source.POSTS, Source.POST_PERIODS)
    if by == "type" or by in planned_as.CUTS:
        return metric.source is Source.POSTS
    if by == "account" and metric.source in APART:
        return metric.may_be_typed
    if by in ("day", "week", "month"):
        return metric.by_day and metric.source is not Source.POST_PERIODS
    return True
