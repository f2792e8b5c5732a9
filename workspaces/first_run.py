"""The one-time code that lets the first person in.

``up`` prints the code; only its hash is kept, in WORKBENCH_DATA. So whoever reads the log of
the machine makes the first account, and nobody who merely reaches the address does.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from workspaces.models import User

# No 0/O, 1/I/L: the code is also typed from a screen. 12 of 31 signs are 59 bits.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TRIES, TRIES_SECONDS = 10, 600


class WrongCode(Exception):
    """Not the code that was printed last, or it has been used."""


class TooManyTries(Exception):
    """Wait ten minutes."""


def needed() -> bool:
    """True until somebody who is not a sample person has an account."""
    return not User.objects.filter(is_sample=False).exists()


def code() -> str:
    """A new code to print; one printed earlier stops working."""
    signs = "".join(secrets.choice(SIGNS) for _place in range(12))
    fresh = "-".join((signs[:4], signs[4:8], signs[8:]))
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(_hash(fresh))
    draft.replace(path)
    return fresh


def fits(given: str, *, who: str) -> bool:
    """Compare in constant time. ``who`` (an address) may be wrong ten times in ten minutes."""
    key = f"first-run-tries:{who}"
    if cache.get(key, 0) >= TRIES:
        raise TooManyTries
    try:
        kept = _path().read_text()
    except FileNotFoundError:
        kept = ""
    if kept and hmac.compare_digest(kept, _hash(given)):
        return True
    cache.add(key, 0, TRIES_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, TRIES_SECONDS)
    return False


@contextmanager
def spent(given: str) -> Iterator[None]:
    """Use the code once: it is gone when the block ends well, and back when it fails."""
    path = _path()
    taken = path.with_suffix(f".taken-{secrets.token_hex(4)}")
    try:
        path.rename(taken)  # of two requests at once, one finds nothing here
    except FileNotFoundError:
        raise WrongCode from None
    try:
        if not hmac.compare_digest(taken.read_text(), _hash(given)):
            raise WrongCode
        yield
    except BaseException:
        taken.rename(path)
        raise
    taken.unlink()


def _hash(given: str) -> str:
    plain = "".join(sign for sign in given.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _path() -> Path:
    return Path(settings.WORKBENCH_DATA) / "keys" / "first_run"
