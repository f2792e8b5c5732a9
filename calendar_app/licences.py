"""Rights of the media library: written down, proved, watched, and what is out against them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import options, publishing, rights_out
from calendar_app.checks import Level, MediaFacts, VersionFacts
from calendar_app.checks.licence import of_licence
from calendar_app.media_facts import facts_of_asset, markets_of
from calendar_app.models import (
    CalendarOptions,
    Consent,
    Entry,
    EntryMedia,
    EntryVersion,
    Licence,
    LicenceAnswer,
    MediaAsset,
    Publication,
)
from planning import files
from workspaces import audit
from workspaces.models import User, Workspace

PROOFS = ("pdf", "png", "jpg", "webp", "docx", "txt")


class Refused(Exception):
    """The text says why, and what to do."""


@transaction.atomic
def save(
    asset: MediaAsset, values: Mapping[str, Any], *, by: User, proof: UploadedFile | None = None
) -> Licence:
    """Write the licence of an asset. Raises Refused when the proof is no file we keep."""
    row = Licence.objects.filter(asset=asset).first() or Licence(
        asset=asset, workspace=asset.workspace
    )
    before = {name: _plain(getattr(row, name)) for name in values} if row.pk else {}
    for name, value in values.items():
        setattr(row, name, value)
    after = {name: _plain(value) for name, value in values.items()}
    if proof is not None:
        _keep_proof(row, proof)
        after["proof_file"] = row.proof_name
    row.save()
    changed = [name for name in after if before.get(name) != after[name]]
    if changed:
        audit.record(
            asset.workspace,
            by,
            "calendar.licence_changed",
            asset,
            before={name: before.get(name, "") for name in changed},
            after={name: after[name] for name in changed},
        )
    return row


@transaction.atomic
def note_consent(
    asset: MediaAsset, values: Mapping[str, Any], *, by: User, proof: UploadedFile | None = None
) -> Consent:
    """Somebody said yes. Raises Refused when the proof is no file we keep."""
    row = Consent(asset=asset, workspace=asset.workspace, noted_by=by, **values)
    if proof is not None:
        _keep_proof(row, proof)
    row.save()
    audit.record(
        asset.workspace,
        by,
        "calendar.consent_noted",
        asset,
        after={"who": row.who, "how": row.how, "on": str(row.given_on or "")},
    )
    return row


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: User) -> None:
    """They have changed their mind: from today on it no longer counts."""
    today = timezone.localdate(timezone=consent.workspace.tz)
    if Consent.objects.filter(pk=consent.pk, withdrawn_on=None).update(withdrawn_on=today):
        audit.record(
            consent.workspace,
            by,
            "calendar.consent_withdrawn",
            consent.asset,
            before={"who": consent.who},
        )


def _keep_proof(row: Licence | Consent, proof: UploadedFile) -> None:
    try:
        kept = files.keep(row.workspace, proof)
    except files.Refused as error:
        raise Refused(str(error)) from error
    if kept["kind"] not in PROOFS:
        raise Refused(
            _("A proof is a PDF, a picture, a Word file or plain text; “%(name)s” is none.")
            % {"name": kept["name"]}
        )
    row.proof_stored, row.proof_name = kept["path"], kept["name"]
    row.proof_type = files.KINDS[kept["kind"]]


# --- What is out, or planned, against the rights of today --------------------------------------


@dataclass(slots=True)
class Out:
    """One published post that shows an asset it may not show today.

    ``then``: what spoke against it on the day it went out; empty where the right held that day
    and ended, or was taken back, later.
    """

    publication: Publication
    reasons: list[str]
    then: list[str]
    answer: LicenceAnswer | None = None


@dataclass(slots=True)
class Trouble:
    """One asset that may not be used as it is used."""

    asset: MediaAsset
    out: list[Out] = field(default_factory=list)
    planned: list[EntryVersion] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def open(self) -> int:
        """Published posts nobody has dealt with."""
        return sum(one.answer is None for one in self.out)

    @property
    def never(self) -> int:
        """Those of them that went out without a right."""
        return sum(one.answer is None and bool(one.then) for one in self.out)


def troubles(workspace: Workspace, *, today: date | None = None) -> list[Trouble]:
    """Assets in posts against their licence of today, those with something open first.

    What is out is judged by what it showed when it went out, what is planned by what it would
    show. The rules are the checks' own; a constant number of queries, however many posts.
    """
    today = today or timezone.localdate(timezone=workspace.tz)
    given = options.options_of(workspace)
    found: dict[int, Trouble] = {}
    for shown, out in _published(workspace, given, today):
        trouble = found.setdefault(shown.pk, Trouble(shown))
        trouble.reasons = list(dict.fromkeys([*trouble.reasons, *out.reasons]))
        trouble.out.append(out)
    for asset, version, reasons in _planned(workspace, given, today):
        trouble = found.setdefault(asset.pk, Trouble(asset))
        trouble.reasons = list(dict.fromkeys([*trouble.reasons, *reasons]))
        trouble.planned.append(version)
    return sorted(
        found.values(), key=lambda one: (-one.never, -one.open, -len(one.planned), one.asset.pk)
    )


def open_count(workspace: Workspace) -> int:
    """Published posts that show what they may not, and that nobody has dealt with.

    One question; it stops counting at ``rights_out.MOST`` + 1.
    """
    return rights_out.open_count(workspace, timezone.localdate(timezone=workspace.tz))


def _published(
    workspace: Workspace, given: CalendarOptions, today: date
) -> Iterator[tuple[MediaAsset, Out]]:
    answers = {
        (one.publication_id, one.asset_id): one
        for one in LicenceAnswer.objects.in_workspace(workspace).select_related("by")
    }
    rows = (
        rights_out.against(workspace, today)
        .select_related(
            "asset__licence", "publication__version__entry", "publication__version__account"
        )
        .prefetch_related("asset__consents")
        .order_by("asset_id", "publication__done_at", "pk")
    )
    for row in rows:
        publication, version = row.publication, row.publication.version
        markets = markets_of(version.account_id, given)
        day = _day(publication.done_at or publication.due_at, workspace)
        reasons = _reasons(facts_of_asset(row.asset), version, markets, today)
        then = _reasons(facts_of_asset(row.asset, on=day), version, markets, day)
        answer = answers.get((publication.pk, row.asset_id))
        yield row.asset, Out(publication, reasons, then, answer)


def _planned(
    workspace: Workspace, given: CalendarOptions, today: date
) -> Iterator[tuple[MediaAsset, EntryVersion, list[str]]]:
    rows = list(
        EntryMedia.objects.filter(asset__in=_suspects(workspace, today), entry__removed_at=None)
        .exclude(entry__state=Entry.State.PUBLISHED)
        .select_related("asset__licence", "entry")
        .prefetch_related("asset__consents")
        .order_by("asset_id", "pk")
    )
    versions = _versions(workspace, rows)
    for row in rows:
        for version in versions.get(row.entry_id, []):
            if not _shows(row, version):
                continue
            day = today if version.at is None else max(today, _day(version.at, workspace))
            markets = markets_of(version.account_id, given)
            if reasons := _reasons(facts_of_asset(row.asset), version, markets, day):
                yield row.asset, version, reasons


def _suspects(workspace: Workspace, today: date) -> QuerySet[MediaAsset]:
    """Assets whose licence could stand against some planned use; the others are not looked at."""
    last = EntryVersion.objects.in_workspace(workspace).aggregate(at=Max("at"))["at"]
    horizon = max(today, _day(last, workspace)) if last else today
    restricted = ~Q(licence__channels=[]) | ~Q(licence__territories=[])
    people = Q(licence__kind=Licence.Kind.FOLLOWER) | Q(licence__shows_people=True)
    ends = Q(licence=None) | Q(licence__expires_on__lt=horizon)
    return MediaAsset.objects.in_workspace(workspace).filter(restricted | people | ends)


def _versions(workspace: Workspace, rows: list[EntryMedia]) -> dict[int, list[EntryVersion]]:
    """Versions of these posts that are still to come, knowing whether they have own media."""
    found: dict[int, list[EntryVersion]] = {}
    for version in (
        EntryVersion.objects.in_workspace(workspace)
        .filter(entry__in={row.entry_id for row in rows})
        .exclude(publication__state__in=publishing.OVER)
        .annotate(own_media=Exists(EntryMedia.objects.filter(version=OuterRef("pk"))))
        .select_related("entry", "account")
        .order_by("at", "pk")
    ):
        found.setdefault(version.entry_id, []).append(version)
    return found


def _shows(row: EntryMedia, version: Any) -> bool:
    return row.version_id == version.pk or (row.version_id is None and not version.own_media)


def _reasons(media: MediaFacts, version: EntryVersion, markets: list[str], day: date) -> list[str]:
    facts = VersionFacts(
        account=version.account.name, platform=version.account.platform, text="", markets=markets
    )
    ended = []
    if media.expires_on is not None and day > media.expires_on:
        # The check speaks of what is to go out; here it may be out already.
        ended = [_("The licence ended on %(day)s.") % {"day": f"{media.expires_on:%Y/%m/%d}"}]
        media = replace(media, expires_on=None)
    found = of_licence(media, facts, day)
    return ended + [one.text for one in found if one.level == Level.BLOCK]


def _day(at: datetime, workspace: Workspace) -> date:
    return at.astimezone(workspace.tz).date()


@transaction.atomic
def answer(
    publication: Publication, asset: MediaAsset, what: str, note: str, *, by: User
) -> LicenceAnswer:
    """What was done about a published post. Raises Refused when it stays without a reason."""
    note = note.strip()[:300]
    if what not in LicenceAnswer.What.values:
        raise Refused(_("Choose what was done about it."))
    if what == LicenceAnswer.What.STAYS and not note:
        raise Refused(_("Say why it may stay, and who agreed to it."))
    row, _fresh = LicenceAnswer.objects.update_or_create(
        publication=publication,
        asset=asset,
        defaults={"workspace": publication.workspace, "what": what, "note": note, "by": by},
    )
    audit.record(
        publication.workspace,
        by,
        "calendar.licence_answered",
        publication.version.entry,
        after={"asset": asset.name, "what": str(row.get_what_display()), "note": note},
    )
    return row


def ending(workspace: Workspace, *, today: date, within: int = 30) -> QuerySet[Licence]:
    """Licences of standing assets that end in the days to come."""
    return (
        Licence.objects.in_workspace(workspace)
        .filter(
            asset__removed_at=None,
            expires_on__gte=today,
            expires_on__lte=today + timedelta(days=within),
        )
        .select_related("asset")
        .order_by("expires_on", "pk")
    )


def planned_with(asset: MediaAsset) -> QuerySet[Entry]:
    """Posts that take the asset along and are not out yet."""
    return (
        Entry.objects.in_workspace(asset.workspace)
        .standing()
        .filter(media__asset=asset)
        .exclude(state=Entry.State.PUBLISHED)
        .distinct()
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value
