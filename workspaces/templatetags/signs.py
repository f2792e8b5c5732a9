"""Signs between words in templates; see workspaces/punctuation.py. Built in, never loaded."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString

from workspaces import punctuation
from workspaces.punctuation import sign

register = template.Library()

register.filter("listed", punctuation.listed)
register.filter("aside", punctuation.aside)


@register.simple_tag
def colon() -> str:
    return sign(punctuation.COLON)


@register.simple_tag
def comma() -> str:
    """Between clauses."""
    return sign(punctuation.COMMA)


@register.simple_tag
def list_comma() -> str:
    """Between the things of a list."""
    return sign(punctuation.LIST_COMMA)


@register.simple_tag
def semicolon() -> str:
    return sign(punctuation.SEMICOLON)


@register.simple_tag
def full_stop() -> str:
    return sign(punctuation.FULL_STOP)


class Enclosed(template.Node):
    """What stands between a pair of signs."""

    def __init__(self, inside: NodeList, pair: tuple[tuple[str, str], tuple[str, str]]) -> None:
        self.nodelist = inside
        self.pair = pair

    def render(self, context: template.Context) -> SafeString:
        before, after = sign(self.pair)
        return SafeString(f"{before}{self.nodelist.render(context)}{after}")


@register.tag
def bracketed(parser: Parser, _token: Token) -> Enclosed:
    """``{% bracketed %}…{% endbracketed %}``: （…） or a blank and (…)."""
    return Enclosed(_inside(parser, "endbracketed"), punctuation.BRACKETS)


@register.tag
def quoted(parser: Parser, _token: Token) -> Enclosed:
    """``{% quoted %}…{% endquoted %}``: 「…」 or “…”."""
    return Enclosed(_inside(parser, "endquoted"), punctuation.QUOTES)


def _inside(parser: Parser, end: str) -> NodeList:
    inside = parser.parse((end,))
    parser.delete_first_token()
    return inside
