"""Slots: the rules that lay them, one by hand, moving, giving to people, sharing out."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import laying, outlook
from calendar_app.forms import WEEKDAYS, MomentForm, SlotForm, moment_values
from calendar_app.models import DayOff, Slot, SlotRule
from calendar_app.sharing import Open, Shared
from calendar_app.sharing import share_out as shared
from calendar_app.views.answers import moved, refused
from calendar_app.views.calendar import people_of
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import by_script, day_said, is_key, page, safe_next, undo_tag
from workspaces.models import Membership, User
from workspaces.punctuation import listed
from workspaces.roles import Can

MONTH = timedelta(days=31)
FURTHEST = timedelta(days=730)  # nobody shares out slots of a later year


@require_safe
@workspace_page(Can.VIEW)
def rule_list(request: WorkspaceRequest) -> HttpResponse:
    """Rules, who has how much, days off."""
    today = timezone.localdate(timezone=request.workspace.tz)
    weeks, loads = outlook.workload(request.workspace, today, today + 27 * outlook.DAY)
    rules = SlotRule.objects.in_workspace(request.workspace).filter(ended_at=None)
    context = {
        "rules": [
            {"rule": rule, "days": listed(_weekdays(rule))}
            for rule in rules.select_related("account")
        ],
        "weeks": weeks,
        "loads": loads,
        "days_off": DayOff.objects.in_workspace(request.workspace)
        .filter(day__gte=today)
        .select_related("user"),
        "people": people_of(request),
        "may_lead": request.can(Can.LEAD),
        "today": today,
    }
    return page(request, "calendar_app/rule_list.html", context)


def _weekdays(rule: SlotRule) -> list[str]:
    return [str(label) for number, label in WEEKDAYS if rule.falls_on(number)]


@require_http_methods(["GET", "POST"])
@workspace_page(Can.LEAD)
def slot_create(request: WorkspaceRequest) -> HttpResponse:
    """One slot, or a rule for every week."""
    today = timezone.localdate(timezone=request.workspace.tz)
    initial = {"day": request.GET.get("day") or today + outlook.DAY, "time": "18:00"}
    form = SlotForm(request.POST or None, workspace=request.workspace, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        common = {
            "workspace": request.workspace,
            "account": data["account"],
            "kind": data["kind"],
            "flexible": data["flexible"],
            "note": data["note"],
        }
        if data["weekdays"]:
            rule = SlotRule(
                **common,
                weekdays=form.mask,
                time=data["time"],
                starts_on=data["day"],
                ends_on=data["ends_on"],
            )
            count = laying.add_rule(rule, by=request.user)
            messages.success(
                request,
                ngettext("%(n)d slot was laid.", "%(n)d slots were laid.", count) % {"n": count},
            )
        else:
            step = laying.add(Slot(**common, at=data["at"]), by=request.user)
            messages.success(request, _("The slot was added."), extra_tags=undo_tag(request, step))
        return redirect(
            reverse("calendar:calendar_view", args=[request.workspace.slug])
            + f"?date={data['day'].isoformat()}"
        )
    return page(
        request,
        "calendar_app/slot_create.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@workspace_page(Can.LEAD)
def rule_end(request: WorkspaceRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(SlotRule, workspace=request.workspace, pk=pk)
    count, step = laying.stop_rule(rule, by=request.user)
    messages.success(
        request,
        ngettext(
            "The rule has ended; %(n)d empty slot was taken away.",
            "The rule has ended; %(n)d empty slots were taken away.",
            count,
        )
        % {"n": count},
        extra_tags=undo_tag(request, step),
    )
    return redirect("calendar:rule_list", request.workspace.slug)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.VIEW)
def slot_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """One slot in the side panel: give it to somebody, move it, write in it."""
    slot = get_object_or_404(_slots(request), pk=pk)
    context = {
        "slot": slot,
        "form": MomentForm(
            workspace=request.workspace, initial=moment_values(slot.at, request.workspace)
        ),
        "people": people_of(request),
        "may_lead": request.can(Can.LEAD),
        "may_plan": request.can(Can.PLAN),
        "filled": getattr(slot, "filled_by", None),
    }
    return page(request, "calendar_app/slot_detail.html", context, part="slot")


@require_POST
@workspace_page(Can.LEAD)
def slot_move(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """To another day (``day``) or moment (``day`` and ``time``)."""
    slot = get_object_or_404(_slots(request), pk=pk)
    before = slot.at
    try:
        at = wanted_moment(request, before)
        step = laying.move(slot, at, seen=_seen(request, slot.version), by=request.user)
    except (laying.Changed, laying.CannotMove, ValueError) as error:
        return refused(request, str(error), [before])
    return moved(request, step, [before, at])


def wanted_moment(request: WorkspaceRequest, before: datetime) -> datetime:
    """The moment a form or a drop asks for; a drop names the day only. Raises ValueError."""
    local = before.astimezone(request.workspace.tz)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        clock = request.POST.get("time", "")
        at = datetime.strptime(clock, "%H:%M").time() if clock else local.time()  # noqa: DTZ007
    except ValueError:
        raise ValueError(_("Say the day and the time, such as 2026-11-21 and 18:00.")) from None
    return laying.moment(day, at, request.workspace.tz)


def _seen(request: WorkspaceRequest, standing: int) -> int:
    text = request.POST.get("version", "")
    return int(text) if is_key(text) else standing


@require_POST
@workspace_page(Can.LEAD)
def slot_assign(request: WorkspaceRequest) -> HttpResponse:
    """One or many slots (``slot``) to ``person``; empty: to nobody. ``version``: as seen."""
    chosen = list(_slots(request).filter(pk__in=filter(is_key, request.POST.getlist("slot"))))
    person = _person(request, request.POST.get("person", ""))
    places = [slot.at for slot in chosen]
    seen = {one.pk: _seen(request, one.version) for one in chosen} if len(chosen) == 1 else None
    try:
        step = laying.assign(chosen, person, seen=seen, by=request.user)
    except (laying.Changed, laying.CannotMove) as error:
        return refused(request, str(error), places)
    if by_script(request):
        return (
            moved(request, step, places)
            if step
            else refused(request, _("Nothing to change."), places)
        )
    text = _("%(name)s has them now.") % {"name": person} if person else _("Nobody has them now.")
    if step is not None:
        messages.success(request, text, extra_tags=undo_tag(request, step))
    return redirect(
        safe_next(request, reverse("calendar:calendar_view", args=[request.workspace.slug]))
    )


def _person(request: WorkspaceRequest, text: str) -> User | None:
    if not is_key(text):
        return None
    member = (
        Membership.objects.in_workspace(request.workspace)
        .filter(user=int(text))
        .select_related("user")
        .first()
    )
    return member.user if member else None


@require_POST
@workspace_page(Can.LEAD)
def slot_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    slot = get_object_or_404(_slots(request), pk=pk)
    try:
        step = laying.remove(slot, seen=_seen(request, slot.version), by=request.user)
    except (laying.Changed, laying.CannotMove) as error:
        return refused(request, str(error), [slot.at])
    return moved(request, step, [slot.at])


@require_http_methods(["GET", "POST"])
@workspace_page(Can.LEAD)
def share_out(request: WorkspaceRequest) -> HttpResponse:
    """Share out the empty slots of some days: look at the result first, then give them out."""
    source = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate(timezone=request.workspace.tz)
    first = min(max(_day(source.get("from", ""), today), today), today + FURTHEST)
    last = min(max(_day(source.get("to", ""), first + MONTH), first), first + 3 * MONTH)
    team = people_of(request)
    asked_for = [int(x) for x in source.getlist("person") if is_key(x)]
    people = [pk for pk, _name in team if pk in asked_for] or [pk for pk, _name in team]
    slots, plan = _plan(request, first, last, people)
    if request.method == "POST" and request.POST.get("act") == "give":
        users = User.objects.in_bulk(plan.given.values())
        step = laying.give(
            {slot: users[plan.given[slot.pk]] for slot in slots if slot.pk in plan.given},
            by=request.user,
            label=_("sharing out %(count)d slots") % {"count": len(plan.given)},
        )
        if step is not None:
            messages.success(
                request,
                ngettext(
                    "%(n)d slot was given out.", "%(n)d slots were given out.", len(plan.given)
                )
                % {"n": len(plan.given)},
                extra_tags=undo_tag(request, step),
            )
        return redirect(
            reverse("calendar:calendar_view", args=[request.workspace.slug])
            + f"?date={first.isoformat()}"
        )
    names = dict(team)
    context: dict[str, Any] = {
        "first": first,
        "last": last,
        "team": [(pk, name, pk in people) for pk, name in team],
        "rows": [
            {"slot": slot, "name": names.get(plan.given.get(slot.pk, 0), "")} for slot in slots
        ],
        "given": len(plan.given),
        "left": len(plan.left),
        "sums": [
            (name, sum(person == pk for person in plan.given.values()))
            for pk, name in team
            if pk in people
        ],
    }
    return page(request, "calendar_app/share_out.html", context, part="share")


def _plan(
    request: WorkspaceRequest, first: date, last: date, people: list[int]
) -> tuple[list[Slot], Shared]:
    tz = request.workspace.tz
    start = laying.moment(first, datetime.min.time(), tz)
    end = laying.moment(last + outlook.DAY, datetime.min.time(), tz)
    standing = Slot.objects.in_workspace(request.workspace).standing().between(start, end)
    empty = list(
        standing.filter(assignee=None, filled_by=None, at__gt=timezone.now())
        .select_related("account", "workspace")
        .order_by("at")
    )
    taken = [
        (person, at.astimezone(tz).date())
        for person, at in standing.exclude(assignee=None).values_list("assignee", "at")
    ]
    off: dict[int, frozenset[date]] = {}
    away = DayOff.objects.in_workspace(request.workspace).filter(day__range=(first, last))
    for person, day in away.values_list("user", "day"):
        off[person] = off.get(person, frozenset()) | {day}
    plan = shared(
        [Open(slot.pk, slot.at.astimezone(tz).date()) for slot in empty],
        people,
        taken=taken,
        off=off,
    )
    return empty, plan


@require_POST
@workspace_page(Can.PLAN)
def day_off_save(request: WorkspaceRequest) -> HttpResponse:
    """A person's days off; leads enter anybody's, others their own. ``remove`` takes one back."""
    person = _person(request, request.POST.get("person", ""))
    if person is None or not request.can(Can.LEAD):
        person = request.user
    first = _day(request.POST.get("from", ""), None)
    last = _day(request.POST.get("to", ""), first)
    if is_key(request.POST.get("remove", "")):
        row = DayOff.objects.in_workspace(request.workspace).filter(pk=int(request.POST["remove"]))
        if not request.can(Can.LEAD):
            row = row.filter(user=request.user)
        for one in row.select_related("workspace", "user"):
            laying.remove_day_off(one, by=request.user)
    elif first is None or last is None or last < first or (last - first).days > 92:
        messages.error(request, _("Say from which day to which, three months at most."))
    else:
        laying.note_days_off(
            request.workspace,
            person,
            first,
            last,
            by=request.user,
            note=request.POST.get("note", ""),
        )
        messages.success(request, _("Noted. Slots on these days go to others."))
    return redirect("calendar:rule_list", request.workspace.slug)


def _day(text: str, default: Any) -> Any:
    return day_said(text) or default


def _slots(request: WorkspaceRequest) -> QuerySet[Slot]:
    return (
        Slot.objects.in_workspace(request.workspace)
        .standing()
        .select_related("account", "assignee", "workspace", "rule")
    )
