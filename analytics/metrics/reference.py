"""docs/metrics.md, written from the registry; a test holds the file to it."""

from collections.abc import Iterable

from django.utils import translation

from analytics.metrics.definition import Attribution, Metric, Scope, Source
from analytics.metrics.facts import facts_of, measures_asked_for, platforms_of
from analytics.metrics.inputs import DERIVED
from analytics.metrics.registry import METRICS
from platforms.kinds import label_of

OPENING = """# Metrics

Every number the workbench computes, one definition each. This page is written from the registry
(`analytics/metrics/`) by `tools/metrics_doc.py`; change the definition there and run it again.

- **Unit**: `count` (a whole number; a mean is a decimal), `ratio` (a fraction, 0.048 is 4.8 %),
  `milliseconds`, `micros` (a millionth of a currency unit).
- **Attribution**: `lifetime` figures of a post belong to its publishing day; `period` figures to
  the day on which they happened, or to the from–to a table states. No number mixes the two.
- A ratio for many posts is a ratio of sums over the posts that report *all* its inputs; how many
  did is always said. An unreported input or nothing to divide by gives no value, and the reason.
- **People** (reach, viewers) are never added over days, posts or platforms. Their sum stands only
  as a denominator, under a name that says so.
- **Levels** (followers, friends) are the last one known within the period; the level *before* is
  the last of the seven days before it, else that of its first day.
- Only accounts of ours count; partners' never do.
- **Web sites and ads** belong to no account: choosing accounts leaves them out. Days and from–tos are
  not mixed; whichever covers more of the period speaks. Where no file tells sessions, purchases or ad
  spend, what a person typed for an account counts, and it is said. Cut by campaign, source or page,
  rows are added up only where each visit (or view, or event) stands in one of them.
"""
HEADS = {
    Source.POSTS: "Posts, on their publishing day",
    Source.DAYS: "Accounts, on the day it happened",
    Source.POST_PERIODS: "Videos, within the from–to of a table",
    Source.SITES: "Web sites, by days or within a from–to",
    Source.ADS: "Paid promotion, kept apart from everything organic",
}
SCOPES = {
    Scope.ONE_SUBJECT: "one post, or one account on one day or over one stated span",
    Scope.ONE_ACCOUNT: "one account at a time",
}


def reference() -> str:
    parts = [OPENING, _standard(), _derived()]
    for source, head in HEADS.items():
        metrics = [metric for metric in METRICS.values() if metric.source is source]
        parts.append(f"## {head}\n\n" + "\n".join(_entry(metric) for metric in metrics))
    return "\n".join(parts)


def _both(text: object) -> tuple[str, str]:
    with translation.override("en"):
        english = str(text)
    with translation.override("zh-hant"):
        return english, str(text)


def _standard() -> str:
    rows = [
        f"| {metric.standard} | `{metric.key}` | {_both(metric.label)[1]} |"
        for metric in METRICS.values()
        if metric.standard
    ]
    head = "## The sixteen data of the competency standard\n\n| Standard | Key | Label |\n| --- | --- | --- |\n"
    return head + "\n".join(rows) + "\n"


def _derived() -> str:
    rows = [
        f"| `{one.key}` | {' · '.join(_both(one.label))} |"
        for one in DERIVED.values()
        if one.key != "own_rates"
    ]
    head = (
        "## Inputs that are not measures\n\nAll other inputs are measures, in the platforms' "
        "smallest units (`platforms/measures.py`).\n\n| Key | Meaning |\n| --- | --- |\n"
    )
    return head + "\n".join(rows) + "\n"


def _entry(metric: Metric) -> str:
    english, chinese = _both(metric.label)
    formula, chinese_formula = _both(metric.formula)
    better = {"up": "more is better", "down": "less is better", "neither": "neither is better"}
    lines = [
        f"### `{metric.key}` · {english} · {chinese}",
        "",
        f"- Formula: {formula} · {chinese_formula}",
        f"- Unit `{metric.unit}`, version {metric.version}, {better[metric.better]}",
        f"- Inputs: {', '.join(f'`{key}`' for key in _inputs(metric))}",
        f"- Attribution: {_attribution(metric)}",
        f"- Platforms: {_platforms(metric)}",
    ]
    if metric.scope in SCOPES:
        lines.append(f"- Exists for: {SCOPES[metric.scope]}")
    if not metric.comparable:
        lines.append("- Compare within one platform only: each counts in its own way")
    if metric.denominator:
        lines.append("- Stands only below a fraction, never alone as a result")
    if metric.caveat:
        lines.append(f"- Mind: {' · '.join(_both(metric.caveat))}")
    for found in metric.breaks:
        lines.append(f"- Break {found.on.isoformat()}: {' · '.join(_both(found.note))}")
    return "\n".join(lines) + "\n"


def _inputs(metric: Metric) -> Iterable[str]:
    return (*measures_asked_for(metric), "posts") if metric.per_post else metric.inputs


def _attribution(metric: Metric) -> str:
    if metric.attribution is Attribution.LIFETIME:
        return "lifetime"
    if metric.source is Source.POST_PERIODS:
        return "period (the table's own from–to, within the asked period)"
    return "period, a level" if metric.level else "period"


def _platforms(metric: Metric) -> str:
    names = []
    for platform in platforms_of(metric):
        if not platform:
            names.append("by hand")
            continue
        words = []
        for measure in measures_asked_for(metric):
            words += [
                f"{fact.english} / {fact.chinese}"
                for fact in facts_of(metric, measure)
                if fact.platform == platform and fact.english
            ]
        with translation.override("en"):
            label = label_of(platform)
        names.append(f"{label} ({', '.join(dict.fromkeys(words))})" if words else label)
    return "; ".join(names) or "none yet"
