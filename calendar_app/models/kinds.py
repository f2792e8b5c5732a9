from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What a team plans; ``platforms.kinds.PostType`` is what a platform calls the result."""

    POST = "post", _("Post")
    STORY = "story", _("Story")
    SHORT = "short", _("Reel or short")
    VIDEO = "video", _("Video")
    LIVE = "live", _("Live")
    POLL = "poll", _("Poll")
    LINE = "line", _("LINE message")
