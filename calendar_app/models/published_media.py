from django.db import models

from calendar_app.models.media import MediaAsset
from calendar_app.models.publication import Publication
from workspaces.models import WorkspaceModel


class PublishedMedia(WorkspaceModel):
    """An asset that was shown by a publication when it went out; what the post shows later is another matter."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="shown")
    asset = models.ForeignKey(MediaAsset, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "asset"], name="an_asset_is_shown_once_by_a_publication"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.asset}"
