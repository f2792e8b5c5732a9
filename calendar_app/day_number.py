"""Which day of a window a moment lies on, reckoned by the database without knowing zones."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Func, IntegerField, Value, When
from django.db.models.expressions import Combinable

DAY = timedelta(days=1)


class _DaysSince(Func):
    """Whole days of 24 hours between an epoch second and a moment."""

    output_field = IntegerField()

    def __init__(self, moment: str, since: int) -> None:
        super().__init__(moment)
        self.since = int(since)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = f"((CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) - {self.since}) / 86400)"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        seconds = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        template = f"(({seconds} - {self.since}) / 86400)"
        return self.as_sql(compiler, connection, template=template, **more)


def day_number(moment: str, first: date, last: date, zone: ZoneInfo) -> Combinable:
    """0 for ``first`` and so on to ``last``; ``moment`` names a field that lies in those days.

    Where the clock changes in between, one day has 23 or 25 hours: then a day is told by where
    the next one begins, which is dearer to ask.
    """
    begins = [
        datetime.combine(first + n * DAY, time.min, zone) for n in range((last - first).days + 2)
    ]
    if len({one.utcoffset() for one in begins}) == 1:
        return _DaysSince(moment, int(begins[0].timestamp()))
    return Case(
        *(When(**{f"{moment}__lt": end}, then=Value(n)) for n, end in enumerate(begins[1:-1])),
        default=Value(len(begins) - 2),
        output_field=IntegerField(),
    )
