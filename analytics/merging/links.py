"""For which post each post stands, worked out from what was said, and the rows that follow.

What is stored as a fact is only what people said (``PostMerge``, ``AccountMerge``) and what files
say (aliases). Everything else is derived here: ``Post.merged_into``, and on every row whom it
speaks for (``post``) beside whom it names (``own_post``). So parting two posts leaves exactly what
would stand there had nobody ever merged them, whatever was imported or undone meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from analytics.current import chunked
from analytics.models import AccountReading, BreakdownReading, PostReading
from calendar_app import ties
from platforms.models import (
    BatchAccount,
    BatchPost,
    Post,
    PostAlias,
    PostMerge,
    SocialAccount,
    SourceBatch,
)
from platforms.records import PAGEID_POSTID, PERMALINK, PLATFORM_ID, VIDEO_ASSET_ID
from workspaces.models import Workspace

OF_POSTS = (PostReading, BatchPost)
OF_ACCOUNTS = (AccountReading, BreakdownReading, BatchAccount)
SAME = (PLATFORM_ID, PAGEID_POSTID, VIDEO_ASSET_ID, PERMALINK)
Pair = tuple[int, int]


def settle(workspace: Workspace, batches: Iterable[SourceBatch]) -> set[int]:
    """Let the rows of arriving deliveries speak for whatever stands for what they name.

    Returns every other post whose figures may read otherwise because of them.
    """
    ids = [batch.pk for batch in batches]
    merged = SocialAccount.objects.in_workspace(workspace).exclude(merged_into=None)
    for account in merged.filter(deliveries__batch__in=ids).distinct():
        assert account.merged_into_id is not None
        move_account(account.pk, account.merged_into_id, batches=ids)
    changed = relink(workspace)
    for model in OF_POSTS:
        rows: Any = model.objects
        _forward(rows.filter(batch__in=ids, post__merged_into__isnull=False, own_post=None))
    return changed


def move_account(account: int, into: int, *, batches: Iterable[int] | None = None) -> None:
    """Rows that name ``account`` speak for ``into``; of these deliveries only, where given."""
    for model in OF_ACCOUNTS:
        rows: Any = model.objects.filter(account=account, own_account=None)
        if batches is not None:
            rows = rows.filter(batch__in=batches)
        rows.update(own_account=F("account_id"), account=into)
    Post.objects.filter(account=account, own_account=None).update(
        own_account=F("account_id"), account=into
    )


def return_account(account: int) -> None:
    """Rows that name ``account`` speak for it again."""
    for model in (*OF_ACCOUNTS, Post):
        rows: Any = model.objects.filter(own_account=account)
        rows.update(account=F("own_account_id"), own_account=None)


def relink(workspace: Workspace) -> set[int]:
    """Work ``Post.merged_into`` out anew and move the rows of the posts for which it changed.

    Returns every post whose figures may read otherwise. Cheap where nothing was ever merged.
    """
    standing = dict(
        Post.objects.in_workspace(workspace)
        .filter(merged_into__isnull=False)
        .values_list("pk", "merged_into_id")
    )
    wanted = roots(workspace)
    changed = {pk for pk in {*standing, *wanted} if standing.get(pk) != wanted.get(pk)}
    if changed:
        _move(changed, wanted)
    roots_now = {wanted[pk] for pk in changed if pk in wanted}
    return changed | {standing[pk] for pk in changed if pk in standing} | roots_now


def roots(workspace: Workspace) -> dict[int, int]:
    """Post → the post that stands for it, of all posts that stand for another; as it should be."""
    said = dict(
        PostMerge.objects.in_workspace(workspace)
        # What was said of posts of two accounts holds while these are one.
        .filter(post__account=F("into__account"))
        .values_list("post_id", "into_id")
    )
    pairs = [*said.items(), *_same_ids(workspace)]
    if not pairs:
        return {}
    groups = _groups(pairs)
    foreign = set(
        Post.objects.filter(
            pk__in={post for pair in pairs for post in pair}, own_account__isnull=False
        ).values_list("pk", flat=True)
    )
    found: dict[int, int] = {}
    for group in groups:
        root = min(group, key=lambda post: (post in said, post in foreign, post))
        found |= {post: root for post in group if post != root}
    return found


def _same_ids(workspace: Workspace) -> list[Pair]:
    """Posts of merged accounts that files call by the same id or link."""
    merged = SocialAccount.objects.in_workspace(workspace).exclude(merged_into=None)
    root_of = dict(merged.values_list("pk", "merged_into_id"))
    if not root_of:
        return []
    root_of |= {root: root for root in root_of.values()}
    called: dict[tuple, set[int]] = defaultdict(set)
    with_id: set[int] = set()
    aliases = PostAlias.objects.filter(account__in=root_of, kind__in=SAME)
    for kind, value, account, post in aliases.values_list("kind", "value", "account_id", "post_id"):
        called[root_of[account], kind, value].add(post)
        if kind == PLATFORM_ID:
            with_id.add(post)
    pairs = [
        (min(posts), other)
        for (_root, kind, _value), posts in called.items()
        for other in posts
        if kind != PERMALINK and other != min(posts)
    ]
    one = {post: min(group) for group in _groups(pairs) for post in group}
    for (_root, kind, _value), posts in called.items():
        # A shared reel carries the link of the original and is a post of its own.
        ids = {one.get(post, post) for post in posts & with_id}
        joined = sorted(posts if len(ids) <= 1 else posts - with_id)
        if kind == PERMALINK:
            pairs += [(joined[0], other) for other in joined[1:]]
    return pairs


def _groups(pairs: Iterable[Pair]) -> list[set[int]]:
    """Everything that hangs together, by joining the smaller to the larger."""
    group_of: dict[int, set[int]] = {}
    for left, right in pairs:
        one, other = group_of.get(left, {left}), group_of.get(right, {right})
        if one is other:
            continue
        if len(one) < len(other):
            one, other = other, one
        one |= other
        for post in one if len(one) <= 2 else other | {left, right}:
            group_of[post] = one
    return list({id(group): group for group in group_of.values()}.values())


def _move(changed: set[int], wanted: Mapping[int, int]) -> None:
    by_root: dict[int | None, list[int]] = defaultdict(list)
    for post in changed:
        by_root[wanted.get(post)].append(post)
    for ids in chunked(changed):
        for model in OF_POSTS:
            rows: Any = model.objects
            rows.filter(own_post__in=ids).update(post=F("own_post_id"), own_post=None)
    for root, posts in by_root.items():
        for ids in chunked(posts):
            Post.objects.filter(pk__in=ids).update(merged_into=root)
    for ids in chunked(post for post in changed if post in wanted):
        for model in OF_POSTS:
            rows = model.objects
            _forward(rows.filter(post__in=ids, own_post=None))
    for ids in chunked(changed):
        ties.follow_merged(ids)


def _forward(rows: Any) -> None:
    """Rows of posts for which another one stands speak for that one."""
    stands = Post.objects.filter(pk=OuterRef("post_id")).values("merged_into_id")[:1]
    rows.update(own_post=F("post_id"), post=Subquery(stands))


def members(posts: Iterable[int]) -> set[int]:
    """Every post that stands for one of these, or for which one of these stands."""
    ids = set(posts)
    found = Post.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids))
    tops = set(found.values_list(Coalesce("merged_into_id", "pk"), flat=True))
    return tops | set(Post.objects.filter(merged_into__in=tops).values_list("pk", flat=True))
