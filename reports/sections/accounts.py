"""Every account of ours in one row, and which of them people respond to."""

from django.utils.translation import gettext as _

from platforms.display import MetricUnit
from reports.blocks import Cell, Chart, Column, Heading, Paragraph, Section, Table
from reports.charts import ChartSpec, SeriesSpec
from reports.outputs.context import OutputContext
from reports.outputs.names import account_name
from reports.pieces import QuotedText
from reports.sections.choices import PER_ACCOUNT


def section(context: OutputContext) -> Section:
    blocks: list = [Heading(_("Account by account"))]
    if not context.accounts:
        blocks.append(Paragraph(_("No account has figures yet. Import a file first.")))
        return Section("ACCOUNTS", blocks)
    values = context.table(PER_ACCOUNT, by="account")
    first = values[context.accounts[0].pk, "post_count"]
    labels = [values[context.accounts[0].pk, key].metric.label for key in PER_ACCOUNT]
    columns = [
        Column(_("Account"), weight=1.8),
        *(Column(str(label), "number") for label in labels),
    ]
    rows: list[list[Cell]] = [
        [
            QuotedText(account_name(account)),
            *(context.cite(values[account.pk, key]) for key in PER_ACCOUNT),
        ]
        for account in context.accounts
    ]
    note = _(
        "Posts count on their publishing day with everything they have gathered since. Each "
        "platform counts reach in its own way; “—” is explained in the data box below."
    )
    blocks.append(Table(columns, rows, note=note))
    chart = _chart(context, values) if first else None
    if chart:
        blocks.append(chart)
    return Section("ACCOUNTS", blocks)


def _chart(context: OutputContext, values) -> Chart | None:
    """Engagements by account, the strongest on top."""
    key = "engagements"
    known = [
        (account, values[account.pk, key])
        for account in context.accounts
        if values[account.pk, key].value is not None
    ]
    if len(known) < 2:
        return None
    known.sort(key=lambda pair: -pair[1].value)
    best = context.short_name(known[0][0])
    title = _("Engagements by account")
    if _stands_out(context, values, known):
        title = _("{account} brings the most engagement").format(account=best)
    known = known[:12]
    spec = ChartSpec(
        "bar",
        [QuotedText(title)],
        _("Engagements of the posts published in the period (likes, comments, shares)"),
        [context.short_name(account) for account, _value in known],
        [
            SeriesSpec(
                str(known[0][1].metric.label), [context.cite(value) for _account, value in known]
            )
        ],
        MetricUnit.COUNT,
        _("Bar chart: engagements by account, {account} first.").format(account=best),
        horizontal=True,
        axis_label=_("Account"),
    )
    return Chart(spec)


def _stands_out(context: OutputContext, values, known: list[tuple]) -> bool:
    """Whether the first has more than any other can have: none ties, none hides a post's figures."""
    first, second = known[0], known[1]
    others = [
        (values[account.pk, "engagements"], values[account.pk, "post_count"])
        for account in context.accounts
        if account.pk != first[0].pk
    ]
    whole = all(
        not posts.value or (engaged.known and not engaged.partial) for engaged, posts in others
    )
    return whole and first[1].value > second[1].value
