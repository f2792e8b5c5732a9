"""What posts were about, said afterwards: pillar and campaign of posts that nobody planned.

A label never makes a post a planned one. It stands on the post, not on an entry made up for it:
such an entry would count as planned, published in time, by somebody, in a slot, and none of that
happened.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app.models import PostLabel
from planning.models import Campaign, Pillar
from platforms.models import Post
from platforms.search import search_query
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

AT_ONCE = 5000  # posts labelled by one act, so that one step back can hold them
TOPIC = re.compile(r"[、,，/;；\n]+")
SHORTEST = 2  # letters a word must have to suggest anything

OPEN, LABELLED, SILENT = "open", "labelled", "silent"


class CannotLabel(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts are asked for; empty means every one."""

    show: str = OPEN
    account: int | None = None
    start: date | None = None
    end: date | None = None
    search: str = ""


def posts_without_plan(workspace: Workspace, wanted: Wanted) -> QuerySet[Post]:
    """Posts of our accounts, the newest first: without plan and label, labelled, or planned
    without a pillar."""
    rows = Post.objects.in_workspace(workspace).present().filter(account__ours=True)
    if wanted.show == LABELLED:
        rows = rows.filter(its_label__isnull=False)
    elif wanted.show == SILENT:
        rows = rows.filter(its_tie__isnull=False, its_label__isnull=True).filter(
            Q(its_tie__version__entry__pillar=None)
        )
    else:
        rows = rows.filter(its_tie__isnull=True, its_label__isnull=True)
    if wanted.account:
        rows = rows.filter(account=wanted.account)
    if wanted.start:
        rows = rows.filter(published_on__gte=wanted.start)
    if wanted.end:
        rows = rows.filter(published_on__lte=wanted.end)
    if wanted.search:
        rows = rows.filter(search_query("search", wanted.search))
    return rows.order_by("-published_on", "-pk")


@transaction.atomic
def label(
    workspace: Workspace,
    posts: Collection[int],
    *,
    pillar: Pillar | None = None,
    campaign: Campaign | None = None,
    by: User,
) -> tuple[int, UndoStep]:
    """Say of ``posts`` which pillar and campaign they belong to; what is None stays as it is.

    Answers how many posts were labelled and the way back. Raises CannotLabel.
    """
    if pillar is None and campaign is None:
        raise CannotLabel(_("Choose a pillar or a campaign first."))
    said: dict[int, dict[str, int | None]] = {}
    for pk in posts:
        said[pk] = {}
        if pillar is not None:
            said[pk]["pillar_id"] = pillar.pk
        if campaign is not None:
            said[pk]["campaign_id"] = campaign.pk
    return _say(workspace, said, by=by)


@transaction.atomic
def label_as_suggested(
    workspace: Workspace, posts: Collection[int], *, by: User
) -> tuple[int, UndoStep]:
    """Take over what the words of each post suggest; posts without a suggestion stay."""
    rows = Post.objects.in_workspace(workspace).filter(pk__in=posts)
    found = suggestions(workspace, rows)
    said = {pk: one.as_values() for pk, one in found.items() if one}
    if not said:
        raise CannotLabel(_("The words of these posts suggest no pillar and no campaign."))
    return _say(workspace, said, by=by)


def _say(
    workspace: Workspace, said: dict[int, dict[str, int | None]], *, by: User
) -> tuple[int, UndoStep]:
    if len(said) > AT_ONCE:
        raise CannotLabel(
            _("At most %(most)d posts at once. Narrow the filter, by account or by days.")
            % {"most": AT_ONCE}
        )
    posts = Post.objects.in_workspace(workspace).filter(pk__in=said, account__ours=True)
    known = set(posts.values_list("pk", flat=True))
    if not known:
        raise CannotLabel(_("Choose at least one post."))
    there = {
        row.post_id: row
        for row in PostLabel.objects.in_workspace(workspace)
        .select_for_update(of=("self",))
        .filter(post__in=known)
    }
    before = [[pk, row.pillar_id, row.campaign_id] for pk, row in there.items()]
    fresh = []
    for pk in sorted(known):
        row = there.get(pk) or PostLabel(workspace=workspace, post_id=pk)
        for name, value in said[pk].items():
            setattr(row, name, value)
        row.by = by
        if pk in there:
            row.save()
        else:
            fresh.append(row)
    PostLabel.objects.bulk_create(fresh)
    count = len(known)
    what = ngettext("%(n)d post", "%(n)d posts", count) % {"n": count}
    audit.record(
        workspace,
        by,
        "calendar.labelled",
        what,
        after={"posts": sorted(known)[:20], "count": count},
    )
    step = undo.remember(
        workspace,
        by,
        _("labelling %(what)s") % {"what": what},
        "calendar.labels",
        {"posts": sorted(known), "before": before},
    )
    return count, step


