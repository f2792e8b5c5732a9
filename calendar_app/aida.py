"""Attention, interest, desire, action: what of the four a text holds already. Pure.

Told by words alone, so it may be wrong; it asks and offers, and writes nothing by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platforms.lengths import graphemes

Word = Promise | str

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")
LONG_OPENING = 40  # letters; what a phone shows before it folds the text
INTEREST = re.compile(
    r"\d|因為|其實|原來|為什麼|只要|第一次|產地|材料|步驟|方法|比較|差在|祕訣|秘訣|"
    r"\b(?:because|why|how|first|reason|made)\b",
    re.IGNORECASE,
)
DESIRE = re.compile(
    r"你|妳|您|一起|剛好|適合|送禮|限定|優惠|免費|省下|輕鬆|放心|喜歡|想像|"
    r"\b(?:you|your|together|free|easy|love|imagine)\b",
    re.IGNORECASE,
)
ACTION = re.compile(
    r"留言|按讚|分享|收藏|儲存|私訊|點選|點擊|連結|報名|下單|購買|選購|預約|看更多|填寫|標記|加入|訂閱|"
    r"追蹤|來店|到店|投票|告訴我們|"
    r"\b(?:comment|share|save|follow|click|link|order|buy|book|join|subscribe|visit|vote|tell us)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four. ``found``: the sentence that seems to do it, "" when none does."""

    key: str
    name: Word
    question: Word
    found: str = ""
    remark: Word = ""


def steps_of(text: str, call_to_action: str = "") -> list[Step]:
    """The four in their order, each with the first sentence that seems to do it."""
    sentences = [one.strip() for one in SENTENCE.findall(text) if one.strip()]
    opening, rest = (sentences[0], sentences[1:]) if sentences else ("", [])
    long = bool(opening) and graphemes(opening) > LONG_OPENING
    said = call_to_action.strip()
    return [
        Step(
            "attention",
            _("Attention"),
            _("Why would somebody stop here? Only the opening shows before “more”."),
            opening,
            _("Rather long for an opening.") if long else "",
        ),
        Step(
            "interest",
            _("Interest"),
            _("What do they learn that they did not know? A figure, a reason, a story."),
            _first(INTEREST, rest),
        ),
        Step(
            "desire",
            _("Desire"),
            _("What do they get out of it? Say it from the reader's side."),
            _first(DESIRE, rest),
        ),
        Step(
            "action",
            pgettext_lazy("AIDA", "Action"),
            _("What is the one thing they should do now?"),
            said if said and said in text else _first(ACTION, sentences),
            _("It stands in its field, but not in the text.") if said and said not in text else "",
        ),
    ]


def _first(words: re.Pattern[str], sentences: Sequence[str]) -> str:
    return next((one for one in sentences if words.search(one)), "")


# What to ask for, by what the post is to bring about.
CALLS: Sequence[tuple[Word, Sequence[Word]]] = (
    (
        _("To be talked about"),
        (
            _("Tell us in a comment."),
            _("Tag somebody who should see this."),
            _("Which one would you choose?"),
        ),
    ),
    (
        _("To be kept and passed on"),
        (_("Save it for later."), _("Share it with a friend who needs it.")),
    ),
    (_("To be visited"), (_("See more behind the link."), _("The link stands in the comments."))),
    (
        _("To be bought"),
        (_("Order now."), _("Only until Sunday."), _("Book your place.")),
    ),
    (
        _("To be followed"),
        (_("Follow us so that you do not miss the next one."), _("Add us as a friend on LINE.")),
    ),
)
