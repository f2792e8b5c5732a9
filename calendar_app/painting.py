"""Days and their chips as HTML, written by Python.

A month shows up to two hundred chips, and the template engine took a third of its page for them.
``format_html`` escapes whatever people wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calendar_app.board import NOTHING, Cell, Chip, row_address
from platforms.kinds import PLATFORMS
from workspaces.access import WorkspaceRequest
from workspaces.roles import Can

NAMES_SHOWN = 2  # feasts beside the number of a day


@dataclass(frozen=True, slots=True)
class Painter:
    """Writes for one person in one language; what all chips share is asked once."""

    may_plan: bool
    may_lead: bool
    slot_page: Callable[[int], str]
    slot_move: Callable[[int], str]
    version_move: Callable[[int], str]
    slot_create: str

    def paint(self, cells: list[Cell], *, oob: bool = False) -> list[Cell]:
        """Fills in ``html`` of the days and of the chips they show."""
        words = (_("nobody"), pgettext("bulk", "Tick"))
        for cell in cells:
            for chip in cell.shown:
                chip.html = self._chip(chip, *words)
            cell.html = self._day(cell, oob)
        return cells

    def _day(self, cell: Cell, oob: bool) -> SafeString:
        day = cell.day
        said = {"n": cell.more}
        return format_html(
            '<div class="calendar-day{}" id="{}" role="gridcell" tabindex="-1" data-day="{}"{}{}>'
            '<p class="calendar-date"><a href="{}" aria-label="{}">{}</a>'
            '<span class="calendar-weekday">{}</span>{}</p>{}{}{}</div>',
            _marks(cell),
            cell.dom_id,
            day.isoformat(),
            _when(cell.past, " data-past"),
            _when(oob, ' hx-swap-oob="outerHTML"'),
            cell.url,
            "，".join((f"{day.year}/{day.month}/{day.day}", *cell.names)),
            day.day,
            WEEKDAYS_ABBR[day.weekday()],
            format_html_join(
                "",
                ' <span class="calendar-name">{}</span>',
                ((name,) for name in cell.names[:NAMES_SHOWN]),
            ),
            mark_safe("".join(chip.html for chip in cell.shown)),
            format_html(
                '<a class="calendar-more" href="{}">{}</a>',
                cell.url,
                ngettext("%(n)s more", "%(n)s more", cell.more) % said,
            )
            if cell.more
            else NOTHING,
            format_html(
                '<a class="calendar-add" href="{}?day={}" aria-label="{}">+</a>',
                self.slot_create,
                day.isoformat(),
                _("Add a slot on %(day)s") % {"day": f"{day.month}/{day.day}"},
            )
            if self.may_lead and not cell.past
            else NOTHING,
        )

    def _chip(self, chip: Chip, nobody: str, tick: str) -> SafeString:
        at, slot, clock = chip.at, chip.is_slot, f"{chip.at:%H:%M}"
        page = self.slot_page(chip.pk) if slot else chip.url
        mine = self.may_lead if slot else self.may_plan
        move = self.slot_move if slot else self.version_move
        return format_html(
            '<div class="chip chip-{}{}" data-chip="{}"{}>{}'
            '<a class="chip-link" href="{}"{}>'
            '<span class="chip-top"><time>{}</time>{}<span class="chip-title">{}</span></span>'
            '<span class="chip-foot"><span class="chip-state">{}</span>{}{}</span></a>{}</div>',
            chip.tone,
            _when(chip.late, " is-late"),
            chip.key,
            format_html(
                ' draggable="true" data-move="{}" data-version="{}"', move(chip.pk), chip.version
            )
            if chip.movable and mine
            else NOTHING,
            format_html(
                '<input class="chip-tick" type="checkbox" name="key" form="bulk" value="{}-{}"'
                ' data-select aria-label="{}：{}/{} {} {}">',
                *(chip.key, chip.seen, tick, at.month, at.day, clock, chip.title),
            )
            if self.may_lead or (self.may_plan and not slot)
            else NOTHING,
            page,
            format_html(' hx-get="{}" hx-target="#side-panel-body" data-panel', page)
            if slot
            else NOTHING,
            clock,
            _mark(chip.platform, str(PLATFORMS[chip.platform].label)),
            chip.title,
            chip.state_label,
            _material(chip),
            _person(chip, nobody),
            format_html(
                '<a class="chip-result" href="{}">{}</a>', chip.result.url, chip.result.text
            )
            if chip.result
            else NOTHING,
        )


def painter(request: WorkspaceRequest) -> Painter:
    slug = request.workspace.slug
    return Painter(
        may_plan=request.can(Can.PLAN),
        may_lead=request.can(Can.LEAD),
        slot_page=row_address("calendar:slot_detail", slug),
        slot_move=row_address("calendar:slot_move", slug),
        version_move=row_address("calendar:version_move", slug),
        slot_create=reverse("calendar:slot_create", args=[slug]),
    )


@cache
def _mark(platform: str, label: str) -> SafeString:
    """The sign of a platform: a component costs more than all the rest of a chip."""
    return render_to_string("calendar_app/_mark.html", {"platform": platform, "label": label})


def _marks(cell: Cell) -> str:
    return "".join(
        word
        for word, stands in (
            (" is-outside", not cell.core),
            (" is-today", cell.today),
            (" is-past", cell.past),
            (" is-off", not cell.works),
        )
        if stands
    )


def _when(stands: bool, words: str) -> SafeString:
    return mark_safe(words) if stands else NOTHING


def _material(chip: Chip) -> SafeString:
    if chip.material is None:
        return NOTHING
    what: Any = chip.material.request
    return format_html(
        ' <span class="chip-material tone-{}">{}・{}</span>',
        *(chip.material.tone, what.get_what_display(), chip.material.state),
    )


def _person(chip: Chip, nobody: str) -> SafeString:
    if chip.person:
        return format_html(" <span>{}</span>", chip.person)
    if chip.is_slot and not chip.flexible:
        return format_html(' <span class="chip-nobody">{}</span>', nobody)
    return NOTHING
