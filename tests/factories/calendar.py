"""Slots, posts and media of a planned calendar."""

from datetime import datetime, timedelta

import factory
from django.utils import timezone

from calendar_app.models import Entry, EntryVersion, Licence, MediaAsset, Slot
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import UserFactory


def soon(days: int = 3) -> datetime:
    """A whole minute some days from now."""
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


class SlotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Slot

    account = factory.SubFactory(SocialAccountFactory, ours=True)
    workspace = factory.SelfAttribute("account.workspace")
    at = factory.LazyFunction(soon)


class EntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Entry

    workspace = factory.SelfAttribute("account.workspace")
    title = "冬茶上市"
    text = "今年的冬茶到了，週末來喝一杯。"
    author = factory.SubFactory(UserFactory)

    class Params:
        account = factory.SubFactory(SocialAccountFactory, ours=True)
        at = factory.LazyFunction(soon)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        entry = super()._create(model_class, *args, **kwargs)
        if entry.author is not None:
            entry.writers.add(entry.author)
        return entry


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EntryVersion

    account = factory.SubFactory(SocialAccountFactory, ours=True, platform="facebook")
    workspace = factory.SelfAttribute("account.workspace")
    entry = factory.SubFactory(EntryFactory, workspace=factory.SelfAttribute("..workspace"))
    at = factory.LazyFunction(soon)


class MediaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MediaAsset

    kind = MediaAsset.Kind.IMAGE
    name = factory.Sequence(lambda n: f"茶園{n}.jpg")
    stored = factory.Sequence(lambda n: f"media/{n}")
    content_type = "image/jpeg"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    alt = "清晨的茶園"


class LicenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Licence

    asset = factory.SubFactory(MediaFactory)
    workspace = factory.SelfAttribute("asset.workspace")
    kind = Licence.Kind.OWN
