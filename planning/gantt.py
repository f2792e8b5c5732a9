"""Where everything stands on a Gantt chart: pure layout in pixels, drawn by a template.

Rows are 36 px high and begin under a head of 44 px; a day's width depends on how many there
are, so that a quarter fits a wide screen and a year can still be scrolled.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from planning.plan import Link, Span

ROW, HEAD, BAR = 36, 44, 20
DAY = timedelta(days=1)
_MOST_DAYS = 550  # about a year and a half of columns; a longer chart is cut round today


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the chart needs it; ``progress`` in percent."""

    task: int
    span: Span
    progress: int = 0
    milestone: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    task: int
    x: int
    y: int
    width: int
    done_width: int
    milestone: bool
    middle: int  # y of its middle, where arrows begin and end

    @property
    def diamond(self) -> str:
        """Points of a milestone's mark."""
        x, y, r = self.x + self.width // 2, self.middle, 9
        return f"{x},{y - r} {x + r},{y} {x},{y + r} {x - r},{y}"


@dataclass(frozen=True, slots=True)
class Tick:
    """One day of the head: ``label`` only where there is room for it."""

    day: date
    x: int
    label: str
    works: bool


@dataclass(frozen=True, slots=True)
class Month:
    x: int
    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Chart:
    first: date
    last: date
    day_width: int
    width: int
    height: int
    bars: list[Bar]
    ticks: list[Tick]
    months: list[Month]
    arrows: list[str]  # SVG path data
    today_x: int | None
    rows: list[int] = field(default_factory=list)  # y of each row's lower edge

    @property
    def resting(self) -> list[Tick]:
        return [tick for tick in self.ticks if not tick.works]


def lay_out(
    lines: Sequence[Line],
    links: Iterable[Link],
    *,
    first: date,
    last: date,
    today: date,
    works: Callable[[date], bool],
) -> Chart:
    """A chart from ``first`` to ``last`` and as far beyond as the tasks go, on whole weeks."""
    first, last = _window(lines, first, last, today)
    count = (last - first).days + 1
    day_width = 24 if count <= 77 else 14 if count <= 140 else 7

    def x_of(day: date) -> int:
        return (day - first).days * day_width

    bars = [_bar(line, row, x_of, day_width) for row, line in enumerate(lines)]
    by_task = {bar.task: bar for bar in bars}
    days = [first + DAY * n for n in range(count)]
    height = HEAD + ROW * len(lines)
    return Chart(
        first,
        last,
        day_width,
        count * day_width,
        height,
        bars,
        [Tick(day, x_of(day), _label(day, day_width), works(day)) for day in days],
        [Month(x_of(d), d.year, d.month) for d in days if d.day == 1 or d == first],
        [
            _arrow(by_task[one.before], by_task[one.after])
            for one in links
            if one.before in by_task and one.after in by_task
        ],
        x_of(today) if first <= today <= last else None,
        [HEAD + ROW * (n + 1) for n in range(len(lines))],
    )


def _window(lines: Sequence[Line], first: date, last: date, today: date) -> tuple[date, date]:
    """The days to draw. A project of years shows those of its lines; too many, those near today."""
    starts = [line.span.start for line in lines]
    dues = [line.span.due for line in lines]
    whole = min([first, *starts]), max([last, *dues])
    if (whole[1] - whole[0]).days >= _MOST_DAYS and lines:
        whole = min(starts), max(dues)
    first = whole[0] - DAY * whole[0].weekday()
    last = whole[1] + DAY * (6 - whole[1].weekday())
    if (last - first).days >= _MOST_DAYS:
        weeks = _MOST_DAYS // 7
        middle = min(max(today, first), last)
        first = max(first, min(middle - DAY * (weeks // 3 * 7), last - DAY * (weeks * 7 - 1)))
        first -= DAY * first.weekday()
        last = first + DAY * (weeks * 7 - 1)
    return first, last


def _bar(line: Line, row: int, x_of: Callable[[date], int], day_width: int) -> Bar:
    x = x_of(line.span.start)
    width = ((line.span.due - line.span.start).days + 1) * day_width
    top = HEAD + ROW * row
    return Bar(
        task=line.task,
        x=x,
        y=top + (ROW - BAR) // 2,
        width=width,
        done_width=width * line.progress // 100,
        milestone=line.milestone,
        middle=top + ROW // 2,
    )


def _label(day: date, day_width: int) -> str:
    if day_width >= 20:
        return str(day.day)
    return str(day.day) if day.weekday() == 0 else ""


def _arrow(before: Bar, after: Bar) -> str:
    """From the end of one bar to the beginning of the next, round the corner."""
    x1, y1 = before.x + before.width, before.middle
    x2, y2 = after.x, after.middle
    if before.milestone:
        x1 = before.x + before.width // 2 + 9
    if after.milestone:
        x2 = after.x + after.width // 2 - 9
    if x2 >= x1 + 10:
        turn = x1 + 5
        return f"M{x1} {y1} H{turn} V{y2} H{x2}"
    between = y2 - ROW // 2 if y2 > y1 else y2 + ROW // 2
    return f"M{x1} {y1} h5 V{between} H{x2 - 7} V{y2} H{x2}"
