"""The parts people write: saved part by part, never over somebody else's newer words."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Deliverable
from reports.outputs import OUTPUTS, JudgementPart
from reports.services.errors import CannotDo, EditConflict
from workspaces import audit, revisions
from workspaces.audit import subject_key
from workspaces.models import Revision, User

MOST_LETTERS = 20_000
MOST_ROWS = 60
SITTING = timedelta(minutes=10)  # saved again and again while somebody writes: one audit row


def mark_of(value: Any) -> str:
    """A short name for what stands in a part; an editor's page sends back the one it saw."""
    text = json.dumps(value or "", ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@transaction.atomic
def write(report: Deliverable, anchor: str, value: Any, *, by: User, seen: str) -> Deliverable:
    """Save one part. ``seen`` is ``mark_of`` what the editor started from.

    Raises ``EditConflict`` when another person changed this part since, ``CannotDo`` when the
    report is not open. Two people writing different parts never disturb each other.
    """
    report = Deliverable.objects.select_for_update().get(pk=report.pk)
    part = part_of(report, anchor)
    refuse_unless_open(report)
    value = cleaned(part, value)
    standing = report.judgement.get(anchor) or ""
    if standing == value:
        return report
    if mark_of(standing) != seen:
        last = _last_writer(report, anchor)
        raise EditConflict(standing, *last)
    report.judgement = report.judgement | {anchor: value}
    report.judgement_version += 1
    report.save(update_fields=["judgement", "judgement_version"])
    report.writers.add(by)
    revisions.keep(report.workspace, report, report.judgement, author=by)
    audit.record_now_and_then(report.workspace, by, "reports.words_written", report, within=SITTING)
    return report


def unwritten(report: Deliverable) -> list[str]:
    """Names of the parts nobody has written yet: nothing forbids that, but the reader sees it."""
    parts = OUTPUTS[report.output].judgement
    return [str(part.label) for part in parts if not report.judgement.get(part.anchor)]


def part_of(report: Deliverable, anchor: str) -> JudgementPart:
    for part in OUTPUTS[report.output].judgement:
        if part.anchor == anchor:
            return part
    raise CannotDo(_("This report has no part called “%(name)s”.") % {"name": anchor})


def refuse_unless_open(report: Deliverable) -> None:
    if report.is_signed:
        raise CannotDo(
            _(
                "This report has been signed off and is never changed again. "
                "Make a new edition if it has to say something else."
            )
        )
    if report.status == Deliverable.Status.IN_REVIEW:
        raise CannotDo(
            _(
                "This report is being read for signing, so it is closed for now. Take it back "
                "from review to go on writing."
            )
        )


def cleaned(part: JudgementPart, value: Any) -> Any:
    """Text without trailing blanks, or the rows of a table that hold anything."""
    if not part.columns:
        text = str(value or "").replace("\r\n", "\n").strip()
        if len(text) > MOST_LETTERS:
            raise CannotDo(
                _("“%(name)s” is longer than %(most)s letters. Shorten it, then it is saved.")
                % {"name": part.label, "most": f"{MOST_LETTERS:,}"}
            )
        return text
    width = len(part.columns)
    rows = [
        [str(cell).strip()[:500] for cell in [*row, *[""] * width][:width]] for row in value or []
    ]
    kept = [row for row in rows if any(row)]
    if len(kept) > MOST_ROWS:
        raise CannotDo(
            _("“%(name)s” has more than %(most)d rows. Put some of them together.")
            % {"name": part.label, "most": MOST_ROWS}
        )
    return kept or ""


def _last_writer(report: Deliverable, anchor: str) -> tuple[str, Any]:
    """Who wrote what stands in ``anchor`` now, and when: the first revision that holds it."""
    standing = report.judgement.get(anchor)
    found = ("", timezone.now())
    kept = (
        Revision.objects.in_workspace(report.workspace)
        .filter(subject_key=subject_key(report))
        .select_related("author")
    )
    for revision in kept[:200]:
        if revision.content.get(anchor) != standing:
            break
        found = (str(revision.author or _("somebody who has left")), revision.at)
    return found
