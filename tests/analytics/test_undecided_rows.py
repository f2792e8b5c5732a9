"""Rows whose id a spreadsheet rounded: kept, listed, decided by a person, obeyed later."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.intake.deliveries import withdraw
from analytics.merging import undecided
from analytics.merging.undecided import SAME
from analytics.models import PostCurrent
from platforms.models import Post, RowProblem
from tests.analytics.merging_data import OLD, row, take
from tests.samples.meta import content_csv
from workspaces import undo
from workspaces.models import AuditEvent
from workspaces.roles import Role

pytestmark = pytest.mark.django_db

ROUNDED = "1.12231E+15"
WHOLE = ("1122310889256922", "1122309889256922")  # both may have been rounded to it


def known(workspace) -> list[Post]:
    """Two posts of one minute and text."""
    rows = [row(number, "新茶", 9, Reach=10 + at) for at, number in enumerate(WHOLE)]
    take(workspace, content_csv(rows), "whole.csv", date(2026, 11, 10))
    return list(Post.objects.in_workspace(workspace).order_by("pk"))


def rounded(workspace, name="rounded.csv", day=date(2026, 11, 12), **more):
    content = content_csv([row(ROUNDED, "新茶", 9, **({"Reach": 99} | more))])
    return take(workspace, content, name, day)


def reach(workspace) -> dict[int, int]:
    return {one.post_id: one.reach for one in PostCurrent.objects.in_workspace(workspace)}


def test_a_row_that_fits_two_posts_is_kept_and_counts_nowhere(workspace):
    first, second = known(workspace)

    file = rounded(workspace)

    (case,) = undecided.cases(workspace, list(undecided.waiting(workspace)))
    assert reach(workspace) == {first.pk: 10, second.pk: 11}
    assert [offer.candidate.post for offer in case.offers] == [first, second]
    assert all(offer.fits for offer in case.offers)
    assert ("觸及人數", "99") in case.figures
    assert (case.rows[0].batch.file, case.rows[0].row) == (file, 2)
    problem = RowProblem.objects.get(batch__file=file)
    assert (problem.row, problem.post) == (2, case.post)
    table = file.report["result"]["files"][0]
    assert (table["rows"], table["accepted"], table["sums"]["reach"]) == (1, 0, 0)
    assert (table["posts_created"], table["posts_updated"]) == (0, 0)


def test_deciding_lets_the_row_count_and_later_files_obey(workspace, member):
    first, second = known(workspace)
    rounded(workspace)
    held = undecided.waiting(workspace).get()
    before = reach(workspace)
    editor = member(Role.EDITOR)

    step = undecided.decide(held, SAME, editor, into=second)

    assert reach(workspace) == {first.pk: 10, second.pk: 99}
    assert not undecided.waiting(workspace).exists()
    later = rounded(workspace, "later.csv", date(2026, 11, 14), Reach=120)
    assert later.report["result"]["files"][0]["accepted"] == 1
    assert reach(workspace) == {first.pk: 10, second.pk: 120}
    event = AuditEvent.objects.get(verb="analytics.row_matched")
    assert event.before == {"decision": "open", "into": None}
    assert event.after == {"decision": "open", "into": second.pk}

    undo.undo(step, editor)

    assert reach(workspace) == before
    assert list(undecided.waiting(workspace)) == [held]


def test_a_post_of_its_own_or_left_out(workspace, member):
    known(workspace)
    rounded(workspace)
    held = undecided.waiting(workspace).get()
    editor = member(Role.EDITOR)

    undecided.decide(held, Post.Decision.OWN, editor)
    assert reach(workspace)[held.pk] == 99
    undecided.decide(held, Post.Decision.LEFT_OUT, editor)
    assert held.pk not in reach(workspace)
    file = rounded(workspace, "later.csv", date(2026, 11, 14), Reach=98)
    assert "不計算" in str(RowProblem.objects.get(batch__file=file).reason)
    assert held.pk not in reach(workspace)
    assert list(undecided.decided(workspace)) == [held]
    undecided.reopen(held, editor)
    assert list(undecided.waiting(workspace)) == [held]


def alike(workspace, name="alike.csv", day=date(2026, 11, 12), **more):
    """Two rows whose posts only their links tell apart."""
    link = "https://www.facebook.com/tea/posts/pfbid02"
    rows = [row(ROUNDED, "新茶", 9, Reach=90 + at, link=f"{link}{at}") for at in (1, 2)]
    return take(workspace, content_csv([one | more for one in rows]), name, day)


def test_rows_that_only_a_link_tells_apart_wait_for_a_person(workspace, member):
    first, second = known(workspace)
    editor = member(Role.EDITOR)

    file = alike(workspace)

    cases = undecided.cases(workspace, list(undecided.waiting(workspace)))
    assert [[offer.candidate.post for offer in case.offers] for case in cases] == 2 * [
        [first, second]
    ]
    assert all(offer.fits for case in cases for offer in case.offers)
    problems = RowProblem.objects.filter(batch__file=file)
    assert {problem.row: problem.post.pk for problem in problems} == {
        case.rows[0].row: case.post.pk for case in cases
    }
    assert all("另一列" in str(problem.reason) for problem in problems)
    assert reach(workspace) == {first.pk: 10, second.pk: 11}
    by_row = {case.rows[0].row: case.post for case in cases}
    undecided.decide(by_row[2], SAME, editor, into=second)
    undecided.decide(by_row[3], SAME, editor, into=first)

    later = alike(workspace, "again.csv", date(2026, 11, 14), Comments=4)

    assert later.report["result"]["files"][0]["accepted"] == 2
    assert reach(workspace) == {first.pk: 92, second.pk: 91}


def test_rows_alike_where_no_post_is_known_wait_too_and_their_whole_ids_find_them(
    workspace, member
):
    alike(workspace)
    assert reach(workspace) == {}
    one, other = undecided.waiting(workspace).order_by("deliveries__row")
    undecided.decide(one, Post.Decision.OWN, member(Role.EDITOR))
    assert reach(workspace) == {one.pk: 91}

    whole = [row(WHOLE[0], "新茶", 9, Reach=95)]
    take(workspace, content_csv(whole), "whole.csv", date(2026, 11, 14))

    assert reach(workspace) == {one.pk: 95}
    assert list(undecided.waiting(workspace)) == [other]


def test_undoing_the_import_takes_the_row_off_the_list(workspace):
    known(workspace)
    file = rounded(workspace)

    withdraw(file, None)

    assert not undecided.waiting(workspace).exists()


def test_a_row_that_fits_no_post_counts_by_itself_and_is_offered_its_likes(workspace, member):
    take(workspace, content_csv([row("900000000000001", "新茶", 9)]), "whole.csv")
    rounded(workspace)
    first = Post.objects.get(aliases__value="900000000000001")

    guessed = undecided.guessed(workspace).get()

    assert reach(workspace) == {first.pk: 100, guessed.pk: 99}
    (case,) = undecided.cases(workspace, [guessed])
    assert [(offer.candidate.post, offer.fits) for offer in case.offers] == [(first, False)]
    undecided.decide(guessed, SAME, member(Role.EDITOR), into=first)
    assert reach(workspace) == {first.pk: 99}
    assert not undecided.guessed(workspace).exists()


def test_a_left_out_row_hides_no_other_row_of_the_same_link(workspace, member):
    link = "https://www.facebook.com/tea/posts/1"
    content = content_csv([row(ROUNDED, "新茶", 9, link=link)])
    take(workspace, content, "rounded.csv")
    held = Post.objects.get()
    undecided.decide(held, Post.Decision.LEFT_OUT, member(Role.EDITOR))

    take(workspace, content_csv([row(WHOLE[0], "新茶", 9, link=link, Reach=7)]), "whole.csv")

    assert list(reach(workspace).values()) == [7]


def test_the_page_shows_the_row_beside_its_candidates_and_takes_the_answer(
    workspace, editor, client
):
    _first, second = known(workspace)
    file = rounded(workspace)
    held = undecided.waiting(workspace).get()
    url = reverse("data:match_list", args=["tea"])

    shown = client.get(url).content.decode()
    assert shown.count(f'value="same:{second.pk}"') == 1
    assert "rounded.csv" in shown and "whole.csv" in shown and OLD[1] in shown
    assert (
        "1 列還不知道是哪一篇貼文"
        in client.get(reverse("data:import_list", args=["tea"])).content.decode()
    )
    result = client.get(reverse("data:import_detail", args=["tea", file.pk])).content.decode()
    assert url in result

    decide = reverse("data:match_decide", args=["tea", held.pk])
    refused = client.post(decide, {"is": "", "show": "waiting"})
    assert refused.status_code == 422
    assert "請先選一個答案" in refused.content.decode()
    answer = client.post(decide, {"is": f"same:{second.pk}", "show": "waiting"}, follow=True)
    assert "每一列都認得出貼文" in answer.content.decode()
    assert reach(workspace)[second.pk] == 99
    result = client.get(reverse("data:import_detail", args=["tea", file.pk])).content.decode()
    assert reverse("analytics:post_detail", args=["tea", second.pk]) in result

    shown = client.get(f"{url}?show=decided").content.decode()
    assert "收回決定" in shown
    client.post(reverse("data:match_reopen", args=["tea", held.pk]))
    assert undecided.waiting(workspace).count() == 1


def test_a_row_of_another_workspace_is_not_there(workspace, other_workspace, editor, client):
    known(other_workspace)
    rounded(other_workspace)
    held = undecided.waiting(other_workspace).get()

    response = client.post(reverse("data:match_decide", args=["tea", held.pk]), {"is": "own"})

    assert response.status_code == 404


def test_the_list_asks_as_often_for_one_row_as_for_many(workspace, editor, client):

    url = reverse("data:match_list", args=["tea"])
    counts = []
    for texts in (("一",), ("二", "三", "四")):
        for text in texts:
            rows = [row(n, text, 9) for n in WHOLE]
            for at, one in enumerate(rows):
                one["id"] = str(int(one["id"]) + 10 * len(counts) + at + ord(text) % 7)
            take(workspace, content_csv(rows), f"{text}.csv")
            take(workspace, content_csv([row(ROUNDED, text, 9)]), f"{text}r.csv")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert undecided.waiting(workspace).count() == 4
    assert counts[0] == counts[1]
