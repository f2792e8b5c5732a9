"""One post seen twice: a person says so, sees what becomes of the figures, and can take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from analytics.intake.change import Touched
from analytics.intake.identity import plain
from analytics.intake.ingest import refresh
from analytics.intake.words import measure_label, measure_value
from analytics.merging import links
from analytics.models import PeriodClose, PostCurrent
from calendar_app.ties import text_likeness
from platforms.measures import MEASURES
from platforms.models import Post, PostMerge
from platforms.search import search_query
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

PART, JOIN = "analytics.part_posts", "analytics.join_posts"
NEAR = timedelta(days=1)
MOST_NEAR = 200
MOST_SUGGESTED = 8
LIKELY = 0.35


class CannotMerge(Exception):
    """The text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that may be the same, and how alike both are (0–1)."""

    post: Post
    likeness: float
    same_minute: bool
    same_text: bool


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One measure of both posts and of the one they become; None where it is not reported."""

    label: str
    first: str | None
    other: str | None
    together: str | None


def refusal(post: Post, into: Post) -> str:
    """Why ``post`` cannot be merged into ``into``; "" where it can."""
    names = {"post": str(post), "into": str(into)}
    if post.workspace_id != into.workspace_id:
        return _("Both posts must belong to this workspace.")
    if post.pk == into.pk:
        return _("“%(post)s” cannot be merged with itself. Choose another post.") % names
    if post.pk in links.members([into.pk]):
        return _("“%(post)s” and “%(into)s” are one post already.") % names
    if post.account_id != into.account_id:
        return _(
            "The two posts are of different accounts, “%(first)s” and “%(other)s”. If these are "
            "one account, merge the accounts first."
        ) % {"first": post.account.name, "other": into.account.name}
    if PostMerge.objects.filter(post=post).exists() or post.merged_into_id:
        return _("Another post already stands for “%(post)s”. Part those two first.") % names
    if into.merged_into_id or into.decision in Post.HELD:
        return _("“%(into)s” does not stand for itself. Choose the post that counts.") % names
    return ""


@transaction.atomic
def merge(post: Post, into: Post, by: User, *, verb: str = "analytics.posts_merged") -> UndoStep:
    """Say that ``post`` is the same as ``into``, which stands for both. Raises CannotMerge."""
    Workspace.objects.select_for_update().get(pk=post.workspace_id)
    for one in (post, into):
        one.refresh_from_db(fields=["account", "merged_into", "decision", "present"])
    if reason := refusal(post, into):
        raise CannotMerge(reason)
    join(post, into, by)
    audit.record(
        post.workspace, by, verb, post, after={"post": post.pk, "into": into.pk, "is": str(into)}
    )
    return undo.remember(
        post.workspace,
        by,
        _("merging “%(post)s” with another post") % {"post": str(post)[:60]},
        PART,
        {"post": post.pk},
    )


@transaction.atomic
def part(post: Post, by: User, *, verb: str = "analytics.posts_parted") -> UndoStep:
    """Take a merge back: both posts say again what their own rows say. Raises CannotMerge."""
    Workspace.objects.select_for_update().get(pk=post.workspace_id)
    said = PostMerge.objects.filter(post=post).select_related("into").first()
    if said is None:
        raise CannotMerge(
            _(
                "Nobody merged “%(post)s” by hand. If it has the same id as another post, part "
                "the two accounts instead."
            )
            % {"post": str(post)}
        )
    into = said.into
    said.delete()
    derive_anew(post.workspace)
    audit.record(
        post.workspace, by, verb, post, before={"post": post.pk, "into": into.pk, "is": str(into)}
    )
    return undo.remember(
        post.workspace,
        by,
        _("parting “%(post)s” from another post") % {"post": str(post)[:60]},
        JOIN,
        {"post": post.pk, "into": into.pk},
    )


def join(post: Post, into: Post, by: User | None) -> None:
    """The statement itself and what follows from it; the caller has asked ``refusal``."""
    PostMerge.objects.create(workspace=post.workspace, post=post, into=into, by=by)
    derive_anew(post.workspace, [post.pk, into.pk])


def derive_anew(workspace: Workspace, posts: Iterable[int] = ()) -> None:
    """After a statement came or went: who stands for whom, and every figure that hangs on it."""
    refresh(Touched(links.relink(workspace) | set(posts), set(), set()))


