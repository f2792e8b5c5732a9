"""Business Suite audience file: who the followers are, in blocks of different width."""

from platforms.importers import cells as cell
from platforms.importers.base import Grid, Options, Reject, Skip
from platforms.importers.headers import Binding, clean, normal
from platforms.importers.meta_content import PACIFIC
from platforms.importers.tables import Row, Table
from platforms.records import ReadingRecord, Span, Subject
from platforms.sentences import gettext as _

KEY = "meta_audience"

_BLOCKS = {
    "age_gender": ("Age & gender", "Age and gender", "年齡和性別", "年齡與性別", "年齡及性別",
                   "年齡層和性別", "年齡層與性別"),
    "city": ("Top cities", "Top towns/cities", "Cities", "熱門城市", "熱門城鎮／城市", "主要城市",
             "城市"),
    "country": ("Top countries", "Countries", "熱門國家／地區", "熱門國家", "主要國家／地區",
                "主要國家", "國家／地區"),
    "content_format": ("Top content formats", "熱門內容格式", "熱門內容類型"),
}  # fmt: skip
_LEVELS = {
    "facebook": ("Facebook followers", "Facebook 追蹤者", "Facebook 粉絲人數"),
    "instagram": ("Instagram followers", "Instagram 追蹤者", "Instagram 粉絲人數"),
}
_BY_NAME = {normal(name): key for key, names in _BLOCKS.items() for name in names}
_PLATFORM_BY_NAME = {normal(name): key for key, names in _LEVELS.items() for name in names}
_GENDERS = {
    normal(name): key
    for key, names in {
        "female": ("Women", "Female", "女性", "女"),
        "male": ("Men", "Male", "男性", "男"),
        "unknown": ("Unknown", "Unspecified", "未知", "未指定"),
    }.items()
    for name in names
}


def block_of(title: str) -> str | None:
    """The dimension a block's title names, ``followers`` for the level block."""
    name = normal(title)
    if name in _PLATFORM_BY_NAME:
        return "followers"
    return _BY_NAME.get(name)


def band(text: str) -> str:
    """An age band in one form: ``18–24 years`` and ``18 - 24 歲`` become ``18-24``."""
    text = cell.plain(text)
    digits = "".join(letter if letter.isdigit() else " " for letter in text).split()
    if len(digits) == 2:
        return f"{digits[0]}-{digits[1]}"
    return f"{digits[0]}+" if len(digits) == 1 else text


def gender(text: str) -> str:
    return _GENDERS.get(normal(text), clean(text))


class MetaAudience(Table):
    """Percentages of the followers per label; the file does not say of which day."""

    family = KEY
    zone = PACIFIC
    span = Span.PERIOD
    dimension = ""

    def take(self, row: Row) -> list[ReadingRecord]:
        if self.dimension == "followers":
            return [self._level(row)]
        if self.dimension == "age_gender":
            pairs = [
                (f"{band(row.at(0))}|{gender(name)}", place)
                for place, name in enumerate(self.binding.header)
                if place and name
            ]
        else:
            pairs = [(name, place) for place, name in enumerate(self.binding.header) if name]
        readings = [self._reading(row, key, place) for key, place in pairs]
        found = [reading for reading in readings if reading is not None]
        if not found:
            raise Skip(_("The row reports nothing."))
        return found

    def _reading(self, row: Row, key: str, place: int) -> ReadingRecord | None:
        header = self.binding.header[place]
        if self.dimension == "content_format":
            # Which figure these are depends on what was chosen on the page: kept, not guessed.
            return self._of(row, key, {}, {self.grid.table: row.at(place)})
        try:
            part = cell.share(row.at(place))
        except cell.NotANumber as error:
            raise Reject(
                _("%(header)s: %(problem)s") % {"header": header, "problem": error.sentence}, header
            ) from None
        if part is None:
            return None
        return self._of(row, key, {"followers": part}, {})

    def _of(
        self, row: Row, key: str, share: dict[str, int], said: dict[str, str | int | float]
    ) -> ReadingRecord:
        return ReadingRecord(
            subject=Subject.BREAKDOWN,
            span=Span.PERIOD,
            row=row.number,
            values={},
            extra=said,
            dimension=self.dimension,
            key=key,
            share_ppm=share,
        )

    def _level(self, row: Row) -> ReadingRecord:
        value = self.number(row, 0, "count")
        if value is None:
            raise Reject(_("The row holds no number."), self.binding.header[0])
        return ReadingRecord(
            subject=Subject.ACCOUNT, span=Span.PERIOD, row=row.number, values={"followers": value}
        )

    def finish(self) -> None:
        self.warn(
            "period_missing",
            _("The file does not say of which day it speaks; give the day it was downloaded."),
        )


def table(
    grid: Grid, options: Options, title: str, header_row: int, header: list[str], last_row: int
) -> MetaAudience:
    """The block of a section whose title is known."""
    chinese = any("一" <= letter <= "鿿" for letter in title)
    binding = Binding(
        [clean(name) for name in header], english=int(not chinese), chinese=int(chinese)
    )
    audience = MetaAudience(grid, options, binding, header_row, last_row)
    audience.dimension = block_of(title) or ""
    platform = _PLATFORM_BY_NAME.get(normal(title))
    if platform:
        audience.platform = audience.head.platform = platform
    return audience
