"""Posts belong to a campaign: in the composer, the filters, the month's sheet and the pauses."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from calendar_app import clock, entries, publishing, sheet_changes, sheets
from calendar_app.models import Entry, PublishingPause
from planning.models import Campaign
from tests.factories.calendar import EntryFactory, VersionFactory, soon
from tests.factories.platforms import SocialAccountFactory
from workspaces.models import AuditEvent, Notification
from workspaces.periods import month_of


@pytest.fixture
def winter(team):
    return Campaign.objects.create(workspace=team.workspace, name="雙12 禮盒")


@pytest.fixture
def posts(team, winter):
    """One post of the campaign, one without, both planned for the day after tomorrow."""
    team.of_it, team.other = (
        VersionFactory(
            entry=EntryFactory(
                workspace=team.workspace, author=team.editor, title=title, campaign=campaign
            ),
            account=team.account,
            at=soon(2),
        )
        for title, campaign in (("禮盒開賣", winter), ("茶園日常", None))
    )
    return team


def test_the_composer_keeps_the_campaign_and_the_approval_stands(client, posts, winter):
    Campaign.objects.create(workspace=SocialAccountFactory().workspace, name="別家的活動")
    entry = posts.other.entry
    Entry.objects.filter(pk=entry.pk).update(state=Entry.State.SCHEDULED)
    client.force_login(posts.editor)
    page = client.get(reverse("calendar:entry_edit", args=[posts.workspace.slug, entry.pk]))
    assert "雙12 禮盒" in page.content.decode()
    assert "別家的活動" not in page.content.decode()

    entries.write(entry, {"campaign_id": winter.pk}, seen=entry.version, by=posts.editor)

    entry.refresh_from_db()
    assert (entry.campaign, entry.state, entry.version) == (winter, "scheduled", 2)
    assert AuditEvent.objects.filter(verb="calendar.entry_labelled").exists()


def test_the_calendar_shows_one_campaign(client, posts, winter):
    client.force_login(posts.viewer)
    day = timezone.localtime(soon(2), posts.workspace.tz).date()
    address = reverse("calendar:calendar_view", args=[posts.workspace.slug])

    page = client.get(f"{address}?view=list&date={day}&campaign={winter.pk}").content.decode()

    assert "禮盒開賣" in page
    assert "茶園日常" not in page


def exported(team):
    out = BytesIO()
    sheets.write(team.workspace, month_of(posts_day(team)), out)
    return load_workbook(out)


def posts_day(team):
    return soon(2).astimezone(team.workspace.tz).date()


def compared(team, book):
    out = BytesIO()
    book.save(out)
    out.seek(0)
    month = month_of(posts_day(team))
    return sheet_changes.compare(team.workspace, month, sheets.read(out))


def column(book, name: str) -> int:
    heads = [cell.value for cell in book.worksheets[0][1]]
    return heads.index(str(sheets.heads()[name])) + 1


def test_the_sheet_carries_the_campaign_there_and_back(posts, winter):
    book = exported(posts)
    sheet = book.worksheets[0]
    assert compared(posts, book).as_json()["unchanged"] == 2
    row = next(
        line[0].row
        for line in sheet.iter_rows(min_row=2)
        if line[column(book, "title") - 1].value == "茶園日常"
    )
    sheet.cell(row, column(book, "campaign"), "雙12 禮盒")

    found = compared(posts, book)
    sheet_changes.apply(posts.workspace, found, by=posts.lead)

    assert len(found.changed) == 1
    posts.other.entry.refresh_from_db()
    assert posts.other.entry.campaign == winter
    sheet.cell(row, column(book, "campaign"), "沒有的活動")
    assert "沒有的活動" in compared(posts, book).rejected[0][1]


def test_a_sheet_of_before_without_the_column_changes_nothing(posts):
    book = exported(posts)
    book.worksheets[0].delete_cols(column(book, "campaign"))

    assert compared(posts, book).as_json() == {
        "added": 0, "changed": 0, "removed": 0, "unchanged": 2, "rejected": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("account", "campaign", "reminded"),
    [
        (False, True, ["茶園日常"]),
        (True, True, ["茶園日常"]),
        (True, False, []),
        (None, True, ["禮盒開賣", "茶園日常"]),
    ],
    ids=["the campaign", "the campaign on this account", "the account", "it, on another account"],
)
def test_a_pause_stops_what_it_covers(posts, winter, account, campaign, reminded):
    for version in (posts.of_it, posts.other):
        Entry.objects.filter(pk=version.entry_id).update(state=Entry.State.APPROVED)
        from calendar_app import review

        review.settle(Entry.objects.get(pk=version.entry_id))
    other = SocialAccountFactory(workspace=posts.workspace)
    publishing.pause(
        posts.workspace,
        reason="供應商出貨有問題",
        by=posts.lead,
        account=posts.account if account else other if account is None else None,
        campaign=winter if campaign else None,
    )

    clock.tick(soon(2) + timedelta(minutes=5))

    told = Notification.objects.filter(key__startswith="publication:").order_by("pk")
    assert [
        title for title in ("禮盒開賣", "茶園日常") if any(title in one.text for one in told)
    ] == (reminded)


def test_a_pause_that_ends_by_itself_is_written_down(posts, winter):
    pause = publishing.pause(
        posts.workspace, reason="哀悼日", by=posts.lead, campaign=winter, resumes_at=soon(1)
    )

    assert clock.end_pauses(soon(1)) == 1
    assert clock.end_pauses(soon(1)) == 0

    assert PublishingPause.objects.get(pk=pause.pk).ended_at is not None
    assert AuditEvent.objects.filter(verb="calendar.resumed", actor=None).count() == 1
    assert Notification.objects.filter(user=posts.lead, text__contains="哀悼日").count() == 1


def test_the_pause_page_names_the_campaign(client, posts, winter):
    client.force_login(posts.lead)
    address = reverse("calendar:pause_list", args=[posts.workspace.slug])

    client.post(address, {"campaign": winter.pk, "reason": "價格標錯"})

    assert PublishingPause.objects.get().campaign == winter
    for name in ("pause_list", "calendar_view"):
        page = client.get(reverse(f"calendar:{name}", args=[posts.workspace.slug]))
        assert "雙12 禮盒" in page.content.decode()
