from django.db import models
from django.utils.translation import gettext_lazy as _

from calendar_app.models.entry import Entry
from workspaces.models import ShareLink, User, WorkspaceModel
from workspaces.punctuation import aside


class OutsideReview(WorkspaceModel):
    """Posts put before somebody without an account, by one secret link (``ShareLink``)."""

    link = models.OneToOneField(ShareLink, models.CASCADE, related_name="+")
    name = models.CharField(_("for whom"), max_length=80)
    organisation = models.CharField(_("of which organisation"), max_length=80, blank=True)
    message = models.TextField(_("what you ask of them"), max_length=1000, blank=True)
    entries = models.ManyToManyField(Entry, related_name="outside_reviews")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return aside(self.name, self.organisation) if self.organisation else self.name


class OutsideOpinion(WorkspaceModel):
    """What they said about one state of one post; never changed, the newest one holds.

    ``digest`` is the hash of what stood there: after a change it says nothing any more.
    """

    review = models.ForeignKey(OutsideReview, models.CASCADE, related_name="opinions")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="outside_opinions")
    digest = models.CharField(max_length=64)
    yes = models.BooleanField()
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    counted = models.BooleanField(default=False)  # was a step of the approval
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.review}: {self.entry}"
