"""Walks every page a person can reach by links, and takes the words out of HTML."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

# A list page leads to many pages of one kind; a few of each kind are enough.
OF_EACH_KIND = 3
SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-confirm", "aria-description"}
SILENT = {"script", "style", "code", "kbd", "template", "svg"}


@dataclass(frozen=True, slots=True)
class Visited:
    """One answered address."""

    address: str
    name: str  # URL name
    status: int
    html: str


def walk(client: Client, start: str) -> Iterator[Visited]:
    """Every page reachable by links and by the parts pages load themselves, breadth first."""
    waiting, seen, kinds = deque([start]), {start}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        response = client.get(address)
        name = resolve(urlsplit(address).path).view_name
        if response.get("Content-Disposition", "").startswith("attachment"):
            continue
        if response.status_code in {301, 302}:
            targets = [response["Location"]]
        elif "html" in response.get("Content-Type", ""):
            html = response.content.decode()
            yield Visited(address, name, response.status_code, html)
            targets = links(html)
        else:
            continue
        for target in targets:
            target = urljoin(address, target).split("#")[0]
            parts = urlsplit(target)
            if parts.netloc or target in seen or parts.path.startswith("/static/"):
                continue
            try:
                kind = resolve(parts.path).view_name
            except Resolver404:
                raise AssertionError(f"{address} links to {target}, which is nothing.") from None
            if "logout" in kind or kinds[kind] >= OF_EACH_KIND:
                continue
            kinds[kind] += 1
            seen.add(target)
            waiting.append(target)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        for key in ("href", "hx-get"):
            value = have.get(key)
            if value and tag not in {"link", "use"} and not value.startswith(("#", "mailto:")):
                self.found.append(value)


def links(html: str) -> list[str]:
    parser = _Links()
    parser.feed(html)
    return parser.found


class _Words(HTMLParser):
    """Visible and spoken text; what is marked translate="no" is somebody's own words."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        own = tag in SILENT or have.get("translate") == "no" or have.get("lang", "zh") == "en"
        if not self.quiet and not own:
            self.texts += [value for key, value in attrs if key in SPOKEN and value]
            if tag == "input" and have.get("type") in {"submit", "button"}:
                self.texts.append(have.get("value") or "")
        if tag not in {"input", "br", "img", "meta", "link", "hr", "col", "use", "path", "wbr"}:
            self.open.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.quiet and data.strip():
            self.texts.append(data.strip())

    @property
    def quiet(self) -> bool:
        return any(own for _tag, own in self.open)


def texts(html: str) -> list[str]:
    parser = _Words()
    parser.feed(html)
    return parser.texts


# File names, addresses, mail addresses, codes such as O3.3.1, time zones, hexadecimal hashes.
_THINGS = re.compile(
    r"https?://\S*|[\w.+-]*@[\w.-]+|"
    r"\S*\.(?:csv|zip|xlsx?|docx|json|html?|jpe?g|png|webp|gif|mp4|mov)\b|"
    r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b|"  # keys of metrics and families
    r"\b(?:Asia|America|Europe|Etc)/\w+|\b[0-9a-f]{8,}\b|#\S+",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")


def latin_words(text: str, allowed: set[str]) -> list[str]:
    """Latin words of ``text`` that nobody allowed."""
    words = (word.rstrip("-'’") for word in _LATIN.findall(_THINGS.sub(" ", text)))
    return [word for word in words if len(word) > 1 and word not in allowed]
