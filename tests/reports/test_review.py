"""Two people: one writes, another signs; what was signed stays, byte for byte."""

import io
import zipfile

import docx
import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from analytics.intake import deliveries
from platforms.models import SourceFile
from reports.documents.signing import NoSignOffSheet, sign_workbook
from reports.models import Deliverable, DeliverableVersion, SignedOff
from reports.services import deliverables, files, gaps, judgement, making, restated, review
from reports.services.errors import CannotDo
from tests.factories.reports import export, imported
from tests.factories.workspaces import MembershipFactory
from tests.reports.conftest import declare_all
from workspaces.approvals import NotAllowed
from workspaces.models import Approval, Notification
from workspaces.roles import Role


def bytes_of(version) -> dict[str, bytes]:
    return {kind: files.path_of(one).read_bytes() for kind, one in version.files.items()}


# --- before review -----------------------------------------------------------------------------


def test_missing_figures_hold_it_back_and_are_named(desk):
    version = making.make_version(desk.report, by=desk.lead)

    with pytest.raises(CannotDo, match="2026 Q3 的購買人次"):
        review.ask(desk.report, version, by=desk.lead)

    desk.report.refresh_from_db()
    assert desk.report.status == "draft"


def test_words_written_after_the_version_hold_it_back(made):
    judgement.write(made.report, "SUMMARY", "新的話", by=made.lead, seen=judgement.mark_of(""))

    with pytest.raises(CannotDo, match="重新製作"):
        review.ask(made.report, made.version, by=made.lead)


def test_a_gap_is_declared_with_a_reason_or_not_at_all(desk):
    with pytest.raises(CannotDo, match="購買人次"):
        gaps.declare(desk.report, "purchases::period", label="購買人次", reason=" ", by=desk.lead)


def test_whoever_may_sign_is_told(asked):
    told = Notification.objects.filter(key__startswith=f"report:{asked.report.pk}:review")

    assert [note.user for note in told] == [asked.manager]


def test_in_review_nobody_writes(asked):
    with pytest.raises(CannotDo, match="審閱"):
        judgement.write(asked.report, "SUMMARY", "x", by=asked.lead, seen=judgement.mark_of(""))
    with pytest.raises(CannotDo, match="審閱"):
        gaps.declare(asked.report, "x", label="x", reason="x", by=asked.lead)


# --- who may sign ------------------------------------------------------------------------------


def test_the_author_cannot_sign(asked):
    with pytest.raises(NotAllowed, match="另一個人"):
        review.sign(asked.report, by=asked.lead, comment="", digest=asked.approval.digest)

    asked.report.refresh_from_db()
    assert asked.report.status == "in_review"


def test_whoever_wrote_a_part_cannot_sign(made):
    judgement.write(made.report, "SUMMARY", "主管的話", by=made.manager, seen=judgement.mark_of(""))
    made.report.refresh_from_db()
    version = making.make_version(made.report, by=made.lead)
    approval = review.ask(made.report, version, by=made.lead)

    with pytest.raises(NotAllowed, match="另一個人"):
        review.sign(made.report, by=made.manager, comment="", digest=approval.digest)


def test_whoever_sent_it_cannot_sign(made):
    other = MembershipFactory(workspace=made.workspace, role=Role.LEAD).user
    approval = review.ask(made.report, made.version, by=other)

    with pytest.raises(NotAllowed):
        review.sign(made.report, by=other, comment="", digest=approval.digest)


@pytest.mark.parametrize("who", ["editor", "viewer", "stranger"])
def test_without_the_ability_nobody_signs_or_sends_back(asked, who):
    person = getattr(asked, who, None) or MembershipFactory(role=Role.OWNER).user

    with pytest.raises(CannotDo, match="角色"):
        review.sign(asked.report, by=person, comment="", digest=asked.approval.digest)
    with pytest.raises(CannotDo, match="角色"):
        review.send_back(asked.report, by=person, comment="重寫")


