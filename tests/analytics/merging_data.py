"""Deliveries in which the same posts and accounts appear under two names."""

import io
from datetime import date

from analytics.as_of_rows import posts_read, stamp
from analytics.intake.deliveries import receive
from analytics.intake.ingest import import_file
from analytics.models import AccountDay, BreakdownReading, DayRollup, PostCurrent, PostReading
from platforms.measures import MEASURES
from platforms.models import Post, SocialAccount, SourceFile
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Workspace

OLD, NEW = ("100900000000001", "山線茶行"), ("100900000000009", "山線茶行 Tea")


def row(post_id: str, text: str, day: int = 2, **more) -> dict:
    """A row without a link, published on that day of November."""
    measures = {"Reach": 100, "Reactions": 5, "Comments": 1, "Shares": 0}
    return {"id": post_id, "text": text, "time": f"11/{day:02d}/2026 04:30", "link": ""} | (
        measures | more
    )


FILES = {
    "old": (
        content_csv(
            [row("900000000000001", "春茶", 2, Reach=100), row("900000000000002", "冬茶", 3)]
        ),
        date(2026, 11, 10),
        {},
    ),
    "old, later": (
        content_csv([row("900000000000001", "春茶", 2, Reach=140, Reactions=9)]),
        date(2026, 11, 14),
        {},
    ),
    "new": (
        content_csv(
            [
                row("900000000000002", "冬茶", 3, Reach=180),
                row("900000000000003", "春茶！", 2, Reach=30, Reactions=""),
            ],
            page=NEW,
        ),
        date(2026, 11, 12),
        {},
    ),
    "old, days": (
        chart_csv("Facebook reach", [("2026-11-01", 10), ("2026-11-02", 20)]),
        date(2026, 11, 10),
        {"account_name": OLD[1]},
    ),
    "new, days": (
        chart_csv("Facebook reach", [("2026-11-02", 25), ("2026-11-03", 30)]),
        date(2026, 11, 11),
        {"account_name": NEW[1]},
    ),
}


def bring_in(workspace: Workspace, name: str) -> SourceFile:
    content, taken_on, choices = FILES[name]
    return take(workspace, content, f"{name}.csv", taken_on, choices)


def take(
    workspace: Workspace,
    content: bytes,
    name: str = "content.csv",
    taken_on: date = date(2026, 11, 10),
    choices: dict | None = None,
) -> SourceFile:
    file = receive(
        workspace, io.BytesIO(content), name, by=None, taken_on=taken_on, choices=choices or {}
    )
    import_file(file)
    file.refresh_from_db()
    return file


def account(workspace: Workspace, name: str) -> SocialAccount:
    return SocialAccount.objects.in_workspace(workspace).get(name=name)


def post(workspace: Workspace, text: str, page: str = OLD[1]) -> Post:
    """By the words and the page its own rows name."""
    rows = Post.objects.in_workspace(workspace).filter(deliveries__text=text)
    rows |= Post.objects.in_workspace(workspace).filter(text=text)
    for one in rows.distinct().select_related("account", "own_account"):
        if (one.own_account or one.account).name == page:
            return one
    raise LookupError(text)


def numbers(workspace: Workspace) -> dict:
    """Everything derived, under names that depend neither on order nor on primary keys."""
    names = {a.pk: a.name for a in SocialAccount.objects.in_workspace(workspace)}
    read = posts_read(
        workspace, date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 11), mark=stamp(workspace)
    )
    files = {
        r.pk: (r.batch.file.name if r.batch.file else "", r.row)
        for r in PostReading.objects.filter(batch__workspace=workspace).select_related(
            "batch__file"
        )
    }
    return {
        "posts": sorted(
            (
                names[one.account_id],
                str(one.published_on),
                one.post_type,
                one.mask,
                str(one.taken_on),
                sorted(one.measures().items()),
                sorted((key, files[pk]) for key, pk in one.sources.items()),
                one.post.text,
            )
            for one in PostCurrent.objects.in_workspace(workspace).select_related("post")
        ),
        "days": sorted(
            (names[one.account_id], str(one.day), sorted(one.measures().items()))
            for one in AccountDay.objects.filter(account__workspace=workspace)
        ),
        "rollups": sorted(
            (
                names[one.account_id],
                str(one.day),
                one.post_type,
                one.mask,
                one.posts,
                [(key, getattr(one, key)) for key in MEASURES if getattr(one, key) is not None],
            )
            for one in DayRollup.objects.in_workspace(workspace)
        ),
        "read by a day": sorted(
            (
                names[int(read.accounts[at])],
                str(read.days[at]),
                sorted(read.measures_at(at).items()),
            )
            for at in range(len(read))
        ),
        "ours": sorted(one.name for one in SocialAccount.objects.in_workspace(workspace).ours()),
        "breakdowns": BreakdownReading.objects.filter(own_account__isnull=False).count(),
        "present": Post.objects.in_workspace(workspace).present().count(),
    }
