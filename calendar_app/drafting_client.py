"""Ask a service that speaks OpenAI's chat completions. Pure but for the one request.

The address goes through ``workspaces.outside``: nothing inside the house is asked unless whoever
runs the server has named it (OUTSIDE_ALLOWED). The key stands in one header and nowhere else.
"""

import json
from typing import Any

from django.utils.translation import gettext as _

from calendar_app.drafting_words import Message
from workspaces.outside import Answer, CannotFetch, fetch

MOST_BYTES = 512 * 1024
PATH = "/chat/completions"


class CannotDraft(Exception):
    """The text is the sentence a person reads. It never holds the key or the service's own words."""


def complete(address: str, *, model: str, key: str, messages: list[Message], seconds: float) -> str:
    """The words of the first choice. Raises CannotDraft."""
    body = json.dumps({"model": model, "messages": messages, "stream": False})
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        answer = fetch(
            endpoint(address),
            method="POST",
            headers=headers,
            body=body.encode(),
            most_bytes=MOST_BYTES,
            seconds=seconds,
        )
    except CannotFetch as error:
        raise CannotDraft(str(error)) from None
    if not answer.ok:
        raise CannotDraft(_refused(answer.status))
    return _words(answer)


def endpoint(address: str) -> str:
    """``https://host/v1`` and ``https://host/v1/chat/completions`` are both understood."""
    base = address.strip().rstrip("/")
    return base if base.endswith(PATH) else base + PATH


def _refused(status: int) -> str:
    if status in (401, 403):
        return _(
            "The drafting service refuses the key. Whoever manages the workspace can renew it."
        )
    if status == 404:
        return _(
            "The drafting service does not know this address or model. Check both in the options."
        )
    if status == 429:
        return _("The drafting service takes no more questions now. Try again in some minutes.")
    if status >= 500:
        return _("The drafting service is out of order (%(status)d). Try again later.") % {
            "status": status
        }
    return _("The drafting service refuses the question (%(status)d). Check model and address.") % {
        "status": status
    }


def _words(answer: Answer) -> str:
    try:
        told: Any = json.loads(answer.body)
        content = told["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        raise CannotDraft(
            _("What came back is no answer of chat completions. Check the address in the options.")
        ) from None
    if not isinstance(content, str) or not content.strip():
        raise CannotDraft(_("The drafting service answered without any words. Ask another way."))
    return content
