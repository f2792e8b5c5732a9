"""Chromium on the live server; a page that complains in its console fails its test."""

import os
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page

from tests.conftest import chromium

# Playwright's loop runs in this thread, and Django would refuse the database because of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    quiet += " --disable-background-networking --disable-component-update"
    return {**browser_type_launch_args, "executable_path": chromium(), "args": quiet.split()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "locale": "zh-TW",
        "timezone_id": "Asia/Taipei",
        "viewport": {"width": 1280, "height": 860},
    }


class ConsoleGuard(list[str]):
    """What the pages complained about; ``allow`` names what a test provokes on purpose."""

    def __init__(self) -> None:
        super().__init__()
        self.allowed: list[str] = []

    def allow(self, text: str) -> None:
        self.allowed.append(text)

    def complaints(self) -> list[str]:
        return [said for said in self if not any(text in said for text in self.allowed)]


@pytest.fixture
def console_guard() -> ConsoleGuard:
    return ConsoleGuard()


@pytest.fixture
def page(page: Page, console_guard: ConsoleGuard) -> Iterator[Page]:
    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            console_guard.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", hear)
    page.on("pageerror", lambda error: console_guard.append(f"uncaught: {error}"))
    # Chromium reports a refused style or script here even where it keeps quiet in the console.
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => "
        "console.error('CSP', e.violatedDirective, e.blockedURI, e.sourceFile, e.lineNumber))"
    )
    page.set_default_timeout(10_000)
    yield page
    assert console_guard.complaints() == []


@pytest.fixture
def sign_in(page: Page, live_server):
    """sign_in(user) gives the browser that person's session, without typing.

    Each has a session of its own: one client that changes its person ends the session before, and
    an answer still under way for the open page would take the new cookie with it.
    """

    def sign(user) -> Page:
        from django.conf import settings

        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return sign
