"""Days said in words: 下週三, 12/25, 雙11, 明天, 中秋節, 月底, next wed, 2026-12-25. Pure.

``days_meant`` answers with the days somebody may mean, likeliest first; nothing for words that
name no day, and for days that do not exist (2/30, a 29 February in a year without one).
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta

from workspaces import observances

DAY = timedelta(days=1)
FIRST, LAST = 1950, 2090  # years of the calendar
JUST = timedelta(days=60)  # a date that was so short ago is meant rather than the next one

_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
_CN = "〇零一二兩三四五六七八九十廿卅"
_N = rf"(\d{{1,3}}|[{_CN}]{{1,3}})"
_WEEKDAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    str(n + 1): n for n in range(7)
}
_ENGLISH_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_SIMPLE = {
    "今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "後天": 2,
    "day after tomorrow": 2, "大後天": 3, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2,
    "大前天": -3,
}  # fmt: skip
_WHICH = {
    "下下個": 2, "下下": 2, "下個": 1, "下": 1, "next": 1, "這個": 0, "這": 0, "本": 0,
    "this": 0, "上個": -1, "上": -1, "last": -1, "上上": -2, "上上個": -2,
}  # fmt: skip
_YEAR = {"今年": 0, "明年": 1, "後年": 2, "去年": -1, "前年": -2, "this year": 0, "next year": 1,
         "last year": -1}  # fmt: skip
# What people call a day besides the name and the key it has in ``observances``.
_CALLED = {
    "lunar_new_year": "春節,過年,農曆新年,農曆年,大年初一,初一,chinese new year",
    "back_to_work": "開工,開工日,初五",
    "lantern": "元宵,元宵節,小過年,lantern festival",
    "matsu": "媽祖,媽祖生日,媽祖誕辰",
    "dragon_boat": "端午,端午節,dragon boat festival",
    "qixi": "七夕,七夕情人節",
    "ghost": "中元,中元節,普渡",
    "mid_autumn": "中秋,中秋節,mid-autumn,mid-autumn festival,moon festival",
    "double_ninth": "重陽,重陽節",
    "year_end_feast": "尾牙",
    "lunar_eve": "除夕,大年夜",
    "tomb_sweeping": "清明,清明節,掃墓",
    "winter_solstice": "冬至",
    "new_year": "元旦,新年,new year",
    "valentine": "情人節,西洋情人節,valentine's day,valentines day",
    "peace_memorial": "二二八,228,和平紀念日",
    "women": "婦女節,三八",
    "white_day": "白色情人節",
    "april_fools": "愚人節",
    "children": "兒童節",
    "earth": "地球日,世界地球日",
    "book": "世界閱讀日,書香日,世界書香日",
    "labour": "勞動節,五一",
    "mother": "母親節,mother's day,mothers day",
    "father": "父親節,八八節,father's day,fathers day",
    "teacher": "教師節",
    "coffee": "咖啡日,國際咖啡日",
    "national": "國慶,國慶日,雙十,雙十節",
    "retrocession": "光復節",
    "halloween": "萬聖節,萬聖夜",
    "double_eleven": "雙11,雙十一,光棍節,singles day",
    "double_twelve": "雙12,雙十二",
    "black_friday": "黑五,黑色星期五,黑色購物節",
    "christmas_eve": "平安夜,聖誕夜,耶誕夜",
    "christmas": "聖誕,聖誕節,耶誕,耶誕節,xmas",
    "new_years_eve": "跨年,跨年夜,new year's eve,new years eve",
}


def days_meant(text: str, today: date) -> tuple[date, ...]:
    """The days ``text`` may mean, likeliest first, at most two."""
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not words or len(words) > 40:
        return ()
    for reader in _READERS:
        found = [day for day in _unique(reader(words, today)) if FIRST <= day.year <= LAST]
        if found:
            return tuple(found[:2])
    return ()


def _unique(days: Iterator[date]) -> list[date]:
    return list(dict.fromkeys(days))


def _date(year: int, month: int, day: int) -> Iterator[date]:
    """The day, if there is one."""
    if 1 <= month <= 12 and MINYEAR <= year <= MAXYEAR and 1 <= day <= monthrange(year, month)[1]:
        yield date(year, month, day)


def _number(text: str) -> int:
    """7, 十二, 二十五, 廿五."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _ten, ones = text.partition("十")
        return 10 * (_DIGITS.get(tens, 1) if tens else 1) + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[one]) for one in text))


