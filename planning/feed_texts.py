"""A feed's bytes as plain values; pure. Everything in it is a stranger's text.

RSS and Atom in any state of repair go through ``feedparser``. Before it sees them, ``defusedxml``
refuses documents that declare entities, so that a few bytes never become gigabytes.
"""

import hashlib
import re
from calendar import timegm
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException
from django.utils.html import strip_tags

MOST_ITEMS = 60  # of one feed, the newest
_SUMMARY, _TITLE, _URL = 1500, 300, 1000
_FEED_KINDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


class NotAFeed(Exception):
    """The bytes are no feed. ``found`` are feeds that a page says it has."""

    def __init__(self, found: tuple[str, ...] = ()) -> None:
        super().__init__("not a feed")
        self.found = found


class Dangerous(Exception):
    """The document declares entities, which no honest feed does."""


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of a feed; ``key`` is the same whenever the feed shows it again."""

    key: str
    title: str
    url: str = ""  # http(s) or nothing
    summary: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    articles: list[Article] = field(default_factory=list)


def read_feed(content: bytes, *, url: str, content_type: str = "") -> Feed:
    """The articles of a feed as it was sent by ``url``. Raises ``NotAFeed`` or ``Dangerous``."""
    import feedparser

    try:
        defusedxml.ElementTree.fromstring(content)
    except DefusedXmlException as error:
        if not _only_doctype(error):
            raise Dangerous from None
    except (ParseError, ValueError, LookupError):
        pass  # broken XML is common; the reader below is patient
    headers = {"content-type": content_type} if content_type else {}
    found = feedparser.parse(
        content, response_headers=headers | {"content-location": url}, sanitize_html=True
    )
    if not found.get("version"):
        raise NotAFeed(feeds_of_page(content, url))
    articles: dict[str, Article] = {}
    for entry in found.entries:
        article = _article(entry, url)
        if article is not None:
            articles.setdefault(article.key, article)
    newest = sorted(
        articles.values(),
        key=lambda one: one.published_at or datetime.max.replace(tzinfo=UTC),
        reverse=True,
    )
    return Feed(_plain(found.feed.get("title", ""), 120), newest[:MOST_ITEMS])


def _only_doctype(error: DefusedXmlException) -> bool:
    """RSS 0.91 names its grammar; that alone is harmless, since nothing is loaded."""
    return type(error).__name__ == "DTDForbidden"


def _article(entry: Any, url: str) -> Article | None:
    title = _plain(entry.get("title", ""), _TITLE)
    link = _link(entry.get("link", ""), url)
    summary = _plain(entry.get("summary", ""), _SUMMARY)
    name = entry.get("id") or link or title
    if not (title or link) or not name:
        return None
    key = hashlib.sha256(str(name).encode("utf-8", "surrogatepass")).hexdigest()
    return Article(key, title or link[:_TITLE], link, summary, _moment(entry))


def _moment(entry: Any) -> datetime | None:
    for name in ("published_parsed", "updated_parsed"):
        parsed = entry.get(name)
        if parsed:
            try:
                return datetime.fromtimestamp(timegm(parsed), UTC)
            except (ValueError, OverflowError, OSError):
                continue
    return None


def _link(text: str, base: str) -> str:
    """An address that may be opened from our pages, or nothing."""
    if not str(text or "").strip():
        return ""
    try:
        whole = urljoin(base, str(text).strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or len(whole) > _URL:
        return ""
    return "".join(char for char in whole if char > " ")


def _plain(text: Any, most: int) -> str:
    """Words without markup, in one line, without signs that turn or hide text."""
    # Some feeds escape twice: markup that shows up after unescaping goes as well.
    words = strip_tags(unescape(strip_tags(str(text or ""))))
    words = _SPACES.sub(" ", _INVISIBLE.sub("", words)).strip()
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


class _Links(HTMLParser):
    """Feeds that a page names in its head."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: text or "" for name, text in attrs}
        named = tag == "link" and "alternate" in given.get("rel", "").lower().split()
        if named and given.get("type", "").strip().lower() in _FEED_KINDS and given.get("href"):
            self.found.append(given["href"])


def feeds_of_page(content: bytes, url: str) -> tuple[str, ...]:
    """Addresses of feeds that an HTML page names, in its order."""
    reader = _Links()
    reader.feed(content[:500_000].decode("utf-8", "replace"))
    return tuple(dict.fromkeys(link for one in reader.found if (link := _link(one, url))))
