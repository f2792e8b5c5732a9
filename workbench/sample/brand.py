"""Two whole quarters of the sample brand and the running one, all from one date."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import sin
from random import Random
from zoneinfo import ZoneInfo

from workbench.sample.exports import SamplePost
from workbench.sample.texts import draft
from workspaces.periods import Period, quarter_of

TAIPEI = ZoneInfo("Asia/Taipei")
# (weekday, hour, minute, kind): the week as the team really plans it.
FACEBOOK_SLOTS = (
    (0, 12, 0, "everyday"),
    (2, 20, 0, "everyday"),
    (4, 18, 30, "sale"),
    (6, 20, 30, "video"),
)
INSTAGRAM_SLOTS = (
    (1, 12, 10, "everyday"),
    (3, 20, 0, "video"),
    (5, 10, 30, "everyday"),
    (6, 21, 0, "everyday"),
)
YOUTUBE_SLOTS = ((4, 19, 0, "video"),)


@dataclass(slots=True)
class Brand:
    """What the brand's platforms would report on ``today``, quarter by quarter."""

    today: date
    periods: list[Period]  # the last two whole quarters, and this one until yesterday
    facebook: list[SamplePost] = field(default_factory=list)
    instagram: list[SamplePost] = field(default_factory=list)
    youtube: list[SamplePost] = field(default_factory=list)
    charts: dict[str, list[tuple[date, int]]] = field(default_factory=dict)
    channel: list[tuple[date, dict[str, int | float]]] = field(default_factory=list)
    friends: list[tuple[date, int, int, int]] = field(default_factory=list)


def make_brand(today: date) -> Brand:
    """The same brand for the same day, on every machine."""
    this = quarter_of(today)
    before = this.previous()
    first_quarter = before.previous()
    yesterday = max(this.start, today - timedelta(days=1))
    brand = Brand(today, [first_quarter, before, Period(this.start, yesterday)])
    random = Random(f"sample {today.isoformat()}")  # noqa: S311 -- a sample, not a secret
    first, last = first_quarter.start, yesterday
    said: set[str] = set()
    day = first
    while day <= last:
        progress = (day - first).days / 270
        _day_of_posts(brand, random, day, progress, said)
        _day_of_figures(brand, random, day, progress)
        day += timedelta(days=1)
    return brand


def _day_of_posts(brand: Brand, random: Random, day: date, progress: float, said: set[str]) -> None:
    for weekday, hour, minute, kind in FACEBOOK_SLOTS:
        if day.weekday() == weekday and random.random() > 0.06:
            at = _moment(random, day, hour, minute)
            words = draft(random, day, kind, said)
            brand.facebook.append(_facebook_post(random, at, words, progress))
    for weekday, hour, minute, kind in INSTAGRAM_SLOTS:
        if day.weekday() == weekday and random.random() > 0.05:
            at = _moment(random, day, hour, minute)
            words = draft(random, day, kind, said)
            brand.instagram.append(_instagram_post(random, at, words, progress))
    for weekday, hour, minute, kind in YOUTUBE_SLOTS:
        if day.weekday() == weekday and random.random() > 0.1:
            at = _moment(random, day, hour, minute)
            brand.youtube.append(_youtube_video(random, at, draft(random, day, kind, said)))


def _moment(random: Random, day: date, hour: int, minute: int) -> datetime:
    at = datetime.combine(day, time(hour, minute), TAIPEI)
    return (at + timedelta(minutes=random.choice((0, 0, 0, 1, 2, 5)))).astimezone(UTC)


