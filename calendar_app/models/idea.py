from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.models import Pillar
from workspaces.models import User, WorkspaceModel


class Idea(WorkspaceModel):
    """Something that could become a post. Taken up, it points to the entry that came of it."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("idea", "New")
        MATURING = "maturing", _("Being thought through")
        READY = "ready", _("Ready to write")
        DROPPED = "dropped", _("Dropped")

    title = models.CharField(_("idea"), max_length=200)
    text = models.TextField(_("notes"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    pillar = models.ForeignKey(Pillar, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(_("where it comes from"), max_length=300, blank=True)
    best_on = models.DateField(_("fits on"), null=True, blank=True)
    place = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["place", "-pk"]

    def __str__(self) -> str:
        return self.title
