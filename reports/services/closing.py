"""Close a quarter: what is missing first, then once and for good.

The store lies in ``analytics`` because its pages show closed values and importing has to ask
there, and imports go down only; the act lies here because only this room knows the report.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.as_of import as_of, reading_day, today_in
from analytics.closing import close as closings
from analytics.figure_columns import ours
from analytics.levels import LEVEL_DAYS
from analytics.models import AccountDay, PeriodClose, PostCurrent
from analytics.query import metric_values
from platforms.models import SocialAccount, SourceFile
from reports.models import Deliverable
from reports.services.due import has_figures
from workspaces.models import User, Workspace
from workspaces.periods import Period, quarter_of
from workspaces.punctuation import aside
from workspaces.roles import Can
from workspaces.sockets import Waiting

QUARTERS = 5  # past quarters offered besides those that are closed
REPORT = "O3.3.1"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to look at before closing: a sentence, and where to mend it."""

    text: str
    url: str
    act: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of the list."""

    period: Period
    close: PeriodClose | None
    has_figures: bool
    readable_from: date  # the first day on which it can be closed

    def ready(self, today: date) -> bool:
        return self.close is None and self.has_figures and today >= self.readable_from


def quarters(workspace: Workspace, today: date) -> list[Quarter]:
    """Past quarters that hold figures or are closed, the newest first."""
    known: dict[tuple[date, date], PeriodClose] = {
        (one.start, one.end): one
        for one in PeriodClose.objects.in_workspace(workspace).defer("values", "evidence")
    }
    period, wanted = quarter_of(today).previous(), []
    for _number in range(QUARTERS):
        wanted.append(period)
        period = period.previous()
    shown = {(one.start, one.end) for one in wanted}
    wanted += [one.period for key, one in known.items() if key not in shown]
    told = _quarters_with_figures(workspace, wanted)
    found = [
        Quarter(
            one,
            known.get((one.start, one.end)),
            one.start in told,
            reading_day(workspace, one) + timedelta(days=1),
        )
        for one in sorted(wanted, key=lambda one: one.start, reverse=True)
    ]
    return [one for one in found if one.close or one.has_figures]


def _quarters_with_figures(workspace: Workspace, periods: list[Period]) -> set[date]:
    """First days of those that hold posts or more days than a level of the next quarter needs."""
    asked = {f"q{n}": (one.start, one.end) for n, one in enumerate(periods)}
    accounts = ours(workspace)  # by name: else a database begins at everybody's accounts of ours
    posts = PostCurrent.objects.in_workspace(workspace).filter(account__in=accounts)
    days = AccountDay.objects.filter(account__in=accounts)
    told = posts.aggregate(
        **{key: Count("pk", filter=Q(published_on__range=span)) for key, span in asked.items()}
    )
    more = days.aggregate(
        **{
            key: Count("day", filter=Q(day__range=span), distinct=True)
            for key, span in asked.items()
        }
    )
    return {span[0] for key, span in asked.items() if told[key] or more[key] > LEVEL_DAYS}


def questions(workspace: Workspace, period: Period) -> list[Question]:
    """What closing would leave as it is: files that wait, silent accounts, late posts, reports."""
    return [
        *_waiting_files(workspace),
        *_silent_accounts(workspace, period),
        *_read_late(workspace, period),
        *_report(workspace, period),
    ]


def _waiting_files(workspace: Workspace) -> list[Question]:
    files = SourceFile.objects.in_workspace(workspace).filter(state=SourceFile.State.WAITING)
    count = files.count()
    if not count:
        return []
    text = ngettext(
        "%(count)d file waits to be imported.", "%(count)d files wait to be imported.", count
    )
    url = reverse("data:import_list", args=[workspace.slug])
    return [Question(text % {"count": count}, url, _("Look at the files"))]


def _silent_accounts(workspace: Workspace, period: Period) -> list[Question]:
    """Accounts whose figures end within the period, or that have none of it."""
    span = (period.start, period.end)
    posts = dict(
        PostCurrent.objects.in_workspace(workspace)
        .filter(account__in=ours(workspace), published_on__range=span)
        .order_by()
        .values_list("account")
        .annotate(Max("taken_on"))
    )
    days = dict(
        AccountDay.objects.filter(account__in=ours(workspace), day__range=span)
        .order_by()
        .values_list("account")
        .annotate(Max("day"))
    )
    first: dict[int, date | None] = dict(
        SocialAccount.objects.in_workspace(workspace)
        .ours()
        .order_by()
        .values_list("pk")
        .annotate(Min("deliveries__batch__start"))
    )
    found = []
    for account in SocialAccount.objects.in_workspace(workspace).ours().for_list():
        seen = [day for day in (posts.get(account.pk), days.get(account.pk)) if day]
        begun = first.get(account.pk)
        if not seen and begun and begun > period.end:
            continue  # it came later
        url = reverse("data:account_detail", args=[workspace.slug, account.pk])
        words: dict[str, Any] = {"account": aside(account.name, account.facts.label)}
        if not seen:
            text = _("%(account)s: no figures of this period.") % words
        elif max(seen) < period.end:
            words["day"] = f"{max(seen):%Y/%m/%d}"
            text = _("%(account)s: no figures since %(day)s.") % words
        else:
            continue
        found.append(Question(text, url, _("Look at the account")))
    return found


def _read_late(workspace: Workspace, period: Period) -> list[Question]:
    day = as_of(workspace, period)
    if day is None:
        return []
    keys = ["reactions", "views", "mean_reach_per_post"]
    worst = max(
        metric_values(workspace, period, metrics=keys, as_of=day), key=lambda value: value.late
    )
    if not worst.late:
        return []
    text = _("%(late)s of %(used)s posts were read only after %(day)s.") % {
        "late": worst.late,
        "used": worst.used,
        "day": f"{day:%Y/%m/%d}",
    }
    url = reverse("analytics:dashboard", args=[workspace.slug]) + f"?period={period.code}"
    return [Question(text, url, _("Look at the figures"))]


def _report(workspace: Workspace, period: Period) -> list[Question]:
    reports = Deliverable.objects.in_workspace(workspace).standing().of(REPORT, period)
    standing = reports.order_by("-pk").first()
    if standing is not None and standing.is_signed:
        return []
    if standing is None:
        url = reverse("reports:report_list", args=[workspace.slug]) + f"?period={period.code}"
        return [Question(_("Its performance report has not been made."), url, _("Make it"))]
    url = reverse("reports:report_detail", args=[workspace.slug, standing.pk])
    return [Question(_("Its performance report is not signed."), url, _("Look at the report"))]


def close(workspace: Workspace, period: Period, *, by: User) -> PeriodClose:
    """Close ``period`` knowing what is missing; that is kept with it. Raises CannotClose."""
    accepted = [question.text for question in questions(workspace, period)]
    return closings.close(workspace, period, by=by, accepted=accepted)


def quarter_to_close(request: Any) -> list[Waiting]:
    """On Today: the quarter that just ended, once its reading day has passed and it has figures."""
    if not request.can(Can.MANAGE):
        return []
    workspace = request.workspace
    today = today_in(workspace)
    period = quarter_of(today).previous()
    if today <= reading_day(workspace, period):
        return []
    if closings.closing_of(workspace, period) or not has_figures(workspace, period):
        return []
    return [
        Waiting(
            text=_("Close %(period)s") % {"period": period.label},
            url=reverse("reports:closing_detail", args=[workspace.slug, period.code]),
            act=_("Look and close"),
            urgency=2,
            kind="closing",
            since=period.moments(workspace.tz)[1],
            state=_("its reading day has passed"),
        )
    ]
