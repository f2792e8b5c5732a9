"""What belongs to the workspace and every brief prints: voice, laws, care of accounts."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planning.models.brief import Brief, RowQuerySet
from platforms.models import SocialAccount
from workspaces.models import User, WorkspaceModel


class VoiceGuide(WorkspaceModel):
    """How the brand speaks. One per workspace; the calendar checks posts against it."""

    character = models.TextField(_("who is speaking"), blank=True)
    addressing = models.CharField(_("how we address people"), max_length=200, blank=True)
    emoji_rule = models.TextField(_("emoji"), blank=True)
    most_emoji = models.PositiveSmallIntegerField(_("most emoji in a post"), null=True, blank=True)
    hashtag_rule = models.TextField(_("hashtag rules"), blank=True)
    most_hashtags = models.PositiveSmallIntegerField(
        _("most hashtags in a post"), null=True, blank=True
    )
    fixed_hashtags = models.CharField(_("hashtags of the brand"), max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="one_voice_guide_per_workspace")
        ]

    def __str__(self) -> str:
        return str(_("brand voice guide"))


class VoiceRule(WorkspaceModel):
    """A pair of the guide: do and don't, a word to avoid and its replacement, a sample reply."""

    class Kind(models.TextChoices):
        PAIR = "pair", _("Do and don't")
        AVOID = "avoid", _("Word to avoid")
        REPLY = "reply", _("Sample reply")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.PAIR)
    # pair: how we say it; avoid: the word; reply: what somebody wrote.
    text = models.TextField(_("text"), blank=True)
    # pair: how we never say it; avoid: what to say instead; reply: our answer.
    other = models.TextField(_("counterpart"), blank=True)
    note = models.CharField(_("why"), max_length=200, blank=True)
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "place", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class LawRule(WorkspaceModel):
    """One question of the law checklist: when it is asked, what proves it, what it costs."""

    class Consequence(models.TextChoices):
        WARN = "warn", _("Warn")
        BLOCK = "block", _("Block")

    statute = models.CharField(_("statute"), max_length=60, blank=True)
    article = models.CharField(_("article"), max_length=60, blank=True)
    trigger = models.CharField(_("asked when"), max_length=200, blank=True)
    question = models.CharField(_("question"), max_length=300, blank=True)
    evidence = models.CharField(_("what proves it"), max_length=200, blank=True)
    consequence = models.CharField(
        _("when it is not met"),
        max_length=5,
        choices=Consequence.choices,
        default=Consequence.WARN,
    )
    # Words that make a post subject to the rule, one per line; the calendar looks for them.
    words = models.TextField(_("words that trigger it"), blank=True)
    active = models.BooleanField(_("in use"), default=True)
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return f"{self.statute} {self.article}".strip()


class LawCheck(WorkspaceModel):
    """The answer of one brief to one rule."""

    class Answer(models.TextChoices):
        MET = "met", _("Met")
        OPEN = "open", _("Not met")
        NONE = "none", _("Does not apply")

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="+")
    rule = models.ForeignKey(LawRule, models.CASCADE, related_name="+")
    answer = models.CharField(_("answer"), max_length=4, choices=Answer.choices, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brief", "rule"], name="one_answer_per_brief_and_rule")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.get_answer_display()}"


class AccountCare(WorkspaceModel):
    """One thing about an account that has to be looked at again: profile text, cover, links."""

    class Item(models.TextChoices):
        PROFILE = "profile", _("Profile text")
        AVATAR = "avatar", _("Avatar")
        COVER = "cover", _("Cover picture")
        LINKS = "links", _("Links")
        CONTACT = "contact", _("Opening hours and contact")

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    item = models.CharField(_("what"), max_length=8, choices=Item.choices)
    stands = models.TextField(_("what stands there"), blank=True)
    every_days = models.PositiveSmallIntegerField(_("look again after (days)"), default=90)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    checked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["account", "item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "item"], name="one_care_per_account_and_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_item_display()}"

    @property
    def due(self) -> date | None:
        """When it should be looked at again; None while nobody has looked."""
        return self.checked_on + timedelta(days=self.every_days) if self.checked_on else None

    @property
    def is_due(self) -> bool:
        return self.due is None or self.due <= timezone.localdate()
