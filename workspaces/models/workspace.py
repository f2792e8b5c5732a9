from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def validate_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write one such as Asia/Taipei."),
            params={"name": name},
        ) from None


class WorkspaceManager(models.Manager["Workspace"]):
    def of(self, user: models.Model) -> models.QuerySet["Workspace"]:
        """The workspaces this person belongs to."""
        joined = user.memberships.values("workspace")  # type: ignore[attr-defined]
        return self.filter(pk__in=joined).order_by("is_sample", "name")


class Workspace(models.Model):
    """One brand's desk: its people, accounts, numbers and documents, apart from every other."""

    class Language(models.TextChoices):
        ZH_HANT = "zh-hant", _("Traditional Chinese")
        EN = "en", _("English")

    slug = models.SlugField(
        _("address"),
        max_length=50,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")],
    )
    name = models.CharField(_("name"), max_length=100)
    zone = models.CharField(
        _("time zone"), max_length=50, default="Asia/Taipei", validators=[validate_zone]
    )
    language = models.CharField(
        _("language of documents"), max_length=10, choices=Language.choices, default="zh-hant"
    )
    roc_years = models.BooleanField(_("ROC years in documents"), default=False)
    # Days after a period's end at which a closed period is read (house: as of).
    ripening_days = models.PositiveSmallIntegerField(_("days until a period is read"), default=7)
    brand_template = models.FileField(_("document template"), blank=True)
    brand_template_name = models.CharField(max_length=200, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkspaceManager()

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
