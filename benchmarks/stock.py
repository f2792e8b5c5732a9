"""A workspace full of posts, made by the database itself: forty accounts, five years.

What a million rows of imports would leave behind, in a minute instead of an hour: files, batches,
posts, their descriptions, readings, what is current of them, account days, rollups. Ten posts
are derived anew by the rule and compared, so that the shortcut cannot drift from the rule.
"""

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from analytics import bulk
from analytics.current import rank_of, refresh_posts
from analytics.models import AccountDay, AccountReading, PostCurrent, PostReading
from analytics.rollup import refresh_rollups
from platforms.measures import mask_of
from platforms.models import (
    BatchAccount,
    Post,
    SocialAccount,
    SourceBatch,
    SourceFile,
)
from platforms.search import search_text
from workspaces.models import Membership, User, Workspace
from workspaces.periods import quarter_of

ACCOUNTS = 40
DAYS = 1826
PER_FILE = 400
MEASURES = ("reach", "views", "reactions", "comments", "shares", "saves", "link_clicks")
DAY_MEASURES = ("followers", "new_followers", "reach", "views", "profile_visits")
WORDS = (
    "今天的茶很好喝",
    "週末市集見",
    "新品開箱",
    "直播回放",
    "抽獎結果公布",
    "店休公告",
    "小雪節氣",
)
FEW = 7  # posts that speak of it: for a search that finds little


def user() -> User:
    found = User.objects.filter(email="bench@example.com").first()
    return found or User.objects.create_user("bench@example.com", "not used here")


def last_day(today: date | None = None) -> date:
    """The stock ends with the quarter before this one, so that it serves for three months."""
    return quarter_of(today or timezone.localdate()).start - timedelta(days=1)


def workspace(number: int, days: int = DAYS) -> Workspace:
    """The workspace with ``number`` post readings of the last ``days``, made if not there."""
    slug = f"stock-{number}-{days}-{last_day():%Y%m}"
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        with transaction.atomic():
            found = Workspace.objects.create(slug=slug, name=f"{number:,}")
            Membership.objects.create(workspace=found, user=user(), role="owner")
            _fill(found, number, days)
        _compare(found)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return found


def empty() -> Workspace:
    found, made = Workspace.objects.get_or_create(slug="stock-empty", defaults={"name": "empty"})
    if made:
        Membership.objects.create(workspace=found, user=user(), role="owner")
    return found


def _fill(place: Workspace, number: int, days: int) -> None:
    accounts = [
        SocialAccount(workspace=place, platform="facebook", name=f"門市 {n:02d}", ours=True)
        for n in range(ACCOUNTS)
    ]
    SocialAccount.objects.bulk_create(accounts)
    per_file = min(PER_FILE, number // ACCOUNTS)
    first = last_day() - timedelta(days=days - 1)
    batches = _deliveries(place, accounts, number // per_file, per_file)
    params = {
        "number": number,
        "per_file": per_file,
        "accounts": ACCOUNTS,
        "days": days,
        "per_account": number // ACCOUNTS,
        "first": first.isoformat(),
        "place": place.pk,
        "account0": accounts[0].pk,
        "batch0": batches,
        "post0": _last(Post) + 1,
        "reading0": _last(PostReading) + 1,
        "taken": (last_day() + timedelta(days=1)).isoformat(),
        "full": mask_of(MEASURES),
        "less": mask_of(MEASURES[:-1]),
    }
    postgres = connection.vendor == "postgresql"
    texts = [(n, text, search_text(text)) for n, text in enumerate(WORDS)]
    with connection.cursor() as cursor:

        def run(text: str) -> None:
            cursor.execute(_numbered(text, postgres).format(**params))

        cursor.execute("CREATE TEMPORARY TABLE words (n integer, words text, found text)")
        cursor.executemany("INSERT INTO words VALUES (%s, %s, %s)", texts)
        for statement in STATEMENTS:
            run(statement)
        for table in (Post, PostReading):
            if postgres:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM "
                    f"{table._meta.db_table}))",
                    [table._meta.db_table],
                )
        cursor.execute("DROP TABLE words")
    _account_days(accounts, first, days, batches)
    cells = PostCurrent.objects.in_workspace(place).values_list("account_id", "published_on")
    refresh_rollups({(account, day) for account, day in cells.distinct() if day})


def _deliveries(place: Workspace, accounts: list[SocialAccount], number: int, rows: int) -> int:
    """Files and their batches; answers the first batch's primary key, the others follow."""
    taken = last_day() + timedelta(days=1)
    now = timezone.now()
    files = SourceFile.objects.bulk_create(
        SourceFile(
            workspace=place,
            name=f"content-{n:05d}.csv",
            stored="",
            size=1,
            sha256=f"{place.pk:032x}{n:032x}",
            state=SourceFile.State.IMPORTED,
            taken_on=taken,
            imported_at=now,
        )
        for n in range(number)
    )
    batches = SourceBatch.objects.bulk_create(
        SourceBatch(
            workspace=place,
            file=file,
            state=SourceBatch.State.LIVE,
            family="facebook_content",
            platform="facebook",
            span="lifetime",
            zone="America/Los_Angeles",
            taken_on=taken,
            rank=rank_of(taken, None, file.sha256),
            rows=rows,
            accepted=rows,
            posts_created=rows,
        )
        for file in files
    )
    BatchAccount.objects.bulk_create(
        BatchAccount(batch=batch, account=accounts[n % ACCOUNTS], rows=rows, main=True)
        for n, batch in enumerate(batches)
    )
    return batches[0].pk


def _account_days(accounts: list[SocialAccount], first: date, number: int, batch: int) -> None:
    start = _last(AccountReading) + 1
    readings: list[tuple] = []
    told: list[tuple] = []
    for place, account in enumerate(accounts):
        for day in range(number):
            pk, on = start + len(readings), first + timedelta(days=day)
            figures = [
                100 + (day * 7 + place * 13 + offset) % 900 for offset in range(len(DAY_MEASURES))
            ]
            readings.append((pk, batch, account.pk, "day", on, on, day + 2, {}, *figures))
            told.append((account.pk, on, dict.fromkeys(DAY_MEASURES, pk), *figures))
    columns = ("id", "batch_id", "account_id", "span", "start", "end", "row", "extra")
    bulk.insert(AccountReading, (*columns, *DAY_MEASURES), readings)
    bulk.insert(AccountDay, ("account_id", "day", "sources", *DAY_MEASURES), told)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('analytics_accountreading', 'id'), "
                "(SELECT max(id) FROM analytics_accountreading))"
            )


