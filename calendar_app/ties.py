"""Plan meets result: which post on the platform a planned version became."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from calendar_app.models import EntryVersion, PostLabel, PostTie, Publication
from platforms.models import Post, PostAlias
from platforms.records import PLATFORM_ID
from workspaces import audit, undo
from workspaces.models import User, Workspace
from workspaces.word_diff import Bounded

SAME_TIME = timedelta(minutes=20)  # people press the button a little early or late
SURE, LIKELY = 0.85, 0.35
MOST_SUGGESTIONS = 3
MOST_NEAR = 200  # posts looked at for one plan
DAY = timedelta(days=1)
NUMBER = re.compile(r"[A-Za-z0-9_-]+")
STEPS = 1_000_000  # of comparing two texts, a tenth of a second; a page compares many
SHORTEST_NUMBER = 8  # of a platform's own; "photos" or a year is none


def tie_by_link(publication: Publication) -> PostTie | None:
    """The imported post with this very link, if there is one already."""
    link = normal_link(publication.permalink)
    if not link or PostTie.objects.filter(version=publication.version).exists():
        return None
    account = publication.version.account_id
    tail = link.rsplit("/", 1)[-1]
    posts = Post.objects.in_workspace(publication.workspace).filter(
        account=account, permalink__contains=tail
    )
    for post in posts[:50]:
        if normal_link(post.permalink) == link:
            return _tie(publication.version, post, PostTie.How.LINK, by=None)
    return _tie_by_number(publication, account, link)


def _tie_by_number(publication: Publication, account: int, link: str) -> PostTie | None:
    """The post whose number stands in the link: a reel and its post, youtu.be and watch?v=."""
    numbers = [part for part in NUMBER.findall(link) if len(part) >= SHORTEST_NUMBER]
    alias = PostAlias.objects.filter(
        account=account,
        kind=PLATFORM_ID,
        value__in=numbers,
        post__workspace=publication.workspace,
        post__present=True,
    )
    posts = list(Post.objects.filter(pk__in=alias.values("post"))[:2])
    if len(posts) != 1:
        return None
    return _tie(publication.version, posts[0], PostTie.How.LINK, by=None)


def match_new(workspace: Workspace) -> int:
    """Tie what nobody has to decide about: the same link, or account, time and text alike."""
    count = 0
    waiting = (
        EntryVersion.objects.in_workspace(workspace)
        .filter(publication__state__in=["sent", "by_hand"], tie=None)
        .select_related("publication", "entry", "workspace")
        .order_by("-publication__done_at")
    )
    for version in waiting[:500]:
        if version.publication.permalink and tie_by_link(version.publication):
            count += 1
            continue
        found = suggestions(version)
        sure = [post for post, likeness in found if likeness >= SURE]
        if len(sure) == 1 and _tie(version, sure[0], PostTie.How.MATCH, by=None):
            count += 1
    return count


Suggestions = list[tuple[Post, float]]


def suggestions(version: EntryVersion) -> Suggestions:
    """Free posts of the account around the time, the likest first, as (post, 0–1)."""
    return suggestions_of([version])[version.pk]


def suggestions_of(versions: Sequence[EntryVersion]) -> dict[int, Suggestions]:
    """``suggestions`` of versions of one workspace, by pk, in one query."""
    windows = {version.pk: _window(version) for version in versions}
    near = Q()
    for version in versions:
        if window := windows[version.pk]:
            near |= Q(account=version.account_id, published_at__range=window)
    if not near:
        return {version.pk: [] for version in versions}
    taken = PostTie.objects.filter(workspace=versions[0].workspace_id).values("post")
    posts = list(
        Post.objects.filter(near, workspace=versions[0].workspace_id)
        .present()
        .exclude(pk__in=taken)[: MOST_NEAR * len(versions)]
    )
    return {version.pk: _scored(version, windows[version.pk], posts) for version in versions}


def _times(version: EntryVersion) -> tuple[datetime, datetime] | None:
    """When it was noted as published, and when it was planned."""
    at = version.publication.done_at or version.at
    return (at, version.at or at) if at is not None else None


def _window(version: EntryVersion) -> tuple[datetime, datetime] | None:
    times = _times(version)
    return (min(times) - DAY, max(times) + DAY) if times else None


def _scored(
    version: EntryVersion, window: tuple[datetime, datetime] | None, posts: Sequence[Post]
) -> Suggestions:
    times = _times(version)
    if times is None or window is None:
        return []
    found = []
    for post in posts:
        out = post.published_at
        if post.account_id != version.account_id or out is None:
            continue
        if not window[0] <= out <= window[1]:
            continue
        likeness = text_likeness(version.publication.text or version.words, post.text)
        if min(abs(out - at) for at in times) > SAME_TIME:
            likeness *= 0.8
        if likeness >= LIKELY:
            found.append((post, likeness))
    return sorted(found, key=lambda pair: -pair[1])[:MOST_SUGGESTIONS]


@transaction.atomic
def tie(version: EntryVersion, post: Post, *, by: User) -> PostTie | None:
    """A person says which post it is; an earlier tie of either is taken back. Can be undone."""
    earlier = PostTie.objects.in_workspace(version.workspace).filter(
        Q(version=version) | Q(post=post)
    )
    was = [[one.version_id, one.post_id, one.how, one.by_id] for one in earlier]
    earlier.delete()
    row = _tie(version, post, PostTie.How.PERSON, by=by)
    audit.record(version.workspace, by, "calendar.tied", version.entry, after={"post": post.pk})
    undo.remember(
        version.workspace,
        by,
        _("matching “%(title)s” with its post") % {"title": version.entry},
        "calendar.tie",
        {"version": version.pk, "post": post.pk, "was": was},
    )
    return row


@transaction.atomic
def untie(version: EntryVersion, *, by: User) -> None:
    """Take a tie back; what was tied stands in the audit trail."""
    rows = PostTie.objects.in_workspace(version.workspace).filter(version=version)
    was = [[one.version_id, one.post_id, one.how, one.by_id] for one in rows]
    rows.delete()
    posts = [one[1] for one in was]
    audit.record(version.workspace, by, "calendar.untied", version.entry, before={"posts": posts})
    if was:
        undo.remember(
            version.workspace,
            by,
            _("taking back the match of “%(title)s”") % {"title": version.entry},
            "calendar.tie",
            {"version": version.pk, "post": None, "was": was},
        )


def undo_tie(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """The ties as they stood before; a half that has found another in between stays with it."""
    version = EntryVersion.objects.in_workspace(workspace).filter(pk=params["version"]).first()
    if version is None:
        raise undo.CannotUndo(_("The plan is no longer there."))
    rows = PostTie.objects.in_workspace(workspace)
    made = rows.filter(version=version, post=params["post"])
    if params["post"] is not None and not made.exists():
        raise undo.CannotUndo(_("The plan has been matched with another post in the meantime."))
    posts = list(made.values_list("post_id", flat=True))
    made.delete()
    for version_id, post_id, how, by_id in params["was"]:
        halves = Q(version=version_id) | Q(post=post_id)
        whole = (
            EntryVersion.objects.in_workspace(workspace).filter(pk=version_id).exists()
            and Post.objects.in_workspace(workspace).filter(pk=post_id).exists()
        )
        if whole and not rows.filter(halves).exists():
            PostTie.objects.create(
                workspace=workspace, version_id=version_id, post_id=post_id, how=how, by_id=by_id
            )
    audit.record(workspace, by, "calendar.untied", version.entry, before={"posts": posts})


def plans_of(posts: Sequence[Post]) -> dict[int, list[tuple[EntryVersion, float]]]:
    """The other way round: published plans without a result that a free post may be, likest first."""
    near = Q()
    for post in posts:
        if post.published_at is not None:
            window = (post.published_at - 2 * DAY, post.published_at + 2 * DAY)
            near |= Q(account=post.account_id) & (
                Q(publication__done_at__range=window) | Q(at__range=window)
            )
    found: dict[int, list[tuple[EntryVersion, float]]] = {post.pk: [] for post in posts}
    if not near:
        return found
    waiting = (
        EntryVersion.objects.filter(near, workspace=posts[0].workspace_id)
        .filter(publication__state__in=["sent", "by_hand"], tie=None, entry__removed_at=None)
        .select_related("publication", "entry")[: MOST_NEAR * len(posts)]
    )
    for version in waiting:
        for post, likeness in _scored(version, _window(version), posts):
            found[post.pk].append((version, likeness))
    for plans in found.values():
        plans.sort(key=lambda pair: -pair[1])
        del plans[MOST_SUGGESTIONS:]
    return found


def _tie(version: EntryVersion, post: Post, how: str, *, by: User | None) -> PostTie | None:
    """None when the post or the version has its other half already."""
    named = post
    post = post.merged_into or post
    if PostTie.objects.filter(post=post).exists():
        return None
    given = {"post": post, "own_post": named if named != post else None, "how": how, "by": by}
    row, made = PostTie.objects.get_or_create(
        version=version, defaults={"workspace_id": version.workspace_id, **given}
    )
    return row if made else None


def follow_merged(posts: Collection[int]) -> None:
    """Ties and labels of these posts go to whatever post stands for each of them now.

    Where the post that stands has its own already, the other one rests with its post.
    """
    for model in (PostTie, PostLabel):
        rows: Any = model.objects.order_by("pk")
        for row in rows.filter(own_post__in=posts):
            if not rows.filter(post=row.own_post_id).exists():
                row.post_id, row.own_post_id = row.own_post_id, None
                row.save(update_fields=["post", "own_post"])
        for row in rows.filter(post__in=posts, own_post=None).select_related("post"):
            stands = row.post.merged_into_id
            if stands is not None and not rows.filter(post=stands).exists():
                row.post_id, row.own_post_id = stands, row.post_id
                row.save(update_fields=["post", "own_post"])


def text_likeness(planned: str, published: str) -> float:
    """How much of the shorter text stands in the other: 0–1. Platforms cut and add."""
    left, right = _letters(planned)[:2000], _letters(published)[:2000]
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= 12 and shorter in longer:
        return 0.95
    return Bounded(left, right, STEPS).ratio()


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def normal_link(address: str) -> str:
    """An address without scheme, ``www``, query and trailing slash."""
    parts = urlsplit(address.strip())
    if not parts.netloc:
        return ""
    host = parts.netloc.casefold().removeprefix("www.").removeprefix("m.")
    query = f"?{parts.query}" if parts.path.rstrip("/") in ("/watch", "/permalink.php") else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
