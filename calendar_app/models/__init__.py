from calendar_app.models.drafting import DraftingService, DraftRequest
from calendar_app.models.entry import Entry, EntryVersion
from calendar_app.models.experiment import Experiment
from calendar_app.models.feed_mark import FeedMark
from calendar_app.models.idea import Idea
from calendar_app.models.laid_aside import LaidAside
from calendar_app.models.licence import Consent, Licence, LicenceAnswer
from calendar_app.models.media import EntryMedia, MediaAsset
from calendar_app.models.options import CalendarOptions, HashtagSet, PostTemplate, UtmTerm
from calendar_app.models.outside import OutsideOpinion, OutsideReview
from calendar_app.models.publication import Publication, PublicationAttempt, PublishingPause
from calendar_app.models.published_media import PublishedMedia
from calendar_app.models.request import MaterialRequest, OfferDecision
from calendar_app.models.slot import DayOff, Slot, SlotRule
from calendar_app.models.tie import PostLabel, PostTie

__all__ = [
    "CalendarOptions",
    "Consent",
    "DayOff",
    "DraftRequest",
    "DraftingService",
    "Entry",
    "EntryMedia",
    "EntryVersion",
    "Experiment",
    "FeedMark",
    "HashtagSet",
    "Idea",
    "LaidAside",
    "Licence",
    "LicenceAnswer",
    "MaterialRequest",
    "MediaAsset",
    "OfferDecision",
    "OutsideOpinion",
    "OutsideReview",
    "PostLabel",
    "PostTemplate",
    "PostTie",
    "Publication",
    "PublicationAttempt",
    "PublishedMedia",
    "PublishingPause",
    "Slot",
    "SlotRule",
    "UtmTerm",
]