def _facebook_post(random: Random, at: datetime, words, progress: float) -> SamplePost:
    reach = round(random.lognormvariate(7.7, 0.38) * words.pull * (1 + 0.22 * progress))
    liked = round(reach * random.uniform(0.024, 0.046) * words.pull**0.4)
    comments = round(liked * random.uniform(0.04, 0.16) * (2.4 if "留言" in words.text else 1))
    shares = round(liked * random.uniform(0.03, 0.1))
    links = round(reach * random.uniform(0.004, 0.013)) if words.kind == "sale" else None
    video = words.kind == "video"
    return SamplePost(
        id=str(random.randrange(1_100_000_000_000_000, 1_290_000_000_000_000)),
        text=words.text,
        kind="影片" if video else "相片",
        at=at,
        seconds=random.randrange(35, 130) if video else 0,
        figures={
            "views": round(reach * random.uniform(1.25, 1.8)),
            "reach": reach,
            "reactions": liked,
            "comments": comments,
            "shares": shares,
            "clicks": round(reach * random.uniform(0.02, 0.06)) + (links or 0),
            "link_clicks": links,
        },
    )


def _instagram_post(random: Random, at: datetime, words, progress: float) -> SamplePost:
    video = words.kind == "video"
    reach = round(random.lognormvariate(7.45, 0.42) * words.pull * (1 + 0.3 * progress))
    likes = round(reach * random.uniform(0.035, 0.062))
    # One reel a quarter or so comes without reach, as in real files.
    hidden = video and random.random() < 0.07
    return SamplePost(
        id=str(random.randrange(17_900_000_000_000_000, 18_190_000_000_000_000)),
        text=words.text + "\n\n#台灣茶 #手搖之外 #山線茶行",
        kind="IG reel" if video else random.choice(("IG image", "IG carousel")),
        at=at,
        seconds=random.randrange(12, 58) if video else 0,
        figures={
            "views": round(reach * random.uniform(1.3, 2.1)),
            "reach": None if hidden else reach,
            "likes": likes,
            "comments": round(likes * random.uniform(0.02, 0.09)),
            "shares": round(likes * random.uniform(0.03, 0.14)),
            "saves": round(likes * random.uniform(0.05, 0.2)),
            "follows": round(reach * random.uniform(0.0004, 0.002)),
        },
    )


def _youtube_video(random: Random, at: datetime, words) -> SamplePost:
    views = round(random.lognormvariate(6.6, 0.5))
    seconds = random.randrange(150, 620)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
    return SamplePost(
        id="".join(random.choice(letters) for _place in range(11)),
        text=words.text,
        kind="video",
        at=at,
        seconds=seconds,
        figures={
            "views": views,
            "hours": round(views * seconds * random.uniform(0.3, 0.5) / 3600, 4),
            "subscribers": round(views * random.uniform(0.002, 0.01)),
            "impressions": round(views * random.uniform(9, 16)),
            "ctr": round(random.uniform(3.1, 6.2), 2),
            "likes": round(views * random.uniform(0.025, 0.05)),
            "comments": round(views * random.uniform(0.002, 0.008)),
            "shares": round(views * random.uniform(0.004, 0.01)),
        },
    )


def _day_of_figures(brand: Brand, random: Random, day: date, progress: float) -> None:
    weekend = 1.15 if day.weekday() >= 5 else 1.0
    wave = weekend * (1 + 0.12 * sin((day.toordinal() % 28) / 28 * 6.283)) * (1 + 0.2 * progress)

    def number(base: float, spread: float = 0.18) -> int:
        return max(0, round(base * wave * random.uniform(1 - spread, 1 + spread)))

    for title, base in (
        ("Facebook reach", 2150),
        ("Facebook visits", 96),
        ("Facebook follows", 7),
        ("Instagram reach", 1720),
        ("Instagram profile visits", 74),
        ("Instagram follows", 9),
    ):
        brand.charts.setdefault(title, []).append((day, number(base)))
    views = number(148, 0.3)
    brand.channel.append(
        (
            day,
            {
                "views": views,
                "hours": round(views * random.uniform(0.03, 0.055), 4),
                "subscribers": number(1.6, 0.9) - (random.random() < 0.2),
            },
        )
    )
    contacts, _reach, blocks = brand.friends[-1][1:] if brand.friends else (5_312, 0, 1_148)
    contacts += number(6.2, 0.6)
    blocks += number(1.7, 0.8)
    brand.friends.append((day, contacts, round((contacts - blocks) * 0.87), blocks))