def preview(post: Post, into: Post) -> list[PreviewRow]:
    """What each figure becomes: the merge is made, read and rolled back. Raises CannotMerge."""
    before = {one.pk: one.measures() for one in _currents([post.pk, into.pk])}
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=post.workspace_id)
        if reason := refusal(post, into):
            raise CannotMerge(reason)
        join(post, into, None)
        after = {one.pk: one.measures() for one in _currents([post.pk, into.pk])}
        transaction.set_rollback(True)
    together = after.get(into.pk) or after.get(post.pk) or {}
    first, other = before.get(post.pk, {}), before.get(into.pk, {})
    return [
        PreviewRow(
            measure_label(key),
            *(
                measure_value(key, values[key]) if key in values else None
                for values in (first, other, together)
            ),
        )
        for key in MEASURES
        if key in first or key in other or key in together
    ]


def closed_days(post: Post, into: Post) -> list[PeriodClose]:
    """Closed periods one of the posts was published in: their values may be restated."""
    days = [day for day in (post.published_on, into.published_on) if day]
    meets = Q(pk__in=[])
    for day in days:
        meets |= Q(start__lte=day, end__gte=day)
    return list(PeriodClose.objects.in_workspace(post.workspace).filter(meets)) if days else []


def candidates(post: Post, search: str = "") -> list[Candidate]:
    """Posts of the same account that may be the same, the likest first; or those found by
    ``search`` (words of the text, or the link)."""
    return candidates_of([post], search)[post.pk]


def candidates_of(posts: list[Post], search: str = "") -> dict[int, list[Candidate]]:
    """``candidates`` of posts of one workspace, by pk, in one query."""
    near = Q(pk__in=[])
    for post in posts:
        near |= Q(account=post.account_id) & (_found(search) if search else _around(post))
    rows = (
        Post.objects.in_workspace(posts[0].workspace)
        .present()
        .filter(near)
        .select_related("account")
        if posts
        else Post.objects.none()
    )
    pool = list(rows.order_by("-published_at", "-pk")[: MOST_NEAR * max(1, len(posts))])
    return {post.pk: _scored(post, pool, everything=bool(search)) for post in posts}


def _found(search: str) -> Q:
    link = Q(permalink__icontains=search.strip())
    return search_query("search", search) & ~Q(search="") | link


def _around(post: Post) -> Q:
    if post.published_at:
        return Q(published_at__range=(post.published_at - NEAR, post.published_at + NEAR)) | Q(
            published_at=None, published_on=post.published_on
        )
    if post.published_on:
        return Q(published_on__range=(post.published_on - NEAR, post.published_on + NEAR))
    return Q(text=post.text) if post.text else Q(pk__in=[])


def _scored(post: Post, pool: list[Post], *, everything: bool) -> list[Candidate]:
    found = []
    mine = plain(post.text)
    for other in pool:
        if other.pk == post.pk or other.account_id != post.account_id:
            continue
        minute = post.published_at is not None and _minute(post) == _minute(other)
        alike = 1.0 if mine and mine == plain(other.text) else text_likeness(post.text, other.text)
        if everything or minute or alike >= LIKELY:
            found.append(Candidate(other, (alike + minute) / 2, minute, alike == 1.0))
    found.sort(key=lambda one: (-one.likeness, one.post.pk))
    return found[:MOST_SUGGESTED]


def _minute(post: Post) -> Any:
    return post.published_at and post.published_at.replace(second=0, microsecond=0)


def _currents(posts: list[int]) -> list[PostCurrent]:
    return list(PostCurrent.objects.filter(post__in=posts))


def undo_merge(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    post = Post.objects.in_workspace(workspace).filter(pk=params["post"]).first()
    if post is not None:
        _or_cannot(part, post, by)


def undo_part(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    posts = Post.objects.in_workspace(workspace).in_bulk([params["post"], params["into"]])
    if len(posts) == 2:
        _or_cannot(merge, posts[params["post"]], posts[params["into"]], by)


def _or_cannot(act: Any, *given: Any) -> None:
    try:
        act(*given)
    except CannotMerge as why:
        raise undo.CannotUndo(str(why)) from why
