"""Posts before somebody without an account: one secret link, an opinion per post.

What they say is about the hash of what stood there; whatever has changed must be seen again.
Where the workspace says so, a yes counts as one step of the approval. Nobody approves what they
wrote in, also not through a link they made: such a yes stays an opinion.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_app import options, review
from calendar_app.contents import content_of, digest_of, digest_of_content
from calendar_app.models import Entry, OutsideOpinion, OutsideReview
from workspaces import approvals, audit, notifications, share_links
from workspaces.models import User, Workspace
from workspaces.punctuation import aside

SCOPE = "calendar.outside"
MOST_POSTS = 40  # of one link: more is no review but a dump
OPEN = (Entry.State.DRAFT, Entry.State.IN_REVIEW, Entry.State.APPROVED, Entry.State.SCHEDULED)


class CannotSay(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One post of a link as its holder finds it."""

    entry: Entry
    digest: str
    said: OutsideOpinion | None  # the newest opinion of this link
    changed: bool  # since they said it

    @property
    def waits(self) -> bool:
        return self.entry.state in OPEN and (self.said is None or self.changed)

    @property
    def may_say(self) -> bool:
        return self.entry.state in OPEN


@transaction.atomic
def put_before(
    workspace: Workspace,
    entries: Iterable[Entry],
    *,
    name: str,
    organisation: str = "",
    message: str = "",
    days: int,
    by: User,
) -> tuple[OutsideReview, str]:
    """A link for these posts and its token, which is shown once. Raises CannotSay."""
    chosen = [entry for entry in entries if entry.state in OPEN and entry.removed_at is None]
    if not chosen:
        raise CannotSay(_("Choose at least one post that is not out yet."))
    if len(chosen) > MOST_POSTS:
        raise CannotSay(
            _("A link holds %(most)d posts at most. Make two links.") % {"most": MOST_POSTS}
        )
    label = aside(name, organisation) if organisation else name
    link, token = share_links.issue(workspace, scope=SCOPE, label=label, by=by, days=days)
    row = OutsideReview.objects.create(
        workspace=workspace,
        link=link,
        name=name[:80],
        organisation=organisation[:80],
        message=message[:1000],
        made_by=by,
    )
    row.entries.set(chosen)
    for entry in chosen:
        audit.record(
            workspace, by, "calendar.put_before", entry, after={"name": label, "link": link.pk}
        )
    return row, token


def review_of(token: str) -> OutsideReview | None:
    """None for a link that is unknown, expired or revoked."""
    link = share_links.find(token, SCOPE)
    if link is None:
        return None
    rows = OutsideReview.objects.in_workspace(link.workspace)
    return rows.select_related("link", "workspace", "made_by").filter(link=link).first()


def entries_of(row: OutsideReview) -> Any:
    """The posts of a link that still stand; nothing else of the workspace."""
    return Entry.objects.in_workspace(row.workspace).standing().filter(outside_reviews=row)


def pieces(row: OutsideReview) -> list[Piece]:
    """The posts of a link by time, in a constant number of queries."""
    said: dict[int, OutsideOpinion] = {}
    for opinion in OutsideOpinion.objects.filter(review=row).order_by("at", "pk"):
        said[opinion.entry_id] = opinion
    found = []
    rows = entries_of(row).select_related("workspace").prefetch_related(
        "versions__account", "versions__media__asset", "media__asset"
    )  # fmt: skip
    for entry in rows:
        digest = digest_of_content(content_of(entry, fetched=True))
        last = said.get(entry.pk)
        found.append(Piece(entry, digest, last, last is not None and last.digest != digest))
    return sorted(found, key=_first_time)


def _first_time(piece: Piece) -> tuple[bool, float, int]:
    times = [version.at.timestamp() for version in piece.entry.versions.all() if version.at]
    return not times, min(times, default=0.0), piece.entry.pk


@transaction.atomic
def say(
    row: OutsideReview, entry: Entry, *, yes: bool, digest: str, comment: str = ""
) -> OutsideOpinion:
    """Note what the holder of the link says about what they saw. Raises CannotSay."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    # This door is outside the check that strips NUL from forms (workspaces.middleware).
    comment = comment.replace("\0", "").strip()[:2000]
    if entry.removed_at is not None or entry.state not in OPEN:
        raise CannotSay(_("This post is not waiting for you any more. Nothing was noted."))
    if digest != digest_of(entry):
        raise CannotSay(
            _("This post has changed since you opened the page. Look at it again, then decide.")
        )
    if not yes and not comment:
        raise CannotSay(_("Say what should change, so that the team can act on it."))
    last = OutsideOpinion.objects.filter(review=row, entry=entry).order_by("-at", "-pk").first()
    if last and (last.digest, last.yes, last.comment) == (digest, yes, comment):
        return last  # pressed twice
    counted = _counts(row, entry, digest) and _step(row, entry, yes, digest, comment)
    opinion = OutsideOpinion.objects.create(
        workspace=row.workspace,
        review=row,
        entry=entry,
        digest=digest,
        yes=yes,
        comment=comment,
        counted=counted,
    )
    audit.record(
        row.workspace,
        None,
        "calendar.approved_outside" if yes else "calendar.changes_wanted_outside",
        entry,
        after={"comment": comment, "link": row.link_id, "counted": counted},
        name=str(row),
    )
    _tell(row, entry, opinion)
    return opinion


def _step(row: OutsideReview, entry: Entry, yes: bool, digest: str, comment: str) -> bool:
    """Take the step. What stops the team (a licence that ran out) is none of the outsider's."""
    try:
        review.decide_outside(entry, name=str(row), yes=yes, digest=digest, comment=comment)
    except (review.CannotDo, approvals.NotAllowed):
        return False
    return True


def _counts(row: OutsideReview, entry: Entry, digest: str) -> bool:
    """A step of the approval: asked for, wanted by the workspace, and not the maker's own post."""
    if entry.state != Entry.State.IN_REVIEW or review.waiting(entry) is None:
        return False
    if not options.options_of(row.workspace).outside_counts:
        return False
    if row.made_by_id is None or row.made_by_id in review.authors_of(entry):
        return False
    # One outsider is one step, however often they press.
    return not OutsideOpinion.objects.filter(
        entry=entry, digest=digest, yes=True, counted=True, review__name=row.name,
        review__organisation=row.organisation,
    ).exists()  # fmt: skip


def _tell(row: OutsideReview, entry: Entry, opinion: OutsideOpinion) -> None:
    text = (
        _("{name} approved “{title}”.") if opinion.yes else _("{name} wants “{title}” changed: ")
    ).format(name=row, title=entry)
    people = {person for person in (entry.author, entry.assignee, row.made_by) if person}
    notifications.tell(
        row.workspace,
        people,
        key=f"entry:{entry.pk}:outside:{opinion.pk}",
        text=text + ("" if opinion.yes else opinion.comment),
        url=reverse("calendar:entry_detail", args=[row.workspace.slug, entry.pk]),
    )


def opinions_about(entry: Entry, digest: str) -> list[dict[str, Any]]:
    """For the post's own page: who outside was asked, what they say about what stands now."""
    asked = list(
        OutsideReview.objects.in_workspace(entry.workspace)
        .filter(entries=entry)
        .select_related("link", "made_by")
    )
    said: dict[int, OutsideOpinion] = {}
    for opinion in OutsideOpinion.objects.filter(entry=entry).order_by("at", "pk"):
        said[opinion.review_id] = opinion
    return [
        {
            "review": one,
            "said": said.get(one.pk),
            "changed": one.pk in said and said[one.pk].digest != digest,
            "open": one.link.is_open(),
        }
        for one in asked
    ]
