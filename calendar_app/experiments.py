"""A/B: a second variant of one version, what the two are to teach, and what they did teach."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import entries
from calendar_app.models import Entry, EntryMedia, EntryVersion, Experiment, Slot
from calendar_app.results import Comparable, Figure, comparables, figures_of
from calendar_app.verdicts import Arm, Said, also_differs, judge
from platforms.models import SocialAccount
from workspaces import audit
from workspaces.models import User


class CannotDo(Exception):
    """The text says why not, and what to do."""


@transaction.atomic
def begin(
    version: EntryVersion,
    *,
    by: User,
    name: str,
    hypothesis: str,
    varied: str,
    metric: str,
    decide_on: date,
    account: SocialAccount | None = None,
    at: datetime | None = None,
    slot: Slot | None = None,
) -> Experiment:
    """Make variant B as a draft of its own, a copy of ``version``'s, in ``slot`` or at ``at``.

    ``version`` may be out already: it is read, not changed. Raises CannotDo and
    entries.CannotChange.
    """
    first = Entry.objects.select_for_update(of=("self",)).get(pk=version.entry_id)
    if first.removed_at is not None:
        raise CannotDo(_("This post was removed. Take that back first."))
    if Experiment.objects.running().filter(first=version).exists():
        raise CannotDo(_("This version has a running A/B already. Decide that one first."))
    if slot is None and account is None:
        raise CannotDo(_("Choose a slot or an account for variant B."))
    second = entries.begin(
        version.workspace,
        by=by,
        accounts=[account] if account is not None else [],
        slot=slot,
        at=at,
        values=_copied(version),
    )
    Entry.objects.filter(pk=second.pk).update(kind=first.kind)  # a slot may be of another kind
    Entry.objects.filter(pk=first.pk).update(variant="A")
    other = second.versions.get()
    EntryVersion.objects.filter(pk=other.pk).update(
        title=version.title, utm={**version.utm, **({"content": "b"} if first.link else {})}
    )
    for row in _media_of(version):
        EntryMedia.objects.create(
            entry=second, asset_id=row.asset_id, place=row.place, alt=row.alt, crop=row.crop
        )
    entries.touch(second, by=by)
    experiment = Experiment.objects.create(
        workspace=version.workspace,
        name=name,
        hypothesis=hypothesis,
        varied=varied,
        metric=metric,
        decide_on=decide_on,
        first=version,
        second=other,
        made_by=by,
    )
    audit.record(
        version.workspace, by, "calendar.experiment_begun", experiment, after={"metric": metric}
    )
    return experiment


def _copied(version: EntryVersion) -> dict[str, Any]:
    entry = version.entry
    kept = ("link", "hashtags", "call_to_action", "disclosure", "law", "utm", "particulars")
    return {
        **{key: getattr(entry, key) for key in kept},
        "title": _("%(title)s (variant B)") % {"title": str(entry)[:180]},
        "kind": entry.kind,
        "text": version.words,
        "first_comment": version.comment,
        "pillar": entry.pillar,
        "campaign": entry.campaign,
        "variant_of": entry,
        "variant": "B",
    }


def _media_of(version: EntryVersion) -> list[EntryMedia]:
    """The version's own media, else the post's."""
    rows = list(EntryMedia.objects.filter(entry=version.entry_id))
    own = [row for row in rows if row.version_id == version.pk]
    return own or [row for row in rows if row.version_id is None]


def was_out(experiment: Experiment) -> datetime | None:
    """When variant A went out, where that was before anybody thought of the A/B; else None.

    Its figures were known when it was chosen, and B meets another time: whoever reads the
    comparison should know both.
    """
    publication = getattr(experiment.first, "publication", None)
    at = publication.done_at if publication is not None else None
    return at if at is not None and at < experiment.made_at else None


def of_entry(entry: Entry) -> list[tuple[Experiment, str]]:
    """Running A/Bs the post takes part in, with its letter; one query."""
    rows = Experiment.objects.running().filter(workspace=entry.workspace_id)
    mine = rows.filter(Q(first__entry=entry) | Q(second__entry=entry))
    return [
        (one, "A" if one.first and one.first.entry_id == entry.pk else "B")
        for one in mine.select_related("first")
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of both sides."""

    metric: Comparable
    a: Figure | None
    b: Figure | None
    said: Said


