"""A post asks a department for material, and the file comes back into the post."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from PIL import Image

from calendar_app import entries, offers, requests
from calendar_app.models import EntryMedia, Licence, MaterialRequest
from planning import files
from planning.models import Task
from planning.sockets import TaskSlip
from planning.sockets import task_endangers as endangered
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.timeline import DepartmentFactory, ProjectFactory
from workspaces import share_links
from workspaces.models import AuditEvent, Department, Notification

TODAY = date(2026, 11, 21)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 1, tzinfo=timezone.get_fixed_timezone(0)))


@pytest.fixture
def post(team, clock):
    """Goes out on Thursday 12/3 at 18:00 in Taipei."""
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    at = datetime(2026, 12, 3, 18, tzinfo=team.workspace.tz)
    entry.its_version = VersionFactory(entry=entry, account=team.account, at=at)
    return entry


def ask(post, team, **given) -> MaterialRequest:
    design = Department.objects.filter(workspace=team.workspace, name="設計部").first()
    fields = {
        "what": "picture",
        "brief": "冬茶的主視覺，要看得到茶湯",
        "size": "1080×1350",
        "due": None,
        "department": design or DepartmentFactory(workspace=team.workspace, name="設計部"),
        "responsible": None,
        "by": team.editor,
    }
    return requests.ask(post, **(fields | given))


def picture(colour=(10, 90, 60)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (1080, 1350), colour).save(out, "JPEG")
    return SimpleUploadedFile("主視覺.jpg", out.getvalue())


def word_file(text: str) -> SimpleUploadedFile:
    document, out = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return SimpleUploadedFile("文案.docx", out.getvalue())


def hand_in(request, file, **given):
    described = files.keep(request.workspace, file)
    return files.hand_in(request.task, described, by=None, **({"name": "阿明（設計部）"} | given))


def test_three_working_days_before_is_the_due_day(team, post):
    made = ask(post, team)

    assert made.task.due == date(2026, 11, 30)  # Thursday 12/3 − 3: Wed, Tue, Mon
    assert made.task.department.name == "設計部"
    assert "1080×1350" in made.task.note
    assert made.task.project.title == "貼文素材 2026/11"
    assert AuditEvent.objects.filter(verb="calendar.material_asked").exists()


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"due": date(2026, 11, 20)}, "過了"),
        ({"brief": "  "}, "說"),
        ({"department": None}, "部門"),
    ],
    ids=["a day gone by", "nothing said", "nobody asked"],
)
def test_what_cannot_be_asked(team, post, given, word):
    with pytest.raises(requests.CannotAsk, match=word):
        ask(post, team, **given)

    assert not Task.objects.exists()


def test_a_post_without_a_time_needs_a_due_day(team, clock):
    draft = EntryFactory(workspace=team.workspace, author=team.editor)

    with pytest.raises(requests.CannotAsk, match="時間"):
        ask(draft, team)
    assert ask(draft, team, due=date(2026, 11, 27)).task.due == date(2026, 11, 27)


def test_a_picture_by_the_departments_link_comes_back_into_the_post(client, team, post):
    made = ask(post, team)
    link, token = share_links.issue(
        team.workspace, scope="planning.department", label="阿明", by=team.lead,
        subject=made.task.department,
    )  # fmt: skip
    client.post(reverse("shared:shared_file", args=[token, made.task.pk]), {"file": picture()})
    assert Notification.objects.filter(user=team.editor, text__contains="主視覺.jpg").exists()

    client.force_login(team.editor)
    edit = reverse("calendar:entry_edit", args=[team.workspace.slug, post.pk])
    assert "主視覺.jpg" in client.get(edit).content.decode()
    offer = offers.waiting(post)[0]
    decide = reverse("calendar:offer_decide", args=[team.workspace.slug, made.pk])
    client.post(
        decide, {"file": offer.file.pk, "act": "take", "kind": "own", "expires_on": "2027-05-31"}
    )

    use = EntryMedia.objects.get(entry=post)
    assert (use.asset.name, use.asset.width) == ("主視覺.jpg", 1080)
    assert use.asset.licence.expires_on == date(2027, 5, 31)
    made.refresh_from_db()
    made.task.refresh_from_db()
    assert (made.end, made.task.status) == ("accepted", "done")
    assert offers.waiting(post) == []


@pytest.mark.parametrize("file", ["word", "words"])
def test_copy_is_put_below_the_text(team, post, file):
    made = ask(post, team, what="copy")
    hand_in(made, word_file("冬茶限量三百罐。") if file == "word" else files.from_words("冬茶限量三百罐。"))  # fmt: skip
    offer = offers.waiting(post)[0]

    offers.accept(offer, by=team.editor)

    post.refresh_from_db()
    assert post.text == "今年的冬茶到了，週末來喝一杯。\n\n冬茶限量三百罐。"
    assert not Licence.objects.exists()


def test_sent_back_it_is_open_again_and_says_what_should_change(team, post):
    made = ask(post, team)
    from planning import task_changes

    hand_in(made, picture())
    task_changes.set_progress(made.task, progress=100, by=None, name="阿明")
    offer = offers.waiting(post)[0]

    with pytest.raises(offers.CannotTake):
        offers.send_back(offer, by=team.editor, reason=" ")
    offers.send_back(offer, by=team.editor, reason="茶湯太暗")

    task = Task.objects.get()
    assert (task.status, task.checks.get().text) == ("doing", "修改：茶湯太暗")
    assert offers.waiting(post) == []
    hand_in(made, picture((90, 140, 60)))
    assert len(offers.waiting(post)) == 1
    with pytest.raises(offers.CannotTake, match="有人"):
        offers.send_back(offer, by=team.lead, reason="晚到的決定")


def test_what_cannot_go_out_says_so(team, post):
    made = ask(post, team)
    hand_in(made, SimpleUploadedFile("排版.pdf", b"%PDF-1.7 ..."))
    offer = offers.waiting(post)[0]

    assert offer.problem
    with pytest.raises(offers.CannotTake):
        offers.accept(offer, by=team.editor)


def test_a_post_that_moves_proposes_another_due_day(team, post):
    made = ask(post, team)
    assert requests.of_entry(post)[0].proposal is None

    entries.plan(post.its_version, datetime(2026, 12, 10, 18, tzinfo=team.workspace.tz), by=team.lead)  # fmt: skip
    assert requests.of_entry(post)[0].proposal == date(2026, 12, 7)
    requests.take_proposal(made, by=team.editor)

    assert Task.objects.get().due == date(2026, 12, 7)
    assert requests.of_entry(post)[0].proposal is None


def test_the_due_day_may_stay_although_the_post_moved(team, post):
    made = ask(post, team)
    entries.plan(post.its_version, datetime(2026, 12, 10, 18, tzinfo=team.workspace.tz), by=team.lead)  # fmt: skip

    requests.keep_due(made, by=team.editor)

    assert requests.of_entry(post)[0].proposal is None
    assert Task.objects.get().due == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("after", "said"),
    [(date(2026, 11, 30), 0), (date(2026, 12, 2), 1)],
    ids=["still three working days", "too late"],
)
def test_a_slip_endangers_the_post(team, post, after, said):
    made = ask(post, team, due=date(2026, 11, 27))
    slip = TaskSlip(made.task.pk, made.task.title, made.task.due, after)

    found = endangered(team.workspace, [slip])

    assert len(found) == said
    for danger in found:
        assert "12/3 18:00" in danger.text
        assert "冬茶上市" in danger.text
        assert "5" in danger.text
        assert danger.url.endswith("#requests")


def test_called_off_takes_the_task_with_it(team, post):
    made = ask(post, team)

    requests.call_off(made, by=team.editor)

    assert Task.objects.get().removed_at is not None
    with pytest.raises(requests.CannotAsk):
        requests.call_off(made, by=team.editor)


def test_the_cell_and_the_list_ask_the_same_number_of_questions(client, team, post):
    client.force_login(team.lead)
    project = ProjectFactory(workspace=team.workspace)
    pages = [
        reverse("calendar:calendar_view", args=[team.workspace.slug]) + "?date=2026-12-03",
        reverse("calendar:request_list", args=[team.workspace.slug]),
    ]

    def counts():
        found = []
        for address in pages:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                response = client.get(address)
            assert "11/30" in response.content.decode()
            found.append(len(asked))
        return found

    ask(post, team, project=project)
    few = counts()
    for number in range(6):
        other = EntryFactory(workspace=team.workspace, author=team.editor)
        VersionFactory(entry=other, account=team.account, at=post.its_version.at + timedelta(hours=number))  # fmt: skip
        ask(other, team, project=project, department=None, responsible=team.editor)

    assert counts() == few


def test_a_request_keeps_what_was_typed(client, team, post):
    client.force_login(team.editor)
    address = reverse("calendar:request_create", args=[team.workspace.slug, post.pk])
    assert 'value="2026-11-30"' in client.get(address).content.decode()

    answer = client.post(address, {"what": "video", "brief": "15 秒直式短片", "due": "2026-11-01"})

    assert answer.status_code == 422
    assert "15 秒直式短片" in answer.content.decode()
    assert client.post(
        address,
        {"what": "video", "brief": "15 秒", "due": "2026-11-27", "responsible": team.editor.pk},
    ).status_code == 302  # fmt: skip
    assert Task.objects.get().responsible == team.editor
