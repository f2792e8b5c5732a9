"""Words of people: saved part by part, kept, never lost to a second editor."""

import pytest

from reports.services import judgement
from reports.services.errors import CannotDo, EditConflict
from reports.services.judgement import mark_of
from tests.factories.reports import ReportFactory
from tests.factories.workspaces import UserFactory
from workspaces.models import AuditEvent, Revision


@pytest.fixture
def report(db):
    return ReportFactory()


def test_a_part_is_saved_and_its_writer_counts_as_an_author(report):
    writer = UserFactory()

    saved = judgement.write(report, "SUMMARY", "互動率達標 \n", by=writer, seen=mark_of(""))

    assert saved.judgement == {"SUMMARY": "互動率達標"}
    assert saved.judgement_version == 1
    assert list(saved.writers.all()) == [writer]


def test_writing_stands_in_the_trail_once_a_sitting(report):
    writer = UserFactory()
    seen = mark_of("")
    for text in ("互動率", "互動率達標"):
        saved = judgement.write(report, "SUMMARY", text, by=writer, seen=seen)
        seen = mark_of(saved.judgement["SUMMARY"])

    assert AuditEvent.objects.filter(verb="reports.words_written", actor=writer).count() == 1


def test_a_second_editor_of_the_same_part_is_told_and_nothing_is_lost(report):
    first, second = UserFactory(name="林佳穎"), UserFactory()
    start = mark_of("")
    judgement.write(report, "SUMMARY", "第一個人的話", by=first, seen=start)

    with pytest.raises(EditConflict) as told:
        judgement.write(report, "SUMMARY", "第二個人的話", by=second, seen=start)

    assert (told.value.standing, told.value.by) == ("第一個人的話", "林佳穎")
    report.refresh_from_db()
    assert report.judgement["SUMMARY"] == "第一個人的話"
    assert second not in report.writers.all()


def test_having_read_the_other_text_one_may_replace_it_and_both_are_kept(report):
    first, second = UserFactory(), UserFactory()
    judgement.write(report, "SUMMARY", "甲", by=first, seen=mark_of(""))

    judgement.write(report, "SUMMARY", "乙", by=second, seen=mark_of("甲"))

    kept = [revision.content["SUMMARY"] for revision in Revision.objects.order_by("number")]
    assert kept == ["甲", "乙"]


def test_two_people_in_different_parts_do_not_disturb_each_other(report):
    judgement.write(report, "SUMMARY", "甲", by=UserFactory(), seen=mark_of(""))

    saved = judgement.write(report, "GOALS", "乙", by=UserFactory(), seen=mark_of(""))

    assert saved.judgement == {"SUMMARY": "甲", "GOALS": "乙"}


def test_the_same_text_twice_is_one_revision(report):
    writer = UserFactory()
    judgement.write(report, "SUMMARY", "甲", by=writer, seen=mark_of(""))

    again = judgement.write(report, "SUMMARY", "甲", by=writer, seen=mark_of(""))

    assert again.judgement_version == 1
    assert Revision.objects.count() == 1


def test_a_table_keeps_the_rows_that_hold_anything(report):
    rows = [["短影音", "40 小時", "", ""], ["", " ", "", ""], ["直播"]]

    saved = judgement.write(report, "RESOURCES", rows, by=UserFactory(), seen=mark_of(""))

    assert saved.judgement["RESOURCES"] == [["短影音", "40 小時", "", ""], ["直播", "", "", ""]]


@pytest.mark.parametrize(
    ("anchor", "value", "words"),
    [
        ("SUMMARY", "很" * 20_001, "20,000"),
        ("RESOURCES", [["一"]] * 61, "60"),
        ("COVER", "x", "COVER"),
    ],
    ids=["too long", "too many rows", "no such part"],
)
def test_what_cannot_be_kept_is_a_sentence(report, anchor, value, words):
    with pytest.raises(CannotDo, match=words):
        judgement.write(report, anchor, value, by=UserFactory(), seen=mark_of(""))
