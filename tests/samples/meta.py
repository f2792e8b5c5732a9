"""Small files in the shape of Meta's exports, made up row by row."""

import csv
import io
from collections.abc import Iterable

CONTENT_HEAD = [
    "Post ID",
    "Page ID",
    "Page name",
    "Title",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Permalink",
    "Post type",
    "Data comment",
    "Date",
]


def content_csv(
    rows: Iterable[dict],
    *,
    measures: tuple[str, ...] = ("Reach", "Reactions", "Comments", "Shares"),
    page: tuple[str, str] = ("100900000000001", "山線茶行"),
) -> bytes:
    """A lifetime content export. A row: id, time "11/02/2026 04:30", text, and measures."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*CONTENT_HEAD, *measures])
    for row in rows:
        page_id, page_name = row.get("page", page)
        writer.writerow(
            [
                row["id"],
                page_id,
                page_name,
                row.get("text", "今天的茶很好喝"),
                "",
                row.get("duration", 0),
                row.get("time", "11/02/2026 04:30"),
                row.get("link", f"https://www.facebook.com/{row['id']}"),
                row.get("type", "Photos"),
                row.get("comment", ""),
                "Lifetime",
                *[row.get(measure, "") for measure in measures],
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def chart_csv(title: str, days: Iterable[tuple[str, int]]) -> bytes:
    """A Business Suite overview chart: UTF-16, ``sep=`` line, title, one row a day."""
    lines = ["sep=,", f'"{title}"', '"Date","Primary"']
    lines += [f'"{day}T00:00:00","{value}"' for day, value in days]
    return ("\n".join(lines) + "\n").encode("utf-16")
