"""Where files end too early or say more than can be true: never a wrong cell, never a crash."""

import pytest

from platforms.importers import cells
from platforms.importers.ids import Repeats
from tests.platforms.importers.conftest import FB, fb_row, rows

TWO = rows(FB, fb_row("1122300889256901"), fb_row("1122300889256902"))


@pytest.mark.parametrize(
    "ending",
    [
        "1200,900,45,3",  # was 30: half a cell
        "1200,900,45",
        '1200,900,45,"3',
    ],
)
def test_a_last_row_that_stops_within_a_figure_is_rejected(one, ending):
    cut = TWO[: TWO.rindex("1200,900,45,30")] + ending

    table = one(cut)

    assert (table.accepted, [issue.row for issue in table.rejected]) == (1, [3])
    assert "cut off" in table.rejected[0].reason
    assert table.sums["reactions"] == 30


def test_a_quoted_last_figure_without_its_closing_mark_is_rejected(one):
    quoted = 'sep=,\n"Facebook reach"\n"Date","Primary"\n"2026-03-01T00:00:00","1938"\n'
    table = one(quoted + '"2026-03-02T00:00:00","19')

    assert (table.sums, [issue.row for issue in table.rejected]) == ({"reach": 1938}, [5])


@pytest.mark.parametrize(
    "ending",
    [
        "1200,900,45,",  # behind a separator: what stands there is whole
        "1200,900,45,\n",  # ended with its line: trailing cells were dropped
        "1200,900,45\n",
        "1200,900,45,30,10,5,70,12,58,12.345,0.25",  # all cells, only the line end is missing
    ],
)
def test_a_short_last_row_that_ends_well_is_taken(one, ending):
    table = one(TWO[: TWO.rindex("1200,900,45,30")] + ending)

    assert (table.accepted, table.sums["reach"]) == (2, 1800)


def test_a_mark_for_inches_is_no_open_quotation(one):
    text = rows(FB, fb_row(), fb_row("1122300889256902", Title="6 inch tray"))

    assert one(text.replace("6 inch", '6" tea').rstrip("\n")).accepted == 2


def test_rows_with_zero_bytes_are_rejected_and_the_others_taken(one):
    content = rows(
        FB,
        fb_row(),
        fb_row("1122300889256902", Views="12\x0000"),
        fb_row("1122300889256903", Title="好\x00茶"),
    )

    table = one(content + "\x00" * 300)

    assert [issue.row for issue in table.rejected] == [3, 4, 5]
    assert all("bytes" in issue.reason for issue in table.rejected[:2])
    assert table.sums["views"] == 1200


def test_a_zero_byte_in_a_header_reaches_no_key(one):
    table = one(rows([*FB, "X\x00Y"], [*fb_row(), "1"], [*fb_row("1122300889256902"), "2"]))

    assert "\x00" not in "".join(key for r in table.readings for key in r.extra)


@pytest.mark.parametrize(
    "when", ["12/31/9999 23:59", "01/01/0001 00:00", "03/18/0225 02:39", "2025-01-01 10:00 +99:99"]
)
def test_a_publish_time_no_post_can_have_is_rejected(one, when):
    table = one(rows(FB, fb_row(), fb_row("1122300889256902", Publish_time=when)))

    assert [(issue.row, issue.cell) for issue in table.rejected] == [(3, "Publish time")]


def test_posts_without_a_publish_time_are_named(one):
    table = one(rows(FB, fb_row(), fb_row("1122300889256902", Publish_time="")))

    (warning,) = table.warnings
    assert (table.accepted, warning.code, warning.rows) == (2, "no_publish_time", (3,))


def test_a_count_no_platform_can_reach_is_rejected():
    with pytest.raises(cells.NotANumber, match="larger"):
        cells.count("9223372036854775807")


