"""The workbook for figures typed by hand: made, filled in, dropped, and true."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from analytics.intake import ingest
from analytics.intake.template_workbook import FIRST_ROW, HEADER_ROW, template_workbook
from analytics.models import AccountReading, PostReading
from platforms.models import Post, SocialAccount, SourceFile
from platforms.records import Span

pytestmark = pytest.mark.django_db

NAMES = {
    "en": ("Posts", "Days of accounts", "Figures of a period"),
    "zh-hant": ("貼文", "帳號每日數字", "期間數字"),
}


def book_in(workspace, language):
    with translation.override(language):
        return load_workbook(template_workbook(workspace))


def fill(sheet, row, **cells):
    """Write cells by the English name of their column, whatever language the sheet is in."""
    places = {}
    from platforms.importers.template_columns import DAYS, POSTS, STRETCHES

    head = [cell.value for cell in sheet[HEADER_ROW]]
    for columns in (POSTS, DAYS, STRETCHES):
        if [columns.find(name) for name in head].count(None) == 0:
            places = {
                columns.find(name)[0].english[0].replace(" ", "_"): place
                for place, name in enumerate(head, start=1)
            }
            break
    for name, value in cells.items():
        sheet.cell(row, places[name], value)


def saved(book) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_what_is_written_in_comes_out_as_figures(workspace, receive, language):
    account = SocialAccount.objects.create(workspace=workspace, platform="threads", name="山線茶")
    book = book_in(workspace, language)
    posts, days, stretches = (book[name] for name in NAMES[language])
    link = "https://www.threads.com/@tea/post/C8abc"
    fill(posts, FIRST_ROW, Platform="Threads", Account="山線茶", Date_published=date(2026, 11, 3),
         Time_published="18:30", Permalink=link, Text="新茶", Views=5230, Likes="180",
         Replies=14, Reposts=6, Quotes=2, Shares="1.2K")  # fmt: skip
    fill(posts, FIRST_ROW + 1, Platform="Instagram", Account="茶 IG",
         Date_published="2026/11/04", Permalink="https://www.instagram.com/p/Cxyz/", Views=7)  # fmt: skip
    fill(days, FIRST_ROW, Platform="threads", Account="山線茶", Day=date(2026, 11, 3),
         Followers=3120)  # fmt: skip
    fill(stretches, FIRST_ROW, Platform="Facebook", Account="山線茶 FB",
         First_day=date(2026, 10, 1), Last_day=date(2026, 10, 31), Purchases=42, Revenue=63800.5)  # fmt: skip

    file = receive(saved(book), "手填.xlsx")
    assert file.report["refused"] == []
    assert file.report["asks"] == []
    ingest.import_file(file)

    assert file.state == SourceFile.State.IMPORTED
    assert sorted(batch.family for batch in file.batches.all()) == [
        "template_days", "template_figures", "template_posts", "template_posts",
    ]  # fmt: skip
    post = Post.objects.get(account=account)
    reading = PostReading.objects.get(post=post)
    assert (reading.views, reading.reactions, reading.comments, reading.shares) == (
        5230, 180, 14, 1208,
    )  # fmt: skip
    assert post.published_at.astimezone(workspace.tz).isoformat() == "2026-11-03T18:30:00+08:00"
    level = AccountReading.objects.get(account=account)
    assert (level.span, level.start, level.followers) == (Span.DAY, date(2026, 11, 3), 3120)
    sold = AccountReading.objects.get(account__name="山線茶 FB")
    assert (sold.span, sold.start, sold.end) == (Span.PERIOD, date(2026, 10, 1), date(2026, 10, 31))
    assert (sold.purchases, sold.revenue_micros) == (42, 63_800_500_000)
    assert sold.extra["currency"] == "TWD"


def test_an_untouched_workbook_is_refused_with_what_to_do(workspace, receive):
    with translation.override("en"):
        file = receive(template_workbook(workspace).read(), "leer.xlsx")

    (refused,) = file.report["refused"]
    assert "No figures are filled in yet" in refused["reason"]


def test_rows_that_cannot_be_true_are_named(workspace, receive):
    book = book_in(workspace, "en")
    posts, days, _stretches = (book[name] for name in NAMES["en"])
    good = {"Platform": "Threads", "Account": "Tea", "Date_published": date(2026, 11, 3),
            "Permalink": "https://www.threads.com/@tea/post/C8abc", "Views": 5}  # fmt: skip
    for place, change in enumerate(
        (
            {},
            {},  # the same post again
            {"Platform": "Myspace"},
            {"Account": None},
            {"Permalink": "see above"},
            {"Permalink": "https://www.threads.com/@tea/post/D", "Views": None},
            {"Permalink": "https://www.threads.com/@tea/post/E", "Time_published": "evening"},
            {"Permalink": "https://www.threads.com/@tea/post/F", "Date_published": None},
        )
    ):
        fill(posts, FIRST_ROW + place, **(good | change))
    fill(days, FIRST_ROW, Platform="Threads", Account="Tea", Day="3 Movember", Followers=1)
    with translation.override("en"):
        file = receive(saved(book))
        ingest.import_file(file)
        problems = [
            (problem.row, problem.skipped, problem.reason.split(";")[0])
            for batch in file.batches.filter(family="template_posts")
            for problem in batch.problems.all()
        ]

    refused = {row: reason for row, skipped, reason in problems if not skipped}
    assert sorted(refused) == [FIRST_ROW + n for n in range(1, 8)]
    assert f"Row {FIRST_ROW} speaks of the same" in refused[FIRST_ROW + 1]
    assert "“Myspace” is no platform" in refused[FIRST_ROW + 2]
    assert [row for row, skipped, _reason in problems if skipped] == [3, 4]


def test_choices_and_rules_stand_in_the_sheets(workspace):
    SocialAccount.objects.create(workspace=workspace, platform="threads", name="山線茶", ours=True)
    book = book_in(workspace, "zh-hant")
    posts = book["貼文"]
    rules = {rule.type for rule in posts.data_validations.dataValidation}

    assert {"list", "date", "decimal"} <= rules
    assert "山線茶" in [cell.value for cell in book["說明"]["B"]]
    assert posts["B1"].value == "Asia/Taipei"


@pytest.mark.parametrize(("language", "title"), [("en", "Posts"), ("zh-hant", "貼文")])
def test_the_download_speaks_the_language_asked_for(client, editor, language, title):
    answer = client.get(reverse("data:template_download", args=["tea"]), {"language": language})

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert title in book.sheetnames
    assert ".xlsx" in answer["Content-Disposition"]
