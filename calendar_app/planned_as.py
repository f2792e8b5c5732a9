"""What a post was planned as: its pillar, campaign, kind, person and slot, told by the database.

One expression per cut, for posts (through their tie) and for versions (planned, out or not), so
that figures and counts of plans always stand in the same rows.
"""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Expression, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, ExtractHour, ExtractIsoWeekDay
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.models.kinds import EntryKind
from planning.models import Campaign
from workspaces.models import User, Workspace

CUTS = {
    "pillar": gettext_lazy("Pillar"),
    "campaign": gettext_lazy("Campaign"),
    "kind": gettext_lazy("Planned kind"),
    "person": gettext_lazy("Who is in charge"),
    "slot": gettext_lazy("Slot"),
}
PLANNED_AS = "planned_as"  # the column of a group's key
UNTIED = "~untied"  # posts that belong to no plan
UNNAMED = "~none"  # planned, but without a pillar (campaign, person, slot)
LONGEST = 19  # digits of a key in the address that can be one
HUNDRED = 100  # a slot's key: ISO weekday × 100 + hour


def of_posts(cut: str, zone: ZoneInfo, post: str = "") -> Expression:
    """The group of a post; ``post`` is the way to it, e.g. "post" for rows that have one.

    The plan speaks first; where it names no pillar or campaign, what a person said of the post.
    """
    way = f"{post}__" if post else ""
    tie, label = f"{way}its_tie", f"{way}its_label"
    told = _told(cut, zone, f"{tie}__version__")
    if cut == "pillar":
        told.append(_named(f"{label}__pillar__name"))
    elif cut == "campaign":
        told.append(_numbered(f"{label}__campaign"))
    planned = When(Q(**{f"{tie}__isnull": False}), then=Value(UNNAMED))
    return Case(*told, planned, default=Value(UNTIED), output_field=CharField())


def of_versions(cut: str, zone: ZoneInfo) -> Expression:
    """The group of a planned version, published or not."""
    return Case(*_told(cut, zone, ""), default=Value(UNNAMED), output_field=CharField())


def in_group(rows: QuerySet, cut: str, group: str, zone: ZoneInfo, post: str = "") -> QuerySet:
    """Only the rows whose post stands in ``group``."""
    return rows.annotate(**{PLANNED_AS: of_posts(cut, zone, post)}).filter(**{PLANNED_AS: group})


def names_of(workspace: Workspace, cut: str, groups: Iterable[str]) -> dict[str, str]:
    """Key → what people call it, in the order rows are shown; one query at most."""
    keys = sorted(set(groups))
    real = [key for key in keys if not key.startswith("~")]
    if cut != "pillar":
        real = [key for key in real if cut == "kind" or (key.isdecimal() and len(key) < LONGEST)]
    names = {key: key for key in real}
    if cut == "campaign":
        rows = Campaign.objects.in_workspace(workspace).filter(pk__in=real)
        names = {str(row.pk): row.name or _("Campaign without a name") for row in rows}
    elif cut == "person":
        people = User.objects.filter(pk__in=real, memberships__workspace=workspace)
        names = {str(user.pk): str(user) for user in people}
        names |= {key: _("Somebody who has left") for key in real if key not in names}
    elif cut == "kind":
        names = {key: str(EntryKind(key).label) for key in EntryKind.values if key in real}
    elif cut == "slot":
        hours = sorted(int(key) for key in real)
        names = {str(hour): slot_name(hour) for hour in hours if 1 <= hour // HUNDRED <= 7}
    if cut not in ("slot", "kind"):
        names = dict(sorted(names.items(), key=lambda pair: pair[1]))
    if UNNAMED in keys:
        names[UNNAMED] = unnamed(cut)
    if UNTIED in keys:
        names[UNTIED] = _("Not matched with a plan")
    return names


def unnamed(cut: str) -> str:
    return {
        "pillar": _("Planned without a pillar"),
        "campaign": _("Planned without a campaign"),
        "kind": _("Planned without a kind"),
        "person": _("Planned without anybody in charge"),
        "slot": _("Planned outside any slot"),
    }[cut]


def slot_name(key: int) -> str:
    weekdays = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return _("%(weekday)s %(hour)02d:00–%(hour)02d:59") % {
        "weekday": weekdays[key // HUNDRED - 1],
        "hour": key % HUNDRED,
    }


def _told(cut: str, zone: ZoneInfo, version: str) -> list[When]:
    """What the plan itself says, first come first."""
    entry = f"{version}entry__"
    if cut == "pillar":
        return [_named(f"{entry}pillar__name")]
    if cut == "campaign":
        return [_numbered(f"{entry}campaign")]
    if cut == "kind":
        return [_named(f"{entry}kind")]
    if cut == "person":
        return [_numbered(f"{entry}assignee"), _numbered(f"{entry}author")]
    slot = f"{version}slot__"
    alone = F(f"{slot}at")
    by_rule = ExtractIsoWeekDay(F(f"{slot}rule_day")) * HUNDRED + ExtractHour(
        F(f"{slot}rule__time")
    )
    by_time = ExtractIsoWeekDay(alone, tzinfo=zone) * HUNDRED + ExtractHour(alone, tzinfo=zone)
    return [
        When(
            Q(**{f"{slot}rule__isnull": False, f"{slot}rule_day__isnull": False}),
            then=_as_text(by_rule),
        ),
        When(Q(**{f"{version}slot__isnull": False}), then=_as_text(by_time)),
    ]


def _named(field: str) -> When:
    return When(Q(**{f"{field}__gt": ""}), then=F(field))


def _numbered(field: str) -> When:
    return When(Q(**{f"{field}__isnull": False}), then=_as_text(F(f"{field}_id")))


def _as_text(number: Any) -> Expression:
    return Cast(Cast(number, IntegerField()), CharField())
