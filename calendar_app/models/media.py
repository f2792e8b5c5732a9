from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from calendar_app.models.entry import Entry, EntryVersion
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet


class MediaAssetQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(removed_at=None)


class MediaAsset(WorkspaceModel):
    """A picture, video or document of the media library; told by its content, never its name."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        VIDEO = "video", _("Video")
        DOCUMENT = "document", _("Document")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    stored = models.CharField(max_length=200)  # below MEDIA_ROOT
    preview = models.CharField(max_length=200, blank=True)  # a small WebP below MEDIA_ROOT
    content_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration_ms = models.BigIntegerField(null=True)
    # What the file says of itself; empty where it could not be read.
    colour = models.CharField(max_length=60, blank=True)
    animated = models.BooleanField(default=False)
    codec = models.CharField(max_length=30, blank=True)
    sound_codec = models.CharField(max_length=30, blank=True)
    frame_rate = models.FloatField(null=True)
    alt = models.CharField(_("alternative text"), max_length=1000, blank=True)
    folder = models.CharField(_("folder"), max_length=100, blank=True)
    tags = models.CharField(_("tags"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MediaAssetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["workspace", "sha256"], name="media_by_content")]

    def __str__(self) -> str:
        return self.name

    @property
    def length(self) -> str:
        """1:05; empty where a picture has none."""
        if self.duration_ms is None:
            return ""
        seconds = round(self.duration_ms / 1000)
        return f"{seconds // 60}:{seconds % 60:02d}"

    @property
    def shape(self) -> str:
        """ "tall", "wide" or "square", to be drawn where there is no picture of it; "" unknown."""
        if not self.width or not self.height:
            return ""
        if abs(self.width - self.height) * 10 < max(self.width, self.height):
            return "square"
        return "tall" if self.height > self.width else "wide"


class EntryMedia(models.Model):
    """A place of an asset in an entry; with a version, only there."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="media")
    version = models.ForeignKey(
        EntryVersion, models.CASCADE, null=True, blank=True, related_name="media"
    )
    asset = models.ForeignKey(MediaAsset, models.RESTRICT, related_name="uses")
    place = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(_("alternative text"), max_length=1000, blank=True)
    # {"ratio": "4:5", "x", "y", "width", "height"} in parts of 1; empty: the whole picture.
    crop = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return f"{self.asset} in {self.entry}"
