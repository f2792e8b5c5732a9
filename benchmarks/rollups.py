"""Rolling up: all of it against a plain scan with the same sums, a little against all of it."""

from datetime import date

from django.db import connection, transaction
from django.db.models import Count, Sum

from analytics.models import DayRollup, PostCurrent
from analytics.rollup import refresh_rollups
from benchmarks import stock
from benchmarks.held import Held, Promises, seconds
from platforms.measures import MEASURES
from workspaces.models import Workspace

TIMES = 3
SHARE = 100  # one in a hundred posts


def measure(number: int, *, full: bool) -> Promises:
    place = stock.workspace(number)
    cells = _cells(place)
    newest = _newest(place, number // SHARE)
    before = _sums(place)
    scan = min(seconds(lambda: _scan(place)) for _time in range(TIMES))
    whole = min(_rolled(place, cells, before) for _time in range(TIMES))
    part = min(_rolled(place, newest, before) for _time in range(TIMES))
    yield Held(
        f"full re-roll of {number:,} readings against a scan with the same sums", whole / scan, 2.0
    )
    yield Held(
        "re-roll after an import touching 1 % of the posts, in % of a full one",
        100 * part / whole,
        5.0,
        " %",
    )


def _cells(place: Workspace) -> set[tuple[int, date]]:
    rows = PostCurrent.objects.in_workspace(place).values_list("account_id", "published_on")
    return {(account, day) for account, day in rows.distinct() if day}


def _newest(place: Workspace, number: int) -> set[tuple[int, date]]:
    """The cells of the newest posts of one account: what one file touches."""
    account = PostCurrent.objects.in_workspace(place).earliest("pk").account_id
    posts = PostCurrent.objects.filter(account=account).order_by("-published_on", "-pk")
    rows = posts.values_list("account_id", "published_on")[:number]
    return {(account, day) for account, day in rows if day}


def _scan(place: Workspace) -> None:
    """The same sums over the same rows, read and thrown away."""
    sums = {f"sum_{key}": Sum(key) for key in MEASURES}
    rows = (
        PostCurrent.objects.in_workspace(place)
        .values("workspace_id", "account_id", "published_on", "post_type", "mask")
        .annotate(number=Count("pk"), **sums)
        .order_by()
    )
    query, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        while cursor.fetchmany(2000):
            pass


def _rolled(place: Workspace, cells: set[tuple[int, date]], expected: dict) -> float:
    """Seconds to roll these cells up; taken back, and refused where a sum has changed."""
    with transaction.atomic():
        taken = seconds(lambda: refresh_rollups(cells))
        if _sums(place) != expected:
            raise AssertionError("Rolled up again, the sums are not what they were.")
        transaction.set_rollback(True)
    return taken


def _sums(place: Workspace) -> dict:
    names = ("posts", *stock.MEASURES)
    return DayRollup.objects.in_workspace(place).aggregate(*[Sum(name) for name in names])
