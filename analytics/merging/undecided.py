"""Rows whose post a person has to name: a spreadsheet rounded the id.

*Waiting*: the id fits several posts, the row counts nowhere until somebody says which it is.
*Guessed*: no known post fits, the row counts as a post of its own, yet one like it exists.
What is decided is kept with the row's own post, so every later delivery obeys it.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _

from analytics.intake.identity import FINGERPRINT, UNDECIDED, explains
from analytics.intake.words import measure_label, measure_value
from analytics.merging import posts as merging
from analytics.merging.posts import Candidate, CannotMerge
from analytics.models import PostCurrent, PostReading
from platforms.measures import MEASURES
from platforms.models import BatchPost, Post, PostAlias, PostMerge, SourceBatch
from platforms.records import PLATFORM_ID, Span
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

DECIDE = "analytics.decide_row"
SAME = "same"
MOST_CANDIDATES = 4
Choice = str  # SAME, or a value of Post.Decision


@dataclass(slots=True)
class Offer:
    """A candidate with its figures and where they stand."""

    candidate: Candidate
    figures: list[tuple[str, str]]
    place: BatchPost | None
    fits: bool  # its id may have been rounded to what the row has


@dataclass(slots=True)
class Case:
    """A row to decide about, beside the posts it may be."""

    post: Post
    rows: list[BatchPost]  # where it stands in files, the newest first
    figures: list[tuple[str, str]]
    digits: str  # what is left of the id
    offers: list[Offer] = field(default_factory=list)
    into: Post | None = None  # as decided


def waiting(workspace: Workspace) -> QuerySet[Post]:
    """Posts of rows that count nowhere yet."""
    rows = Post.objects.in_workspace(workspace).filter(decision=Post.Decision.OPEN, merge=None)
    return rows.filter(_spoken()).order_by("-published_at", "-pk")


def guessed(workspace: Workspace) -> QuerySet[Post]:
    """Posts known only by what is left of an id, where another of that minute or text exists."""
    rounded = PostAlias.objects.filter(account__workspace=workspace, kind=FINGERPRINT)
    whole = PostAlias.objects.filter(post=OuterRef("pk"), kind=PLATFORM_ID)
    others = (
        Post.objects.filter(account=OuterRef("account"), present=True)
        .exclude(pk=OuterRef("pk"))
        .filter(
            Q(published_at=OuterRef("published_at"))
            | (Q(text=OuterRef("text"), published_on=OuterRef("published_on")) & ~Q(text=""))
        )
    )
    return (
        Post.objects.in_workspace(workspace)
        .present()
        .filter(~Exists(whole), Exists(others), pk__in=rounded.values("post"))
        .filter(decision="", merge=None)
        .order_by("-published_at", "-pk")
    )


def counts(workspace: Workspace) -> tuple[int, int]:
    """How many wait and how many are guessed; one small question where no id was ever rounded."""
    rounded = PostAlias.objects.filter(
        account__workspace=workspace, kind__in=(FINGERPRINT, UNDECIDED)
    )
    if not rounded.exists():
        return 0, 0
    return waiting(workspace).count(), guessed(workspace).count()


def decided(workspace: Workspace) -> QuerySet[Post]:
    """Posts about whose rows a person has decided, the newest first."""
    known = PostAlias.objects.filter(post=OuterRef("pk"), kind__in=(FINGERPRINT, UNDECIDED))
    said = Q(merge__isnull=False) | Q(decision__in=[Post.Decision.OWN, Post.Decision.LEFT_OUT])
    rows = Post.objects.in_workspace(workspace).filter(said, Exists(known))
    return rows.order_by("-published_at", "-pk")


def _spoken() -> Exists:
    named = Q(post=OuterRef("pk")) | Q(own_post=OuterRef("pk"))
    return Exists(BatchPost.objects.filter(named, batch__state=SourceBatch.State.LIVE))


def cases(workspace: Workspace, posts: list[Post], *, offers: bool = True) -> list[Case]:
    """The rows of these posts with what each may be, in constant queries."""
    ids = [post.pk for post in posts]
    rows = _rows_of(ids)
    figures = _figures_of_rows(ids)
    digits = _digits(ids)
    into = {
        said.post_id: said.into
        for said in PostMerge.objects.filter(post__in=ids).select_related("into__account")
    }
    found = {
        post.pk: Case(
            post,
            rows.get(post.pk, []),
            figures.get(post.pk, []),
            digits.get(post.pk, ""),
            into=into.get(post.pk),
        )
        for post in posts
    }
    if offers and posts:
        alike = merging.candidates_of(posts)
        shown = {pk: some[:MOST_CANDIDATES] for pk, some in alike.items()}
        named = {one.post.pk for some in shown.values() for one in some}
        told = _figures_of_posts(named)
        places = _rows_of(named)
        whole = _whole_ids(named)
        for pk, some in shown.items():
            found[pk].offers = [
                Offer(
                    one,
                    told.get(one.post.pk, []),
                    next(iter(places.get(one.post.pk, [])), None),
                    any(_may_be(number, found[pk].digits) for number in whole.get(one.post.pk, ())),
                )
                for one in some
            ]
            found[pk].offers.sort(key=lambda offer: not offer.fits)
    return [found[pk] for pk in ids]


@transaction.atomic
def decide(post: Post, choice: Choice, by: User, *, into: Post | None = None) -> UndoStep:
    """Say what the row is: SAME as ``into``, a post of its own (OWN), or LEFT_OUT.

    An earlier decision gives way. Raises CannotMerge with a sentence.
    """
    Workspace.objects.select_for_update().get(pk=post.workspace_id)
    post.refresh_from_db(fields=["decision", "merged_into", "account", "present"])
    before = _state(post)
    _open(post)
    if choice == SAME:
        if into is None:
            raise CannotMerge(_("Choose the post this row belongs to."))
        if reason := merging.refusal(post, into):
            raise CannotMerge(reason)
        merging.join(post, into, by)
    elif choice in (Post.Decision.OWN, Post.Decision.LEFT_OUT):
        _say(post, choice)
    else:
        raise CannotMerge(_("Choose one of the answers first."))
    audit.record(
        post.workspace,
        by,
        "analytics.row_matched",
        post,
        before=before,
        after=_state(post),
    )
    return _remember(post, by, before)


@transaction.atomic
def reopen(post: Post, by: User) -> UndoStep:
    """Take a decision back: the row waits, or counts by itself, as before."""
    Workspace.objects.select_for_update().get(pk=post.workspace_id)
    before = _state(post)
    _open(post)
    audit.record(
        post.workspace, by, "analytics.row_reopened", post, before=before, after=_state(post)
    )
    return _remember(post, by, before)


def _remember(post: Post, by: User, before: dict[str, Any]) -> UndoStep:
    label = _("deciding about the row “%(post)s”") % {"post": str(post)[:60]}
    return undo.remember(post.workspace, by, label, DECIDE, {"post": post.pk, "before": before})


def _state(post: Post) -> dict[str, Any]:
    said = PostMerge.objects.filter(post=post).first()
    return {"decision": post.decision, "into": said.into_id if said else None}


def _open(post: Post) -> None:
    """As it was before anybody said anything."""
    PostMerge.objects.filter(post=post).delete()
    waits = PostAlias.objects.filter(post=post, kind=UNDECIDED).exists()
    _say(post, Post.Decision.OPEN if waits else Post.Decision.NONE)


def _say(post: Post, decision: str) -> None:
    post.decision = decision
    post.save(update_fields=["decision"])
    waited = PostAlias.objects.filter(post=post, kind=UNDECIDED).values_list("value", flat=True)
    for value in waited:
        # As a post of its own it is found again by the whole id, once a file has it.
        if decision == Post.Decision.OWN:
            PostAlias.objects.get_or_create(
                account_id=post.own_account_id or post.account_id,
                kind=FINGERPRINT,
                value=value,
                defaults={"post": post},
            )
        else:
            PostAlias.objects.filter(post=post, kind=FINGERPRINT, value=value).delete()
    merging.derive_anew(post.workspace, [post.pk])


# --- what the page shows -----------------------------------------------------------------------


def _rows_of(ids: Any) -> dict[int, list[BatchPost]]:
    """Post → its rows in live files, the newest delivery first; by the post the row names."""
    named = Q(post__in=ids, own_post=None) | Q(own_post__in=ids)
    found: dict[int, list[BatchPost]] = {}
    rows = BatchPost.objects.filter(named, batch__state=SourceBatch.State.LIVE)
    for row in rows.select_related("batch__file").order_by("-batch__taken_on", "-batch_id", "row"):
        found.setdefault(row.own_post_id or row.post_id, []).append(row)
    return found


def _figures_of_rows(ids: Any) -> dict[int, list[tuple[str, str]]]:
    """Post → what the rows that name it say, the latest of each measure."""
    named = Q(post__in=ids, own_post=None) | Q(own_post__in=ids)
    readings = PostReading.objects.filter(
        named, batch__state=SourceBatch.State.LIVE, span=Span.LIFETIME
    ).annotate(order=F("batch__rank"))
    told: dict[int, dict[str, int]] = {}
    for reading in readings.order_by("order", "row"):
        told.setdefault(reading.own_post_id or reading.post_id, {}).update(reading.measures())
    return {pk: _worded(values) for pk, values in told.items()}


def _figures_of_posts(ids: Any) -> dict[int, list[tuple[str, str]]]:
    return {one.pk: _worded(one.measures()) for one in PostCurrent.objects.filter(post__in=ids)}


def _worded(values: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (measure_label(key), measure_value(key, values[key])) for key in MEASURES if key in values
    ]


def _digits(ids: list[int]) -> dict[int, str]:
    rows = PostAlias.objects.filter(post__in=ids, kind__in=(FINGERPRINT, UNDECIDED))
    return {
        post: value.split("|")[1]
        for post, value in rows.values_list("post_id", "value")
        if value.count("|") >= 2
    }


def _whole_ids(ids: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = PostAlias.objects.filter(post__in=ids, kind=PLATFORM_ID)
    for post, value in rows.values_list("post_id", "value"):
        found.setdefault(post, []).append(value)
    return found


def _may_be(whole: str, sure: str) -> bool:
    return bool(sure) and explains(whole, sure)


def undo_decision(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """Back to what was said before."""
    post = Post.objects.in_workspace(workspace).filter(pk=params["post"]).first()
    if post is None:
        return
    before = params["before"]
    try:
        if before["into"]:
            into = Post.objects.in_workspace(workspace).filter(pk=before["into"]).first()
            decide(post, SAME, by, into=into)
        elif before["decision"] in (Post.Decision.OWN, Post.Decision.LEFT_OUT):
            decide(post, before["decision"], by)
        else:
            reopen(post, by)
    except CannotMerge as why:
        raise undo.CannotUndo(str(why)) from why
