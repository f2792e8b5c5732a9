"""What ads are paid to bring about, in words."""

from django.utils.translation import gettext_lazy

# By how an act ends: Meta writes ``actions:offsite_conversion.fb_pixel_purchase``.
_ACTS = (
    ("purchase", gettext_lazy("purchases")),
    ("landing_page_view", gettext_lazy("landing page views")),
    ("link_click", gettext_lazy("link clicks")),
    ("lead", gettext_lazy("leads")),
    ("messaging_conversation_started_7d", gettext_lazy("conversations begun")),
    ("messaging_first_reply", gettext_lazy("new conversations")),
    ("post_engagement", gettext_lazy("post engagements")),
    ("video_view", gettext_lazy("video views")),
    ("video_thruplay_watched_actions", gettext_lazy("ThruPlays")),
    ("like", gettext_lazy("page likes")),
    ("reach", gettext_lazy("people reached")),
    ("complete_registration", gettext_lazy("registrations")),
    ("add_to_cart", gettext_lazy("adds to cart")),
    ("conversions", gettext_lazy("conversions")),
)


def result_word(kind: str) -> str:
    """The kind of a result as people say it; an unknown act in its own letters."""
    act = kind.rpartition(":")[2].rpartition(".")[2]
    for ending, word in _ACTS:
        if act.casefold().endswith(ending):
            return str(word)
    return act.replace("_", " ") or kind
