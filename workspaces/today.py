"""What the Today page says: the sentence on top, what waits by urgency, the first steps."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workspaces.models import Job
from workspaces.roles import Can
from workspaces.sockets import FIRST_STEPS, WAITING_FOR, Waiting

URGENCY = {
    0: gettext_lazy("Now"),
    1: gettext_lazy("Today"),
    2: gettext_lazy("This week"),
    3: gettext_lazy("When there is time"),
}


@dataclass(frozen=True, slots=True)
class Group:
    urgency: int
    label: str | Promise
    rows: list[Waiting]


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    text: str
    act: str
    url: str
    is_done: bool
    may: bool
    is_next: bool


def waiting_groups(request: Any) -> list[Group]:
    """Everything that waits for the asker, most urgent first, oldest first within."""
    rows = [row for ask in WAITING_FOR for row in ask(request)]
    far = timezone.now() + timedelta(days=36500)
    rows.sort(key=lambda row: (row.urgency, row.since or far))
    groups = []
    for urgency, label in URGENCY.items():
        mine = [row for row in rows if min(max(row.urgency, 0), 3) == urgency]
        if mine:
            groups.append(Group(urgency, label, mine))
    return groups


def first_steps(request: Any) -> list[Step]:
    """The steps of a new workspace; empty once all are done."""
    asked = [
        (step, step.done(request.workspace)) for step in sorted(FIRST_STEPS, key=lambda s: s.place)
    ]
    if all(done for _step, done in asked):
        return []
    first_open = next(step for step, done in asked if not done)
    return [
        Step(
            title=str(step.title),
            text=str(step.text),
            act=str(step.act),
            url=reverse(step.url_name, args=[request.workspace.slug]),
            is_done=done,
            may=request.can(step.ability),
            is_next=step is first_open,
        )
        for step, done in asked
    ]


def sentence(request: Any, groups: list[Group], steps: list[Step]) -> str:
    """The one sentence that matters to this person this morning."""
    if steps and not steps[0].is_done:
        return _("Nothing is here yet. It takes about ten minutes to the first report.")
    count = sum(len(group.rows) for group in groups)
    now = sum(len(group.rows) for group in groups if group.urgency == 0)
    if now:
        return ngettext("%(count)d thing needs you now.", "%(count)d things need you now.", now) % {
            "count": now
        }
    if count:
        return ngettext(
            "%(count)d thing waits for you; nothing is late.",
            "%(count)d things wait for you; nothing is late.",
            count,
        ) % {"count": count}
    if request.can(Can.SIGN):
        return _("Nothing waits for you: no report to sign, nothing to repair.")
    if request.can(Can.IMPORT):
        return _("Nothing waits for you. The figures are as fresh as the last import.")
    return _("Nothing waits for you.")


def failed_work(request: Any) -> list[Waiting]:
    """The asker's work that failed within a day and was not tried again."""
    day_ago = timezone.now() - timedelta(days=1)
    jobs = (
        Job.objects.in_workspace(request.workspace)
        .filter(started_by=request.user, status=Job.Status.FAILED, finished_at__gt=day_ago)
        .order_by("-pk")[:10]
    )
    return [
        Waiting(
            text=job.label,
            url=reverse("workspaces:job_list", args=[request.workspace.slug]),
            act=_("Look at it"),
            urgency=1,
            kind="job",
            since=job.finished_at,
            state=_("Failed"),
            tone="bad",
        )
        for job in jobs
        if not job.retried
    ]
