"""Every family × everything that happens to files on their way to us.

Each cell of the matrix has its expectation written down: the same records as the undamaged file,
a named warning, one row rejected with its reason, or a refusal with a sentence. Nothing else is
right: no crash, no silent loss, no other number.
"""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from platforms.importers import FileParse, families, parse_file
from platforms.importers.tables import Table
from platforms.records import ParsedTable
from tests.platforms.importers.damages import (
    DAMAGES,
    ByMinute,
    Damage,
    Dated,
    Refused,
    Same,
    Uncounted,
    Undamaged,
    utf8,
)
from tests.samples.exports import SAMPLES
from tests.samples.sample import Sample

ONLY_IN_WORKBOOKS = "linkedin_profile_"  # five sheets that are known by standing together
BY_FAMILY = {sample.family: sample for sample in SAMPLES}


def known_families(base: type[Table] = Table) -> Iterator[str]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("platforms.") and kind.family:
            yield kind.family
        yield from known_families(kind)


def test_every_family_has_a_sample_to_be_damaged():
    assert families.FAMILIES
    assert {f for f in known_families() if not f.startswith(ONLY_IN_WORKBOOKS)} == set(BY_FAMILY)


def normal(table: ParsedTable, leave: int | None = None) -> tuple[object, ...]:
    """What a table says, whatever the file looked like; without the readings of one row."""
    head = table.head
    return (
        head.family,
        head.platform,
        str(head.span),
        sorted(str(account.aliases) for account in table.accounts),
        [
            (
                str(reading.subject),
                str(reading.span),
                dict(reading.values),
                reading.post,
                reading.start,
                reading.end,
                reading.dimension,
                reading.key,
                dict(reading.share_ppm),
            )
            for reading in table.readings
            if reading.row != leave
        ],
    )


@pytest.fixture
def read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Callable[..., FileParse]:
    caplog.set_level(logging.ERROR, logger="platforms.importers")

    def parse(content: bytes, sample: Sample) -> FileParse:
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        found = parse_file(path, "a name that says nothing.doc", **sample.said)
        assert caplog.records == []
        for table in found.tables:
            assert table.accepted + len(table.skipped) + len(table.rejected) == table.rows
        return found

    return parse


CELLS = [
    pytest.param(damage, sample, content, id=f"{sample.family}-{damage.name}")
    for damage in DAMAGES
    for sample in SAMPLES
    if (content := damage.make(sample)) is not None
]


@pytest.mark.parametrize(("damage", "sample", "content"), CELLS)
def test_damage(read, damage: Damage, sample: Sample, content: bytes):
    expected = damage.of(sample.family)
    found = read(content, sample)
    if isinstance(expected, Refused):
        assert found.tables == []
        assert [expected.word in refused.reason for refused in found.refused] == [True]
        return
    like = sample if isinstance(expected, Undamaged) else damage.like(sample)
    clean = read(utf8(like), sample)
    assert found.refused == []
    before = {warning.code for table in clean.tables for warning in table.warnings}
    after = {warning.code for table in found.tables for warning in table.warnings}
    assert after - before == set(expected.warnings)
    if isinstance(expected, Uncounted):
        (table,), (whole,) = found.tables, clean.tables
        assert (table.accepted, whole.sums.items() > table.sums.items()) == (whole.accepted, True)
        return
    if isinstance(expected, Dated):
        days = {
            reading.start or (reading.post and reading.post.published_on)
            for table in found.tables
            for reading in table.readings
            if reading.row == sample.row
        }
        assert days == {expected.day}
        return
    if isinstance(expected, ByMinute):
        assert [table.sums for table in found.tables] == [table.sums for table in clean.tables]
        posts = {r.row: r.post for table in found.tables for r in table.readings}
        assert {row for row, post in posts.items() if post.damaged_id} == {sample.row}
        return
    if isinstance(expected, Same | Undamaged):
        assert [normal(table) for table in found.tables] == [normal(t) for t in clean.tables]
        assert sum(len(table.rejected) for table in found.tables) == 0
        return
    rejected = [issue for table in found.tables for issue in table.rejected]
    assert [issue.row for issue in rejected] == [sample.row]
    assert expected.word in rejected[0].reason
    assert [normal(table) for table in found.tables] == [
        normal(table, sample.row) for table in clean.tables
    ]
