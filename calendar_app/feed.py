"""The calendar as a file that calendar programs subscribe to, for one person.

Times are written in UTC, so no program has to know a zone; every event keeps its UID when it
moves, and a post that was taken off the calendar stands there as cancelled for a while.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from calendar_app.models import Entry, EntryVersion, Slot
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
        if link.scope == ACCOUNT and account is None:
            return calendar.to_ical()  # the account is gone
        for version in _versions(workspace, user, link.scope, account, at):
            calendar.add_component(_post_event(version, at, root))
        for slot in _slots(workspace, user, link.scope, account, at):
            calendar.add_component(_slot_event(slot, at, root))
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
    return rows.select_related("entry__assignee", "account", "workspace").order_by("at", "pk")[
        :MOST
    ]


def _slots(
    workspace: Workspace, user: User, scope: str, account: SocialAccount | None, at: datetime
):
    """Empty slots to come: one's own, or those of the account; all of them would be noise."""
    rows = Slot.objects.in_workspace(workspace).standing().filter(filled_by=None)
    rows = rows.between(at, at + AHEAD).select_related("account", "workspace", "assignee")
    if scope == MINE:
        return rows.filter(assignee=user)[:MOST]
    return rows.filter(account=account)[:MOST] if account is not None else rows.none()


def _post_event(version: EntryVersion, at: datetime, root: str) -> Event:
    entry = version.entry
    event = _event(f"post-{version.pk}", version.its_time, at)
    gone = entry.removed_at is not None
    event.add("sequence", entry.version + gone)
    event.add("last-modified", entry.removed_at or entry.changed_at)
    label = version.account.facts.label
    event.add("summary", f"{label} · {aside(entry, entry.get_state_display())}")
    sure = (Entry.State.SCHEDULED, Entry.State.PUBLISHED)
    status = "CANCELLED" if gone else "CONFIRMED" if entry.state in sure else "TENTATIVE"
    event.add("status", status)
    event.add("categories", [str(label)])
    url = root + reverse("calendar:entry_detail", args=[version.workspace.slug, entry.pk])
    event.add("url", url)
    who = str(entry.assignee or "")
    lines = [str(version.account), who, version.words.strip()[:300], url]
    event.add("description", "\n".join(line for line in lines if line))
    return event


def _slot_event(slot: Slot, at: datetime, root: str) -> Event:
    event = _event(f"slot-{slot.pk}", slot.at, at)
    event.add("sequence", slot.version)
    event.add("summary", f"{slot.account.facts.label} · " + _("Empty slot"))
    event.add("status", "TENTATIVE")
    url = root + reverse("calendar:entry_create", args=[slot.workspace.slug]) + f"?slot={slot.pk}"
    event.add("url", url)
    lines = [str(slot.account), str(slot.assignee or ""), slot.note, url]
    event.add("description", "\n".join(line for line in lines if line))
    return event


def _event(name: str, start: datetime, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@social-workbench")
    event.add("dtstamp", at)
    event.add("dtstart", start)
    event.add("dtend", start + LENGTH)
    event.add("transp", "TRANSPARENT")
    return event
