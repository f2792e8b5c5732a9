"""Dates without a year, in the language of whoever's screen they were exported from.

TikTok Studio writes ``April 12``, ``8 de marzo``, ``18 tháng Sáu``, ``4月12日``. Which year is meant
follows from the day on which the file existed: no figure speaks of a day after that.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from platforms.importers.dates import tidy

MonthDay = tuple[int, int]

# One line per month; full names, then short ones. Forms of the second case stand beside the first.
_NAMES = (
    "january jan enero ene janeiro janvier janv januar gennaio gen januari styczeń stycznia sty "
    "ocak oca январь января янв січень січня січ януари яну ιανουάριος ιανουαρίου ιανουάριου ιαν "
    "ianuarie ian leden ledna január tammikuu tammikuuta มกราคม ม.ค. يناير जनवरी siječanj siječnja",
    "february feb febrero fevereiro fev février févr fév februar febbraio februari luty lutego lut "
    "şubat şub февраль февраля фев февр лютий лютого лют февруари фев φεβρουάριος φεβρουαρίου φεβ "
    "februarie únor února február helmikuu helmikuuta กุมภาพันธ์ ก.พ. فبراير फ़रवरी veljača veljače",
    "march mar marzo março mars märz mär maart mrt maret mac marzec marca mart март марта мар "
    "березень березня бер март μάρτιος μαρτίου μάρτιου μαρ martie březen března március marts "
    "maaliskuu maaliskuuta มีนาคม มี.ค. مارس मार्च ožujak ožujka",
    "april apr abril abr avril avr aprile kwiecień kwietnia kwi nisan nis апрель апреля апр "
    "квітень квітня кві април απρίλιος απριλίου απρ aprilie duben dubna április huhtikuu "
    "huhtikuuta เมษายน เม.ย. أبريل ابريل अप्रैल travanj travnja",
    "may mayo maio mai maggio mag mei maj maja mayıs май мая травень травня тра μάιος μαΐου μαϊου "
    "květen května május toukokuu toukokuuta พฤษภาคม พ.ค. مايو मई svibanj svibnja",
    "june jun junio junho juin juni giugno giu czerwiec czerwca cze haziran haz июнь июня июн "
    "червень червня чер юни ιούνιος ιουνίου ιουν iunie iun červen června június kesäkuu kesäkuuta "
    "มิถุนายน มิ.ย. يونيو जून lipanj lipnja",
    "july jul julio julho juillet juil juli luglio lug julai lipiec lipca lip temmuz tem июль июля "
    "июл липень липня лип юли ιούλιος ιουλίου ιουλ iulie iul červenec července július heinäkuu "
    "heinäkuuta กรกฎาคม ก.ค. يوليو जुलाई srpanj srpnja",
    "august aug agosto ago août aout augustus agustus ogos agu sierpień sierpnia sie ağustos ağu "
    "август августа авг серпень серпня сер αύγουστος αυγούστου αυγ srpen srpna augusztus elokuu "
    "elokuuta สิงหาคม ส.ค. أغسطس अगस्त kolovoz kolovoza",
    "september sep sept septiembre setiembre setembro set septembre settembre wrzesień września "
    "wrz eylül eyl сентябрь сентября сен сент вересень вересня вер септември сеп σεπτέμβριος "
    "σεπτεμβρίου σεπτέμβριου σεπ septembrie září szeptember syyskuu syyskuuta กันยายน ก.ย. سبتمبر "
    "सितंबर rujan rujna",
    "october oct octubre outubro out octobre oktober okt ottobre ott październik października paź "
    "ekim eki октябрь октября окт жовтень жовтня жов октомври οκτώβριος οκτωβρίου οκτ octombrie "
    "říjen října október lokakuu lokakuuta ตุลาคม ต.ค. أكتوبر अक्टूबर",
    "november nov noviembre novembro novembre listopad listopada lis kasım kas ноябрь ноября ноя "
    "нояб листопад листопада лис ноември νοέμβριος νοεμβρίου νοέμβριου νοε noiembrie noi listopadu "
    "marraskuu marraskuuta พฤศจิกายน พ.ย. نوفمبر नवंबर studeni studenoga",
    "december dec diciembre dic dezembro dez décembre déc dezember dicembre desember des disember "
    "dis grudzień grudnia gru aralık ara декабрь декабря дек грудень грудня гру декември "
    "δεκέμβριος δεκεμβρίου δεκ decembrie prosinec prosince joulukuu joulukuuta ธันวาคม ธ.ค. ديسمبر "
    "दिसंबर prosinac prosinca",
)
MONTHS = {
    name.rstrip("."): number for number, names in enumerate(_NAMES, 1) for name in names.split()
}
# Vietnamese counts its months: "tháng Sáu" is the sixth.
_VIETNAMESE = {
    name: number
    for number, names in enumerate(
        ("một giêng", "hai", "ba", "tư bốn", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười",
         "mười_một", "mười_hai chạp"), 1)
    for name in names.split()
}  # fmt: skip
_EAST = re.compile(r"(\d{1,2}) ?(?:月|월) ?(\d{1,2}) ?(?:日|일|号|號)?")
_THANG = re.compile(r"(?:ngày )?(\d{1,2}) ?,? ?(?:tháng|thg) ?(\d{1,2}|[^\W\d]+(?: [^\W\d]+)?)")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[ -]+(?:de |d'|d’|a |of )?(\D+)")
_MONTH_FIRST = re.compile(r"(\D+?)[ -]+(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?")
_MOMENT = re.compile(r"(?<!\d)(1[4-9]\d{8}|2\d{9})(\d{3})?(?!\d)", re.ASCII)


def month_day(cell: str) -> MonthDay | None:
    """(month, day) of a date that names no year; None where the cell is none."""
    text = tidy(cell).casefold()
    if not text or len(text) > 40:
        return None
    found = _EAST.fullmatch(text)
    if found:
        return _valid(int(found[1]), int(found[2]))
    found = _THANG.fullmatch(text)
    if found:
        name = found[2].replace(" ", "_")
        return _valid(int(name) if name.isdigit() else _VIETNAMESE.get(name, 0), int(found[1]))
    found = _DAY_FIRST.fullmatch(text)
    if found:
        return _valid(_month(found[2]), int(found[1]))
    found = _MONTH_FIRST.fullmatch(text)
    return _valid(_month(found[1]), int(found[2])) if found else None


def _month(name: str) -> int:
    return MONTHS.get(name.strip(" .,"), 0)


def _valid(month: int, day: int) -> MonthDay | None:
    try:
        date(2000, month, day)  # a leap year: 29 February is a day
    except ValueError:
        return None
    return month, day


def latest(when: MonthDay, until: date) -> date:
    """The last day of this name that is not after ``until``."""
    year = until.year
    while True:
        try:
            found = date(year, *when)
        except ValueError:  # 29 February
            year -= 1
            continue
        if found <= until:
            return found
        year -= 1


def settle(days: Sequence[MonthDay], until: date) -> list[date]:
    """The full dates of a column, walking back from the end that lies nearest ``until``.

    A series that runs day by day may be longer than a year; one in no order may not.
    """
    steps = [_step(one, two) for one, two in pairwise(days)]
    forward = sum(0 <= step <= 31 for step in steps)
    backward = sum(-31 <= step <= 0 for step in steps)
    if len(steps) and forward == len(steps):
        return _walk(days[::-1], until)[::-1]
    if len(steps) and backward == len(steps):
        return _walk(days, until)
    return [latest(when, until) for when in days]


def _walk(days: Sequence[MonthDay], until: date) -> list[date]:
    found: list[date] = []
    for when in days:
        until = latest(when, until)
        found.append(until)
    return found


def _step(one: MonthDay, two: MonthDay) -> int:
    """Days from one to two, around the turn of the year; between -183 and 183."""
    gap = (date(2000, *two) - date(2000, *one)).days
    return gap - 366 if gap > 183 else gap + 366 if gap < -183 else gap


def day_in_name(name: str) -> date | None:
    """The day of the Unix time in a download's name, in seconds or milliseconds."""
    found = _MOMENT.search(name)
    return datetime.fromtimestamp(int(found[1]), UTC).date() if found else None


def existed_on(name: str, taken_on: date | None) -> date:
    """The day on which the figures cannot be older than: their download, as far as known.

    Of what the person says and what the name says the earlier, since a file that was there
    on an earlier day tells nothing of later ones.
    """
    known = [day for day in (taken_on, day_in_name(name)) if day is not None]
    return min(known) if known else datetime.now(UTC).date()
