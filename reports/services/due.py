"""What is due, where it stands and who must act: the list, and what waits on the Today page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.models import AccountDay, PostCurrent
from reports.models import Deliverable, DeliverableVersion
from reports.outputs import OUTPUTS, Output, made_here
from workspaces.audit import subject_key
from workspaces.models import Approval, Membership, User, Workspace
from workspaces.periods import Period, quarter_of
from workspaces.roles import Can
from workspaces.sockets import Waiting


@dataclass(frozen=True, slots=True)
class DueRow:
    """One output of one period: where it stands, who must act, and the act itself."""

    output: Output
    period: Period
    report: Deliverable | None
    state: str
    tone: str
    who: str
    act: str  # verb; empty when there is nothing to do for this person
    url: str  # of the report; empty while there is none
    version: int | None = None
    late: bool = False
    mine: bool = False


def due_rows(workspace: Workspace, membership: Membership, *, today: date) -> list[DueRow]:
    """Outputs of this quarter, the last one, and every period somebody began, newest first."""
    reports = _reports(workspace)
    this = quarter_of(today)
    wanted = {(this.start, this.end), (this.previous().start, this.previous().end)}
    wanted |= {(report.start, report.end) for report in reports}
    by_key = {(r.output, r.start, r.end): r for r in reversed(reports)}
    signers = _signers(workspace)
    asked = _asked(workspace)
    # Nobody owes a report of days that no file speaks about.
    owed = has_figures(workspace, this.previous())
    rows = []
    for start, end in sorted(wanted, reverse=True):
        for output in sorted(made_here(), key=lambda one: one.code, reverse=True):
            report = by_key.get((output.code, start, end))
            period = report.period if report else quarter_of(start)
            rows.append(_row(output, period, report, membership, signers, asked, today, owed))
    shown = {row.report.pk for row in rows if row.report}
    for report in reports:  # signed, while a later edition is being written
        if report.pk not in shown:
            output = OUTPUTS[report.output]
            rows.append(
                _row(output, report.period, report, membership, signers, asked, today, owed)
            )
    return rows


def _reports(workspace: Workspace) -> list[Deliverable]:
    versions = DeliverableVersion.objects.defer("blocks", "judgement").order_by("-number")
    return list(
        Deliverable.objects.in_workspace(workspace)
        .standing()
        .with_people()
        .prefetch_related(Prefetch("versions", versions), "writers")
        .order_by("status", "pk")  # an open edition stands before the signed one
    )


def _signers(workspace: Workspace) -> list[User]:
    able = Membership.objects.in_workspace(workspace).who_can(Can.SIGN).with_people()
    return [member.user for member in able.select_related("user")]


def _asked(workspace: Workspace) -> dict[str, Approval]:
    """Open questions by what they are about."""
    found = Approval.objects.in_workspace(workspace).filter(state=Approval.State.WAITING)
    return {approval.subject_key: approval for approval in found.select_related("author")}


def _row(
    output: Output,
    period: Period,
    report: Deliverable | None,
    membership: Membership,
    signers: Sequence[User],
    asked: dict[str, Approval],
    today: date,
    owed: bool,
) -> DueRow:
    late = period.end < today
    if report is None:
        may = membership.can(Can.WRITE_REPORTS)
        late = late and owed
        state = _("Not made yet") if period.end < today else _("Period still running")
        who = _("whoever writes reports")
        tone = "warn" if late else "idle"
        act = _("Make") if may else ""
        return DueRow(output, period, None, state, tone, who, act, "", late=late, mine=may)
    url = reverse("reports:report_detail", args=[membership.workspace.slug, report.pk])
    version = next(iter(report.versions.all()), None)
    number = version.number if version else None
    me = membership.user_id
    if report.is_signed:
        who = _("signed by {name}").format(name=report.signed_by)
        state = str(report.get_status_display())
        return DueRow(output, period, report, state, "good", who, "", url, number)
    if report.status == Deliverable.Status.IN_REVIEW:
        able = may_sign(report, asked.get(subject_key(report)), signers)
        who = _(", ").join(str(user) for user in able) or _("nobody can sign it yet")
        mine = any(user.pk == me for user in able)
        if mine:
            url = reverse("reports:report_review", args=[membership.workspace.slug, report.pk])
        act = _("Review and sign") if mine else ""
        state = str(report.get_status_display())
        return DueRow(output, period, report, state, "info", who, act, url, number, late, mine)
    mine = report.author_id == me or membership.can(Can.WRITE_REPORTS)
    act = _("Go on writing") if mine else ""
    gaps = len(missing_now(report, version)) if version else 0
    state = str(report.get_status_display())
    if gaps:
        state = _("{state}, {count} figures missing").format(state=state, count=gaps)
    tone = "warn" if gaps or late else "idle"
    who = str(report.author or _("somebody who has left"))
    return DueRow(output, period, report, state, tone, who, act, url, number, late, mine)


def may_sign(report: Deliverable, approval: Approval | None, signers: Sequence[User]) -> list[User]:
    """Who of ``signers`` may sign: nobody who wrote any of it or sent it (writers prefetched)."""
    barred = {user.pk for user in report.writers.all()} | {report.author_id}
    if approval is not None:
        barred.add(approval.author_id)
    return [user for user in signers if user.pk not in barred]


def missing_now(report: Deliverable, version: DeliverableVersion) -> list[dict[str, Any]]:
    """Gaps of ``version`` that nobody has declared absent since."""
    return [gap for gap in version.missing if gap["key"] not in report.declared]


def has_figures(workspace: Workspace, period: Period) -> bool:
    """Whether anything of ours was imported for these days."""
    days = (period.start, period.end)
    # The workspace of the account too: else a database begins at everybody's accounts of ours.
    posts = PostCurrent.objects.in_workspace(workspace).filter(
        account__workspace=workspace, account__ours=True, published_on__range=days
    )
    figures = AccountDay.objects.filter(
        account__workspace=workspace, account__ours=True, day__range=days
    )
    return posts.exists() or figures.exists()


# --- Today -------------------------------------------------------------------------------------


def waiting_for(request: Any) -> list[Waiting]:
    """To sign; sent back to me; my drafts with gaps; a quarter that ended without its report."""
    workspace, membership = request.workspace, request.membership
    reports = _reports(workspace)
    found: list[Waiting] = []
    if membership.can(Can.SIGN):
        found += _to_sign(membership, [r for r in reports if r.status == "in_review"])
    if membership.can(Can.WRITE_REPORTS):
        found += _to_write(membership, [r for r in reports if r.status == "draft"])
        found += _not_made(workspace, membership, reports)
    return found


def _to_sign(membership: Membership, reports: list[Deliverable]) -> list[Waiting]:
    asked = _asked(membership.workspace) if reports else {}
    found = []
    for report in reports:
        approval = asked.get(subject_key(report))
        if approval is None or not may_sign(report, approval, [membership.user]):
            continue
        found.append(
            Waiting(
                text=report.title,
                url=reverse("reports:report_review", args=[membership.workspace.slug, report.pk]),
                act=_("Review and sign"),
                urgency=1,
                kind="sign-off",
                since=approval.asked_at,
                state=_("asked by {name}").format(name=approval.author),
            )
        )
    return found


def _to_write(membership: Membership, drafts: list[Deliverable]) -> list[Waiting]:
    mine = [
        report
        for report in drafts
        if membership.user_id in {report.author_id, *(u.pk for u in report.writers.all())}
    ]
    returned = _last_returns(membership.workspace, mine) if mine else {}
    found = []
    for report in mine:
        url = reverse("reports:report_detail", args=[membership.workspace.slug, report.pk])
        version = next(iter(report.versions.all()), None)
        back = returned.get(subject_key(report))
        if back is not None:
            state = _("sent back by {name}: {comment}").format(
                name=back.decided_by, comment=back.comment[:80]
            )
            found.append(
                Waiting(report.title, url, _("Rework"), 1, "report", back.decided_at, state, "warn")
            )
        elif version is not None and missing_now(report, version):
            state = _("{count} figures missing").format(count=len(missing_now(report, version)))
            found.append(
                Waiting(
                    report.title, url, _("Fill in"), 2, "report", version.made_at, state, "warn"
                )
            )
    return found


def _last_returns(workspace: Workspace, reports: list[Deliverable]) -> dict[str, Approval]:
    """Reports whose last question was answered with “change this”."""
    keys = [subject_key(report) for report in reports]
    last: dict[str, Approval] = {}
    asked = Approval.objects.in_workspace(workspace).filter(subject_key__in=keys)
    for approval in asked.select_related("decided_by").order_by("asked_at", "pk"):
        last[approval.subject_key] = approval
    return {k: a for k, a in last.items() if a.state == Approval.State.REJECTED}


def _not_made(
    workspace: Workspace, membership: Membership, reports: list[Deliverable]
) -> list[Waiting]:
    """The quarterly report of the quarter that has ended, once there are figures for it."""
    today = timezone.localdate(timezone=workspace.tz)
    period = quarter_of(today).previous()
    made = any(
        r.output == "O3.3.1" and (r.start, r.end) == (period.start, period.end) for r in reports
    )
    if made or not has_figures(workspace, period):
        return []
    output = OUTPUTS["O3.3.1"]
    ended: datetime = period.moments(workspace.tz)[1]
    return [
        Waiting(
            text=_("{name}, {period}").format(name=output.title, period=period.label),
            url=reverse("reports:report_list", args=[workspace.slug]) + f"?period={period.code}",
            act=_("Make"),
            urgency=2,
            kind="report",
            since=ended,
            state=_("not made yet"),
            tone="warn",
        )
    ]
