"""Icons look as the library draws them, and are drawn once."""

from django.template import Context, Template
from tablericons.templatetags.tablericons import icon as drawn_by_the_library

from workspaces.templatetags import icons


def shown(text: str, **words) -> str:
    return Template("{% load tablericons %}" + text).render(Context(words))


def test_templates_get_what_the_library_draws():
    ours = shown(
        '{% icon "outline/target" size=18 class=look aria_hidden="true" %}', look="icon big"
    )

    theirs = drawn_by_the_library(
        "outline/target", size=18, aria_hidden="true", **{"class": "icon big"}
    )
    assert ours == theirs


def test_an_attribute_cannot_break_out():
    assert '"><script>' not in shown('{% icon "outline/x" title=words %}', words='"><script>')


def test_the_same_look_is_drawn_once():
    icons._drawn.cache_clear()
    shown('{% icon "outline/x" %}{% icon "outline/x" %}{% icon "outline/x" size=20 %}')

    assert (icons._drawn.cache_info().misses, icons._drawn.cache_info().hits) == (2, 1)
