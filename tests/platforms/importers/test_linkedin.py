"""LinkedIn: page sheets with and without the sentence, other languages, a person's own profile."""

from datetime import date

import pytest

from platforms.importers import read_row
from platforms.records import PERMALINK, PLATFORM_ID, Alias, Span, Subject
from tests.platforms.importers.conftest import rows
from tests.samples import linkedin as sample

TAKEN = date(2026, 11, 21)
METRICS = {
    "organic_impressions": 90, "paid_impressions": 10, "impressions": 100, "reach": 60,
    "clicks": 5, "reactions": 9, "comments": 1, "shares": 2,
}  # fmt: skip
POST = {
    "impressions": 260, "views": 80, "clicks": 12, "reactions": 20, "comments": 3, "shares": 2,
    "new_followers": 1,
}  # fmt: skip


def test_metrics_are_days_of_the_page_below_the_sentence(parse):
    content = sample.workbook(
        {
            "Metrics": [[sample.SENTENCE], sample.METRICS_HEAD, sample.metrics_row()],
            "All posts": [["Metrics of each post."], sample.POSTS_HEAD, sample.posts_row()],
        }
    )

    found = parse(content, "page_content_1742193384396.xlsx")

    metrics, posts = found.tables
    assert found.refused == []
    assert (metrics.head.family, metrics.head.span) == ("linkedin_days", Span.DAY)
    assert metrics.sums == METRICS
    assert metrics.readings[0].start == date(2025, 2, 14)
    assert (posts.head.family, posts.rows, posts.sums) == ("linkedin_posts", 1, POST)


def test_older_names_and_negative_figures(one):
    head = [name.replace("Reposts", "Shares") for name in sample.METRICS_HEAD]
    row = sample.metrics_row()
    row[head.index("Reactions (total)")] = "-28"

    table = one(rows(head, row))

    assert table.sums == METRICS | {"reactions": -28}


def test_without_the_totals_the_organic_columns_speak(one):
    keep = [i for i, name in enumerate(sample.METRICS_HEAD) if "(total)" not in name]
    row = sample.metrics_row()

    table = one(rows([sample.METRICS_HEAD[i] for i in keep], [row[i] for i in keep]))

    assert (table.sums["clicks"], table.sums["reactions"]) == (4, 7)
    assert "impressions" not in table.sums


def test_posts_are_known_by_the_number_in_their_link(one):
    table = one(rows(sample.POSTS_HEAD, sample.posts_row()))

    (reading,) = table.readings
    assert reading.post.aliases == (Alias(PLATFORM_ID, f"urn:li:activity:{sample.POST}"),)
    assert (reading.post.published_on, reading.post.post_type) == (date(2025, 3, 14), "video")
    assert "小明" not in str(reading.extra)
    assert reading.extra["Post type"] == "Organic"


@pytest.mark.parametrize(
    ("link", "alias"),
    [
        ("https://www.linkedin.com/posts/cafe_new-activity-7306192134921981953-x1Yz",
         Alias(PLATFORM_ID, "urn:li:activity:7306192134921981953")),
        ("https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7306192134921981953/",
         Alias(PLATFORM_ID, "urn:li:ugcPost:7306192134921981953")),
        ("https://www.linkedin.com/pulse/spring-tea",
         Alias(PERMALINK, "https://linkedin.com/pulse/spring-tea")),
    ],
)  # fmt: skip
def test_links_of_other_kinds(one, link, alias):
    row = sample.posts_row()
    row[1] = link

    assert one(rows(sample.POSTS_HEAD, row)).readings[0].post.aliases == (alias,)


def test_a_post_without_link_cannot_be_told(one):
    row = sample.posts_row()
    row[1] = "gone"

    assert [i.row for i in one(rows(sample.POSTS_HEAD, row)).rejected] == [2]


def test_promotion_is_kept_apart_from_the_post(one):
    alone = sample.posts_row("7306192134921981999", kind="Sponsored")
    table = one(
        rows(sample.POSTS_HEAD, sample.posts_row(), sample.posts_row(kind="Sponsored"), alone)
    )

    organic, paid, only = table.readings
    assert organic.values == POST
    assert paid.values == {"paid_impressions": 260}
    assert paid.extra["Likes"] == 20
    assert only.values == POST | {"paid_impressions": 260}
    assert [(w.code, w.rows) for w in table.warnings] == [("promoted_rows", (3,))]


