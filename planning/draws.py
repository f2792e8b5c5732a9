"""Who takes part in a campaign and who wins: lists typed or imported, draws anybody can repeat."""

import hashlib
import secrets
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from planning.errors import CannotDo
from planning.models import Campaign, Draw, Participant
from platforms.importers import reading
from platforms.importers.archives import CUT_OFF
from platforms.importers.base import Options, Refusal, is_blank
from workspaces import audit
from workspaces.models import User

MOST_PARTICIPANTS = 5_000  # taken in at once
MOST_BYTES = 10 * 1024 * 1024
_NAMES = {
    "姓名", "名稱", "名字", "帳號", "用戶", "使用者", "參加者", "暱稱", "留言者", "name", "username", "user",
    "account", "author", "nickname", "commenter", "profile name",
}  # fmt: skip
_NOTES = {
    "備註",
    "留言",
    "留言內容",
    "內容",
    "答案",
    "note",
    "comment",
    "text",
    "message",
    "answer",
}

Person = tuple[str, str]  # name, remark


def typed(text: str) -> list[Person]:
    """One participant per line: “name” or “name, remark”."""
    people = []
    for line in text.splitlines():
        name, _comma, note = line.replace("，", ",").replace("\t", ",").partition(",")
        if name.strip():
            people.append((name.strip(), note.strip()))
    return people


def listed(file: IO[Any], name: str) -> list[Person]:
    """The participants of a table (CSV, Excel): by the heads of its columns, else the first two.

    Raises ``CannotDo`` with what is wrong with the file.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CannotDo(_("The list is larger than 10 MB. Send only the names."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        try:
            for grid in reading.grids(path, Options(loose=True, name=name)):
                rows = [cells for _n, cells in grid.records() if not is_blank(cells)]
                if rows:
                    return _people(rows)
        except Refusal as refusal:
            raise CannotDo(str(refusal)) from None
        except CUT_OFF:
            pass
    raise CannotDo(_("There is no list in “%(name)s”. Send a CSV or Excel file.") % {"name": name})


def _people(rows: Sequence[Sequence[str]]) -> list[Person]:
    heads = [cell.strip().lower() for cell in rows[0]]
    at = next((n for n, head in enumerate(heads) if head in _NAMES), None)
    note = next((n for n, head in enumerate(heads) if head in _NOTES), None)
    body = rows[1:] if at is not None else rows
    if at is None:
        at, note = 0, 1
    people = []
    for cells in body:
        name = cells[at].strip() if at < len(cells) else ""
        said = cells[note].strip() if note is not None and note < len(cells) else ""
        if name:
            people.append((name, said))
    return people


@transaction.atomic
def take_in(campaign: Campaign, people: Iterable[Person], *, by: User) -> int:
    """Add participants and answer how many are new; a name counts once in a campaign."""
    people = list(people)
    if len(people) > MOST_PARTICIPANTS:
        raise CannotDo(_("At most %d lines at once.") % MOST_PARTICIPANTS)
    before = Participant.objects.in_workspace(campaign.workspace).filter(campaign=campaign)
    count = before.count()
    Participant.objects.bulk_create(
        [
            Participant(
                workspace=campaign.workspace, campaign=campaign, name=name[:120], note=note[:200]
            )
            for name, note in people
        ],
        ignore_conflicts=True,
    )
    new = before.count() - count
    if new:
        audit.record(
            campaign.workspace, by, "planning.participants_added", campaign, after={"count": new}
        )
    return new


@transaction.atomic
def draw(campaign: Campaign, count: int, *, by: User, seed: str = "") -> Draw:
    """Draw ``count`` winners. Seed and pool are kept, so anybody can draw the same ones again."""
    pool = list(
        Participant.objects.in_workspace(campaign.workspace)
        .filter(campaign=campaign)
        .order_by("pk")
        .values_list("name", flat=True)
    )
    if not 1 <= count <= len(pool):
        raise CannotDo(
            _("There are %(pool)d participants; draw between 1 and %(pool)d.") % {"pool": len(pool)}
            if pool
            else _("There are no participants yet.")
        )
    seed = seed.strip()[:64] or secrets.token_hex(8)
    made = Draw.objects.create(
        workspace=campaign.workspace,
        campaign=campaign,
        seed=seed,
        pool=pool,
        winners=winners_of(pool, count, seed),
        by=by,
    )
    audit.record(
        campaign.workspace,
        by,
        "planning.winners_drawn",
        campaign,
        after={"seed": seed, "pool": len(pool), "winners": count},
    )
    return made


def winners_of(pool: Sequence[str], count: int, seed: str) -> list[str]:
    """The same names for the same pool, count and seed, always."""
    return Random(seed).sample(list(pool), count)  # noqa: S311 -- repeatable on purpose; seeded by secrets


def still_the_same(made: Draw) -> bool:
    """Whether pool, number and seed give the winners that are kept, drawn again now."""
    return winners_of(made.pool, len(made.winners), made.seed) == list(made.winners)


def fingerprint(pool: Sequence[str]) -> str:
    """A short mark of the list that was drawn from; one name more or less changes it."""
    return hashlib.sha256("\n".join(pool).encode()).hexdigest()[:16]


def masked(name: str) -> str:
    """A name that its owner knows again and others do not: 王小明 → 王○明, amy_lee → am○○○ee."""
    if len(name) < 2:
        return name
    if len(name) <= 3:
        return name[0] + "○" + name[2:]
    keep = 1 if len(name) < 6 else 2
    return name[:keep] + "○" * (len(name) - 2 * keep) + name[-keep:]


def announcement(made: Draw, *, hide: bool) -> str:
    """The text to publish: what was drawn when, and who won."""
    names = [masked(one) if hide else one for one in made.winners]
    lines = [
        _("“%(campaign)s”: the winners") % {"campaign": made.campaign},
        *(f"{number}. {name}" for number, name in enumerate(names, start=1)),
        _("Drawn from %(pool)d participants; seed %(seed)s, list %(mark)s.")
        % {"pool": len(made.pool), "seed": made.seed, "mark": fingerprint(made.pool)},
    ]
    return "\n".join(lines)
