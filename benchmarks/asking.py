"""One page asked by a signed-in client: as an act for the clock, and its questions counted."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analytics import kept


def visit(client: Client, address: str) -> Callable[[], None]:
    """An act that opens the page. Raises AssertionError where it does not answer 200."""

    def act() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise AssertionError(f"{address} answers {response.status_code}.")

    return act


def queries(client: Client, address: str) -> int:
    kept.forget()  # so that every question is asked
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)