def _year(text: str) -> int:
    """2027, or 116 of the Republic."""
    number = int(text)
    return number + 1911 if number < 1000 else number


def _whole(words: str, today: date) -> Iterator[date]:
    """2026-12-25, 2026/12/25, 20261225, 2026年12月25日, 115/12/25, 明年12/25."""
    said = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", words)
    said = said or re.fullmatch(r"(\d{4}|1\d\d)[-/.](\d{1,2})[-/.](\d{1,2})", words)
    said = said or re.fullmatch(rf"(?:民國)?(\d{{4}}|1\d\d) ?年 ?{_N} ?月 ?{_N} ?[日號]?", words)
    if said:
        yield from _date(_year(said[1]), _number(said[2]), _number(said[3]))
    said = re.fullmatch(rf"({'|'.join(_YEAR)}) ?(?:的 ?)?(.+)", words)
    month_day = said and _month_day(said[2])
    if said and month_day:
        yield from _date(today.year + _YEAR[said[1]], *month_day)
    said = re.fullmatch(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", words)
    if said and (month := _english_month(said[1])):
        yield from _date(int(said[3]), month, int(said[2]))


def _month_day(words: str) -> tuple[int, int] | None:
    said = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})", words)
    said = said or re.fullmatch(rf"{_N} ?月 ?{_N} ?[日號]?", words)
    said = said or re.fullmatch(r"(\d\d)(\d\d)", words)
    if said:
        return _number(said[1]), _number(said[2])
    said = re.fullmatch(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?", words)
    if said and (month := _english_month(said[1])):
        return month, int(said[2])
    said = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})", words)
    if said and (month := _english_month(said[2])):
        return month, int(said[1])
    return None


def _english_month(text: str) -> int | None:
    known = text[:3] in _ENGLISH_MONTHS
    names = "january february march april may june july august september october november december"
    whole = any(name.startswith(text) for name in names.split()) or text == "sept"
    return _ENGLISH_MONTHS.index(text[:3]) + 1 if known and whole else None


def _yearly(words: str, today: date) -> Iterator[date]:
    """12/25: the next one, or the last when it was just now. 2/29: in the next leap year."""
    month_day = _month_day(words)
    double = re.fullmatch(rf"雙 ?{_N}", words)
    if double and 1 <= _number(double[1]) <= 12 and _number(double[1]) != 10:
        month_day = _number(double[1]), _number(double[1])
    if month_day is None:
        return
    coming = next(_on(month_day, range(today.year, today.year + 9), today), None)
    past = next(_on(month_day, range(today.year, today.year - 9, -1), today, back=True), None)
    ordered = [coming, past]
    if past is not None and today - past <= JUST and not double:
        ordered.reverse()
    yield from (day for day in ordered if day is not None)


def _on(
    month_day: tuple[int, int], years: range, today: date, *, back: bool = False
) -> Iterator[date]:
    for year in years:
        for day in _date(year, *month_day):
            if day < today if back else day >= today:
                yield day


