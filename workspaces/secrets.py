"""Secrets at rest: encrypted with the newest of FIELD_KEYS, readable with any of them.

A text that was kept before it was encrypted is still read; ``rotate`` turns it into one that is.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Model

MARK = "enc:"


class Unreadable(Exception):
    """None of FIELD_KEYS opens this secret."""


def encrypt(text: str) -> str:
    """Text that says that it is encrypted; the same text never looks the same twice."""
    return MARK + _box().encrypt(text.encode()).decode()


def decrypt(kept: str) -> str:
    """The text again. Raises Unreadable when no key fits."""
    if not kept.startswith(MARK):
        return kept
    try:
        return _box().decrypt(kept.removeprefix(MARK)).decode()
    except InvalidToken:
        raise Unreadable("None of FIELD_KEYS opens this secret.") from None


def is_newest(kept: str) -> bool:
    """Encrypted, and with the first of FIELD_KEYS."""
    if not kept.startswith(MARK):
        return False
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(kept.removeprefix(MARK))
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
    except ValueError:
        raise ImproperlyConfigured(
            "FIELD_KEYS holds something that is no key. Each is 44 letters, as "
            "'manage.py rotate_keys --new' prints them, separated by commas."
        ) from None


# Where secrets are kept: each yields (row, name of its field, path inside a JSON field or "").
Place = Callable[[], Iterable[tuple[Model, str, str]]]
PLACES: dict[str, Place] = {}


def authenticators() -> Iterator[tuple[Model, str, str]]:
    """Second factors: the seed of the codes on a telephone, and of the recovery codes."""
    from allauth.mfa.models import Authenticator

    for row in Authenticator.objects.order_by("pk").iterator(chunk_size=500):
        for part in ("secret", "seed"):
            if isinstance(row.data.get(part), str):
                yield row, "data", part
        for index, code in enumerate(row.data.get("migrated_codes") or []):
            if isinstance(code, str):
                yield row, "data", f"migrated_codes.{index}"


PLACES["second factors"] = authenticators


def rotate(*, dry_run: bool = False) -> dict[str, dict[str, int]]:
    """Encrypt everything with the newest key.

    {"second factors": {"current": 3, "changed": 2, "unreadable": 0}} per place. What no key
    opens is left as it is. Running it twice is harmless.
    """
    return {name: _rotate(place, dry_run) for name, place in PLACES.items()}


def _rotate(place: Place, dry_run: bool) -> dict[str, int]:
    count = {"current": 0, "changed": 0, "unreadable": 0}
    for row, field, path in place():
        kept = _at(getattr(row, field), path)
        if is_newest(kept):
            count["current"] += 1
            continue
        try:
            decrypt(kept)
        except Unreadable:
            count["unreadable"] += 1
            continue
        count["changed"] += 1
        if not dry_run:
            _change(row, field, path)
    return count


@transaction.atomic
def _change(row: Model, field: str, path: str) -> None:
    """On the row as it is now: somebody may be using it in this moment."""
    fresh = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if fresh is None:
        return
    value = getattr(fresh, field)
    again = encrypt(decrypt(_at(value, path)))
    if path:
        *way, last = path.split(".")
        holder: Any = _at(value, ".".join(way))
        holder[int(last) if isinstance(holder, list) else last] = again
    else:
        value = again
    setattr(fresh, field, value)
    fresh.save(update_fields=[field])


def _at(value: Any, path: str) -> Any:
    for step in path.split(".") if path else []:
        value = value[int(step) if isinstance(value, list) else step]
    return value
