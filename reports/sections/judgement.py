"""The parts people write, and what the data propose for each: cited, never printed by itself."""

from django.utils.translation import gettext as _

from reports.blocks import Column, Editable, Heading, Section, Table
from reports.outputs.context import OutputContext
from reports.outputs.names import account_name, post_name, post_type_label
from reports.outputs.registry import JudgementPart
from reports.pieces import DateText, Pieces, QuotedText, compose
from reports.sections import attainment, changes, content
from reports.sections.choices import MOVED_FROM_POSTS, PER_ACCOUNT
from reports.sections.sentences import sentence_that_matters


def section(
    context: OutputContext, part: JudgementPart, *, level: int = 1, anchor: str = ""
) -> Section:
    """Heading and text of one part; a table part prints its rows."""
    blocks: list = [Heading(QuotedText(str(part.label)), level)]
    value = context.judgement.get(part.anchor)
    context.suggestions[part.anchor] = SUGGESTIONS.get(part.anchor, _nothing)(context)
    if part.columns and value:
        columns = [
            Column(str(label), weight=1.6 if n == 0 else 1.0)
            for n, label in enumerate(part.columns)
        ]
        blocks.append(Table(columns, [[QuotedText(cell) for cell in row] for row in value]))
    else:
        text = value if isinstance(value, str) else ""
        blocks.append(Editable(part.anchor, str(part.label), text))
    return Section(anchor or part.anchor, blocks)


def _nothing(context: OutputContext) -> list[Pieces]:
    return []


def _summary(context: OutputContext) -> list[Pieces]:
    lines = [sentence_that_matters(context)]
    lines += [
        attainment.missed_sentence(context, kpi)
        for kpi in attainment.kpis(context)
        if kpi.tone is attainment.Tone.BAD
    ]
    moved = changes.movers(context)
    if moved:
        lines.append(
            compose(_("Largest change: {what}"), what=changes.mover_sentence(context, moved[0]))
        )
    return lines


def _factors(context: OutputContext) -> list[Pieces]:
    lines = []
    best = content.best_type(context)
    if best is not None:
        lines.append(
            compose(
                _("{type} worked best: engagement rate {rate} over {posts} posts."),
                type=QuotedText(post_type_label(best.kind)),
                rate=context.cite(best.values["engagement_rate"], kind=best.kind),
                posts=context.cite(best.values["post_count"], kind=best.kind),
            )
        )
    lines += _ranked(context, strongest=True)
    lines += [
        compose(
            _("{target} was reached: {actual} against {goal}.")
            if kpi.met
            else _("{target} so far: {actual} against {goal} ({standing})."),
            target=kpi.name,
            actual=kpi.actual,
            goal=kpi.goal,
            standing=QuotedText(kpi.status.word),
        )
        for kpi in attainment.kpis(context)
        if kpi.tone is attainment.Tone.GOOD
    ]
    return lines


def _ranked(context: OutputContext, *, strongest: bool) -> list[Pieces]:
    ranks = content.ranking(context)
    values = ranks.strongest if strongest else ranks.weakest
    if not values:
        return _too_few(context)
    return [
        compose(
            _("“{post}” ({account}, {day}): {metric} {value}."),
            post=QuotedText(post_name(value.its_post)),
            account=QuotedText(account_name(value.its_post.account)),
            day=DateText(context.day(value.its_post.published_on)),
            metric=QuotedText(str(value.metric.label)),
            value=context.cite(value),
        )
        for value in values
    ]


def _too_few(context: OutputContext) -> list[Pieces]:
    callout = content.too_few(context, content.ranking(context).count)
    return list(callout.lines)


