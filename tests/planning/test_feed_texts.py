"""Bytes of feeds become plain values, whatever state they are in."""

from datetime import UTC, datetime

import pytest

from planning.feed_texts import MOST_ITEMS, Dangerous, NotAFeed, read_feed

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>數位時代</title>
<item><title>Threads 新增&lt;b&gt;排程&lt;/b&gt;功能</title><link>https://news.example/1</link>
<guid>n-1</guid><pubDate>Fri, 20 Nov 2026 09:00:00 +0800</pubDate>
<description>&lt;p&gt;可以排到 75 天後。&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title>沒有連結</title><guid isPermaLink="false">n-2</guid></item>
<item><title>壞連結</title><link>javascript:alert(1)</link><guid isPermaLink="false">n-3</guid></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Platform blog</title>
<entry><id>tag:1</id><title type="html">Reels &amp;amp; more</title>
<link href="/posts/1"/><updated>2026-11-19T01:00:00Z</updated></entry></feed>"""

BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""

OUTER = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&x;</title></channel></rss>"""

PAGE = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"></head>hello</html>"""


def read(text: str):
    return read_feed(text.encode(), url="https://news.example/feed")


def test_rss_is_read_without_markup_and_with_its_own_time():
    feed = read(RSS)
    found = {one.title: one for one in feed.articles}

    assert feed.title == "數位時代"
    assert set(found) == {"Threads 新增排程功能", "沒有連結", "壞連結"}
    first = found["Threads 新增排程功能"]
    assert first.url == "https://news.example/1"
    assert first.published_at == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert "可以排到 75 天後。" in first.summary and "<" not in first.summary
    assert "alert" not in first.summary
    assert found["沒有連結"].url == found["壞連結"].url == ""


def test_atom_is_read_and_short_addresses_are_completed():
    feed = read(ATOM)

    assert [(one.title, one.url) for one in feed.articles] == [
        ("Reels & more", "https://news.example/posts/1")
    ]


def test_the_same_article_has_the_same_key_every_time():
    assert [one.key for one in read(RSS).articles] == [one.key for one in read(RSS).articles]
    assert len({one.key for one in read(RSS).articles}) == 3


def test_broken_xml_is_read_as_far_as_it_goes():
    feed = read(RSS.replace("</channel></rss>", "<item><title>A & B</title><link>https://x.tw/"))

    assert len(feed.articles) >= 3


def test_signs_that_turn_text_round_are_taken_out():
    feed = read(RSS.replace("沒有連結", "safe\u202egnp.exe\u200b"))

    assert "safegnp.exe" in {one.title for one in feed.articles}


@pytest.mark.parametrize("text", [BOMB, OUTER], ids=["entities in entities", "a file from here"])
def test_documents_that_declare_entities_are_refused(text):
    with pytest.raises(Dangerous):
        read(text)


def test_a_page_names_its_feed():
    with pytest.raises(NotAFeed) as page:
        read_feed(PAGE, url="https://news.example/", content_type="text/html")

    assert page.value.found == ("https://news.example/feed.xml",)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"{}", "只是文字".encode("big5")])
def test_what_is_no_feed_says_so(content):
    with pytest.raises(NotAFeed) as nothing:
        read_feed(content, url="https://news.example/")

    assert nothing.value.found == ()


def test_a_long_feed_gives_its_newest():
    items = "".join(
        f"<item><title>n{n}</title><guid>{n}</guid>"
        f"<pubDate>{n % 28 + 1:02d} Oct 2026 0{n % 10}:00:00 +0800</pubDate></item>"
        for n in range(200)
    )

    feed = read(f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>')

    assert len(feed.articles) == MOST_ITEMS
    times = [one.published_at for one in feed.articles]
    assert times == sorted(times, reverse=True)
