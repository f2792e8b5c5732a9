"""Publishing by hand: remind at the time, take the link, and say what was missed.

Every change of a publication is one conditional UPDATE, so two people or a person and a sender
can never both do it. A sender by API will claim rows in the same way.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import as_published, review, ties
from calendar_app.models import (
    CalendarOptions,
    Entry,
    EntryVersion,
    Publication,
    PublicationAttempt,
    PublishingPause,
)
from planning.models import Campaign
from platforms.models import SocialAccount
from workspaces import audit, notifications
from workspaces.models import User, Workspace

State = Publication.State
OPEN = (State.DUE, State.MISSED, State.UNKNOWN, State.FAILED)
OVER = (State.SENT, State.BY_HAND)


class CannotDo(Exception):
    """The text says why not, and what to do."""


def _change(
    publication: Publication,
    was: tuple[str, ...],
    now: str,
    *,
    by: User | None,
    detail: str = "",
    **values,
) -> bool:
    """The one door for a change of state; False when somebody was quicker."""
    before = publication.state
    done = Publication.objects.filter(pk=publication.pk, state__in=was).update(state=now, **values)
    if done:
        PublicationAttempt.objects.create(
            publication=publication, by=by, was=before, now=now, detail=detail[:500]
        )
        publication.refresh_from_db()
    return bool(done)


def _hold_post(publication: Publication) -> None:
    """The post is held before its publications, everywhere: else two would wait for each other."""
    rows = Entry.objects.select_for_update(of=("self",))
    list(rows.filter(versions=publication.version_id).values_list("pk", flat=True))


@transaction.atomic
def done_by_hand(publication: Publication, permalink: str, *, by: User) -> Publication:
    """Somebody has published it and pastes the link. Raises CannotDo."""
    if publication.state == State.SENDING:
        raise CannotDo(_("It is being published right now. Wait until that has ended."))
    _hold_post(publication)
    at = timezone.now()
    if not _change(
        publication,
        OPEN,
        State.BY_HAND,
        by=by,
        detail=permalink,
        done_at=at,
        done_by=by,
        permalink=permalink,
    ):
        raise CannotDo(_("This is published already; its link stands on the post."))
    audit.record(
        publication.workspace,
        by,
        "calendar.published_by_hand",
        publication.version.entry,
        after={"link": permalink},
    )
    as_published.keep([publication])
    _settle(publication.version.entry)
    ties.tie_by_link(publication)
    return publication


@transaction.atomic
def correct_link(publication: Publication, permalink: str, *, by: User) -> None:
    """Another link for what is published already."""
    if publication.state not in OVER:
        raise CannotDo(_("It is not published yet."))
    before = publication.permalink
    Publication.objects.filter(pk=publication.pk).update(permalink=permalink)
    publication.permalink = permalink
    audit.record(
        publication.workspace,
        by,
        "calendar.link_corrected",
        publication.version.entry,
        before={"link": before},
        after={"link": permalink},
    )
    ties.tie_by_link(publication)


@transaction.atomic
def give_up(publication: Publication, *, by: User) -> None:
    """It will not be published."""
    _hold_post(publication)
    if not _change(publication, OPEN, State.CANCELLED, by=by):
        raise CannotDo(_("It is published already or was called off."))
    audit.record(publication.workspace, by, "calendar.called_off", publication.version.entry)
    _settle(publication.version.entry)


def _settle(entry: Entry) -> None:
    """The state of the whole follows its publications."""
    rows = EntryVersion.objects.filter(entry=entry).values_list("at", "publication__state")
    # A version without a time waits for one, whatever became of the others.
    states = {state if at or state in OVER else None for at, state in rows}
    if states and states <= {*OVER, State.CANCELLED} and states & set(OVER):
        state = Entry.State.PUBLISHED
    elif State.MISSED in states:
        state = Entry.State.MISSED
    elif states <= {State.CANCELLED}:
        state = Entry.State.DRAFT
    elif None in states:
        state = Entry.State.APPROVED
    else:
        state = Entry.State.SCHEDULED
    Entry.objects.filter(pk=entry.pk).update(state=state)
    entry.state = state


# --- Pauses ------------------------------------------------------------------------------------


def standing_pauses(workspace: Workspace, now: datetime | None = None) -> list[PublishingPause]:
    now = now or timezone.now()
    return list(
        PublishingPause.objects.in_workspace(workspace)
        .filter(Q(resumes_at=None) | Q(resumes_at__gt=now), ended_at=None)
        .select_related("account", "campaign", "started_by")
    )


@transaction.atomic
def pause(
    workspace: Workspace,
    *,
    reason: str,
    by: User,
    account: SocialAccount | None = None,
    campaign: Campaign | None = None,
    resumes_at: datetime | None = None,
) -> PublishingPause:
    """Nothing is reminded of or sent while it stands."""
    if not reason.strip():
        raise CannotDo(_("Say why, so that everybody knows when it may go on."))
    if resumes_at is not None and resumes_at <= timezone.now():
        raise CannotDo(_("The time to go on has passed already. Choose a later one."))
    row = PublishingPause.objects.create(
        workspace=workspace,
        account=account,
        campaign=campaign,
        reason=reason.strip()[:300],
        started_by=by,
        resumes_at=resumes_at,
    )
    audit.record(workspace, by, "calendar.paused", row)
    return row


@transaction.atomic
def resume(row: PublishingPause, *, by: User) -> None:
    done = PublishingPause.objects.filter(pk=row.pk, ended_at=None).update(
        ended_at=timezone.now(), ended_by=by
    )
    if done:
        audit.record(row.workspace, by, "calendar.resumed", row)


def went_on(row: PublishingPause) -> None:
    """A pause ended by itself: written down, and whoever began it is told."""
    audit.record(row.workspace, None, "calendar.resumed", row)
    if row.started_by is not None:
        notifications.tell(
            row.workspace,
            [row.started_by],
            key=f"pause:{row.pk}:over",
            text=_("Publishing goes on: the pause “%(reason)s” has ended.")
            % {"reason": row.reason},
            url=reverse("calendar:calendar_view", args=[row.workspace.slug]),
        )


def covers(pause: PublishingPause, version: EntryVersion) -> bool:
    """Whether a standing pause stops this version; one with account and campaign stops both in one."""
    return pause.account_id in (None, version.account_id) and pause.campaign_id in (
        None,
        version.entry.campaign_id,
    )


def unpaused(rows: QuerySet[Publication], now: datetime) -> QuerySet[Publication]:
    """Without what a standing pause covers."""
    pauses = PublishingPause.objects.filter(
        Q(resumes_at=None) | Q(resumes_at__gt=now), ended_at=None
    ).filter(workspace=OuterRef("workspace"))
    of_account = Q(account=None) | Q(account=OuterRef("version__account"))
    of_campaign = Q(campaign=None) | Q(campaign=OuterRef("version__entry__campaign"))
    return rows.filter(~Exists(pauses.filter(of_account, of_campaign)))


# --- What the clock does -----------------------------------------------------------------------


def remind(now: datetime) -> int:
    """Tell whoever publishes that the time has come, once; returns how many."""
    due = (
        unpaused(Publication.objects.due(now), now)
        .filter(reminded_at=None)
        .select_related("version__entry__assignee", "version__entry__author", "version__account")
        .select_related("workspace")
    )
    count = 0
    for publication in due[:500]:
        if not Publication.objects.filter(
            pk=publication.pk, state=State.DUE, reminded_at=None
        ).update(reminded_at=now):
            continue
        entry = publication.version.entry
        person = entry.assignee or entry.author
        if person is not None:
            notifications.tell(
                publication.workspace,
                [person],
                key=f"publication:{publication.pk}:{publication.due_at:%Y%m%d%H%M}",
                text=_("Time to publish “{title}” on {account}.").format(
                    title=entry, account=publication.version.account
                ),
                url=pack_url(publication),
            )
        count += 1
    return count


def mark_missed(now: datetime) -> int:
    """What nobody has published within the window is missed, for a person to decide."""
    count = 0
    windows = dict(CalendarOptions.objects.values_list("workspace_id", "missed_after"))
    shortest = min([*windows.values(), CalendarOptions().missed_after])
    late = (
        unpaused(Publication.objects.due(now - timedelta(minutes=shortest)), now)
        .select_related("version__entry__assignee", "version__entry__author", "version__account")
        .select_related("workspace")
    )
    for publication in late[:500]:
        window = windows.get(publication.workspace_id, CalendarOptions().missed_after)
        if publication.due_at > now - timedelta(minutes=window):
            continue
        with transaction.atomic():
            _hold_post(publication)
            if not _change(publication, (State.DUE,), State.MISSED, by=None):
                continue
            entry = publication.version.entry
            _settle(entry)
            people = [person for person in {entry.assignee, entry.author} if person]
            notifications.tell(
                publication.workspace,
                people,
                key=f"publication:{publication.pk}:missed:{publication.due_at:%Y%m%d%H%M}",
                text=_("“{title}” on {account} was missed. Decide what becomes of it.").format(
                    title=entry, account=publication.version.account
                ),
                url=pack_url(publication),
            )
            count += 1
    return count


@transaction.atomic
def again(publication: Publication, at: datetime, *, by: User) -> None:
    """A missed one gets another time, where what would go out is still what was approved."""
    if at <= timezone.now():
        raise CannotDo(_("That time has passed. Choose a later one."))
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=publication.version.entry_id)
    if not review.stands(entry):
        raise CannotDo(
            _(
                "As it stands now nobody has approved it. Give it a new time where it is written, "
                "then send it to review."
            )
        )
    if stopping := review.obstacles(entry):
        raise CannotDo(_("It cannot be scheduled as it stands. ") + " ".join(stopping))
    if not _change(
        publication, (State.MISSED, State.FAILED, State.CANCELLED), State.DUE, by=by,
        due_at=at, reminded_at=None,
    ):  # fmt: skip
        raise CannotDo(_("It is published already or waits for its time."))
    EntryVersion.objects.filter(pk=publication.version_id).update(at=at)
    audit.record(publication.workspace, by, "calendar.planned_again", publication.version.entry)
    _settle(publication.version.entry)


def pack_url(publication: Publication) -> str:
    return reverse("calendar:publication_detail", args=[publication.workspace.slug, publication.pk])
