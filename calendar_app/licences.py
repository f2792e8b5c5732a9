"""Rights of the media library: written down, proved, watched, and what is out against them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import options, publishing
from calendar_app.checks import Level, VersionFacts
from calendar_app.checks.licence import of_licence
from calendar_app.media_facts import facts_of, markets_of
from calendar_app.models import (
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
    """One published post that shows an asset it may not show today."""

    publication: Publication
    reasons: list[str]
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


def troubles(workspace: Workspace, *, today: date | None = None) -> list[Trouble]:
    """Assets in posts against their licence of today, those with something open first.

    The rules are the checks' own; a constant number of queries, however many posts.
    """
    today = today or timezone.localdate(timezone=workspace.tz)
    given = options.options_of(workspace)
    rows = list(
        EntryMedia.objects.filter(asset__in=_suspects(workspace, today), entry__removed_at=None)
        .select_related("asset__licence", "entry")
        .prefetch_related("asset__consents")
        .order_by("asset_id", "pk")
    )
    versions = _versions(workspace, rows)
    answers = {
        (one.publication_id, one.asset_id): one
        for one in LicenceAnswer.objects.in_workspace(workspace).select_related("by")
    }
    found: dict[int, Trouble] = {}
    for row in rows:
        for version in versions.get(row.entry_id, []):
            if not _shows(row, version):
                continue
            publication = getattr(version, "publication", None)
            over = publication is not None and publication.state in publishing.OVER
            day = today if over or version.at is None else max(today, _day(version.at, workspace))
            reasons = _reasons(row, version, markets_of(version.account_id, given), day)
            if not reasons:
                continue
            trouble = found.setdefault(row.asset_id, Trouble(row.asset))
            trouble.reasons = list(dict.fromkeys([*trouble.reasons, *reasons]))
            if publication is not None and over:
                answer = answers.get((publication.pk, row.asset_id))
                trouble.out.append(Out(publication, reasons, answer))
            else:
                trouble.planned.append(version)
    return sorted(found.values(), key=lambda one: (-one.open, -len(one.planned), one.asset.pk))


def open_count(workspace: Workspace) -> int:
    """Published posts that show what they may not, and that nobody has dealt with."""
    return sum(one.open for one in troubles(workspace))


def _suspects(workspace: Workspace, today: date) -> QuerySet[MediaAsset]:
    """Assets whose licence could stand against some use; the others are not looked at."""
    restricted = ~Q(licence__channels=[]) | ~Q(licence__territories=[])
    people = Q(licence__kind=Licence.Kind.FOLLOWER) | Q(licence__shows_people=True)
    ends = Q(licence=None) | Q(licence__expires_on__isnull=False)
    return MediaAsset.objects.in_workspace(workspace).filter(restricted | people | ends)


def _versions(workspace: Workspace, rows: list[EntryMedia]) -> dict[int, list[EntryVersion]]:
    """Versions of these posts by entry, knowing whether they have media of their own."""
    found: dict[int, list[EntryVersion]] = {}
    for version in (
        EntryVersion.objects.in_workspace(workspace)
        .filter(entry__in={row.entry_id for row in rows})
        .annotate(own_media=Exists(EntryMedia.objects.filter(version=OuterRef("pk"))))
        .select_related("entry", "account", "publication")
        .order_by("at", "pk")
    ):
        found.setdefault(version.entry_id, []).append(version)
    return found


def _shows(row: EntryMedia, version: Any) -> bool:
    return row.version_id == version.pk or (row.version_id is None and not version.own_media)


def _reasons(row: EntryMedia, version: EntryVersion, markets: list[str], day: date) -> list[str]:
    facts = VersionFacts(
        account=version.account.name, platform=version.account.platform, text="", markets=markets
    )
    media, ended = facts_of(row), []
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
