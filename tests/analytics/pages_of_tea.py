"""Addresses of the analytics pages of the brand ``tea`` in 2026 Q3, and the figures of a post."""

from django.urls import reverse

FIGURES = {"reach": 1000, "reactions": 40, "comments": 5, "shares": 3}


def at(name: str, *args, **query) -> str:
    address = reverse(f"analytics:{name}", args=["tea", *args])
    more = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?period=2026Q3&{more}"