def _relative(words: str, today: date) -> Iterator[date]:
    """明天, 3天後, 兩週後, 半年後, in 2 weeks, 10 days ago, +7."""
    if words in _SIMPLE:
        yield today + _SIMPLE[words] * DAY
    said = re.fullmatch(r"([+-]) ?(\d{1,4})", words)
    if said:
        yield today + int(said[1] + said[2]) * DAY
    said = re.fullmatch(rf"{_N} ?個?(天|日|週|周|星期|禮拜|月|年)[之以]?([後前])", words)
    if said:
        yield from _after(today, _number(said[1]), said[2], 1 if said[3] == "後" else -1)
    if words in ("半年後", "半年前"):
        yield from _after(today, 6, "月", 1 if words[-1] == "後" else -1)
    said = re.fullmatch(r"in (\d{1,3}|a|an) (day|week|month|year)s?", words)
    ago = re.fullmatch(r"(\d{1,3}|a|an) (day|week|month|year)s? ago", words)
    for match, sign in ((said, 1), (ago, -1)):
        if match:
            number = int(match[1]) if match[1].isdigit() else 1
            yield from _after(today, number, match[2], sign)


def _after(today: date, number: int, unit: str, sign: int) -> Iterator[date]:
    if unit in ("天", "日", "day"):
        yield today + sign * number * DAY
    elif unit in ("週", "周", "星期", "禮拜", "week"):
        yield today + sign * 7 * number * DAY
    else:
        months = number * (12 if unit in ("年", "year") else 1)
        yield from _months_on(today, sign * months)


