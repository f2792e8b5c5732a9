"""What the 營運健康 page says of the installation; plugged into ``workspaces.health``."""

import shutil
from datetime import timedelta

from celery.schedules import maybe_schedule
from django.conf import settings
from django.db.models import Max, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from platforms.models import SocialAccount, SourceBatch
from workbench import pulse, queues
from workbench.celery import app
from workbench.schedule import TIMETABLE
from workspaces.health import FEEDS, INSTALLATION, RUNS, Feed, Run, Sign
from workspaces.models import Pulse, Workspace

LATE = timedelta(minutes=2)  # an entry of the timetable may wait so long for a worker
BACKUP_EVERY = timedelta(days=7)
QUIET_AFTER = timedelta(days=35)  # a month's export and a few days of grace
LOW, VERY_LOW = 0.10, 0.03

WORKERS = gettext_lazy("Workers")
QUEUE = gettext_lazy("Queue")
DISK = gettext_lazy("Disk")
BACKUP = gettext_lazy("Backup")

ENTRIES = {
    "sweep-jobs": gettext_lazy("Hands out lost work again"),
    "fetch-sources": gettext_lazy("Reads the sources of the reading list"),
    "tidy": gettext_lazy("Tidies up"),
    "remind-escalations": gettext_lazy("Reminds of what waits for managers"),
    "make-routines": gettext_lazy("Lays out the day's routines"),
    "calendar-tick": gettext_lazy("Watches the times of publishing"),
    "calendar-daily": gettext_lazy("Lays out the coming slots"),
}


def workers() -> list[Sign]:
    found = pulse.workers()
    if not found:
        return [
            Sign(
                WORKERS,
                "bad",
                _("None is running"),
                _(
                    "Imports and reports wait and are done as soon as one runs. Ask whoever looks "
                    "after the machine to start the worker."
                ),
            )
        ]
    state = ngettext("%(count)d is running", "%(count)d are running", len(found))
    return [Sign(WORKERS, "good", state % {"count": len(found)})]


def queue() -> list[Sign]:
    """Only whether it answers: how much others wait for is theirs."""
    if settings.EMBEDDED:
        return [Sign(QUEUE, "good", _("Within the one process"))]
    queues.lengths()
    return [Sign(QUEUE, "good", _("Answers"))]


def disk() -> list[Sign]:
    found = shutil.disk_usage(settings.WORKBENCH_DATA)
    part = found.free / found.total
    state = _("%(size)s free (%(percent)d%%)") % {
        "size": filesizeformat(found.free),
        "percent": 100 * part,
    }
    if part >= LOW:
        return [Sign(DISK, "good", state)]
    text = _("Uploads fail when it is full. Ask whoever looks after the machine for more room.")
    return [Sign(DISK, "bad" if part < VERY_LOW else "warn", state, text)]


def backup() -> list[Sign]:
    last = Pulse.objects.latest_of(Pulse.Kind.BACKUP)
    text = _("On the machine, once a day:")
    code = "manage.py backup --to FOLDER --keep 14"
    if last is None:
        return [Sign(BACKUP, "warn", _("None yet"), text, code)]
    age = timezone.now() - last.at
    if age < timedelta(days=1):
        return [Sign(BACKUP, "good", _("Today or yesterday"))]
    state = ngettext("%(count)d day ago", "%(count)d days ago", age.days) % {"count": age.days}
    if age < BACKUP_EVERY:
        return [Sign(BACKUP, "good", state)]
    return [Sign(BACKUP, "warn", state, text, code)]


def runs() -> list[Run]:
    """Every entry of the timetable with its last run."""
    last = {one.name: one for one in Pulse.objects.filter(kind=Pulse.Kind.TASK)}
    return [_run(name, entry, last.get(name)) for name, entry in TIMETABLE.items()]


def _run(name: str, entry: dict, last: Pulse | None) -> Run:
    label = ENTRIES.get(name, name)
    if last is None:
        return Run(label, name, None, None, "idle", _("Has not run yet"))
    seconds = last.detail.get("seconds")
    if last.detail.get("error"):
        return Run(label, name, last.at, seconds, "bad", _("Failed"))
    schedule = maybe_schedule(entry["schedule"], app=app)
    # Negative when its turn is over and it did not run.
    left = schedule.remaining_estimate(last.at)
    if left < -LATE:
        return Run(label, name, last.at, seconds, "warn", _("Overdue"))
    return Run(label, name, last.at, seconds, "good", _("Ran"))


def feeds(workspace: Workspace) -> list[Feed]:
    """The accounts that are ours, each with its newest delivery in use."""
    live = Q(deliveries__batch__state=SourceBatch.State.LIVE)
    by_hand = Q(deliveries__batch__file=None)
    found = (
        SocialAccount.objects.in_workspace(workspace)
        .ours()
        .annotate(
            last=Max("deliveries__batch__created_at", filter=live),
            from_file=Max("deliveries__batch__created_at", filter=live & ~by_hand),
        )
        .for_list()
    )
    return [_feed(workspace, account) for account in found]


def _feed(workspace: Workspace, account: SocialAccount) -> Feed:
    last = account.last  # type: ignore[attr-defined]  # annotated
    if last is None:
        tone, state = "idle", _("No figures yet")
    elif timezone.now() - last > QUIET_AFTER:
        tone, state = "warn", _("Quiet for over a month")
    else:
        tone, state = "good", _("Up to date")
    return Feed(
        name=account.name,
        platform=account.platform,
        platform_label=account.get_platform_display(),
        url=reverse("data:account_detail", args=[workspace.slug, account.pk]),
        last=last,
        by_hand=last is not None and account.from_file is None,  # type: ignore[attr-defined]
        tone=tone,
        state=state,
    )


def plug_in() -> None:
    INSTALLATION.extend(
        [(WORKERS, workers), (QUEUE, queue), (DISK, disk), (BACKUP, backup)],
    )
    RUNS.append(runs)
    FEEDS.append(feeds)