def undo_labels(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """Every label as it stood before the act. Refuses where somebody else has labelled since."""
    standing = PostLabel.objects.in_workspace(workspace).filter(post__in=params["posts"])
    if standing.exclude(by=by).exists():
        raise undo.CannotUndo(
            _("Others have labelled some of these posts since. Change the labels by hand instead.")
        )
    PostLabel.objects.in_workspace(workspace).filter(post__in=params["posts"]).delete()
    pillars = set(Pillar.objects.in_workspace(workspace).values_list("pk", flat=True))
    campaigns = set(Campaign.objects.in_workspace(workspace).values_list("pk", flat=True))
    PostLabel.objects.bulk_create(
        PostLabel(
            workspace=workspace,
            post_id=post,
            pillar_id=pillar if pillar in pillars else None,
            campaign_id=campaign if campaign in campaigns else None,
            by=by,
        )
        for post, pillar, campaign in params["before"]
    )
    count = len(params["posts"])
    what = ngettext("%(n)d post", "%(n)d posts", count) % {"n": count}
    audit.record(
        workspace, by, "calendar.unlabelled", what, before={"posts": list(params["posts"])}
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the words of a post say, and the word that said it."""

    pillar: Pillar | None
    campaign: Campaign | None
    word: str

    def __bool__(self) -> bool:
        return self.pillar is not None or self.campaign is not None

    def as_values(self) -> dict[str, int | None]:
        values: dict[str, int | None] = {}
        if self.pillar is not None:
            values["pillar_id"] = self.pillar.pk
        if self.campaign is not None:
            values["campaign_id"] = self.campaign.pk
        return values


def suggestions(workspace: Workspace, posts: Iterable[Post]) -> dict[int, Suggestion]:
    """Post → what its words suggest: a name or topic of exactly one pillar, a campaign by name
    that ran on the day. Two queries, whatever the number of posts."""
    themes = [(pillar, _words(pillar)) for pillar in pillars_to_choose(workspace)]
    runs = [(one, one.name.casefold()) for one in campaigns_to_choose(workspace)]
    return {post.pk: _suggestion(post, themes, runs) for post in posts}


def pillars_to_choose(workspace: Workspace) -> list[Pillar]:
    """One pillar per name, of the newest brief that has it."""
    rows = (
        Pillar.objects.in_workspace(workspace)
        .standing()
        .exclude(name="")
        .select_related("brief")
        .order_by("-brief__start", "-brief_id", "place", "pk")
    )
    found: dict[str, Pillar] = {}
    for row in rows:
        found.setdefault(row.name, row)
    return list(found.values())


def campaigns_to_choose(workspace: Workspace) -> list[Campaign]:
    return list(Campaign.objects.in_workspace(workspace).standing().exclude(name=""))


def _words(pillar: Pillar) -> list[str]:
    words = [pillar.name, *TOPIC.split(pillar.topics)]
    return [word.strip().casefold() for word in words if len(word.strip()) >= SHORTEST]


def _suggestion(
    post: Post,
    themes: Sequence[tuple[Pillar, list[str]]],
    runs: Sequence[tuple[Campaign, str]],
) -> Suggestion:
    text, day = post.text.casefold(), post.published_on
    hits = [(one, word) for one, words in themes for word in words if word in text]
    named = {one.pk for one, _word in hits}
    pillar, word = hits[0] if len(named) == 1 else (None, "")
    during = [
        one for one, name in runs if len(name) >= SHORTEST and name in text and _runs_on(one, day)
    ]
    campaign = during[0] if len(during) == 1 else None
    return Suggestion(pillar, campaign, word or (campaign.name if campaign else ""))


def _runs_on(campaign: Campaign, day: date | None) -> bool:
    if day is None:
        return False
    return not ((campaign.start and day < campaign.start) or (campaign.end and day > campaign.end))
