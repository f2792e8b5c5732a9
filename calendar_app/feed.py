"""The calendar as a file that calendar programs subscribe to, for one person.

Times are written in UTC, so no program has to know a zone: a post goes out at one moment, and
that moment is 18:00 in Taipei wherever it is read. Every event keeps its UID when it moves, and a
post that was taken off the calendar or called off stands there as cancelled for a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from calendar_app.feed_marks import Shown, marks_of
from calendar_app.models import (
    Entry,
    EntryVersion,
    FeedMark,
    Publication,
    PublicationAttempt,
    Slot,
)
from platforms.models import SocialAccount
from workspaces import share_links
from workspaces.models import ShareLink, User, Workspace
from workspaces.punctuation import aside

MINE, ALL, ACCOUNT = "calendar.feed.mine", "calendar.feed.all", "calendar.feed.account"
SCOPES = (MINE, ALL, ACCOUNT)
BACK, AHEAD = timedelta(days=60), timedelta(days=186)
LENGTH = timedelta(minutes=15)  # a post has no length; this one can be seen and pressed
MOST = 3000


def link_of(token: str) -> ShareLink | None:
    """The open link of any of the three kinds, with its person."""
    for scope in SCOPES:
        link = share_links.find(token, scope)
        if link is not None:
            return link if link.user is not None else None
    return None


def feed_of(link: ShareLink, *, at: datetime, root: str) -> bytes:
    """RFC 5545 text. ``root`` is the address of this installation, without a closing slash."""
    workspace, user = link.workspace, link.user
    assert user is not None
    account = _account(link)
    with translation.override(workspace.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Social Workbench//calendar//")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", f"{workspace.name} · {account or name_of(link.scope)}")
        calendar.add("x-wr-timezone", workspace.zone)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")  # what Outlook reads instead
        if link.scope == ACCOUNT and account is None:
            return calendar.to_ical()  # the account is gone
        told = [_post(one) for one in _versions(workspace, user, link.scope, account, at)]
        told += [_slot(one, at) for one in _slots(workspace, user, link.scope, account, at)]
        shown = [one.shown for one in told]
        marks = marks_of(workspace, shown, since=at - BACK, at=at)
        for one in told:
            calendar.add_component(_event(one, marks[one.shown.key], at, root))
    return calendar.to_ical()


def name_of(scope: str) -> str:
    return {MINE: _("My posts and slots"), ALL: _("All posts")}.get(scope, _("One account"))


def _account(link: ShareLink) -> SocialAccount | None:
    number = share_links.number_in(link.subject_key, "socialaccount")
    rows = SocialAccount.objects.in_workspace(link.workspace)
    return rows.filter(pk=number).first() if number else None


def _versions(
    workspace: Workspace, user: User, scope: str, account: SocialAccount | None, at: datetime
):
    rows = EntryVersion.objects.in_workspace(workspace).filter(at__gte=at - BACK, at__lt=at + AHEAD)
    # What was removed long ago has left every program by now.
    rows = rows.filter(Q(entry__removed_at=None) | Q(entry__removed_at__gte=at - BACK))
    if scope == MINE:
        rows = rows.filter(Q(entry__assignee=user) | Q(entry__assignee=None, entry__author=user))
    if account is not None:
        rows = rows.filter(account=account)
    attempts = PublicationAttempt.objects.filter(publication=OuterRef("publication"))
    rows = rows.annotate(last_act=Subquery(attempts.order_by("-pk").values("now")[:1]))
    return rows.select_related("entry__assignee", "account", "workspace", "publication").order_by(
        "at", "pk"
    )[:MOST]


def _slots(
    workspace: Workspace, user: User, scope: str, account: SocialAccount | None, at: datetime
):
    """Empty slots to come: one's own, or those of the account; all of them would be noise."""
    rows = Slot.objects.in_workspace(workspace).standing().filter(filled_by=None)
    rows = rows.between(at, at + AHEAD).select_related("account", "workspace", "assignee")
    if scope == MINE:
        return rows.filter(assignee=user)[:MOST]
    return rows.filter(account=account)[:MOST] if account is not None else rows.none()


@dataclass(frozen=True, slots=True)
class Told:
    """One event: what programs show of it, and where it is opened (below the installation)."""

    uid: str
    start: datetime
    status: str
    summary: str
    about: list[str]
    categories: list[str]
    path: str
    thing: EntryVersion | Slot
    sequence: int  # where the count of its changes begins
    changed_at: datetime

    @property
    def shown(self) -> Shown:
        words = [self.start.isoformat(), self.status, self.summary, *self.about]
        return Shown(self.thing, words, self.sequence, self.changed_at)


def _post(version: Any) -> Told:
    entry = version.entry
    label = str(version.account.facts.label)
    gone = entry.removed_at is not None
    return Told(
        uid=f"post-{version.pk}",
        start=version.its_time,
        status=_status(version),
        summary=f"{label} · {aside(entry, entry.get_state_display())}",
        about=[str(version.account), str(entry.assignee or ""), version.words.strip()[:300]],
        categories=[label],
        path=reverse("calendar:entry_detail", args=[version.workspace.slug, entry.pk]),
        thing=version,
        sequence=entry.version + gone,
        changed_at=entry.removed_at or entry.changed_at,
    )


def _status(version: Any) -> str:
    """CANCELLED: removed, or called off by a person and not sent to review again since."""
    entry = version.entry
    publication = getattr(version, "publication", None)
    # A change of words takes the publication back too, but no person decided against it.
    called_off = (
        publication is not None
        and publication.state == version.last_act == Publication.State.CANCELLED
        and entry.state not in (Entry.State.IN_REVIEW, Entry.State.APPROVED)
    )
    if entry.removed_at is not None or called_off:
        return "CANCELLED"
    sure = (Entry.State.SCHEDULED, Entry.State.PUBLISHED)
    return "CONFIRMED" if entry.state in sure else "TENTATIVE"


def _slot(slot: Slot, at: datetime) -> Told:
    path = reverse("calendar:entry_create", args=[slot.workspace.slug])
    return Told(
        uid=f"slot-{slot.pk}",
        start=slot.at,
        status="TENTATIVE",
        summary=f"{slot.account.facts.label} · " + _("Empty slot"),
        about=[str(slot.account), str(slot.assignee or ""), slot.note],
        categories=[],
        path=f"{path}?slot={slot.pk}",
        thing=slot,
        sequence=slot.version,
        changed_at=at,
    )


def _event(told: Told, mark: FeedMark, at: datetime, root: str) -> Event:
    event = Event()
    event.add("uid", f"{told.uid}@social-workbench")
    event.add("dtstamp", at)
    event.add("dtstart", told.start)
    event.add("dtend", told.start + LENGTH)
    event.add("sequence", mark.sequence)
    event.add("last-modified", mark.changed_at)
    event.add("summary", told.summary)
    event.add("status", told.status)
    if told.categories:
        event.add("categories", told.categories)
    event.add("url", root + told.path)
    lines = [*told.about, root + told.path]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("transp", "TRANSPARENT")
    return event