def test_the_database_refuses_an_author_as_signer(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Deliverable.objects.filter(pk=asked.report.pk).update(signed_by=asked.lead)


def test_only_what_was_reviewed_is_signed(asked):
    with pytest.raises(NotAllowed, match="送審之後又有修改"):
        review.sign(asked.report, by=asked.manager, comment="", digest="0" * 64)


def test_a_file_changed_on_the_server_is_not_signed(asked):
    files.path_of(asked.version.files["xlsx"]).write_bytes(b"PK other")

    with pytest.raises(CannotDo, match="有人在伺服器上改過"):
        review.sign(asked.report, by=asked.manager, comment="", digest=asked.approval.digest)


def test_it_is_sent_back_with_what_should_change(asked):
    with pytest.raises(NotAllowed):
        review.send_back(asked.report, by=asked.manager, comment="  ")

    review.send_back(asked.report, by=asked.manager, comment="請補充資源配置")

    asked.report.refresh_from_db()
    assert asked.report.status == "draft"
    note = Notification.objects.get(user=asked.lead, key__contains="sent-back")
    assert "請補充資源配置" in note.text


def test_nobody_whom_it_does_not_concern_takes_it_back(asked):
    other = MembershipFactory(workspace=asked.report.workspace, role="editor").user

    with pytest.raises(CannotDo):
        review.take_back(asked.report, by=other)

    asked.report.refresh_from_db()
    assert asked.report.status == "in_review"


def test_the_writer_takes_it_back(asked):
    review.take_back(asked.report, by=asked.lead)

    asked.report.refresh_from_db()
    assert asked.report.status == "draft"
    assert Approval.objects.get(pk=asked.approval.pk).state == Approval.State.WITHDRAWN
    with pytest.raises(CannotDo):
        review.sign(asked.report, by=asked.manager, comment="", digest=asked.approval.digest)


# --- signing -----------------------------------------------------------------------------------


def test_signing_freezes_and_says_who_and_when_in_the_files(signed):
    report, version = signed.report, signed.version

    assert (report.status, report.signed_by) == ("signed", signed.manager)
    assert version.frozen
    word = docx.Document(io.BytesIO(bytes_of(version)["docx"]))
    cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
    assert str(signed.manager) in cells and "已簽核" in cells
    assert not any("待簽核" in text for text in cells)
    reviewed = version.files["docx"]["reviewed"]["sha256"]
    assert any(reviewed in paragraph.text for paragraph in word.paragraphs)
    sheet = openpyxl.load_workbook(io.BytesIO(bytes_of(version)["xlsx"]))["簽核"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert str(signed.manager) in texts and "待簽核" not in texts
    assert any(version.files["xlsx"]["reviewed"]["sha256"] in text for text in texts)


def test_in_the_signed_workbook_only_the_sign_off_sheet_differs(signed):
    one = signed.version.files["xlsx"]
    before = zipfile.ZipFile(files.path_of(one["reviewed"]))
    after = zipfile.ZipFile(files.path_of(one))

    different = [n for n in before.namelist() if before.read(n) != after.read(n)]

    assert before.namelist() == after.namelist()
    assert len(different) == 1
    assert different[0].startswith("xl/worksheets/sheet")


def test_a_workbook_without_a_sign_off_sheet_cannot_be_signed():
    book = openpyxl.Workbook()
    target = io.BytesIO()
    book.save(target)

    with pytest.raises(NoSignOffSheet):
        sign_workbook(target.getvalue(), [["a"]], sheet="簽核", status="已簽核")


def test_later_files_and_undos_never_change_a_signed_file(signed):
    before = bytes_of(signed.version)
    hashes = {kind: one["sha256"] for kind, one in signed.version.files.items()}

    imported(signed.workspace, export(more=50), "restated.csv")
    for file in SourceFile.objects.filter(workspace=signed.workspace, name="2026Q3.csv"):
        deliveries.withdraw(file, signed.manager)

    version = DeliverableVersion.objects.get(pk=signed.version.pk)
    assert bytes_of(version) == before
    assert {kind: one["sha256"] for kind, one in version.files.items()} == hashes


def test_what_differs_since_is_shown_with_its_cause(signed):
    since = signed.report.signed_at
    assert restated.compare_with_now(signed.version, since=since).differences == []

    imported(signed.workspace, export(more=50), "restated.csv")

    found = restated.compare_with_now(signed.version, since=since)
    reactions = next(d for d in found.differences if d.label == "按讚數（含心情）")
    assert (reactions.then, reactions.now) == ("678", "1,278")
    assert [(one.name, one.what) for one in found.deliveries] == [("restated.csv", "匯入了")]
    figure = signed.version.figures.get(code=reactions.code)
    assert figure.text == "678"


def test_a_signed_version_cannot_be_saved_or_deleted(signed):
    version = DeliverableVersion.objects.get(pk=signed.version.pk)
    version.warnings = ["changed"]

    with pytest.raises(SignedOff):
        version.save()
    with pytest.raises(SignedOff):
        version.delete()
    with pytest.raises(SignedOff):
        version.figures.first().save()
    with pytest.raises(SignedOff):
        signed.report.save()


@pytest.mark.parametrize(
    "act",
    [
        lambda s: DeliverableVersion.objects.filter(pk=s.version.pk).update(files={}),
        lambda s: DeliverableVersion.objects.filter(pk=s.version.pk).update(frozen=False),
        lambda s: Deliverable.objects.filter(pk=s.report.pk).update(judgement={"SUMMARY": "x"}),
        lambda s: s.version.figures.update(text="99"),
    ],
    ids=["files", "frozen", "words", "figures"],
)
def test_the_database_itself_refuses_to_change_what_was_signed(signed, act):
    with pytest.raises(DatabaseError, match="signed off"), transaction.atomic():
        act(signed)


def test_the_guards_stand_in_the_database(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = {row[0] for row in cursor.fetchall()}

    assert {"signed_version_stays", "signed_report_stays", "signed_figure_stays"} <= names


def test_a_signed_report_takes_no_words_and_no_second_signature(signed):
    with pytest.raises(CannotDo, match="已經簽核"):
        judgement.write(signed.report, "SUMMARY", "x", by=signed.lead, seen=judgement.mark_of(""))
    with pytest.raises(CannotDo):
        making.make_version(signed.report, by=signed.lead)
    with pytest.raises(CannotDo):
        review.sign(signed.report, by=signed.manager, comment="", digest=signed.approval.digest)


def test_a_new_edition_starts_from_the_words_and_replaces_when_signed(signed):
    edition = deliverables.new_edition(signed.report, by=signed.editor)
    assert deliverables.new_edition(signed.report, by=signed.lead) == edition
    declare_all(edition, by=signed.editor)
    version = making.make_version(edition, by=signed.editor)
    approval = review.ask(edition, version, by=signed.editor)

    review.sign(edition, by=signed.manager, comment="", digest=approval.digest)

    signed.report.refresh_from_db()
    edition.refresh_from_db()
    assert (signed.report.status, edition.status) == ("superseded", "signed")


def test_a_killed_signature_is_given_once(asked, monkeypatch, run_jobs):
    from workspaces import jobs

    job = jobs.enqueue(
        "reports.sign",
        workspace=asked.workspace,
        by=asked.manager,
        label="簽核",
        params={"report": asked.report.pk, "comment": "", "digest": asked.approval.digest},
    )

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr("reports.services.review.notifications.tell", die)
        with pytest.raises(Killed):
            run_jobs()
    asked.report.refresh_from_db()
    assert asked.report.status == "in_review"

    jobs.release_all()
    from workbench.celery import app

    app.tasks["reports.sign"].apply(args=[job.pk], throw=True)
    app.tasks["reports.sign"].apply(args=[job.pk], throw=True)

    asked.report.refresh_from_db()
    job.refresh_from_db()
    assert (asked.report.status, job.status) == ("signed", "done")
