"""How often something may happen; counted in the cache, so that a lost count only forgives."""

from django.core.cache import cache


def allowed(what: str, *, most: int, seconds: int) -> bool:
    """Count one more of ``what`` in its window of ``seconds``; False beyond ``most``."""
    key = f"rate:{what}"
    if cache.add(key, 1, seconds):
        return most >= 1
    try:
        return cache.incr(key) <= most
    except ValueError:  # ran out between the two questions
        cache.set(key, 1, seconds)
        return most >= 1
