"""Is everything running: what a manager may know of it, without seeing anybody else's work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workspaces.models import Job, Workspace

log = structlog.get_logger(__name__)
PATIENCE = timedelta(minutes=5)  # a job that waits longer needs somebody to look
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: ``state`` is a word or two, ``text`` a sentence with the next step."""

    label: Promise | str
    tone: str  # good | warn | bad | idle
    state: str
    text: str = ""
    code: str = ""  # what somebody types on the machine

    @property
    def troubled(self) -> bool:
        return self.tone in {"warn", "bad"}


@dataclass(frozen=True, slots=True)
class Feed:
    """Something that brings figures in, and when it last did."""

    name: str
    platform: str  # its code, for the mark
    platform_label: str
    url: str
    last: datetime | None
    by_hand: bool
    tone: str
    state: str


@dataclass(frozen=True, slots=True)
class Run:
    """An entry of the timetable and its last run."""

    label: Promise | str
    entry: str
    at: datetime | None
    seconds: float | None
    tone: str
    state: str


@dataclass(slots=True)
class Health:
    signs: list[Sign] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    failed: list[Job] = field(default_factory=list)
    failed_more: int = 0

    @property
    def worst(self) -> str:
        tones = {sign.tone for sign in self.signs} | {run.tone for run in self.runs}
        return "bad" if "bad" in tones else "warn" if "warn" in tones or self.failed else "good"

    @property
    def troubles(self) -> int:
        return sum(sign.troubled for sign in self.signs) + bool(self.failed)


# Looks at the installation: says how it is, never what it holds.
INSTALLATION: list[tuple[Promise | str, Callable[[], list[Sign]]]] = []
RUNS: list[Callable[[], list[Run]]] = []
# Looks at what brings figures into one workspace.
FEEDS: list[Callable[[Workspace], list[Feed]]] = []


def look(workspace: Workspace) -> Health:
    """Everything at once, in a constant number of questions."""
    health = Health(signs=[work_of(workspace)])
    for label, ask in INSTALLATION:
        health.signs += _asked(label, ask)
    for ask_runs in RUNS:
        health.runs += ask_runs()
    for ask_feeds in FEEDS:
        health.feeds += ask_feeds(workspace)
    failed = Job.objects.in_workspace(workspace).filter(status=Job.Status.FAILED)
    waiting = [job for job in failed.order_by("-pk")[: SHOWN * 5] if not job.retried]
    health.failed, health.failed_more = waiting[:SHOWN], len(waiting[SHOWN:])
    return health


def _asked(label: Promise | str, ask: Callable[[], list[Sign]]) -> list[Sign]:
    """A part that cannot be asked is said to be so; the others still count."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the page has to open
        log.warning("health_not_known", part=str(label), error=str(error))
        return [Sign(label, "bad", _("Does not answer"), _("Nothing could be learnt about it."))]


def work_of(workspace: Workspace) -> Sign:
    """This workspace's own queue; how long others' work takes is not shown."""
    jobs = Job.objects.in_workspace(workspace)
    counted = jobs.aggregate(
        waiting=Count("pk", filter=Q(status=Job.Status.QUEUED)),
        running=Count("pk", filter=Q(status=Job.Status.RUNNING)),
        oldest=Min("created_at", filter=Q(status=Job.Status.QUEUED)),
    )
    label = gettext_lazy("Work of this workspace")
    if not counted["waiting"] and not counted["running"]:
        return Sign(label, "good", _("Nothing waits"))
    state = _("%(waiting)d waiting, %(running)d running") % counted
    age = timezone.now() - counted["oldest"] if counted["oldest"] else timedelta()
    if age < PATIENCE:
        return Sign(label, "good", state)
    minutes = int(age.total_seconds() // 60)
    text = ngettext(
        "The oldest has waited for %(count)d minute. It goes on by itself once a worker is free.",
        "The oldest has waited for %(count)d minutes. It goes on by itself once a worker is free.",
        minutes,
    ) % {"count": minutes}
    return Sign(label, "warn", state, text)
