"""A version is made once or not at all, whatever happens to whoever makes it."""

import hashlib

import pytest

from reports.models import DeliverableVersion, PrintedFigure
from reports.outputs import OUTPUTS
from reports.services import deliverables, files, making
from reports.services.errors import CannotDo
from tests.factories.reports import QUARTER, ReportFactory, brand, export, imported
from workspaces import jobs
from workspaces.models import Job


def queue(report, **params) -> Job:
    return jobs.enqueue(
        "reports.make_version",
        workspace=report.workspace,
        by=report.author,
        label="製作",
        params={"report": report.pk} | params,
    )


def test_a_version_holds_document_figures_and_files_under_their_hash(desk):
    version = making.make_version(desk.report, by=desk.lead)

    assert version.number == 1
    assert set(version.files) == {"docx", "xlsx"}
    for one in version.files.values():
        content = files.path_of(one).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
        assert one["name"].startswith("山線茶行_成效報告書_2026Q3_v1.")
    # The workbook cites more than the Word file; every printed figure is kept.
    assert version.figures.count() > len(version.blocks["document"]["figures"]) > 60
    rate = version.figures.filter(metric="engagement_rate").first()
    assert rate.scope["cut"]["from"] == "2026-07-01"
    assert rate.sources[0]["rows"] == "2–13"


def test_making_twice_makes_one_version(desk):
    first = making.make_version(desk.report, by=desk.lead)

    second = making.make_version(desk.report, by=desk.lead)

    assert second == first
    assert DeliverableVersion.objects.count() == 1


def test_new_figures_make_a_new_version(desk):
    making.make_version(desk.report, by=desk.lead)
    imported(desk.workspace, export(more=10), "later.csv")

    second = making.make_version(desk.report, by=desk.lead)

    assert second.number == 2
    assert desk.report.versions.count() == 2


def test_the_job_finishes_with_its_version(desk, run_jobs):
    job = queue(desk.report)

    run_jobs()

    job.refresh_from_db()
    assert (job.status, job.result, job.error) == ("done", {"version": 1}, "")
    assert job.result_url.endswith(f"/reports/{desk.report.pk}/")


class Killed(BaseException):
    """The process is gone: nothing after this line runs, no handler, no tidying."""


@pytest.mark.parametrize(
    "where",
    ["reports.services.making.render_word", "reports.services.making.PrintedFigure"],
    ids=["while rendering", "in the last transaction"],
)
def test_a_killed_job_leaves_nothing_and_is_finished_once(desk, monkeypatch, run_jobs, where):
    job = queue(desk.report)
    job_id = job.pk

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as broken:
        if where.endswith("PrintedFigure"):
            broken.setattr(f"{where}.objects.bulk_create", die)
        else:
            broken.setattr(where, die)
        with pytest.raises(Killed):
            run_jobs()
    assert DeliverableVersion.objects.count() == 0
    assert PrintedFigure.objects.count() == 0

    jobs.release_all()
    from workbench.celery import app

    app.tasks["reports.make_version"].apply(args=[job_id], throw=True)
    app.tasks["reports.make_version"].apply(args=[job_id], throw=True)  # told twice

    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)
    assert [v.number for v in DeliverableVersion.objects.all()] == [1]


def test_a_late_twin_whose_lease_ran_out_writes_nothing(desk):
    job = queue(desk.report)
    run = jobs.Run(Job.objects.claim(job.pk))
    Job.objects.filter(pk=job.pk).update(attempts=9)  # somebody else has claimed it meanwhile

    with pytest.raises(jobs.JobLost):
        making.make_version(desk.report, by=desk.lead, run=run)

    assert DeliverableVersion.objects.count() == 0


def test_a_report_in_review_is_not_made_again(asked):
    with pytest.raises(CannotDo, match="審閱"):
        making.make_version(asked.report, by=asked.lead)


def test_the_template_of_the_brand_is_used_and_its_missing_places_are_named(desk, tmp_path):
    import docx
    from django.core.files.base import ContentFile

    template = docx.Document()
    template.add_paragraph("[[TITLE]]")
    template.add_paragraph("[[SUMMARY]]")
    template.add_paragraph("[[OUR_MOTTO]]")
    path = tmp_path / "brand.docx"
    template.save(path)
    desk.workspace.brand_template.save("brand.docx", ContentFile(path.read_bytes()))
    desk.workspace.brand_template_name = "品牌範本.docx"
    desk.workspace.save()

    version = making.make_version(desk.report, by=desk.lead)

    assert any("[[KPI]]" in sentence for sentence in version.warnings)
    assert any("[[OUR_MOTTO]]" in sentence for sentence in version.warnings)
    assert version.blocks["template"]["name"] == "品牌範本.docx"


def test_a_lost_template_is_a_sentence(desk):
    desk.workspace.brand_template = "brand/gone.docx"
    desk.workspace.brand_template_name = "品牌範本.docx"
    desk.workspace.save()

    with pytest.raises(CannotDo, match="品牌範本.docx"):
        making.make_version(desk.report, by=desk.lead)


def test_two_people_who_begin_the_same_report_get_one(db, media):
    workspace = brand()
    mine = ReportFactory(workspace=workspace)

    theirs = deliverables.begin(workspace, OUTPUTS["O3.3.1"], QUARTER, by=mine.author)

    assert theirs == mine


def test_o311_is_made_as_a_workbook_only(desk):
    report = deliverables.begin(desk.workspace, OUTPUTS["O3.1.1"], QUARTER, by=desk.lead)

    version = making.make_version(report, by=desk.lead)

    assert set(version.files) == {"xlsx"}
    assert report.title == "數據分析報表，2026 Q3"
