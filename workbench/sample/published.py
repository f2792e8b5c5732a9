"""The sample's posts as plans that were published by hand and met their results; and some that were not."""

from datetime import date, datetime, time, timedelta

from calendar_app import post_labels, ties
from calendar_app.models import Entry, EntryVersion, Publication, PublicationAttempt, Slot
from calendar_app.models.kinds import EntryKind
from planning.models import Brief, Campaign, Pillar
from platforms.models import Post
from workspaces.models import User, Workspace

# What a text is about, the first that fits; else the everyday.
THEMES = (
    ("檔期與新品", ("【", "擺攤")),
    ("產地與人", ("茶園", "製程", "炒茶", "說，好的", "教的", "一日店長")),
    ("茶知識", ("問：", "差在哪", "為什麼", "開箱", "看懂", "泡最簡單")),
)
EVERYDAY = "泡茶日常"
UNPLANNED = 9  # of so many posts one was never in the calendar
UNTIED = 31  # of so many one plan still waits for its post
SALE = "檔期與新品"
NOON = time(12)


def publish_plans(
    workspace: Workspace, *, editor: User, lead: User, since: date, today: date
) -> None:
    """Everything that came out from ``since`` on: most of it planned, most of that matched."""
    pillars = _pillars(workspace)
    posts = (
        Post.objects.in_workspace(workspace)
        .present()
        .filter(account__ours=True, published_on__range=(since, today))
    )
    for number, post in enumerate(
        posts.select_related("account", "workspace").order_by("published_on", "pk")
    ):
        name = theme_of(post.text)
        pillar = pillars.get((_brief_of(pillars, post.published_on), name))
        if number % UNPLANNED == 4:
            if pillar is not None and number % 2:
                post_labels.label(workspace, [post.pk], pillar=pillar, by=editor)
            continue
        owner = lead if number % 3 == 0 else editor
        _plan(post, _moment(post), number, pillar, owner, waits=number % UNTIED == 7)


def name_campaigns(workspace: Workspace) -> None:
    """What was published while a campaign ran, about products, belongs to it."""
    for campaign in Campaign.objects.in_workspace(workspace).exclude(start=None).exclude(end=None):
        Entry.objects.in_workspace(workspace).filter(
            state=Entry.State.PUBLISHED,
            versions__at__date__range=(campaign.start, campaign.end),
            pillar__name=SALE,
        ).update(campaign=campaign)


def theme_of(text: str) -> str:
    return next((name for name, words in THEMES if any(w in text for w in words)), EVERYDAY)


def _pillars(workspace: Workspace) -> dict[tuple[tuple[date, date], str], Pillar]:
    rows = Pillar.objects.in_workspace(workspace).standing().exclude(name="")
    rows = rows.exclude(brief__status=Brief.Status.SUPERSEDED).select_related("brief")
    return {((row.brief.start, row.brief.end), row.name): row for row in rows}


def _brief_of(
    pillars: dict[tuple[tuple[date, date], str], Pillar], day: date | None
) -> tuple[date, date]:
    spans = {span for span, _name in pillars}
    return next(
        (span for span in sorted(spans) if day and span[0] <= day <= span[1]), (date.min, date.min)
    )


def _moment(post: Post) -> datetime:
    """When it came out; a video of which only the day is known: at noon."""
    day = post.published_on
    assert day is not None
    return post.published_at or datetime.combine(day, NOON, tzinfo=post.workspace.tz)


def _plan(
    post: Post, at: datetime, number: int, pillar: Pillar | None, owner: User, *, waits: bool
) -> None:
    """One plan that became ``post``; with ``waits`` nobody has said so yet."""
    workspace = post.workspace
    entry = Entry.objects.create(
        workspace=workspace,
        title=post.text.splitlines()[0][:40],
        text=post.text,
        kind=EntryKind.VIDEO if post.account.platform == "youtube" else EntryKind.POST,
        state=Entry.State.PUBLISHED,
        pillar=pillar,
        author=owner,
        assignee=owner,
    )
    planned = at.replace(minute=0, second=0, microsecond=0)
    slot = None
    if number % 4:
        slot = Slot.objects.create(
            workspace=workspace, account=post.account, at=planned, kind=entry.kind, assignee=owner
        )
    version = EntryVersion.objects.create(
        workspace=workspace,
        entry=entry,
        account=post.account,
        at=planned if slot else at,
        slot=slot,
    )
    publication = Publication.objects.create(
        workspace=workspace,
        version=version,
        state=Publication.State.BY_HAND,
        due_at=version.at or at,
        token=f"sample-{post.pk}",
        text=post.text,
        done_at=at + timedelta(minutes=1),
        done_by=owner,
        permalink="" if waits else post.permalink,
    )
    PublicationAttempt.objects.create(publication=publication, by=owner, was="due", now="by_hand")
    if not waits:
        ties.tie_by_link(publication)
