"""Days from which a platform counts in another way. Charts break their line there."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from analytics.metrics.definition import Break

VIEWS = (
    Break(
        date(2024, 10, 1),
        "facebook",
        _("Facebook: from autumn 2024 “views” also count repeats and displays of photos."),
    ),
    Break(
        date(2025, 1, 1),
        "instagram",
        _("Instagram: from 2025 “views” count plays and displays of every format."),
    ),
    Break(
        date(2025, 3, 31),
        "youtube",
        _("YouTube: from 2025/3/31 every start or replay of a Short counts as a view."),
    ),
    Break(
        date(2026, 8, 24),
        "youtube",
        _("YouTube: from late August 2026 a view counts as soon as playback starts."),
    ),
)
