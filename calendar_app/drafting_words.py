"""What is said to a drafting service, and how its answer is read. Pure.

Only what stands in these messages leaves the house; the person reads them before they are sent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_DRAFTS = 5
MOST_LETTERS = 12_000  # of a text that is sent
_NUMBERED = re.compile(r"^\s*(?:[-*•・]|\(?\d{1,2}[.)、．]|[一二三四五][、.])\s*")

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft may lean on. ``most``: letters the platform allows, None without a limit."""

    text: str
    title: str = ""
    wish: str = ""
    platform: str = ""
    most: int | None = None
    avoided: Sequence[str] = ()
    character: str = ""


def messages_for(task: str, given: Material) -> list[Message]:
    """Two messages: the rules, and the question with the text."""
    return [
        {"role": "system", "content": _rules(given)},
        {"role": "user", "content": f"{_question(task, given)}\n\n{_text(given)}".strip()},
    ]


def _rules(given: Material) -> str:
    lines = [
        _(
            "You help a social media editor in Taiwan. Answer in Traditional Chinese as people in Taiwan write it, unless the text is in another language."
        ),
        _("Use only what the text says. Invent no facts, figures, prices, offers or quotations."),
        _(
            "Answer with the draft alone: no introduction, no remarks, no quotation marks around it."
        ),
    ]
    if given.character.strip():
        lines.append(_("Who is speaking: %(words)s") % {"words": given.character.strip()[:600]})
    if given.avoided:
        words = _(", ").join(given.avoided[:60])
        lines.append(_("Words this brand avoids: %(words)s") % {"words": words})
    return "\n".join(lines)


def _question(task: str, given: Material) -> str:
    wish = given.wish.strip()
    if task == "ideas":
        text = _("Suggest %(count)d further posts that follow from this one. One line each.")
        text %= {"count": MOST_DRAFTS}
    elif task == "titles":
        text = _("Suggest %(count)d other titles for this post. One line each, at most 30 letters.")
        text %= {"count": MOST_DRAFTS}
    elif task == "shorten":
        text = _("Make this post shorter and keep what matters.")
        if given.most:
            text += " " + _("At most %(most)d letters on %(platform)s.") % {
                "most": given.most,
                "platform": given.platform,
            }
    else:
        text = _("Write this post in another tone: %(tone)s.") % {
            "tone": wish or _("warmer and closer")
        }
        wish = ""
    if wish:
        text += "\n" + _("Also: %(wish)s") % {"wish": wish}
    return text


def _text(given: Material) -> str:
    parts = [given.title.strip(), given.text.strip()[:MOST_LETTERS]]
    return "\n\n".join(part for part in parts if part)


def drafts_in(task: str, answer: str) -> list[str]:
    """The drafts of an answer: one text, or up to MOST_DRAFTS lines without their numbers."""
    answer = answer.strip()
    if task not in ("ideas", "titles"):
        return [answer] if answer else []
    lines = [_NUMBERED.sub("", line).strip().strip('「」"“”') for line in answer.splitlines()]
    return [line for line in lines if line][:MOST_DRAFTS]
