"""The reading list: sources on schedule, their health in words, articles and notes from them."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse

from planning import reading
from planning.errors import CannotDo
from planning.models import ReadingItem, ReadingSource, ResearchNote
from planning.tasks import fetch_sources_task
from tests.factories.workspaces import MembershipFactory
from tests.planning.test_feed_texts import BOMB, PAGE, RSS
from workspaces import undo
from workspaces.models import AuditEvent
from workspaces.outside import Answer, CannotFetch
from workspaces.roles import Role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Taipei"))
FEED = "https://news.example/feed"


@pytest.fixture
def web(monkeypatch):
    """The outside world: address → what it answers (bytes, status or an exception)."""
    pages = {FEED: RSS.encode()}
    asked = []

    def fetch(url, *, headers=None, **kw):
        asked.append((url, dict(headers or {})))
        said = pages.get(url, 404)
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, int):
            return Answer(url, said)
        return Answer(url, 200, {"etag": '"v1"', "content-type": "application/xml"}, said)

    monkeypatch.setattr(reading, "fetch", fetch)
    pages["asked"] = asked
    return pages


@pytest.fixture
def editor():
    return MembershipFactory(role=Role.EDITOR)


def source_of(member, url=FEED, **kw) -> ReadingSource:
    made = reading.add_source(
        member.workspace, url=url, name=kw.get("name", ""), kind="platform", by=member.user
    )
    ReadingSource.objects.filter(pk=made.pk).update(next_at=NOW)
    return made


def fetched(source, at=NOW, **kw):
    count = reading.fetch_source(source.pk, at=at, **kw)
    source.refresh_from_db()
    return count


def test_a_source_brings_each_article_once_and_says_when_it_was_read(web, editor):
    source = source_of(editor)

    assert fetched(source) == 3
    assert fetched(source, at=NOW + reading.EVERY) == 0

    assert ReadingItem.objects.filter(source=source).count() == 3
    assert source.name == "數位時代"
    assert source.fetched_at == NOW + reading.EVERY and not source.error
    assert source.next_at == NOW + 2 * reading.EVERY
    assert web["asked"][1][1]["If-None-Match"] == '"v1"'


def test_it_is_not_asked_before_its_time_nor_twice_nor_while_paused(web, editor):
    source = source_of(editor)

    assert fetched(source, at=NOW - timedelta(hours=1)) is None
    assert fetched(source) == 3
    assert fetched(source) is None
    reading.pause(source, by=editor.user)
    assert fetched(source, at=NOW + timedelta(days=2)) is None
    assert fetched(source, at=NOW, now=True) is None
    assert len(web["asked"]) == 1


def test_nothing_new_is_a_good_answer(web, editor):
    source = source_of(editor)
    web[FEED] = 304

    assert fetched(source) == 0
    assert source.fetched_at == NOW and not source.error


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (404, "這個網址已經沒有東西了"),
        (500, "500"),
        (CannotFetch("連不上 news.example。"), "連不上"),
        (BOMB.encode(), "實體"),
        (b"<html>no feed</html>", "RSS"),
    ],
    ids=["gone", "error", "unreachable", "bomb", "a page without a feed"],
)
def test_what_went_wrong_stands_on_the_source_and_the_wait_grows(web, editor, said, words):
    source = source_of(editor)
    web[FEED] = said

    assert fetched(source) == 0
    assert words in source.error
    first = source.next_at - NOW
    fetched(source, now=True)
    assert reading.LONGEST_WAIT >= source.next_at - NOW >= first >= reading.EVERY
    assert source.failures == 2

    web[FEED] = RSS.encode()
    assert fetched(source, now=True) == 3
    assert (source.error, source.failures) == ("", 0)


def test_the_front_page_of_a_site_leads_to_its_feed(web, editor):
    source = source_of(editor, url="https://news.example/")
    web["https://news.example/"] = PAGE
    web["https://news.example/feed.xml"] = RSS.encode()

    assert fetched(source) == 3
    assert source.url == "https://news.example/feed.xml"


def test_a_worker_that_died_leaves_the_source_due_again(web, editor, monkeypatch):
    source = source_of(editor)
    web[FEED] = SystemExit()

    with pytest.raises(SystemExit):
        fetched(source)
    web[FEED] = RSS.encode()

    assert fetched(source, at=NOW + timedelta(minutes=5)) is None
    assert fetched(source, at=NOW + reading.LEASE) == 3


def test_old_articles_stay_away_unless_a_site_has_nothing_else(web, editor):
    web[FEED] = RSS.replace("20 Nov 2026", "20 Nov 2021").encode()
    source = source_of(editor)

    assert fetched(source) == 2  # the two without a day

    other = MembershipFactory(role=Role.EDITOR)
    web[FEED] = RSS.split("<item><title>沒有連結")[0].replace("2026", "2021").encode()
    assert fetched(source_of(other)) == 1


def test_articles_nobody_kept_go_once_the_feed_has_dropped_them(web, editor):
    source = source_of(editor)
    fetched(source)
    kept = reading.keep(ReadingItem.objects.get(title="沒有連結"), by=editor.user)
    web[FEED] = RSS.replace("<guid>n-1</guid>", "<guid>n-9</guid>").encode()

    fetched(source, at=NOW + reading.KEPT_FOR + timedelta(days=1))

    titles = list(ReadingItem.objects.order_by("title").values_list("title", flat=True))
    assert "沒有連結" in titles and kept.pk
    assert "Threads 新增排程功能" not in titles  # n-1 is old and no longer in the feed
    assert "壞連結" in titles  # old, but the feed still shows it


def test_an_address_stands_on_the_list_once_and_can_come_back(web, editor):
    source = source_of(editor)

    with pytest.raises(CannotDo):
        source_of(editor)
    step = reading.remove(source, by=editor.user)
    again = source_of(editor)
    with pytest.raises(undo.CannotUndo):
        undo.undo(step, editor.user)
    reading.remove(again, by=editor.user)
    step.refresh_from_db()
    undo.undo(step, editor.user)

    assert list(reading.sources_of(editor.workspace)) == [source]


@pytest.mark.parametrize("url", ["", "news.example", "file:///etc/passwd", "http://x:22/"])
def test_what_is_no_address_is_refused_with_a_sentence(client, editor, url):
    client.force_login(editor.user)

    response = client.post(
        reverse("planning:source_create", args=[editor.workspace.slug]),
        {"url": url, "name": "我的來源", "kind": "industry"},
    )

    assert response.status_code == 422
    assert "我的來源" in response.content.decode()
    assert not ReadingSource.objects.exists()


def test_a_kept_article_becomes_a_note_that_is_filled_in_once(client, web, editor):
    source = source_of(editor, name="產業新聞")
    fetched(source)
    item = ReadingItem.objects.get(title__startswith="Threads")
    client.force_login(editor.user)
    url = reverse("planning:article_keep", args=[editor.workspace.slug, item.pk])

    first, second = client.post(url), client.post(url)

    note = ResearchNote.objects.get()
    assert first["Location"] == second["Location"]
    assert first["Location"] == reverse(
        "planning:record_edit", args=[editor.workspace.slug, "notes", note.pk]
    )
    assert (note.kind, note.source, note.url) == ("platform", "產業新聞", "https://news.example/1")
    assert str(note.seen_on) == "2026-11-20" and "75 天" in note.text
    item.refresh_from_db()
    assert (item.state, item.note) == ("kept", note)
    assert AuditEvent.objects.filter(verb="planning.record_written").count() == 1


def test_the_page_shows_strangers_words_as_words_and_only_this_workspaces(client, web, editor):
    web[FEED] = RSS.replace("沒有連結", "&amp;lt;img src=x onerror=alert(1)&amp;gt;字").encode()
    fetched(source_of(editor))
    other = MembershipFactory(role=Role.EDITOR)
    web["https://other.example/"] = RSS.replace("壞連結", "別人的文章").encode()
    fetched(source_of(other, url="https://other.example/"))
    client.force_login(editor.user)

    response = client.get(reverse("planning:reading_list", args=[editor.workspace.slug]))

    text = response.content.decode()
    assert len(response.context["items"]) == 3
    assert "<img src=x" not in text and "別人的文章" not in text
    assert 'href="javascript' not in text


def test_articles_are_sorted_and_taken_back(client, web, editor):
    fetched(source_of(editor))
    other = MembershipFactory(role=Role.EDITOR)
    fetched(source_of(other))
    foreign = ReadingItem.objects.filter(workspace=other.workspace).first()
    client.force_login(editor.user)
    mine = list(ReadingItem.objects.filter(workspace=editor.workspace))
    url = reverse("planning:article_mark", args=[editor.workspace.slug])

    client.post(url, {"article": [mine[0].pk, mine[1].pk, foreign.pk], "state": "dismissed"})
    client.post(url, {"article": [mine[1].pk], "state": "new"})
    client.post(url, {"article": [mine[2].pk], "state": "kept"})

    states = dict(ReadingItem.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (*mine, foreign)] == ["dismissed", "new", "new", "new"]
    assert AuditEvent.objects.filter(verb="planning.articles_marked").count() == 2


@pytest.mark.parametrize("name", ["reading_list", "source_list"])
def test_questions_do_not_grow_with_the_list(
    client, web, editor, name, django_assert_max_num_queries
):
    client.force_login(editor.user)
    url = reverse(f"planning:{name}", args=[editor.workspace.slug])
    for n in range(4):
        web[f"https://s{n}.example/"] = RSS.encode()
        fetched(source_of(editor, url=f"https://s{n}.example/"))
    client.get(url)

    with django_assert_max_num_queries(14):
        client.get(url)


def test_the_command_and_the_clock_read_what_is_due(web, editor, monkeypatch):
    source = source_of(editor)
    ReadingSource.objects.update(next_at=NOW + timedelta(days=900))
    out, err = StringIO(), StringIO()
    called = []
    monkeypatch.setattr("planning.tasks.fetch_source_task.delay", called.append)

    call_command("fetch_sources", stdout=out)
    assert "0 個來源" in out.getvalue()
    call_command("fetch_sources", "--now", stdout=out)
    assert "3 篇新文章" in out.getvalue()
    web[FEED] = 500
    call_command("fetch_sources", "--now", stdout=out, stderr=err)
    assert "500" in err.getvalue()

    ReadingSource.objects.update(next_at=NOW - timedelta(days=900))
    assert fetch_sources_task() == 1
    assert called == [source.pk]
