"""Earlier texts: kept by person and sitting, compared word by word, brought back whole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calendar_app import entries, history
from calendar_app.models import Entry, EntryMedia
from tests.factories.calendar import MediaFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces.models import Revision


@pytest.fixture
def entry(team):
    return entries.begin(
        team.workspace, by=team.editor, accounts=[team.account], values={"text": "冬茶到了"}
    )


def write(entry, text, by, **values):
    seen = Entry.objects.get(pk=entry.pk).version
    return entries.write(entry, {"text": text, **values}, seen=seen, by=by)


def address(name, team, entry):
    return reverse(f"calendar:{name}", args=[team.workspace.slug, entry.pk])


def test_savings_of_one_sitting_are_one_line(team, entry):
    write(entry, "冬茶到了，", team.editor)
    write(entry, "冬茶到了，來喝。", team.editor)
    write(entry, "冬茶到了，週末來喝。", team.lead)
    Revision.objects.filter(number=1).update(
        at=Revision.objects.get(number=1).at - timedelta(hours=2)
    )

    lines = history.sittings(history.revisions_of(entry))

    assert [(one.number, one.savings, one.revision.author) for one in lines] == [
        (4, 1, team.lead),
        (3, 2, team.editor),
        (1, 1, team.editor),
    ]


def test_the_first_sitting_is_compared_with_its_own_first_text(client, team, entry):
    write(entry, "冬茶到了，", team.editor)
    write(entry, "冬茶到了，來喝", team.editor)
    client.force_login(team.viewer)

    page = client.get(address("entry_history", team, entry))
    every = client.get(address("entry_history", team, entry) + "?each=1")

    assert (page.context["old"].number, page.context["new"].number) == (1, 3)
    assert [line.number for line in every.context["lines"]] == [3, 2, 1]


def test_both_that_are_compared_are_the_ones_chosen(client, team, entry):
    write(entry, "冬茶到了，來喝。", team.editor)
    client.force_login(team.viewer)

    page = client.get(address("entry_history", team, entry))

    assert [one.number for one in page.context["choices"]] == [2, 1]
    assert '<option value="1" selected>' in page.content.decode()
    assert '<option value="2" selected>' in page.content.decode()


def test_two_texts_stand_beside_each_other_word_by_word(client, team, entry):
    write(entry, "冬茶到了，週末來喝", team.editor, link="https://example.com/tea")
    client.force_login(team.viewer)

    page = client.get(address("entry_history", team, entry) + "?from=1&to=2").content.decode()

    assert "，週末來喝<span" in page and "https://example.com/tea" in page
    assert "還原這個版本" not in page


def test_an_earlier_text_comes_back_and_says_what_could_not(client, team, entry):
    version = entry.versions.get()
    kept, gone = MediaFactory(workspace=team.workspace), MediaFactory(workspace=team.workspace)
    for asset in (kept, gone):
        EntryMedia.objects.create(entry=entry, asset=asset, alt="茶園")
    entries.write_version(version, {"own_text": True, "text": "臉書版"}, seen=1, by=team.editor)
    old = Revision.objects.get(number=2)
    other = SocialAccountFactory(workspace=team.workspace, platform="x")
    entries.choose_accounts(entry, [other], by=team.editor)
    entries.choose_accounts(entry, [team.account], by=team.editor)
    entry.media.all().delete()
    type(gone).objects.filter(pk=gone.pk).update(removed_at=old.at)
    write(entry, "全部改掉", team.lead)
    client.force_login(team.editor)

    answer = client.post(
        address("entry_restore", team, entry),
        {"number": old.number, "version": Entry.objects.get(pk=entry.pk).version},
        follow=True,
    )

    entry.refresh_from_db()
    assert entry.text == "冬茶到了"
    assert entry.versions.get().text == "臉書版"
    assert [(row.asset, row.alt) for row in entry.media.all()] == [(kept, "茶園")]
    newest = Revision.objects.first()
    assert newest.note == "從第 2 版還原" and newest.author == team.editor
    assert "1 個已移除的檔案" in answer.content.decode()


def test_somebody_elses_saving_is_not_overwritten(client, team, entry):
    seen = Entry.objects.get(pk=entry.pk).version
    write(entry, "別人剛寫的", team.lead)
    client.force_login(team.editor)

    client.post(address("entry_restore", team, entry), {"number": 1, "version": seen})

    entry.refresh_from_db()
    assert entry.text == "別人剛寫的"


def test_the_page_asks_the_same_number_of_questions(client, team, entry):
    client.force_login(team.editor)
    client.get(address("entry_history", team, entry))
    with CaptureQueriesContext(connection) as few:
        client.get(address("entry_history", team, entry))
    for number in range(12):
        write(entry, f"第 {number} 次", team.lead if number % 2 else team.editor)
    with CaptureQueriesContext(connection) as many:
        client.get(address("entry_history", team, entry))

    assert len(many) <= len(few) + 1
