"""Readings that wait in a file come back as they went in, and what repeats is found in any size."""

from dataclasses import replace

import pytest

from platforms.importers import ids
from platforms.importers.ids import IdSurvey, Repeats
from platforms.importers.shelf import Shelf
from platforms.records import ReadingRecord, Span, Subject
from tests.platforms.importers.damages import utf8
from tests.samples.exports import SAMPLES
from tests.samples.meta import content_csv


def reading(row: int) -> ReadingRecord:
    return ReadingRecord(Subject.ACCOUNT, Span.DAY, row, {"reach": row}, extra={"備註": "好"})


def test_a_shelf_gives_back_what_it_was_given(tmp_path):
    given = [reading(row) for row in range(25)]
    shelf = Shelf(tmp_path, at_once=10)
    for one in given:
        shelf.append(one)

    assert list(shelf) == given == list(shelf)
    assert shelf == given and shelf != given[1:]
    assert [len(packet) for packet in shelf.packets()] == [10, 10, 5]
    assert (shelf[0], shelf[12], shelf[-1]) == (given[0], given[12], given[-1])
    assert shelf[8:12] == given[8:12] and shelf[10:20] == given[10:20]
    assert shelf[::7] == given[::7] and shelf[30:] == []
    with pytest.raises(IndexError):
        shelf[25]
    assert list(tmp_path.iterdir()) == []  # nothing stays behind, however the process ends


def test_what_is_learnt_late_holds_for_readings_in_the_file_too(tmp_path):
    shelf = Shelf(tmp_path, at_once=2)
    for row in range(5):
        shelf.append(reading(row))
    shelf.turn(lambda one: replace(one, key="x"))

    assert [one.key for one in shelf] == ["x"] * 5


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.family)
def test_every_kind_of_reading_survives_the_file(sample, parse, tmp_path):
    tables = parse(utf8(sample), **sample.said).tables
    assert any(table.readings for table in tables)
    for table in tables:
        shelf = Shelf(tmp_path, at_once=1)
        for one in table.readings:
            shelf.append(one)
        assert shelf == table.readings


@pytest.mark.parametrize("few", [0, 3, 2000])
def test_repeated_keys_are_found_however_little_is_kept(few, monkeypatch):
    monkeypatch.setattr(Repeats, "FEW", few)
    monkeypatch.setattr(ids, "SORTED_AT_ONCE", 4)
    rows = [(f"key {n % 9}", "same" if n % 9 else str(n)) for n in range(40)]
    rows += [("key 7", "another"), ("alone", "x")]
    repeats = Repeats()
    for row in rows:
        repeats.add(*row)
    if repeats.unsettled():
        for row in rows:
            repeats.again(*row)

    assert repeats.shared == {"key 0", "key 7"}


def test_a_number_shared_by_posts_far_apart_is_still_damage(parse, monkeypatch):
    def export(last: int) -> bytes:
        numbers = [*range(40), last]
        return content_csv(
            {
                "id": 900_000_000_000_001 + number,
                "time": f"11/{1 + place % 28:02d}/2026 04:{place:02d}",
            }
            for place, number in enumerate(numbers)
        )

    monkeypatch.setattr(Repeats, "FEW", 5)
    [clean], [shared] = parse(export(last=40)).tables, parse(export(last=30)).tables

    assert "ids_damaged" not in {warning.code for warning in clean.warnings}
    assert "ids_damaged" in {warning.code for warning in shared.warnings}
    assert clean.readings[40].post.aliases[0].kind == "platform_id"
    assert shared.readings[40].post.damaged_id is not None
    assert "platform_id" in {alias.kind for alias in shared.readings[29].post.aliases}


def test_a_link_shared_by_posts_far_apart_is_no_key(parse, monkeypatch):
    monkeypatch.setattr(Repeats, "FEW", 5)
    places = [*range(40), 30]
    [table] = parse(
        content_csv(
            {
                "id": 900_000_000_000_001 + number,
                "link": f"https://www.facebook.com/brand/posts/{place}",
            }
            for number, place in enumerate(places)
        )
    ).tables

    keyed = [
        any(alias.kind == "permalink" for alias in reading.post.aliases)
        for reading in table.readings
    ]
    assert [place for place, has in enumerate(keyed) if not has] == [30, 40]


def test_rounded_numbers_are_told_from_a_handful():
    survey = IdSurvey()
    for number in range(1, 4000):
        survey.add(f"{number:015d}00", f"post {number}")
    survey.judge()

    assert survey.damaged
    assert len(survey._ending_in_zeros) < 10