def _last(model: Any) -> int:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def _numbered(text: str, postgres: bool) -> str:
    """The statement for this database, which counts i from 0 to number - 1.

    ``k`` is which post of its account i is: files hold per_file posts, accounts take turns.
    """
    k = "(i / {per_file} / {accounts} * {per_file} + i % {per_file})"
    if postgres:
        numbers = "WITH n AS (SELECT i FROM generate_series(0, {number} - 1) AS g(i))"
        day = f"(date '{{first}}' + {k} * {{days}} / {{per_account}})"
    else:
        numbers = (
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {number} - 1)"
        )
        day = f"date('{{first}}', '+' || ({k} * {{days}} / {{per_account}}) || ' days')"
    text = text.replace("NUMBERS", numbers).replace("DAY", day)
    for cast in ("::timestamptz", "::jsonb", "::date", "::boolean"):
        text = text if postgres else text.replace(cast, "")
    return text


_ACCOUNT = "{account0} + i / {per_file} % {accounts}"
_TYPE = "CASE i % 4 WHEN 0 THEN 'photo' WHEN 1 THEN 'video' WHEN 2 THEN 'reel' ELSE 'link' END"
_FIGURES = (
    "900 + i * 37 % 9100, 1200 + i * 41 % 20000, i * 17 % 300, i * 7 % 40, i * 5 % 25, "
    "i * 3 % 20, CASE i % 5 WHEN 0 THEN NULL ELSE i * 11 % 60 END"
)
_TEXT = f"words.words || ' ' || i || CASE WHEN i < {FEW} THEN ' 限量龍井' ELSE '' END"
_FOUND = (
    f"words.found || i || CASE WHEN i < {FEW} THEN ' {search_text('限量龍井').strip()} ' "
    "ELSE ' ' END"
)
_JOIN = f"FROM n JOIN words ON words.n = i % {len(WORDS)}"
_AT = "CAST(DAY AS text) || ' 0' || (i % 9 + 1) || ':30:00'"
_LINK = "'https://www.facebook.com/' || i"
_NAMES = ", ".join(f'"{key}"' for key in MEASURES)
STATEMENTS = (
    "INSERT INTO platforms_post (id, workspace_id, account_id, text, post_type, permalink, "
    "published_at, published_on, present, search) "
    f"NUMBERS SELECT {{post0}} + i, {{place}}, {_ACCOUNT}, {_TEXT}, {_TYPE}, {_LINK}, "
    f"({_AT})::timestamptz, DAY, 1::boolean, {_FOUND} {_JOIN}",
    'INSERT INTO platforms_batchpost (batch_id, post_id, "row", text, post_type, permalink, '
    "published_at, published_on) "
    f"NUMBERS SELECT {{batch0}} + i / {{per_file}}, {{post0}} + i, i % {{per_file}} + 2, {_TEXT}, "
    f"{_TYPE}, {_LINK}, ({_AT})::timestamptz, DAY {_JOIN}",
    'INSERT INTO analytics_postreading (id, batch_id, post_id, span, "row", extra, '
    f"{_NAMES}) NUMBERS SELECT {{reading0}} + i, {{batch0}} + i / {{per_file}}, {{post0}} + i, "
    f"'lifetime', i % {{per_file}} + 2, '{{{{}}}}'::jsonb, {_FIGURES} FROM n",
    "INSERT INTO analytics_postcurrent (post_id, workspace_id, account_id, published_on, "
    f"post_type, mask, taken_on, sources, {_NAMES}) "
    f"NUMBERS SELECT {{post0}} + i, {{place}}, {_ACCOUNT}, DAY, {_TYPE}, "
    "CASE i % 5 WHEN 0 THEN {less} ELSE {full} END, '{taken}'::date, "
    "('{{' || "
    + " || ', ' || ".join(f"""'"{key}": ' || ({{reading0}} + i)""" for key in MEASURES[:-1])
    + f""" || CASE i % 5 WHEN 0 THEN '' ELSE ', "{MEASURES[-1]}": ' || ({{reading0}} + i) END"""
    + f" || '}}}}')::jsonb, {_FIGURES} FROM n",
)


def _compare(place: Workspace) -> None:
    """Derive ten posts by the rule; they must come out as the statements wrote them."""
    ids = list(PostCurrent.objects.in_workspace(place).order_by("pk").values_list("pk", flat=True))
    some = ids[:: max(1, len(ids) // 10)]
    before = list(PostCurrent.objects.filter(pk__in=some).order_by("pk").values())
    with transaction.atomic():
        refresh_posts(some)
        after = list(PostCurrent.objects.filter(pk__in=some).order_by("pk").values())
        transaction.set_rollback(True)
    if before != after:
        raise AssertionError(f"The stock is not what the rule gives: {before} is not {after}")
