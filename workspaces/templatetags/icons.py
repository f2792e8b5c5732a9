"""The ``icon`` tag of tablericons, drawn once per look instead of at every use.

Settings put this library in the place of ``tablericons``; templates load it under that name.
The library takes a drawing apart and writes it anew each time; a page has dozens.
"""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from tablericons.templatetags.tablericons import icon as draw

register = template.Library()


@register.simple_tag
def icon(name: str, *, size: int | None = None, **attributes: object) -> SafeString:
    return _drawn(str(name), size, tuple(sorted(attributes.items())))


@lru_cache(maxsize=2048)
def _drawn(name: str, size: int | None, attributes: tuple[tuple[str, object], ...]) -> SafeString:
    return SafeString(draw(name, size=size, **dict(attributes)))