@pytest.mark.parametrize("few", [0, 2000])
def test_posts_of_one_rounded_id_minute_and_text_are_told_by_their_links(one, monkeypatch, few):
    monkeypatch.setattr(Repeats, "FEW", few)
    link = "https://www.facebook.com/a/posts/pfbid02"
    table = one(
        rows(
            FB,
            fb_row("1.08E+15", Permalink=f"{link}a"),
            fb_row("1.08E+15", Permalink=f"{link}b", Views="7"),
            fb_row("1.08E+15", Permalink=f"{link}a", Views="8"),
            fb_row("1.08E+15", Permalink="x", Publish_time="03/18/2025 02:40"),
            fb_row("1.08E+15", Permalink="", Publish_time="03/18/2025 02:41", Views="1"),
            fb_row("1.08E+15", Permalink="", Publish_time="03/18/2025 02:41", Views="2"),
            fb_row("1.08E+15", Permalink="", Publish_time="03/18/2025 02:42"),
            fb_row("1.08E+15", Permalink="", Publish_time="03/18/2025 02:42"),
            fb_row("1.08E+15", Page_ID="7", Page_name="b", Publish_time="03/18/2025 02:42"),
        )
    )

    marks = [reading.post.lookalike for reading in table.readings]
    assert table.accepted == 9
    assert marks[0] == marks[2] != marks[1]
    assert all(marks[:3]) and all(marks[4:6]) and marks[4] != marks[5]
    assert not any([marks[3], *marks[6:]])


def test_a_link_that_posts_of_two_minutes_share_is_no_key_although_their_ids_are_rounded(one):
    shared = "https://www.facebook.com/reel/123456"
    table = one(
        rows(
            FB,
            fb_row("1.08E+15", Permalink=shared),
            fb_row("1.08E+15", Permalink=shared, Publish_time="03/19/2025 02:39"),
        )
    )

    assert [reading.post.aliases for reading in table.readings] == [(), ()]


@pytest.mark.parametrize("head", ["Cities,City name,Views", "城市,城市名稱,觀看次數"])
def test_youtube_cities_with_views_alone_are_known(one, head):
    table = one(f"{head}\nTotal,,5\n0x3442a6a4,臺北,3\n")

    assert (table.head.family, table.sums, len(table.skipped)) == (
        "youtube_breakdown",
        {"views": 3},
        1,
    )


def test_unreadable_bytes_in_a_header_leave_a_mark_every_database_can_hold(one):
    content = rows(FB, fb_row(Title="新品上市新品上市", Custom_labels="春季")).encode()

    table = one(content.replace(b"Custom labels", b"Custom l\xffabels"))

    (reading,) = table.readings
    assert reading.extra["Custom l\ufffdabels"] == "春季"


def test_a_chart_title_with_unreadable_bytes_is_refused_by_a_printable_name(parse):
    known = "Instagram reach\nDate,Primary\n2026-01-01,1\n\n"
    found = parse(
        (known + "茶茶茶茶茶茶X\nDate,Primary\n2026-01-01,2\n").encode().replace(b"X", b"\xff")
    )

    assert [table.sums for table in found.tables] == [{"reach": 1}]
    assert [refused.table for refused in found.refused] == ["茶茶茶茶茶茶\ufffd"]


def test_a_post_number_kept_as_a_text_formula_is_whole(one):
    (reading,) = one(rows(FB, fb_row('="1122300889256922"'))).readings

    assert ("platform_id", "1122300889256922") in [(a.kind, a.value) for a in reading.post.aliases]


def test_facebook_is_told_by_its_own_figures_where_no_link_and_no_page_speaks(one):
    head = [name for name in FB if name not in ("Permalink", "Page ID", "Page name")]
    row = [cell for cell, name in zip(fb_row(), FB, strict=True) if name in head]

    table = one(rows([*head, "Account username"], [*row, "camellia.tw"]))

    assert (table.head.platform, table.sums["reactions"]) == ("facebook", 30)


def test_rows_that_are_no_posts_do_not_make_a_lifetime_file_a_daily_one(one):
    table = one(rows(FB, fb_row(), *([fb_row(Date="12")] * 3)))

    assert (str(table.head.span), [issue.row for issue in table.rejected]) == (
        "lifetime",
        [3, 4, 5],
    )
