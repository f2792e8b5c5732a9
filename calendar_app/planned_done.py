"""Planned against done: how many planned versions are out, missed, still to come, without result."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from calendar_app.models import (
    Entry,
    EntryVersion,
    PostLabel,
    PostTie,
    Publication,
    PublicationAttempt,
)
from calendar_app.planned_as import PLANNED_AS, of_versions
from platforms.models import Post
from workspaces.models import AuditEvent, Workspace
from workspaces.periods import Period

OUT = (Publication.State.SENT, Publication.State.BY_HAND)
FAILED = (Publication.State.MISSED, Publication.State.FAILED, Publication.State.UNKNOWN)


@dataclass(slots=True)
class Done:
    """Versions planned for the days of a period; one post on two accounts counts twice.

    ``missed``: its time has passed and it is not out, or publishing failed. ``open``: neither out
    nor missed. ``untied``: out, but no imported post is matched with it yet.
    """

    planned: int = 0
    published: int = 0
    missed: int = 0
    off: int = 0
    open: int = 0
    untied: int = 0

    def __add__(self, other: "Done") -> "Done":
        names = [field.name for field in fields(self)]
        return Done(**{name: getattr(self, name) + getattr(other, name) for name in names})


def planned_and_done(
    workspace: Workspace, period: Period, cut: str, accounts: Collection[int]
) -> dict[str, Done]:
    """Group → counts, by the day a version was planned for; one query."""
    zone = workspace.tz
    start = datetime.combine(period.start, time(), tzinfo=zone)
    end = datetime.combine(period.end + timedelta(days=1), time(), tzinfo=zone)
    rows = EntryVersion.objects.in_workspace(workspace).filter(
        at__gte=start, at__lt=end, account__in=accounts, entry__removed_at=None
    )
    out = Q(publication__state__in=OUT)
    # A publication is also called off while changed words wait for their review: given up is
    # only what a person gave up, and what was missed stays so until it has a new time.
    ended = Q(publication__state=Publication.State.CANCELLED)
    given_up = ended & Q(_was(Publication.State.CANCELLED))
    lost = ended & Q(at__lt=timezone.now()) & Q(_was(Publication.State.MISSED)) & ~given_up
    missed = ~out & (Q(publication__state__in=FAILED) | Q(entry__state=Entry.State.MISSED) | lost)
    off = given_up & ~missed
    told = (
        rows.order_by()
        .annotate(**{PLANNED_AS: of_versions(cut, zone)})
        .values(PLANNED_AS)
        .annotate(
            planned=Count("pk"),
            published=Count("pk", filter=out),
            missed=Count("pk", filter=missed),
            off=Count("pk", filter=off),
            untied=Count("pk", filter=out & Q(tie=None)),
        )
    )
    found = {}
    for row in told:
        group = row.pop(PLANNED_AS)
        done = Done(**row)
        done.open = done.planned - done.published - done.missed - done.off
        found[group] = done
    return found


def _was(state: str) -> Exists:
    """Whether somebody or the clock brought a version's publication into ``state``."""
    tries = PublicationAttempt.objects.filter(publication__version=OuterRef("pk"), now=state)
    return Exists(tries)


def changed_since(workspace: Workspace, period: Period, moment: datetime) -> int:
    """Posts of the period whose plan was matched, taken back or named only after ``moment``."""
    of_period = Post.objects.in_workspace(workspace).filter(
        published_on__range=(period.start, period.end)
    )
    ties = PostTie.objects.in_workspace(workspace).filter(at__gt=moment, post__in=of_period)
    labels = PostLabel.objects.in_workspace(workspace).filter(at__gt=moment, post__in=of_period)
    posts = set(ties.values_list("post_id", flat=True)) | set(
        labels.values_list("post_id", flat=True)
    )
    acts = AuditEvent.objects.in_workspace(workspace).filter(
        verb__in=("calendar.untied", "calendar.unlabelled"), at__gt=moment
    )
    gone = {pk for before in acts.values_list("before", flat=True) for pk in _posts(before)}
    gone -= posts
    if gone:
        posts |= set(of_period.filter(pk__in=gone).values_list("pk", flat=True))
    return len(posts)


def _posts(before: dict | None) -> list[int]:
    return list((before or {}).get("posts", []))
