"""Every metric there is, by theme. Importing this module fills the registry."""

from analytics.metrics import accounts, apart, posts, tables
from analytics.metrics.definition import Source
from analytics.metrics.registry import METRICS

__all__ = ["accounts", "apart", "posts", "tables"]

# The order in which people read them: what we published, what happened, tables of videos.
for _source in Source:
    for _key in [key for key, metric in METRICS.items() if metric.source is _source]:
        METRICS[_key] = METRICS.pop(_key)
