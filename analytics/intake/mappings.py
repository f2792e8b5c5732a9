"""Tables no importer knows: their columns as a person sees them, and what each means."""

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.intake.ingest import stored_path
from platforms.importers import FileReport, Glimpse, families, glimpses, inspect_file
from platforms.importers.headers import normal
from platforms.measures import MEASURES
from platforms.models import SourceFile

ROWS_LOOKED_AT = 15  # explanations above a header are rarely longer
SAMPLES = 3
MOST_COLUMNS = 60

# Fields of a row, in the order of the list; the keys are those of platforms.importers.generic.
FIELDS: dict[str, Promise] = {
    "post_id": _("Post number"),
    "permalink": _("Link of the post"),
    "published": _("Publish time"),
    "text": _("Text of the post"),
    "post_type": _("Type of the post"),
    "duration": _("Length of the video"),
    "date": _("Date (one row a day)"),
    "start": _("First day of the row"),
    "end": _("Last day of the row"),
    "account_name": _("Name of the account"),
    "handle": _("Handle of the account"),
    "account_id": _("Number of the account"),
}
# Headers seen in exports without an importer of their own.
USUAL = {
    "date": ("day", "日期"),
    "post_id": ("id", "postid", "tweetid", "貼文編號"),
    "permalink": ("link", "url", "postlink", "videolink", "permalink", "永久連結", "連結"),
    "published": ("posttime", "publishtime", "createddate", "time", "發布時間"),
    "text": ("posttext", "posttitle", "videotitle", "tweettext", "title", "標題", "內容"),
    "reactions": ("likes", "totallikes", "favorites", "按讚數", "讚"),
    "comments": ("replies", "totalcomments", "留言", "留言數"),
    "shares": ("reposts", "retweets", "totalshares", "分享", "分享數"),
    "views": ("videoviews", "totalviews", "觀看次數", "瀏覽次數"),
    "saves": ("bookmarks", "addtofavorites", "收藏"),
    "link_clicks": ("urlclicks", "連結點擊"),
    "followers": ("totalfollowers", "粉絲數", "追蹤人數"),
    "new_followers": ("newfollows", "新增粉絲"),
    "sessions": ("工作階段", "流量"),
    "friends": ("contacts", "friends", "好友數", "加入好友", "好友人數", "累計好友數"),
    "blocks": ("blocked", "封鎖", "封鎖數", "封鎖人數"),
    "reach": ("open", "uniqueimpressions", "reachedaudience", "開封數", "開封人數", "已開封人數"),
    "clicks": ("clickuu", "點擊數", "點擊次數", "點擊人數"),
}
CLOSE_ENOUGH = 0.86  # how alike two headers must be to be taken for one, of 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its header and the first cells under it."""

    header: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappableTable:
    """One table of a file: a sheet, a member of a ZIP, or the file itself."""

    member: str
    sheet: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return " › ".join(part for part in (self.member, self.sheet) if part)

    @property
    def signature(self) -> str:
        """The same for every file with these headers in this order."""
        headers = "|".join(normal(column.header) for column in self.columns)
        return hashlib.sha256(headers.encode()).hexdigest()[:16]

    def is_meant(self, mapping: dict[str, Any]) -> bool:
        """Does a mapping speak of this table?"""
        told = (mapping.get("member") or self.member, mapping.get("sheet") or self.sheet)
        return told == (self.member, self.sheet)


def tables_of(file: SourceFile) -> list[MappableTable]:
    """The tables of a file with at least two columns under their most likely header."""
    path = stored_path(file)
    if not path.exists():
        return []
    found = [
        MappableTable(glimpse.member or "", glimpse.sheet, tuple(_columns(glimpse)))
        for glimpse in glimpses(path)
    ]
    return [table for table in found if table.columns]


def remembered(file: SourceFile, table: MappableTable) -> dict[str, Any] | None:
    """What somebody of this workspace last said a table with these headers means."""
    said = Q(choices__signature=table.signature)
    said |= Q(choices__signatures__has_key=table.signature)
    earlier = (
        SourceFile.objects.in_workspace(file.workspace)
        .filter(said)
        .exclude(pk=file.pk)
        .order_by("-pk")
        .first()
    )
    if earlier is None:
        return None
    kept = earlier.choices.get("signatures") or {}
    mapping = kept.get(table.signature, earlier.choices.get("mapping"))
    return for_table(mapping, table) if isinstance(mapping, dict) else None


