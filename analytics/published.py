"""How many posts were published, per account, day and kind: one query for a whole document.

Its weeks, months and kinds are parts of the same quarter; asked one by one they are sixty queries.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Count

from analytics.still import is_still, once
from platforms.models import Post
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Published:
    """Posts that live deliveries name: ``posts[i]`` of ``accounts[i]`` on ``days[i]`` (ordinal)."""

    first: date
    last: date
    accounts: np.ndarray
    days: np.ndarray
    kinds: np.ndarray
    posts: np.ndarray

    def rows(
        self,
        first: date,
        last: date,
        accounts: Collection[int],
        kinds: Collection[str] | None,
        *,
        by_kind: bool,
    ) -> list[dict[str, Any]]:
        """account_id, posts and with ``by_kind`` post_type, of these days, accounts and kinds."""
        chosen = (self.days >= first.toordinal()) & (self.days <= last.toordinal())
        chosen &= np.isin(self.accounts, list(accounts))
        if kinds is not None:
            chosen &= np.isin(self.kinds, list(kinds))
        told: dict[tuple[int, str], int] = {}
        told_kinds = self.kinds[chosen].tolist() if by_kind else [""] * int(chosen.sum())
        counts = zip(
            self.accounts[chosen].tolist(), told_kinds, self.posts[chosen].tolist(), strict=True
        )
        for account, kind, posts in counts:
            told[account, kind] = told.get((account, kind), 0) + posts
        return [
            {"account_id": account, "post_type": kind, "posts": posts}
            for (account, kind), posts in told.items()
        ]


def published(workspace: Workspace, first: date, last: date) -> Published | None:
    """What is known of these days while a document is made; None at any other time."""
    if not is_still(workspace):
        return None
    known: list[Published] = once(workspace, "published", list)
    for one in known:
        if one.first <= first and last <= one.last:
            return one
    known.append(_published(workspace, first, last))
    return known[-1]


def _published(workspace: Workspace, first: date, last: date) -> Published:
    posts: Any = Post.objects.in_workspace(workspace).present()
    told = list(
        posts.filter(published_on__range=(first, last))
        .order_by()
        .values_list("account_id", "published_on", "post_type")
        .annotate(posts=Count("pk"))
    )
    return Published(
        first,
        last,
        np.array([row[0] for row in told], dtype=np.int64),
        np.array([row[1].toordinal() for row in told], dtype=np.int64),
        np.array([row[2] for row in told], dtype=np.str_),
        np.array([row[3] for row in told], dtype=np.int64),
    )
