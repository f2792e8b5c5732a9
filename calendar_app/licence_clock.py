"""What the clock says of rights: so many days before one ends, and once when it has ended."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import licences, options
from calendar_app.models import Consent, Licence, MediaAsset
from workspaces import notifications
from workspaces.models import Membership, User, Workspace
from workspaces.roles import Can

# A right that ended longer ago than this has been told of, or nobody was there to be told.
LOOK_BACK = 30


def remind(now: datetime) -> int:
    """Tell of rights that end or have ended; returns how many rights were told of. Twice is harmless."""
    with_rights = Licence.objects.exclude(expires_on=None).values("workspace")
    with_consents = Consent.objects.exclude(until=None).values("workspace")
    told = 0
    for workspace in Workspace.objects.filter(Q(pk__in=with_rights) | Q(pk__in=with_consents)):
        told += _workspace(workspace, timezone.localdate(now, workspace.tz))
    return told


def _workspace(workspace: Workspace, today: date) -> int:
    days = sorted(options.options_of(workspace).licence_days)
    leads = [
        member.user
        for member in Membership.objects.in_workspace(workspace).who_can(Can.LEAD).with_people()
    ]
    told = 0
    for asset, ends, key in _rights(workspace, today):
        left = (ends - today).days
        if left < 0:
            told += _tell(asset, leads, f"{key}:{ends}:over", _ended(asset, ends))
        elif reached := [one for one in days if left <= one]:
            text = _("The right to use “%(name)s” ends on %(day)s (%(left)d days left).") % {
                "name": asset.name,
                "day": f"{ends:%Y/%m/%d}",
                "left": left,
            }
            told += _tell(asset, leads, f"{key}:{ends}:{min(reached)}", text)
    return told


def _rights(workspace: Workspace, today: date) -> Iterable[tuple[MediaAsset, date, str]]:
    """(asset, last day, key) of licences and consents whose end is near or just past."""
    furthest = max([*options.options_of(workspace).licence_days, 0])
    span = (today - timedelta(days=LOOK_BACK), today + timedelta(days=furthest))
    rows = Licence.objects.in_workspace(workspace).filter(
        expires_on__range=span, asset__removed_at=None
    )
    for row in rows.select_related("asset__workspace", "asset__uploaded_by"):
        if row.expires_on is not None:
            yield row.asset, row.expires_on, f"licence:{row.pk}"
    given = Consent.objects.in_workspace(workspace).filter(
        until__range=span, withdrawn_on=None, asset__removed_at=None
    )
    for consent in given.select_related("asset__workspace", "asset__uploaded_by"):
        if consent.until is not None:
            yield consent.asset, consent.until, f"consent:{consent.pk}"


def _ended(asset: MediaAsset, ends: date) -> str:
    return _("The right to use “%(name)s” ended on %(day)s. See what is out with it.") % {
        "name": asset.name,
        "day": f"{ends:%Y/%m/%d}",
    }


def _tell(asset: MediaAsset, leads: list[User], key: str, text: str) -> int:
    people = {entry.assignee or entry.author for entry in _planned(asset)} | {asset.uploaded_by}
    named = {person for person in people if person is not None}
    over = key.endswith(":over")
    address = (
        reverse("calendar:licence_list", args=[asset.workspace.slug])
        if over
        else reverse("calendar:media_detail", args=[asset.workspace.slug, asset.pk])
    )
    who = named | set(leads) if over or not named else named
    return int(bool(notifications.tell(asset.workspace, who, key=key, text=text, url=address)))


def _planned(asset: MediaAsset):
    return licences.planned_with(asset).select_related("assignee", "author")
