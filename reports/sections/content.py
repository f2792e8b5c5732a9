"""What was published and how it was received: types of content, strongest and weakest posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from analytics.figure_columns import post_columns
from analytics.metrics import METRICS
from analytics.query import MetricValue, metric_values
from analytics.texts import value_text
from platforms.display import MetricUnit
from platforms.kinds import PostType
from reports.blocks import Callout, Cell, Chart, Column, Heading, Paragraph, Section, Table, Tone
from reports.charts import ChartSpec, SeriesSpec
from reports.outputs.context import OutputContext
from reports.outputs.names import post_name, post_type_label
from reports.pieces import DateText, QuotedText, compose
from reports.sections.choices import PER_TYPE, RANKED, RANKED_FROM

RATE = "engagement_rate"


@dataclass(frozen=True, slots=True)
class TypeRow:
    kind: str
    values: dict[str, MetricValue]


def types(context: OutputContext) -> list[TypeRow]:
    """Content types with at least one post, the most published first."""
    found = context.kinds(PER_TYPE)
    rows = [TypeRow(kind, found[kind]) for kind in PostType.values if kind in found]
    rows.sort(key=lambda row: -row.values["post_count"].number)
    return rows


def told_types(context: OutputContext) -> list[TypeRow]:
    """Types with enough posts to say something of their engagement rate, the lowest first."""
    found = [
        row
        for row in types(context)
        if row.values[RATE].value is not None and row.values[RATE].used >= RANKED_FROM
    ]
    return sorted(found, key=lambda row: row.values[RATE].number)


def best_type(context: OutputContext, *, weakest: bool = False) -> TypeRow | None:
    """The type people respond to most; None where too few can be told or several share the end."""
    found = told_types(context)
    if not weakest:
        found.reverse()
    if len(found) < 2 or _printed(found[0]) == _printed(found[1]):
        return None
    return found[0]


def _printed(row: TypeRow) -> str:
    return value_text(row.values[RATE])


def section(context: OutputContext) -> Section:
    blocks: list = [Heading(_("Types of content"))]
    rows = types(context)
    if not rows:
        blocks.append(Callout(_("No posts"), [_("No post of this period is known.")], Tone.NEUTRAL))
        return Section("CONTENT", blocks)
    labels = [rows[0].values[key].metric.label for key in PER_TYPE]
    columns = [Column(_("Type")), *(Column(str(label), "number") for label in labels)]
    body: list[list[Cell]] = [
        [
            QuotedText(post_type_label(row.kind)),
            *(context.cite(row.values[key], kind=row.kind) for key in PER_TYPE),
        ]
        for row in rows
    ]
    few = any(0 < row.values[RATE].used < RANKED_FROM for row in rows)
    note = _("A rate of fewer than eight posts says little of its type and is never called best.")
    blocks.append(Table(columns, body, note=note if few else None))
    chart = _chart(context)
    if chart:
        blocks.append(chart)
    return Section("CONTENT", blocks)


def _chart(context: OutputContext) -> Chart | None:
    """Only types with enough posts: a bar of one post would stand above the one the title names."""
    known = told_types(context)[::-1]
    if len(known) < 2:
        return None
    best = best_type(context)
    title = _("Engagement rate by type of content")
    if best is not None:
        title = _("{type} has the highest engagement rate").format(type=post_type_label(best.kind))
    spec = ChartSpec(
        "bar",
        [QuotedText(title)],
        _("Engagement rate: likes, comments and shares ÷ reach; only types with enough posts"),
        [post_type_label(row.kind) for row in known],
        [
            SeriesSpec(
                str(known[0].values[RATE].metric.label),
                [context.cite(row.values[RATE], kind=row.kind) for row in known],
            )
        ],
        MetricUnit.RATIO,
        _("Bar chart: engagement rate by type of content."),
        horizontal=True,
        axis_label=_("Type"),
    )
    return Chart(spec)


# --- strongest and weakest posts ---------------------------------------------------------------

RANK_BY = (RATE, "engagements", "views")
SHOWN = ("reach", "views", "engagements", "engagement_rate")


@dataclass(frozen=True, slots=True)
class Ranking:
    """``metric`` ranked the posts; both lists are empty when ``count`` posts are too few.

    ``young`` posts were left out: read so soon after publishing that they still gather figures.
    """

    metric: str
    count: int | Decimal
    strongest: list[MetricValue]
    weakest: list[MetricValue]
    young: int = 0


def ranking(context: OutputContext) -> Ranking:
    """Posts by engagement rate, or by what enough of them report; nothing below the threshold.

    What each platform counts in its own way ranks only where one platform is asked.
    """
    if context.ranking is None:
        context.ranking = _ranking(context)
    return context.ranking


def _ranking(context: OutputContext) -> Ranking:
    published = context.table(["post_count"])[None, "post_count"].value or 0
    posts = post_columns(
        context.workspace,
        context.period,
        ("published_on", "post_id", "taken_on", "account__platform"),
        as_of=context.as_of,
        present=True,
    )
    for key in RANK_BY:
        told = [
            (-number, *head)
            for number, head in zip(posts.metric(key), posts.heads, strict=True)
            if number is not None
        ]
        ranked = sorted(one for one in told if _ripe(context, *one[1:4:2]))
        alike = METRICS[key].comparable or len({one[4] for one in ranked}) == 1
        if len(ranked) >= RANKED_FROM and alike:
            ends = [ids[2] for ids in (*ranked[:RANKED], *reversed(ranked[-RANKED:]))]
            found = _of_posts(context, ends, [key])
            values = [found[pk, key] for pk in ends]
            young = len(told) - len(ranked)
            return Ranking(key, len(ranked), values[:RANKED], values[RANKED:], young)
    return Ranking("", published, [], [])


def _ripe(context: OutputContext, published: date, taken: date) -> bool:
    """Whether a post had the days to gather figures that every post of a closed period gets."""
    return context.as_of is not None or (taken - published).days >= context.workspace.ripening_days


def posts_section(context: OutputContext) -> Section:
    blocks: list = [Heading(_("Strongest and weakest posts"))]
    ranks = ranking(context)
    if not ranks.strongest:
        blocks.append(too_few(context, ranks.count))
        return Section("POSTS", blocks)
    ends = [value.its_post.pk for value in (*ranks.strongest, *ranks.weakest)]
    shown = _of_posts(context, ends, SHOWN)
    label = QuotedText(str(ranks.strongest[0].metric.label))
    for caption, values in (
        (_("Strongest, by {metric}"), ranks.strongest),
        (_("Weakest, by {metric}"), ranks.weakest),
    ):
        keys = [key for key in SHOWN if any(shown.get((v.its_post.pk, key)) for v in values)]
        keys = [key for key in keys if key != "views" or "reach" not in keys]
        columns = [
            Column(_("Post"), weight=3),
            Column(_("Account")),
            Column(_("Published"), "date"),
            Column(_("Type")),
            *(
                Column(str(shown[values[0].its_post.pk, key].metric.label), "number")
                for key in keys
            ),
        ]
        rows: list[list[Cell]] = [
            [
                QuotedText(post_name(value.its_post)),
                QuotedText(context.short_name(value.its_post.account)),
                DateText(context.day(value.its_post.published_on)),
                QuotedText(post_type_label(value.its_post.post_type)),
                *(context.cite(shown[value.its_post.pk, key]) for key in keys),
            ]
            for value in values
        ]
        blocks.append(Table(columns, rows, caption=compose(caption, metric=label)))
    if ranks.young:
        blocks.append(_left_out(context, ranks.young))
    return Section("POSTS", blocks)


def _left_out(context: OutputContext, young: int) -> Paragraph:
    count = context.cite_own(
        young,
        key="posts_too_young",
        label=_("Posts too young to be ranked"),
        formula=_("posts that were read less than {days} days after publishing").format(
            days=context.workspace.ripening_days
        ),
        note=_("counted from the posts of this report"),
    )
    text = _("{count} posts are not ranked yet: they were read too soon after publishing.")
    return Paragraph(compose(text, count=count), style="note")


def too_few(context: OutputContext, count: int | Decimal) -> Callout:
    """Under the threshold a ranking would be an accident: say so, with the number."""
    figure = context.cite_own(
        count,
        key="posts_to_rank",
        label=_("Posts that could be ranked"),
        formula=_("posts of the period; a ranking needs at least eight with the same figures"),
        note=_("counted from the posts of this report"),
    )
    return Callout(
        _("No ranking"),
        [compose(_("Too few posts ({count}), so they are not ranked."), count=figure)],
        Tone.NEUTRAL,
    )


def _of_posts(
    context: OutputContext, posts: Sequence[int], keys: Sequence[str]
) -> dict[tuple[int, str], MetricValue]:
    """(post, metric) → value, of these posts alone."""
    found = metric_values(
        context.workspace,
        context.period,
        by="post",
        metrics=list(keys),
        posts=sorted(set(posts)),
        as_of=context.as_of,
    )
    return {(value.its_post.pk, value.metric.key): value for value in found}
