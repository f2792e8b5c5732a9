"""What nobody needs any more goes: one rule per kind, each with the time it stays.

Never deleted by a rule: posts, readings and their deliveries, also undone ones; reports and
their versions; approvals, revisions; the audit trail. They go only with their workspace.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workspaces.models import Invitation, Job, Notification, PasswordLink, Pulse, UndoStep

LINKS_STAY = timedelta(days=30)  # so that "older than 24 hours" can still be said of a link
WAYS_BACK_STAY = timedelta(days=90)
SIGNS_STAY = timedelta(days=7)
AT_ONCE = 2000  # rows per statement, so that nobody waits for a long lock


@dataclass(frozen=True, slots=True)
class Rule:
    """``sweep(at, really)`` answers how many are over at that moment; ``really`` deletes them."""

    key: str
    label: Promise | str
    sweep: Callable[[datetime, bool], int]


def days(name: str) -> timedelta | None:
    """A setting in days; 0 means that it stays for ever."""
    number: int = getattr(settings, name)
    return timedelta(days=number) if number > 0 else None


def rows(find: Callable[[datetime], QuerySet | None]) -> Callable[[datetime, bool], int]:
    def sweep(at: datetime, really: bool) -> int:
        found = find(at)
        if found is None:
            return 0
        return _delete(found) if really else found.count()

    return sweep


def _delete(found: QuerySet) -> int:
    total = 0
    while keys := list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        found.model._base_manager.filter(pk__in=keys).delete()
        total += len(keys)
    return total


def _notices(at: datetime) -> QuerySet | None:
    stay = days("RETAIN_NOTICES_DAYS")
    return Notification.objects.filter(read_at__lt=at - stay) if stay else None


def _jobs(at: datetime) -> QuerySet | None:
    stay = days("RETAIN_JOBS_DAYS")
    if stay is None:
        return None
    return Job.objects.filter(finished_at__lt=at - stay).exclude(
        status__in=[Job.Status.QUEUED, Job.Status.RUNNING]
    )


# Later rooms add theirs in ``AppConfig.ready()``.
RULES: list[Rule] = [
    Rule(
        "sessions",
        _("Ended sessions"),
        rows(lambda at: Session.objects.filter(expire_date__lt=at)),
    ),
    Rule(
        "links",
        _("Used or expired password links"),
        rows(lambda at: PasswordLink.objects.filter(expires_at__lt=at - LINKS_STAY)),
    ),
    Rule(
        "invitations",
        _("Expired invitations"),
        rows(lambda at: Invitation.objects.filter(expires_at__lt=at - LINKS_STAY)),
    ),
    Rule("notices", _("Notifications read long ago"), rows(_notices)),
    Rule(
        "ways_back",
        _("Ways back (undo) of long ago"),
        rows(lambda at: UndoStep.objects.filter(created_at__lt=at - WAYS_BACK_STAY)),
    ),
    Rule("jobs", _("Work that ended long ago"), rows(_jobs)),
    Rule(
        "signs",
        _("Signs of life of workers long gone"),
        rows(lambda at: Pulse.objects.filter(kind=Pulse.Kind.WORKER, at__lt=at - SIGNS_STAY)),
    ),
]


def tidy(*, at: datetime, dry_run: bool = False) -> dict[str, int]:
    """Delete what is over at ``at``; how many of each kind. Running it twice is harmless."""
    return {rule.key: rule.sweep(at, not dry_run) for rule in RULES}
