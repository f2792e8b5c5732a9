"""How many messages wait in the broker; with the memory broker there is nobody to ask."""

import redis
from django.conf import settings

from workbench.celery import QUEUES


def lengths() -> dict[str, int]:
    """Queue → messages. Raises redis.RedisError when Redis does not answer."""
    if settings.EMBEDDED:
        return {}
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2
    ) as server:
        return {name: int(server.llen(name)) for name in QUEUES}