@dataclass(frozen=True, slots=True)
class Outcome:
    """``lines``: the deciding figure first. ``besides``: what else differs (verdicts.also_differs)."""

    lines: list[Line]
    besides: list[str]

    @property
    def deciding(self) -> Line | None:
        return self.lines[0] if self.lines else None


def outcome_of(experiment: Experiment) -> Outcome:
    """What is known now, in a constant number of queries."""
    posts = {side: _post(version) for side, version in _sides(experiment)}
    known = comparables()
    keys = [experiment.metric, *(key for key in known if key != experiment.metric)]
    found = figures_of(experiment.workspace, [pk for pk in posts.values() if pk], keys)
    lines = []
    for key in keys:
        if key not in known:
            continue
        a, b = (_figure(found, posts[side], key) for side in ("a", "b"))
        said = judge(a, b, share=known[key].share)
        if key == experiment.metric or (a and a.value is not None) or (b and b.value is not None):
            lines.append(Line(known[key], a, b, said))
    return Outcome(lines, _besides(experiment))


def _figure(found: dict[tuple[int, str], Figure], post: int | None, key: str) -> Figure | None:
    """None without a post; one without a value when nobody tells the figure."""
    return found.get((post, key), Figure(None)) if post is not None else None


def _sides(experiment: Experiment) -> list[tuple[str, EntryVersion | None]]:
    return [("a", experiment.first), ("b", experiment.second)]


def _post(version: EntryVersion | None) -> int | None:
    tie = getattr(version, "tie", None) if version is not None else None
    return tie.post_id if tie is not None else None


def _besides(experiment: Experiment) -> list[str]:
    arms = [_arm(version) for _side, version in _sides(experiment) if version is not None]
    return also_differs(arms[0], arms[1], experiment.varied) if len(arms) == 2 else []


def _arm(version: EntryVersion) -> Arm:
    local = version.at.astimezone(version.workspace.tz) if version.at else None
    return Arm(
        account=version.account_id,
        platform=version.account.platform,
        weekday=local.weekday() if local else None,
        hour=local.hour if local else None,
        day=local.date() if local else None,
        kind=version.entry.kind,
        text=version.words.strip(),
        media=[row.asset_id for row in _media_of(version)],
    )


@transaction.atomic
def decide(
    experiment: Experiment, *, by: User, chosen: str, learning: str, known: dict[str, Any]
) -> None:
    """A person's decision, with what was known when it was made. Raises CannotDo."""
    if chosen not in Experiment.Chosen.values:
        raise CannotDo(_("Choose what you decided."))
    if not learning.strip():
        raise CannotDo(_("Write what you learned: it is what remains of an A/B."))
    _close(
        experiment,
        Experiment.State.DECIDED,
        by,
        chosen=chosen,
        learning=learning.strip(),
        known=known,
    )
    audit.record(
        experiment.workspace, by, "calendar.experiment_decided", experiment, after={"is": chosen}
    )


@transaction.atomic
def drop(experiment: Experiment, *, by: User, learning: str = "") -> None:
    """Give it up; both posts stay as they are. Raises CannotDo."""
    _close(experiment, Experiment.State.DROPPED, by, learning=learning.strip())
    audit.record(experiment.workspace, by, "calendar.experiment_dropped", experiment)


def _close(experiment: Experiment, state: str, by: User, **values: Any) -> None:
    rows = Experiment.objects.running().filter(pk=experiment.pk)
    if not rows.update(state=state, decided_by=by, decided_at=timezone.now(), **values):
        raise CannotDo(_("Somebody has decided this already. Look at it again."))
    experiment.refresh_from_db()
