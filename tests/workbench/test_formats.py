"""Numbers in pages are written the way Taiwan writes them."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import Context, Template
from django.utils import translation


def test_counts_have_a_comma_every_three_digits_in_both_languages():
    for language in ("zh-hant", "en"):
        with translation.override(language):
            assert intcomma(3124) == "3,124"
            assert intcomma(1234567) == "1,234,567"
            assert Template("{{ n }}").render(Context({"n": 2633})) == "2,633"
