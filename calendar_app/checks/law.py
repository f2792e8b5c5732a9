"""What the law checklist asks because of a word of the post."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calendar_app.checks.values import Check, Draft, Level, Rules
from calendar_app.checks.words import plain


def of_law(draft: Draft, rules: Rules) -> Iterator[Check]:
    text = plain("\n".join(f"{one.title}\n{one.text}" for one in draft.versions))
    for law in rules.laws:
        hit = next((word for word in law.words if word and plain(word) in text), "")
        if not hit or draft.answers.get(law.key, "").strip():
            continue
        yield Check(
            Level.BLOCK if law.blocks else Level.WARN,
            law.name,
            _("“%(word)s”: %(question)s") % {"word": hit, "question": law.question},
            _("Change the words, or answer the question below with what proves it.")
            + (f" {law.evidence}" if law.evidence else ""),
        )
