"""A partner's page as it came in: one row whose post a person has to name, one post seen twice.

The partner stays outside the brand's figures, so none of them depends on it.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

from analytics.intake import deliveries, ingest
from analytics.merging.posts import merge
from platforms.models import Post, SocialAccount, SourceFile
from workspaces.models import User, Workspace

PARTNER, PAGE = "谷雨選物", "100064880299001"
HEAD: tuple[str, ...] = (
    "貼文編號",
    "粉絲專頁編號",
    "粉絲專頁名稱",
    "標題",
    "說明",
    "時長（秒）",
    "發佈時間",
)
HEAD += ("永久連結", "貼文類型", "資料留言", "日期", "觸及人數", "心情數", "留言數", "分享次數")
# Two of one minute and text (a gift and its repeat): what a spreadsheet leaves of both is equal.
GIFT = "和山線茶行一起送禮：留言標記一位朋友，週五抽出三份冬茶組。"
FAIR = "週末在華山文創園區擺攤，帶著山線茶行的新茶等你來。"
TWINS = ("1122310889256922", "1122309889256922")
ROUNDED = "1.12231E+15"
Row = tuple[str, str, int, tuple[int, int, int, int]]  # number, text, days ago, figures


def bring_partner(workspace: Workspace, *, editor: User, lead: User, today: date) -> None:
    """Three files of the partner's page; the last one was opened in a spreadsheet before."""
    first: list[Row] = [
        (TWINS[0], GIFT, 9, (2140, 96, 41, 12)),
        (TWINS[1], GIFT, 9, (310, 8, 2, 0)),
        ("1122310889251177", FAIR, 6, (980, 44, 7, 3)),
    ]
    again: list[Row] = [("1122310889251178", FAIR, 6, (1190, 57, 9, 4))]
    opened: list[Row] = [(ROUNDED, GIFT, 9, (2480, 113, 52, 15))]
    _take(workspace, "谷雨選物 貼文.csv", first, editor, today, 4)
    account = SocialAccount.objects.in_workspace(workspace).get(name=PARTNER)
    deliveries.set_ours(account, False, lead)
    _take(workspace, "谷雨選物 市集貼文.csv", again, editor, today, 3)
    _take(workspace, "谷雨選物 貼文（Excel 另存）.csv", opened, editor, today, 2)
    fair = Post.objects.in_workspace(workspace).filter(account=account, text=FAIR)
    stands, other = fair.order_by("pk")
    merge(other, stands, lead)


def _take(
    workspace: Workspace, name: str, rows: Sequence[Row], by: User, today: date, days: int
) -> SourceFile:
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(HEAD)
    for number, text, ago, figures in rows:
        at = f"{today - timedelta(days=ago):%m/%d/%Y} 04:30"
        words = ["", 0, at, "", "相片", "", "總期間"]
        writer.writerow([number, PAGE, PARTNER, text, *words, *figures])
    file = deliveries.receive(
        workspace,
        io.BytesIO(b"\xef\xbb\xbf" + content.getvalue().encode()),
        name,
        by=by,
        taken_on=today - timedelta(days=days),
    )
    deliveries.inspect([file])
    ingest.import_file(file)
    return file