def _months_on(day: date, months: int) -> Iterator[date]:
    """The same day so many months on; in a shorter month its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if MINYEAR <= year <= MAXYEAR:
        yield date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _weekly(words: str, today: date) -> Iterator[date]:
    """下週三, 星期五, 週末, 這週, next wed, friday; weeks begin on Monday."""
    monday = today - today.weekday() * DAY
    week = "(?:週|周|星期|禮拜|拜)"
    which = "|".join(sorted((one for one in _WHICH if not one.isascii()), key=len, reverse=True))
    said = re.fullmatch(rf"({which})? ?{week} ?([一二三四五六日天1-7])", words)
    if said:
        weekday = _WEEKDAY[said[2]]
        if said[1]:
            yield monday + (7 * _WHICH[said[1]] + weekday) * DAY
        else:
            yield from _next_weekday(today, weekday)
    said = re.fullmatch(rf"({which})? ?{week}末", words)
    if said or words in ("weekend", "this weekend"):
        which_week = _WHICH[said[1]] if said and said[1] else 0
        yield monday + (7 * which_week + 5) * DAY
    said = re.fullmatch(rf"({which}) ?{week}", words)
    if said:
        yield monday + 7 * _WHICH[said[1]] * DAY
    said = re.fullmatch(r"(next|this|last)? ?([a-z]{3,9})", words)
    if said:
        if said[1] and said[2] == "week":
            yield monday + 7 * _WHICH[said[1]] * DAY
        elif said[1] and said[2] == "weekend":
            yield monday + (7 * _WHICH[said[1]] + 5) * DAY
        elif (named := _english_day(said[2])) is not None:
            if said[1]:
                yield monday + (7 * _WHICH[said[1]] + named) * DAY
            else:
                yield from _next_weekday(today, named)


def _next_weekday(today: date, weekday: int) -> Iterator[date]:
    yield today + (weekday - today.weekday()) % 7 * DAY


def _english_day(text: str) -> int | None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, name in enumerate(names):
        if name.startswith(text):
            return number
    return None


def _monthly(words: str, today: date) -> Iterator[date]:
    """月底, 下個月初, 12月, 12月底, 25號, 年底, 明年, 季末, 2027Q1, end of month."""
    first = today.replace(day=1)
    which = "|".join(sorted((one for one in _WHICH if not one.isascii()), key=len, reverse=True))
    said = re.fullmatch(rf"({which})? ?月 ?(初|中|底|末)?", words)
    if said and (said[1] or said[2]):
        for month in _months_on(first, _WHICH.get(said[1] or "本", 0)):
            yield _part(month, said[2])
    said = re.fullmatch(r"(?:(next|this|last) )?month(?: (end|start))?", words)
    if said and (said[1] or said[2]):
        for month in _months_on(first, _WHICH.get(said[1] or "this", 0)):
            yield _part(month, "底" if said[2] == "end" else None)
    if words in ("end of month", "end of the month", "eom"):
        yield _part(first, "底")
    said = re.fullmatch(
        rf"(?:(\d{{4}}|1\d\d) ?年 ?|({'|'.join(_YEAR)}) ?)?{_N} ?月 ?(初|中|底|末)?", words
    )
    if said:
        number = _number(said[3])
        year = _year(said[1]) if said[1] else today.year + _YEAR.get(said[2] or "今年", 0)
        if not said[1] and not said[2] and 1 <= number < today.month:
            year += 1  # the next one
        yield from (_part(month, said[4]) for month in _date(year, number, 1))
    said = re.fullmatch(rf"{_N} ?[日號]|(\d{{1,2}})(?:st|nd|rd|th)", words)
    if said:
        yield from _of_month(first, _number(said[1] or said[2]), today)
    yield from _of_year(words, today)


def _part(first: date, part: str | None) -> date:
    """The first of a month, its 15th, or its last day."""
    if part in ("底", "末"):
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first.replace(day=15) if part == "中" else first


def _of_month(first: date, number: int, today: date) -> Iterator[date]:
    """25號: the next one; months without that day are passed over."""
    for months in range(13):
        for month in _months_on(first, months):
            for day in _date(month.year, month.month, number):
                if day >= today:
                    yield day
                    return


def _of_year(words: str, today: date) -> Iterator[date]:
    said = re.fullmatch(rf"(?:({'|'.join(_YEAR)})|(\d{{4}})) ?年?(初|底|末)?", words)
    if words in ("年底", "年末", "end of year", "year end"):
        yield date(today.year, 12, 31)
    elif words == "年初":
        yield date(today.year, 1, 1)
    elif said:
        year = today.year + _YEAR[said[1]] if said[1] else int(said[2])
        yield from _date(year, *((12, 31) if said[3] in ("底", "末") else (1, 1)))
    quarter = (today.month - 1) // 3
    said = re.fullmatch(r"(下|上|本|這)?一? ?季(?:度)?(初|底|末)?", words)
    if said and (said[1] or said[2]):
        months = 3 * (quarter + _WHICH[said[1] or "本"])
        yield from _quarter(date(today.year, 1, 1), months, said[2])
    said = re.fullmatch(r"(?:(\d{4}) ?)?q([1-4])", words)
    if said:
        year = int(said[1] or today.year)
        yield from _quarter(date(year, 1, 1), 3 * (int(said[2]) - 1), None)


def _quarter(january: date, months: int, part: str | None) -> Iterator[date]:
    if part in ("底", "末"):
        yield from (_part(month, "底") for month in _months_on(january, months + 2))
    else:
        yield from _months_on(january, months)


def _celebrated(words: str, today: date) -> Iterator[date]:
    """中秋節, 明年端午, 2027 母親節, black friday: the next one, then the last."""
    said = re.fullmatch(rf"(?:({'|'.join(_YEAR)})|(\d{{4}})年?) ?(?:的 ?)?(.+)", words)
    behind = re.fullmatch(r"(.+) (\d{4})", words)
    if said:
        year = today.year + _YEAR[said[1]] if said[1] else int(said[2])
        yield from _named(said[3], range(year, year + 1))
    elif behind:
        yield from _named(behind[1], range(int(behind[2]), int(behind[2]) + 1))
    else:
        found = list(_named(words, range(today.year - 1, today.year + 2)))
        yield from (day for day in found if day >= today)
        yield from (day for day in reversed(found) if day < today)


def _named(words: str, years: range) -> Iterator[date]:
    for year in years:
        if 1902 <= year <= 2098:
            for one in observances.of_year(year):
                if words in _names(one):
                    yield one.day


def _names(one: observances.Observance) -> set[str]:
    return {
        *_CALLED.get(one.key, "").split(","),
        one.key.replace("_", " "),
        str(one.name).casefold().replace("’", "'"),
    }


_READERS: tuple[Callable[[str, date], Iterator[date]], ...] = (
    _whole,
    _relative,
    _weekly,
    _celebrated,
    _yearly,
    _monthly,
)
