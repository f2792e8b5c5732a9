"""Every form of every page, sent with nonsense: a sentence comes back, never an error page."""

import random
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.urls import resolve

from tests.crawl.pages import walk

NONSENSE = (
    "",
    "😀" * 40,
    "字" * 5000,
    "a\x00b",
    "-1",
    "²",
    "999999999999999999999999",
    "<script>alert(1)</script>",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "25:99",
    "1e400",
    "NaN",
)
QUERY = ("page", "date", "view", "account", "person", "month", "from", "to", "entry", "q", "period")


class _Forms(HTMLParser):
    """Method, address and the names of the fields of each form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, list[tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {key: value or "" for key, value in attrs}
        if tag == "form":
            method = have.get("method", "post" if "hx-post" in have else "get").lower()
            self.found.append((method, have.get("action") or have.get("hx-post", ""), []))
        elif tag in {"input", "select", "textarea", "button"} and have.get("name") and self.found:
            self.found[-1][2].append((have["name"], have.get("value", "")))


class _Back(Exception):
    """Takes back what a form has done."""


@pytest.mark.django_db(transaction=False)
def test_no_form_and_no_address_answers_nonsense_with_an_error(client, manager, settings):
    client.force_login(manager)
    client.raise_request_exception = False
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    rng = random.Random(20261121)
    errors: list[str] = []
    seen: set[tuple] = set()

    def send(method: str, url: str, values: dict[str, str]) -> None:
        try:
            with transaction.atomic():
                if getattr(client, method)(url, values).status_code >= 500:
                    errors.append(f"{method} {url} { ({k: v[:24] for k, v in values.items()}) }")
                raise _Back
        except _Back:  # also a signing out
            client.cookies[settings.SESSION_COOKIE_NAME] = session

    pages = list(walk(client, "/w/demo/"))
    for page in pages:
        if (page.name,) not in seen:
            seen.add((page.name,))
            send("get", page.address.split("?")[0], {q: rng.choice(NONSENSE) for q in QUERY})
        forms = _Forms()
        forms.feed(page.html)
        for method, action, fields in forms.found:
            url = urljoin(page.address, action).split("#")[0]
            kind = (resolve(url.split("?")[0]).view_name, method, frozenset(dict(fields)))
            if kind in seen or "logout" in kind[0]:
                continue
            seen.add(kind)
            kept = dict(fields)
            send(method, url, {name: rng.choice(NONSENSE) for name in kept})
            for name in rng.sample(sorted(kept), min(2, len(kept))):
                send(method, url, kept | {name: rng.choice(NONSENSE)})

    assert client.get("/w/demo/").status_code == 200, "signed out, nothing was tried"
    assert len(seen) > 150
    assert errors == []
