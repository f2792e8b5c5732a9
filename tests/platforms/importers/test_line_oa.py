"""LINE friends overview: daily levels of an account the file does not name."""

from datetime import date, datetime

from platforms.importers import parse_file


def _parse(tmp_path, text: str):
    path = tmp_path / "friend_overview.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    return parse_file(path, path.name)


def test_levels_are_kept_by_day_and_gaps_stay_gaps(tmp_path):
    (table,) = _parse(
        tmp_path,
        "date,contacts,targetReaches,blocks\n20261001,5300,3600,1148\n20261002,5310,3610,--\n",
    ).tables

    first, second = table.readings
    assert (table.head.platform, table.head.family) == ("line_oa", "line_friends")
    assert (first.start, first.values) == (date(2026, 10, 1), {"friends": 5300, "blocks": 1148})
    assert second.values == {"friends": 5310}
    assert table.accounts == []


def test_a_row_without_a_day_is_refused_by_number(tmp_path):
    (table,) = _parse(tmp_path, "日期,加入好友,目標好友,封鎖\n20261001,5,4,1\n昨天,6,5,1\n").tables

    assert [issue.row for issue in table.rejected] == [3]
    assert (table.rows, table.accepted) == (2, 1)


def test_japanese_names_are_the_same_levels(tmp_path):
    (table,) = _parse(
        tmp_path, "日付,総友だち数,ターゲットリーチ,ブロック数\n20261001,5300,3600,1148\n"
    ).tables

    assert table.sums == {"friends": 5300, "blocks": 1148}


def test_broadcasts_are_messages_with_those_who_opened_and_clicked(tmp_path):
    (table,) = _parse(
        tmp_path,
        "broadcastId,sentDate,cmsUrl,deliveredCount,open,clickUU,videoStartUU,1_imp,1_click\n"
        "1234567890,2026-10-01 12:30:00,https://manager.line.biz/x,5200,3100,240,-,3100,260\n"
        "1234567891,20261002,https://manager.line.biz/y,5200,,12,-,,\n"
        "1.23E+09,20261002,,1,1,1,,,\n"
        "1234567892,soon,,1,1,1,,,\n",
    ).tables

    first, second = table.readings
    assert (table.head.family, table.head.dated) == ("line_broadcasts", "minute")
    assert first.post.published_wall == datetime(2026, 10, 1, 12, 30)
    assert first.values == {"reach": 3100, "clicks": 240}
    assert first.extra["deliveredCount"] == 5200
    assert (second.post.published_on, second.values) == (date(2026, 10, 2), {"clicks": 12})
    assert [issue.row for issue in table.rejected] == [4, 5]