@pytest.mark.parametrize("language", ["en", "pt"])
def test_followers_and_who_they_are(parse, language):
    found = parse(
        sample.followers_book(language), "page_followers_1742193384396.xlsx", taken_on=TAKEN
    )

    days, *parts = found.tables
    assert found.refused == []
    assert days.sums == {"new_followers": 10}
    assert [table.readings[0].dimension for table in parts] == [
        "location", "job_function", "seniority", "industry", "company_size",
    ]  # fmt: skip
    assert {table.sums["followers"] for table in parts} == {350}
    # The name says that the file was made on 2025-03-17.
    assert {table.readings[0].start for table in parts} == {date(2025, 3, 17)}
    assert days.head.language == ("en" if language == "en" else "und")
    codes = {warning.code for table in found.tables for warning in table.warnings}
    assert codes == (set() if language == "en" else {"header_by_place"})


def test_content_and_visitors_in_another_language(parse):
    content = sample.workbook(
        {
            "Métricas": [[f"Coluna {n}" for n in range(20)], sample.metrics_row()],
            "Todas": [[f"Campo {n}" for n in range(20)], sample.posts_row()],
        }
    )
    visitors = sample.workbook(
        {"Visitantes": [[f"Coluna {n}" for n in range(25)], sample.visitors_row()]}
        | {name: [[name, "Total"], [name, 5]] for name in "abcde"}
    )

    metrics, posts = parse(content, "x.xlsx").tables
    days, *parts = parse(visitors, "v.xlsx").tables

    assert (metrics.sums, posts.sums) == (METRICS, POST)
    assert days.sums == {"profile_visits": 21}
    assert [table.sums for table in parts] == [{"profile_visits": 5}] * 5
    assert {(r.start, r.end) for t in parts for r in t.readings} == {
        (date(2025, 2, 14), date(2025, 2, 14))
    }


def test_days_in_another_language_are_known_without_a_workbook_where_their_totals_hold(
    one, refusal
):
    head, quiet = [f"欄位{n}" for n in range(20)], ["02/13/2025", *["0"] * 19]

    table = one(rows(head, quiet, sample.metrics_row()))

    assert table.sums == METRICS
    assert [warning.code for warning in table.warnings] == ["header_by_place"]
    assert "known" in refusal(rows(head, quiet))
    assert "known" in refusal(rows(head, sample.metrics_row(figures=(90, 10, 99, 60))))


def test_visitors_are_visits_of_the_page(one):
    table = one(rows(sample.VISITORS_HEAD, sample.visitors_row()))

    place = sample.VISITORS_HEAD.index("Total page views (total)")
    assert table.sums == {"profile_visits": place}
    assert table.readings[0].extra["Total unique visitors (total)"] == 24


def test_competitors_are_refused_with_the_reason(refusal):
    sentence = refusal(
        rows(
            ["01/01/2025 - 01/31/2025"],
            ["Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"],
            ["Other Café", "900", "12", "80", "4"],
        )
    )

    assert "other companies" in sentence


@pytest.mark.parametrize("language", ["en", "pt"])
def test_the_profile_of_a_person(parse, language):
    found = parse(sample.profile_book(language), "AggregateAnalytics.xlsx", taken_on=TAKEN)

    reach, days, posts, followers, parts = found.tables
    assert found.refused == []
    assert reach.readings[1].values == {"reach": 59}
    assert (reach.readings[1].start, reach.readings[1].end) == (
        date(2025, 10, 3), date(2025, 10, 14),
    )  # fmt: skip
    assert days.sums == {"impressions": 289, "engagements": -23}
    assert [(r.start, r.values) for r in followers.readings][:2] == [
        (date(2025, 10, 14), {"followers": 2571}),
        (date(2025, 10, 3), {"new_followers": 3}),
    ]
    assert [(r.subject, r.values) for r in posts.readings] == [(Subject.POST, {"impressions": 21})]
    assert [(r.dimension, r.key, r.share_ppm) for r in parts.readings] == [
        ("job_title", "Editor", {"followers": 210_000}),
        ("location", "Taipei", {}),
    ]
    assert all("personal_data" in {w.code for w in t.warnings} for t in found.tables)
    assert all(t.rows == t.accepted + len(t.skipped) + len(t.rejected) for t in found.tables)


def test_a_raw_row_of_a_sheet_known_only_beside_the_others_has_its_header(put):
    path = put(sample.followers_book("pt"), "seguidores.xlsx")

    raw = read_row(path, path.name, None, "Novos seguidores", 4)
    part = read_row(path, path.name, None, "Setor", 2)

    assert raw.headers == ["Data", "Patr.", "Org.", "Conv.", "Total"]
    assert raw.cells[0] == "02/15/2025"
    assert (part.headers, part.cells) == (["Setor", "Total de seguidores"], ["Setor 1", "310"])
