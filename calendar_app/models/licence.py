from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models.media import MediaAsset
from calendar_app.models.publication import Publication
from workspaces.models import User, WorkspaceModel


class Proof(models.Model):
    """A file that proves a right: a contract, an invoice, a picture of the answer."""

    proof_stored = models.CharField(max_length=200, blank=True)  # below MEDIA_ROOT
    proof_name = models.CharField(max_length=200, blank=True)
    proof_type = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class Licence(Proof, WorkspaceModel):
    """By what right an asset may be used, where, and until when."""

    class Kind(models.TextChoices):
        OWN = "own", _("Our own work")
        BOUGHT = "bought", _("Bought licence")
        FREE = "free", _("Free licence")
        FOLLOWER = "follower", _("A follower's work, with consent")
        PARTNER = "partner", _("From a partner")

    asset = models.OneToOneField(MediaAsset, models.CASCADE, related_name="licence")
    kind = models.CharField(_("kind of licence"), max_length=10, choices=Kind.choices)
    source = models.CharField(_("source"), max_length=300, blank=True)
    proof = models.CharField(_("proof"), max_length=500, blank=True)
    # Codes of calendar_app.markets; an empty list means everywhere.
    territories = models.JSONField(default=list, blank=True)
    terms = models.CharField(_("what else it says"), max_length=300, blank=True)
    # Platform codes it may appear on; an empty list means all.
    channels = models.JSONField(default=list, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    shows_people = models.BooleanField(_("shows recognisable people"), default=False)
    made_by_ai = models.BooleanField(_("made with AI"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def is_over(self, day: date) -> bool:
        return self.expires_on is not None and day > self.expires_on


class Consent(Proof, WorkspaceModel):
    """Somebody said yes: who, when, how, and in which words. Taken back, it counts no more."""

    class Of(models.TextChoices):
        MAKER = "maker", _("who made it")
        SHOWN = "shown", _("somebody shown in it")

    class How(models.TextChoices):
        MESSAGE = "message", _("direct message")
        COMMENT = "comment", pgettext_lazy("way of consent", "comment")
        EMAIL = "email", pgettext_lazy("way of consent", "email")
        PAPER = "paper", _("signed on paper")
        OTHER = "other", pgettext_lazy("way of consent", "another way")

    asset = models.ForeignKey(MediaAsset, models.CASCADE, related_name="consents")
    of = models.CharField(_("whose"), max_length=5, choices=Of.choices)
    who = models.CharField(_("who consented"), max_length=120)
    given_on = models.DateField(_("when"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=8, choices=How.choices)
    words = models.TextField(_("what was agreed, in their words"), blank=True)
    until = models.DateField(_("valid until"), null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.who

    def stands(self, day: date) -> bool:
        return self.withdrawn_on is None and (self.until is None or day <= self.until)


class LicenceAnswer(WorkspaceModel):
    """What was done about a published post whose picture may no longer be used."""

    class What(models.TextChoices):
        DOWN = "down", _("taken off the platform")
        CHANGED = "changed", _("picture exchanged on the platform")
        STAYS = "stays", _("may stay, and why")

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="+")
    asset = models.ForeignKey(MediaAsset, models.CASCADE, related_name="+")
    what = models.CharField(max_length=7, choices=What.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "asset"], name="one_licence_answer_per_publication"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.get_what_display()}"
