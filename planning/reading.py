"""The reading list: sources with a feed, fetched every few hours, and what becomes of articles."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.errors import CannotDo
from planning.feed_texts import Article, Dangerous, Feed, NotAFeed, read_feed
from planning.models import ReadingItem, ReadingSource, ResearchNote
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace
from workspaces.outside import Answer, CannotFetch, checked_url, fetch
from workspaces.punctuation import listed

EVERY = timedelta(hours=3)
LONGEST_WAIT = timedelta(days=1)
LEASE = timedelta(minutes=10)  # a fetch whose worker died is tried again after this
MOST_SOURCES = 100  # of one workspace
OLD = timedelta(days=60)  # articles from before that are not taken in
FEW = 5
KEPT_FOR = timedelta(days=120)  # articles nobody kept go after this
RESTORE = "planning.source_removed"

State = ReadingItem.State


# --- sources --------------------------------------------------------------------------------


@transaction.atomic
def add_source(workspace: Workspace, *, url: str, name: str, kind: str, by: User) -> ReadingSource:
    """A source that is due at once. Raises ``CannotDo`` with the sentence for its form."""
    url = url.strip()
    try:
        checked_url(url)
    except CannotFetch as refusal:
        raise CannotDo(str(refusal)) from None
    standing = ReadingSource.objects.in_workspace(workspace).standing()
    if standing.filter(url=url).exists():
        raise CannotDo(_("This source is on the list already."))
    if standing.count() >= MOST_SOURCES:
        raise CannotDo(_("There are %d sources already. Remove one first.") % MOST_SOURCES)
    made = ReadingSource.objects.create(
        workspace=workspace,
        url=url,
        name=name.strip()[:120],
        kind=kind if kind in ResearchNote.Kind.values else ResearchNote.Kind.INDUSTRY,
        added_by=by,
        next_at=timezone.now(),
    )
    audit.record(workspace, by, "planning.source_added", made, after={"url": url})
    return made


@transaction.atomic
def pause(source: ReadingSource, *, by: User) -> None:
    source.paused_at = timezone.now()
    source.save(update_fields=["paused_at"])
    audit.record(source.workspace, by, "planning.source_paused", source)


@transaction.atomic
def resume(source: ReadingSource, *, by: User) -> None:
    """Fetched again, and at once."""
    source.paused_at, source.next_at, source.failures = None, timezone.now(), 0
    source.save(update_fields=["paused_at", "next_at", "failures"])
    audit.record(source.workspace, by, "planning.source_resumed", source)


@transaction.atomic
def remove(source: ReadingSource, *, by: User) -> UndoStep:
    """The source goes; its articles leave the list with it, notes made from them stay."""
    source.removed_at = timezone.now()
    source.save(update_fields=["removed_at"])
    audit.record(source.workspace, by, "planning.source_removed", source)
    label = _("Source “%(name)s” removed") % {"name": str(source)[:60]}
    return undo.remember(source.workspace, by, label, RESTORE, {"source": source.pk})


def undo_remove(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    rows = ReadingSource.objects.in_workspace(workspace).select_for_update()
    source = rows.filter(pk=params["source"]).first()
    if source is None:
        raise undo.CannotUndo(_("This source is gone."))
    same = ReadingSource.objects.in_workspace(workspace).standing().filter(url=source.url)
    if same.exclude(pk=source.pk).exists():
        raise undo.CannotUndo(_("This source is on the list already."))
    source.removed_at, source.next_at = None, timezone.now()
    source.save(update_fields=["removed_at", "next_at"])


def sources_of(workspace: Workspace) -> QuerySet[ReadingSource]:
    """Standing sources, each with ``new``: how many of its articles nobody has looked at."""
    rows = ReadingSource.objects.in_workspace(workspace).standing()
    return rows.annotate(new=Count("items", filter=Q(items__state=State.NEW)))


# --- fetching -------------------------------------------------------------------------------


def due_sources(*, at: datetime) -> list[int]:
    """Sources of all workspaces that should be fetched, the longest waiting first."""
    rows = ReadingSource.objects.due(at=at).order_by("next_at", "pk")
    return list(rows.values_list("pk", flat=True)[:500])


def fetch_source(pk: int, *, at: datetime, now: bool = False) -> int | None:
    """Fetch one source and answer how many articles are new; None when it is not its turn.

    Whoever comes first moves ``next_at`` on, so two workers never ask the same site. A failure is
    written on the source in words and tried again later, each time after a longer wait.
    """
    rows = ReadingSource.objects.filter(pk=pk, removed_at=None, paused_at=None)
    mine = rows if now else rows.filter(next_at__lte=at)
    if not mine.update(next_at=at + LEASE):
        return None
    source = ReadingSource.objects.select_related("workspace").get(pk=pk)
    try:
        feed = _asked(source)
    except CannotFetch as failure:
        _failed(source, str(failure), at=at, again=failure.again)
        return 0
    except Dangerous:
        _failed(source, _("The feed declares entities; such files are not read."), at=at)
        return 0
    new = _take_in(source, feed.articles, at=at) if feed else 0
    if feed and not source.name:
        source.name = feed.title
    source.tried_at = source.fetched_at = at
    source.error, source.failures, source.next_at = "", 0, at + EVERY
    source.save()
    return new


def _asked(source: ReadingSource) -> Feed | None:
    """What the source says now; None: nothing new. A page may name its feed, which is kept."""
    headers = {"Accept": "application/rss+xml, application/atom+xml, application/xml, text/html"}
    if source.etag:
        headers["If-None-Match"] = source.etag
    if source.modified:
        headers["If-Modified-Since"] = source.modified
    answer = fetch(source.url, headers=headers)
    if answer.status == 304:
        return None
    try:
        feed = _feed_of(answer)
    except NotAFeed as page:
        if not page.found:
            raise _no_feed(source) from None
        answer = fetch(page.found[0])
        try:
            feed = _feed_of(answer)
        except NotAFeed:
            raise _no_feed(source) from None
        _keep_address(source, page.found[0])
    source.etag = answer.headers.get("etag", "")[:300]
    source.modified = answer.headers.get("last-modified", "")[:100]
    return feed


def _feed_of(answer: Answer) -> Feed:
    if not answer.ok:
        sentence = {
            401: _("The site asks for a name and a password."),
            403: _("The site does not let us read it."),
            404: _("There is nothing at this address any more."),
            410: _("There is nothing at this address any more."),
            429: _("The site asks us to come less often."),
        }.get(answer.status, _("The site answered with an error (%d).") % answer.status)
        raise CannotFetch(sentence)
    kind = answer.headers.get("content-type", "")
    return read_feed(answer.body, url=answer.url, content_type=kind)


def _no_feed(source: ReadingSource) -> CannotFetch:
    return CannotFetch(
        _("There is no feed at this address. Look for “RSS” on the site and take its address."),
        again=False,
    )


def _keep_address(source: ReadingSource, url: str) -> None:
    """From now on the feed itself is asked, unless it stands on the list already."""
    same = ReadingSource.objects.in_workspace(source.workspace).standing().filter(url=url)
    if len(url) <= 500 and not same.exclude(pk=source.pk).exists():
        source.url = url


def _failed(source: ReadingSource, sentence: str, *, at: datetime, again: bool = True) -> None:
    failures = min(source.failures + 1, 1000)
    wait = LONGEST_WAIT if not again else min(EVERY * 2 ** min(failures - 1, 5), LONGEST_WAIT)
    ReadingSource.objects.filter(pk=source.pk).update(
        tried_at=at, error=sentence[:300], failures=failures, next_at=at + wait
    )


def _take_in(source: ReadingSource, articles: list[Article], *, at: datetime) -> int:
    """New articles become rows; what nobody kept goes once the feed has long dropped it."""
    fresh = [one for one in articles if one.published_at is None or one.published_at > at - OLD]
    fresh = fresh or articles[:FEW]  # a quiet site shows that it is read at all
    rows = ReadingItem.objects.in_workspace(source.workspace).filter(source=source)
    known = set(rows.filter(key__in=[one.key for one in articles]).values_list("key", flat=True))
    new = [one for one in fresh if one.key not in known]
    ReadingItem.objects.bulk_create(
        [
            ReadingItem(
                workspace_id=source.workspace_id,
                source=source,
                key=one.key,
                title=one.title,
                url=one.url,
                summary=one.summary,
                published_at=min(one.published_at, at) if one.published_at else None,
                found_at=at,
            )
            for one in new
        ],
        ignore_conflicts=True,
    )
    old = rows.filter(found_at__lt=at - KEPT_FOR, note=None).exclude(state=State.KEPT)
    old.exclude(key__in=known).delete()
    return len(new)


# --- articles -------------------------------------------------------------------------------


def items_of(
    workspace: Workspace, *, state: str = "", source: int | None = None, words: str = ""
) -> QuerySet[ReadingItem]:
    """Articles of standing sources, the newest first."""
    rows = ReadingItem.objects.in_workspace(workspace).filter(source__removed_at=None)
    if state in State.values:
        rows = rows.filter(state=state)
    if source:
        rows = rows.filter(source=source)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(summary__icontains=words))
    by_day = Coalesce("published_at", "found_at").desc()
    return rows.select_related("source", "note").order_by(by_day, "-pk")


@transaction.atomic
def mark(workspace: Workspace, items: Sequence[ReadingItem], state: str, *, by: User) -> int:
    """Put articles into ``state`` (new, read or dismissed); kept ones stay kept."""
    if state not in (State.NEW, State.READ, State.DISMISSED):
        raise CannotDo(_("An article is new, read or dismissed."))
    rows = ReadingItem.objects.in_workspace(workspace).filter(pk__in=[one.pk for one in items])
    count = rows.exclude(state__in=(State.KEPT, state)).update(state=state)
    if count:
        titles = listed(one.title for one in items)
        audit.record(workspace, by, "planning.articles_marked", titles, after={"state": state})
    return count


@transaction.atomic
def keep(item: ReadingItem, *, by: User) -> ResearchNote:
    """The article as a research note, filled in as far as the feed says; once."""
    item = (
        ReadingItem.objects.select_for_update(of=("self",))
        .select_related("source", "note", "workspace")
        .get(pk=item.pk)
    )
    if item.note is not None and item.note.removed_at is None:
        return item.note
    day = timezone.localtime(item.published_at or item.found_at, item.workspace.tz).date()
    note = ResearchNote.objects.create(
        workspace=item.workspace,
        kind=item.source.kind,
        title=item.title[:200],
        source=str(item.source)[:200],
        url=item.url if len(item.url) <= 500 else "",
        seen_on=day,
        text=item.summary,
        author=by,
    )
    item.note, item.state = note, State.KEPT
    item.save(update_fields=["note", "state"])
    audit.record(
        item.workspace, by, "planning.record_written", note, after={"source": item.url[:300]}
    )
    return note
