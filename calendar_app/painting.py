"""Days and their chips as HTML, written by Python.

A month shows up to two hundred chips, and the template engine took a third of its page for them.
Whatever comes from a person or from a text goes through ``escape``; the rest are numbers, codes
and addresses of our own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calendar_app.board import Cell, Chip, row_address
from platforms.kinds import PLATFORMS
from workspaces.access import WorkspaceRequest
from workspaces.punctuation import COMMA, labelled, sign
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
        words = _Words(_("nobody"), labelled(pgettext("bulk", "Tick"), ""))
        for cell in cells:
            for chip in cell.shown:
                chip.html = self._chip(chip, words)
            cell.html = self._day(cell, oob)
        return cells

    def _day(self, cell: Cell, oob: bool) -> SafeString:
        day = cell.day
        said = escape(sign(COMMA).join((f"{day.year}/{day.month}/{day.day}", *cell.names)))
        url = escape(cell.url)
        parts = [
            f'<div class="calendar-day{_marks(cell)}" id="{cell.dom_id}" role="gridcell"',
            f' tabindex="-1" data-day="{day.isoformat()}"',
            " data-past" if cell.past else "",
            ' hx-swap-oob="outerHTML"' if oob else "",
            f'><p class="calendar-date"><a href="{url}" aria-label="{said}">{day.day}</a>',
            f'<span class="calendar-weekday">{WEEKDAYS_ABBR[day.weekday()]}</span>',
            *(
                f' <span class="calendar-name">{escape(name)}</span>'
                for name in cell.names[:NAMES_SHOWN]
            ),
            "</p>",
            *(chip.html for chip in cell.shown),
        ]
        if cell.more:
            more = ngettext("%(n)s more", "%(n)s more", cell.more) % {"n": cell.more}
            parts.append(f'<a class="calendar-more" href="{url}">{escape(more)}</a>')
        if self.may_lead and not cell.past:
            add = escape(_("Add a slot on %(day)s") % {"day": f"{day.month}/{day.day}"})
            parts.append(
                f'<a class="calendar-add" href="{self.slot_create}?day={day.isoformat()}"'
                f' aria-label="{add}">+</a>'
            )
        return SafeString("".join((*parts, "</div>")))

    def _chip(self, chip: Chip, words: "_Words") -> SafeString:
        at, slot, title = chip.at, chip.is_slot, escape(chip.title)
        clock = f"{at:%H:%M}"
        mine = self.may_lead if slot else self.may_plan
        parts = [
            f'<div class="chip chip-{chip.tone}{" is-late" if chip.late else ""}"',
            f' data-chip="{chip.key}"',
        ]
        if chip.movable and mine:
            move = (self.slot_move if slot else self.version_move)(chip.pk)
            parts.append(f' draggable="true" data-move="{move}" data-version="{chip.version}"')
        parts.append(">")
        if mine:
            parts.append(
                '<input class="chip-tick" type="checkbox" name="key" form="bulk" data-select'
                f' value="{chip.key}-{chip.seen}"'
                f' aria-label="{words.tick}{at.month}/{at.day} {clock} {title}">'
            )
        page = self.slot_page(chip.pk) if slot else chip.url
        parts += [
            f'<a class="chip-link" href="{escape(page)}"',
            f' hx-get="{page}" hx-target="#side-panel-body" data-panel' if slot else "",
            f'><span class="chip-top"><time>{clock}</time>',
            _mark(chip.platform, str(PLATFORMS[chip.platform].label)),
            f'<span class="chip-title">{title}</span></span>',
            f'<span class="chip-foot"><span class="chip-state">{escape(chip.state_label)}</span>',
        ]
        if chip.material:
            what: Any = chip.material.request
            parts.append(
                f' <span class="chip-material tone-{chip.material.tone}">'
                f"{escape(what.get_what_display())}・{escape(chip.material.state)}</span>"
            )
        if chip.person:
            parts.append(f" <span>{escape(chip.person)}</span>")
        elif slot and not chip.flexible:
            parts.append(f' <span class="chip-nobody">{words.nobody}</span>')
        parts.append("</span></a>")
        if chip.result:
            address, text = escape(chip.result.url), escape(chip.result.text)
            parts.append(f'<a class="chip-result" href="{address}">{text}</a>')
        return SafeString("".join((*parts, "</div>")))


@dataclass(frozen=True, slots=True)
class _Words:
    """What many chips say."""

    nobody: str
    tick: str


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