def _goals(context: OutputContext) -> list[Pieces]:
    lines = []
    for kpi in attainment.kpis(context):
        if kpi.actual.value is None:
            continue
        if kpi.met:
            template = _("{target}: reached {actual} (goal {goal}); raise or keep the goal.")
        elif kpi.tone is attainment.Tone.GOOD:
            template = _("{target}: {actual} so far (goal {goal}); decide when it is due.")
        else:
            template = _(
                "{target}: reached {actual} (goal {goal}); keep the goal and say what will be "
                "done differently, or lower it with a reason."
            )
        lines.append(compose(template, target=kpi.name, actual=kpi.actual, goal=kpi.goal))
    if lines:
        return lines
    values = context.table(attainment.CARDS)
    return [
        compose(
            _("{metric}: take {value} of this period as the baseline for a goal."),
            metric=QuotedText(str(values[None, key].metric.label)),
            value=context.cite(values[None, key]),
        )
        for key in attainment.CARDS
        if values[None, key].value is not None
    ]


def _resources(context: OutputContext) -> list[Pieces]:
    """One row per account; “｜” parts the cells of the table."""
    values = context.table(PER_ACCOUNT, by="account")
    rows = []
    for account in context.accounts:
        posts, engaged = values[account.pk, "post_count"], values[account.pk, "engagements"]
        if not posts.value:
            continue
        rows.append(
            compose(
                _("{account}｜{posts} posts, {engagements} engagements｜｜"),
                account=QuotedText(account_name(account)),
                posts=context.cite(posts),
                engagements=context.cite(engaged),
            )
        )
    return rows


def _themes(context: OutputContext) -> list[Pieces]:
    ranks = content.ranking(context)
    if not ranks.strongest:
        return _too_few(context)
    return [
        compose(
            _("Go on from “{post}” ({metric} {value})."),
            post=QuotedText(post_name(value.its_post)),
            metric=QuotedText(str(value.metric.label)),
            value=context.cite(value),
        )
        for value in ranks.strongest
    ]


def _stop(context: OutputContext) -> list[Pieces]:
    lines = _ranked(context, strongest=False)
    weakest = content.best_type(context, weakest=True)
    if weakest is not None:
        lines.append(
            compose(
                _("{type} had the lowest engagement rate, {rate} over {posts} posts."),
                type=QuotedText(post_type_label(weakest.kind)),
                rate=context.cite(weakest.values["engagement_rate"], kind=weakest.kind),
                posts=context.cite(weakest.values["post_count"], kind=weakest.kind),
            )
        )
    return lines


def _continue(context: OutputContext) -> list[Pieces]:
    best = content.best_type(context)
    lines = []
    if best is not None:
        lines.append(
            compose(
                _("Keep publishing {type}: engagement rate {rate}."),
                type=QuotedText(post_type_label(best.kind)),
                rate=context.cite(best.values["engagement_rate"], kind=best.kind),
            )
        )
    for mover in changes.movers(context):
        if mover.change.good:
            lines.append(changes.mover_sentence(context, mover))
    return lines


def _start(context: OutputContext) -> list[Pieces]:
    """Types that people like and that are seldom published."""
    whole = context.table(["engagement_rate", "post_count"])
    rate, posts = whole[None, "engagement_rate"], whole[None, "post_count"]
    if rate.value is None or not posts.value:
        return []
    lines = []
    for row in content.types(context):
        mine = row.values["engagement_rate"]
        seldom = row.values["post_count"].number * 5 < posts.value  # under a fifth of all posts
        if mine.used < MOVED_FROM_POSTS:
            continue  # one lucky post is no reason to make more of its kind
        if mine.value is not None and mine.value > rate.value and seldom:
            lines.append(
                compose(
                    _(
                        "Try more {type}: only {posts} posts, but an engagement rate of {rate} "
                        "against {all} overall."
                    ),
                    type=QuotedText(post_type_label(row.kind)),
                    posts=context.cite(row.values["post_count"], kind=row.kind),
                    rate=context.cite(mine, kind=row.kind),
                    all=context.cite(rate),
                )
            )
    return lines


SUGGESTIONS = {
    "SUMMARY": _summary,
    "FACTORS": _factors,
    "GOALS": _goals,
    "RESOURCES": _resources,
    "THEMES": _themes,
    "STOP": _stop,
    "CONTINUE": _continue,
    "START": _start,
}
