"""The metric registry. Importing this package fills it."""

from analytics.metrics import catalog as catalog
from analytics.metrics.definition import APART, Attribution, Better, Break, Metric, Scope, Source
from analytics.metrics.registry import METRICS, UnknownMetric, chosen, find
from platforms.display import MetricUnit

__all__ = [
    "APART",
    "METRICS",
    "Attribution",
    "Better",
    "Break",
    "Metric",
    "MetricUnit",
    "Scope",
    "Source",
    "UnknownMetric",
    "catalog",
    "chosen",
    "find",
]
