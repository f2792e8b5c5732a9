"""The walk of a social editor over the data pages: drop, look, import, undo."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.intake.review_forms import Candidate, ReviewForm
from analytics.models import AccountDay, PostCurrent
from platforms.models import SocialAccount, SourceFile
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Job

pytestmark = pytest.mark.django_db

ROWS = [
    {"id": "900000000000001", "Reach": 120, "Reactions": 4, "Comments": 1, "Shares": 0},
    {"id": "900000000000002", "Reach": "", "Reactions": 6, "time": "11/03/2026 05:00"},
]
BROKEN_ROW = {"id": "", "comment": "An error occurred while computing metadata"}
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


def upload(client, *files):
    return client.post(
        reverse("data:file_upload", args=["tea"]),
        {"files": [SimpleUploadedFile(name, content) for name, content in files]},
    )


def review_fields(response) -> dict[str, str]:
    """What a browser would send if nobody touched the review."""
    fields = {"files": response.context["files"]}
    for view in response.context["waiting"]:
        form = view.form
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                if value:
                    fields[bound.html_name] = "on"
            elif value is not None:
                fields[bound.html_name] = str(value)
    return fields


def test_one_dropped_file_is_looked_into_imported_and_undone(client, editor, run_jobs):
    content = content_csv([*ROWS, BROKEN_ROW])

    answer = upload(client, ("不管叫什麼.csv", content))
    run_jobs()
    file = SourceFile.objects.get()
    assert answer.url == f"{reverse('data:import_review', args=['tea'])}?files={file.pk}"

    review = client.get(answer.url)
    page = review.content.decode()
    assert "山線茶行" in page
    assert "2026/11/2–11/3" in page

    started = client.post(reverse("data:import_review", args=["tea"]), review_fields(review))
    assert started.url == reverse("data:import_detail", args=["tea", file.pk])
    assert PostCurrent.objects.count() == 0
    run_jobs()

    result = client.get(started.url)
    assert result.context["totals"].created == 2
    assert [(row.row, row.skipped) for row in result.context["problems"]] == [(4, False)]
    assert PostCurrent.objects.count() == 2

    client.post(reverse("data:import_withdraw", args=["tea", file.pk]))
    assert PostCurrent.objects.count() == 0
    client.post(reverse("data:import_restore", args=["tea", file.pk]))
    assert PostCurrent.objects.count() == 2


def test_three_publish_times_are_shown_in_taipei_time_and_follow_the_chosen_zone(
    client, editor, receive
):
    file = receive(content_csv(ROWS))
    review = client.get(reverse("data:import_review", args=["tea"]), {"files": file.pk})
    (view,) = review.context["waiting"]
    assert view.zone == "America/Los_Angeles"
    assert ("2026/11/3 05:00", "2026/11/3 21:00") in [
        (sample.written, sample.converted) for sample in view.samples
    ]

    part = client.get(
        reverse("data:time_samples", args=["tea", file.pk]), {f"f{file.pk}-zone": "Asia/Taipei"}
    )

    assert "2026/11/3 05:00" in part.content.decode()
    assert "2026/11/3 21:00" not in part.content.decode()


def test_a_zone_that_does_not_exist_is_said_and_nothing_breaks(client, editor, receive):
    file = receive(content_csv(ROWS))

    part = client.get(
        reverse("data:time_samples", args=["tea", file.pk]),
        {f"f{file.pk}-zone": "UTC", f"f{file.pk}-zone_name": "Mars/Olympus"},
    )

    assert part.status_code == 200
    assert part.context["unknown_zone"]


def test_a_chart_asks_for_its_account_and_remembers_what_was_typed(client, editor, receive):
    file = receive(chart_csv("Reach", [("2026-11-01", 5), ("2026-11-02", 6)]), "Reach.csv")
    url = reverse("data:import_review", args=["tea"])

    refused = client.post(
        url,
        {
            "files": file.pk,
            f"f{file.pk}-take": "on",
            f"f{file.pk}-taken_on": "2026-11-20",
            f"f{file.pk}-account": "new",
            f"f{file.pk}-account_name": "山線茶行",
        },
    )

    assert refused.status_code == 422
    assert 'value="山線茶行"' in refused.content.decode()
    (view,) = refused.context["missing"]
    assert list(view.form.errors) == ["platform"]
    file.refresh_from_db()
    assert file.taken_on == date(2026, 11, 20)
    assert file.choices["account_name"] == "山線茶行"


def test_a_new_name_wins_over_the_account_that_was_only_proposed(client, editor, receive):
    file = receive(chart_csv("Reach", [("2026-11-01", 5), ("2026-11-02", 6)]), "Reach.csv")
    ours = Candidate("facebook", "山線茶行", pk=7, ours=True)
    name = {f"f{file.pk}-{key}": value for key, value in {
        "taken_on": "2026-11-20", "account": "a:7", "account_name": "短片頻道",
        "platform": "facebook",
    }.items()}  # fmt: skip

    form = ReviewForm(file, [ours], name)

    assert form.guessed
    assert form.is_valid()
    assert form.choices() == {"account_name": "短片頻道", "platform": "facebook", "later": True}


def test_an_account_chosen_by_hand_and_a_new_name_are_not_guessed_between(client, editor, receive):
    file = receive(chart_csv("Reach", [("2026-11-01", 5), ("2026-11-02", 6)]), "Reach.csv")
    two = [Candidate("facebook", name, pk=pk, ours=True) for pk, name in ((7, "甲"), (8, "乙"))]
    data = {"taken_on": "2026-11-20", "account": "a:8", "account_name": "短片頻道"}

    form = ReviewForm(file, two, {f"f{file.pk}-{key}": value for key, value in data.items()})

    assert list(form.errors) == ["account_name"]
    assert "乙" in form.errors["account_name"][0]


def test_a_chart_dropped_with_its_content_file_is_offered_that_account(client, editor, run_jobs):
    answer = upload(
        client,
        ("content.csv", content_csv(ROWS)),
        ("Reach.csv", chart_csv("Reach", [("2026-11-01", 5), ("2026-11-02", 6)])),
    )
    run_jobs()

    review = client.get(answer.url)
    client.post(reverse("data:import_review", args=["tea"]), review_fields(review))
    run_jobs()

    account = SocialAccount.objects.get()
    assert (account.name, account.platform, account.ours) == ("山線茶行", "facebook", True)
    assert AccountDay.objects.filter(account=account).count() == 2


def test_two_bad_files_do_not_hold_up_the_others(client, editor, run_jobs):
    files = [
        (f"{number}.csv", content_csv([{"id": f"9000000000000{number:02}", "Reach": number}]))
        for number in range(28)
    ]
    answer = upload(client, *files, ("照片.csv", PIXEL), ("空的.csv", b""))
    run_jobs()

    review = client.get(answer.url)
    assert [view.file.name for view in review.context["settled"]] == ["照片.csv", "空的.csv"]
    assert all(view.refused[0]["reason"] for view in review.context["settled"])
    client.post(reverse("data:import_review", args=["tea"]), review_fields(review))
    run_jobs()

    assert SourceFile.objects.filter(state="imported").count() == 28
    assert PostCurrent.objects.count() == 28


def test_a_file_left_unticked_waits_with_its_answers(client, editor, run_jobs):
    answer = upload(
        client,
        ("content.csv", content_csv(ROWS)),
        ("Reach.csv", chart_csv("Reach", [("2026-11-01", 5)])),
    )
    run_jobs()
    review = client.get(answer.url)
    fields = review_fields(review)
    later = SourceFile.objects.get(name="Reach.csv")
    del fields[f"f{later.pk}-take"]
    fields[f"f{later.pk}-taken_on"] = "2026-11-05"

    client.post(reverse("data:import_review", args=["tea"]), fields)
    run_jobs()

    later.refresh_from_db()
    assert (later.state, later.taken_on) == ("waiting", date(2026, 11, 5))
    assert SourceFile.objects.get(name="content.csv").state == "imported"


def test_the_same_file_again_is_announced_and_changes_nothing(client, editor, receive, run_jobs):
    for _time in range(2):
        answer = upload(client, ("content.csv", content_csv(ROWS)))
        run_jobs()
        review = client.get(answer.url)
        client.post(reverse("data:import_review", args=["tea"]), review_fields(review))
        run_jobs()

    first, second = SourceFile.objects.order_by("pk")
    assert review.context["waiting"][0].twin == first
    assert (first.state, second.state) == ("imported", "discarded")
    detail = client.get(reverse("data:import_detail", args=["tea", second.pk]))
    assert reverse("data:import_detail", args=["tea", first.pk]) in detail.content.decode()
    assert PostCurrent.objects.count() == 2


def test_two_people_who_start_the_same_import_make_one_job(client, editor, receive):
    file = receive(content_csv(ROWS))
    review = client.get(reverse("data:import_review", args=["tea"]), {"files": file.pk})
    fields = review_fields(review)

    for _person in range(2):
        answer = client.post(reverse("data:import_review", args=["tea"]), fields)
        assert answer.url == reverse("data:import_detail", args=["tea", file.pk])

    assert Job.objects.filter(task="analytics.import_files").count() == 1


def test_a_cancelled_import_leaves_the_file_waiting_with_a_way_back(
    client, editor, receive, run_jobs
):
    file = receive(content_csv(ROWS))
    review = client.get(reverse("data:import_review", args=["tea"]), {"files": file.pk})
    client.post(reverse("data:import_review", args=["tea"]), review_fields(review))
    job = Job.objects.get(task="analytics.import_files")

    client.post(reverse("workspaces:job_cancel", args=["tea", job.pk]))
    run_jobs()

    detail = client.get(reverse("data:import_detail", args=["tea", file.pk]))
    review_address = f"{reverse('data:import_review', args=['tea'])}?files={file.pk}"
    assert review_address in detail.content.decode()
    assert PostCurrent.objects.count() == 0


def test_a_file_over_the_limit_is_named_and_the_others_stay(client, editor, settings):
    settings.UPLOAD_MAX_BYTES = 2000

    answer = upload(client, ("大檔.csv", b"x" * 5000), ("content.csv", content_csv(ROWS[:1])))

    assert [file.name for file in SourceFile.objects.all()] == ["content.csv"]
    page = client.get(answer.url).content.decode()
    assert "大檔.csv" in page


def test_dropping_nothing_leads_back_with_a_sentence(client, editor):
    answer = upload(client)

    assert answer.url == reverse("data:import_list", args=["tea"])
    assert SourceFile.objects.count() == 0


def test_what_is_typed_is_kept_while_typing(client, editor, receive):
    file = receive(content_csv(ROWS))

    answer = client.post(
        reverse("data:choice_save", args=["tea"]),
        {
            "files": file.pk,
            f"f{file.pk}-zone": "Asia/Taipei",
            f"f{file.pk}-taken_on": "2026-11-19",
        },
    )

    assert answer.json() == {}
    file.refresh_from_db()
    assert (file.choices["zone"], file.taken_on) == ("Asia/Taipei", date(2026, 11, 19))


def test_a_discarded_file_is_kept_and_can_be_taken_up_again(client, editor, receive):
    file = receive(content_csv(ROWS))

    client.post(reverse("data:file_discard", args=["tea", file.pk]))
    file.refresh_from_db()
    assert file.state == "discarded"

    client.post(reverse("data:file_keep", args=["tea", file.pk]))
    file.refresh_from_db()
    assert file.state == "waiting"


def test_what_siblings_told_is_kept_although_nobody_is_asked(client, editor, receive):
    file = receive(content_csv(ROWS))
    file.choices = {"platform": "youtube", "from": "2026-10-01", "to": "2026-10-31"}
    file.save()

    client.post(
        reverse("data:choice_save", args=["tea"]),
        {"files": file.pk, f"f{file.pk}-taken_on": "2026-11-19"},
    )

    file.refresh_from_db()
    assert (file.choices["from"], file.choices["to"]) == ("2026-10-01", "2026-10-31")
    assert file.choices["platform"] == "youtube"


def test_a_waiting_file_in_the_list_leads_to_the_whole_drop(client, editor, run_jobs):
    upload(client, ("a.csv", content_csv(ROWS[:1])), ("b.csv", content_csv(ROWS[1:])))
    run_jobs()

    rows = client.get(reverse("data:import_list", args=["tea"])).context["rows"]

    ids = ",".join(str(pk) for pk in SourceFile.objects.order_by("pk").values_list("pk", flat=True))
    assert [row.drop for row in rows] == [ids, ids]


def test_looking_that_was_stopped_can_be_started_again_with_the_same_files(
    client, editor, run_jobs
):
    answer = upload(client, ("a.csv", content_csv(ROWS)))
    client.post(reverse("workspaces:job_cancel", args=["tea", Job.objects.get().pk]))
    stopped = client.get(answer.url)
    assert stopped.context["unread"]

    again = client.post(
        reverse("data:file_inspect", args=["tea"]), {"files": stopped.context["files"]}
    )
    run_jobs()

    assert [view.file.name for view in client.get(again.url).context["waiting"]] == ["a.csv"]


def test_a_review_asks_as_many_questions_for_one_file_as_for_three(client, editor, receive):
    counts = []
    files = [receive(content_csv(ROWS), f"{number}.csv") for number in range(3)]
    for ids in (files[:1], files):
        address = reverse("data:import_review", args=["tea"])
        with CaptureQueriesContext(connection) as asked:
            client.get(address, {"files": ",".join(str(file.pk) for file in ids)})
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] < 15


def test_the_review_gives_the_period_in_the_workspaces_own_days(client, editor, receive):
    """An evening in California is the next day in Taipei, and so is the period of the file."""
    rows = [
        {"id": "900000000000001", "time": "10/31/2026 09:00", "Reach": 1},
        {"id": "900000000000002", "time": "11/30/2026 17:30", "Reach": 1},
    ]
    file = receive(content_csv(rows), "十一月.csv")

    page = client.get(reverse("data:import_review", args=["tea"]), {"files": file.pk})
    (view,) = page.context["waiting"]
    assert view.tables[0].period == "2026/11/1–12/1"

    file.choices = {"zone": "Asia/Taipei"}
    file.save()
    page = client.get(reverse("data:import_review", args=["tea"]), {"files": file.pk})
    assert page.context["waiting"][0].tables[0].period == "2026/10/31–11/30"


def test_no_file_is_kept_without_the_work_that_looks_into_it(client, editor, monkeypatch):
    def broken(*args, **more):
        raise RuntimeError("the queue is gone")

    monkeypatch.setattr("analytics.views.imports.jobs.enqueue", broken)
    sent = SimpleUploadedFile("content.csv", content_csv([{"id": "900000000000001", "Reach": 1}]))

    with pytest.raises(RuntimeError, match="queue"):
        client.post(reverse("data:file_upload", args=["tea"]), {"files": [sent]})

    assert not SourceFile.objects.exists()