def for_table(mapping: dict[str, Any], table: MappableTable) -> dict[str, Any]:
    """The mapping, speaking of this very table."""
    own = {"member", "sheet", "also"}
    kept = {key: value for key, value in mapping.items() if key not in own}
    told = {"member": table.member, "sheet": table.sheet}
    return kept | {key: value for key, value in told.items() if value}


def said_of(file: SourceFile, table: MappableTable) -> dict[str, Any] | None:
    """What somebody said this table of this very file means."""
    return next((one for one in _all_of(file) if table.is_meant(one)), None)


def choose(file: SourceFile, table: MappableTable, mapping: dict[str, Any]) -> dict[str, Any]:
    """Take ``mapping`` into the file's choices beside those of its other tables; gives it."""
    mapping = for_table(mapping, table)
    others = [
        {key: value for key, value in one.items() if key != "also"}
        for one in _all_of(file)
        if not table.is_meant(one)
    ]
    file.choices = file.choices | {
        "mapping": mapping | ({"also": others} if others else {}),
        "signature": table.signature,
        "signatures": (file.choices.get("signatures") or {}) | {table.signature: mapping},
    }
    return mapping


def _all_of(file: SourceFile) -> list[dict[str, Any]]:
    mapping = (file.choices or {}).get("mapping")
    return [mapping, *(mapping.get("also") or ())] if isinstance(mapping, dict) else []


def look(file: SourceFile) -> FileReport:
    """What the file holds; unknown tables by what somebody said of their like before."""
    path, taken_on = stored_path(file), file.taken_on
    report = inspect_file(path, file.name, mapping=file.choices.get("mapping"), taken_on=taken_on)
    if not report.refused or "mapping" in file.choices:
        return report
    known = {(table.head.member or "", table.head.table) for table in report.tables}
    for table in tables_of(file):
        mapping = remembered(file, table)
        if mapping is not None and (table.member, table.sheet) not in known:
            choose(file, table, mapping)
    if "mapping" not in file.choices:
        return report
    return inspect_file(path, file.name, mapping=file.choices["mapping"], taken_on=taken_on)


def columns_of(file: SourceFile) -> list[Column]:
    """The columns of the file's first table; empty where no table can be read."""
    tables = tables_of(file)
    return list(tables[0].columns) if tables else []


def _columns(glimpse: Glimpse) -> list[Column]:
    rows = glimpse.records[:ROWS_LOOKED_AT]
    widths = [sum(bool(cell.strip()) for cell in cells) for cells in rows]
    widest = max(widths, default=0)
    if widest < 2:
        return []
    place = widths.index(widest)
    below = [cells for cells in rows[place + 1 :] if any(cells)][:SAMPLES]
    seen: set[str] = set()
    found = []
    for number, header in enumerate(rows[place][:MOST_COLUMNS]):
        if header.strip() and normal(header) not in seen:
            seen.add(normal(header))
            cells = tuple(cells[number] for cells in below if number < len(cells))
            found.append(Column(header.strip(), cells))
    return found


def guess(header: str) -> str:
    """What a header most likely means; "" where that cannot be told."""
    name = normal(header)
    for key, names in USUAL.items():
        if name == normal(key) or name in {normal(one) for one in names}:
            return key
    for key, measure in MEASURES.items():
        labels = set()
        for language in ("en", "zh-hant"):
            with translation.override(language):
                labels.add(normal(str(measure.label)))
        if name == normal(key) or name in labels:
            return key
    known = _known_headers()
    alike = get_close_matches(name, known, 1, CLOSE_ENOUGH) if len(name) > 3 else []
    return known.get(name) or (known[alike[0]] if alike else "")


@cache
def _known_headers() -> dict[str, str]:
    """What the headers that importers know mean, as far as a mapping can say it."""
    found: dict[str, str] = {}
    for columns in families.COLUMN_SETS:
        for column in columns.columns:
            if column.key in MEASURES or column.key in FIELDS:
                for name in (*column.english, *column.chinese):
                    found.setdefault(normal(name), column.key)
    return found


def mapping_of(
    platform: str, span: str, date_format: str, targets: dict[str, str]
) -> dict[str, Any]:
    """The mapping as the importer takes it (see ``platforms.importers.generic``)."""
    mapping: dict[str, Any] = {
        "platform": platform,
        "span": span,
        "columns": {header: target for header, target in targets.items() if target},
    }
    if date_format:
        mapping["date_format"] = date_format
    return mapping
