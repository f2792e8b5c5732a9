"""Who may open which data page, and that no page shows another workspace's rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.data_urls import urlpatterns
from analytics.intake import hand, ingest
from platforms.models import Post, Site, SocialAccount, SourceFile
from platforms.records import Span
from tests.samples.meta import content_csv
from workspaces.roles import Role

pytestmark = pytest.mark.django_db

BROKEN_ROW = {"id": "", "comment": "An error occurred while computing metadata"}


@pytest.fixture
def imported(receive):
    file = receive(content_csv([{"id": "900000000000001", "Reach": 120}, BROKEN_ROW]))
    ingest.import_file(file)
    return file


@pytest.fixture
def typed(workspace, member, imported):
    account = SocialAccount.objects.get()
    day = imported.taken_on
    figures = hand.Typed(account, {"followers": 1200}, day, day, Span.DAY, "")
    batch, _step = hand.type_in(workspace, figures, by=member(Role.EDITOR))
    return batch


@pytest.fixture
def addresses(imported, typed):
    """View name → (address, method, lowest role); every view of the data pages once."""
    file, batch = imported.pk, imported.batches.get().pk
    account = SocialAccount.objects.get().pk
    site = Site.objects.create(workspace=imported.workspace, name="官網").pk
    held = Post.objects.get().pk
    rows = {
        "import_list": ([], "get", "viewer"),
        "file_upload": ([], "post", "editor"),
        "import_review": ([], "get", "editor"),
        "choice_save": ([], "post", "editor"),
        "file_inspect": ([], "post", "editor"),
        "import_summary": ([], "get", "viewer"),
        "drop_withdraw": ([], "post", "editor"),
        "drop_restore": ([], "post", "editor"),
        "problem_export": ([], "get", "viewer"),
        "import_detail": ([file], "get", "viewer"),
        "time_samples": ([file], "get", "editor"),
        "file_discard": ([file], "post", "editor"),
        "file_keep": ([file], "post", "editor"),
        "mapping_edit": ([file], "get", "editor"),
        "mapping_preview": ([file], "post", "editor"),
        "mapping_download": ([file], "post", "editor"),
        "template_download": ([], "get", "editor"),
        "file_download": ([file], "get", "viewer"),
        "import_withdraw": ([file], "post", "editor"),
        "import_restore": ([file], "post", "editor"),
        "row_detail": ([batch, 2], "get", "viewer"),
        "hand_create": ([], "get", "editor"),
        "hand_detail": ([typed.pk], "get", "viewer"),
        "hand_withdraw": ([typed.pk], "post", "editor"),
        "hand_restore": ([typed.pk], "post", "editor"),
        "account_list": ([], "get", "viewer"),
        "account_create": ([], "get", "editor"),
        "account_detail": ([account], "get", "viewer"),
        "account_rename": ([account], "post", "editor"),
        "account_merge": ([account], "get", "lead"),
        "account_part": ([account], "post", "lead"),
        "source_rename": (["site", site], "get", "editor"),
        "match_list": ([], "get", "editor"),
        "match_decide": ([held], "post", "editor"),
        "match_reopen": ([held], "post", "editor"),
        "account_confirm": ([account], "post", "editor"),
    }
    return rows


def ask(client, slug, name, args, method):
    return getattr(client, method)(reverse(f"data:{name}", args=[slug, *args]))


def test_every_view_of_the_room_is_on_this_ladder(addresses):
    assert {pattern.name for pattern in urlpatterns} == set(addresses)


def test_the_viewer_reads_and_only_the_editor_changes(client, member, addresses):
    ladder = [Role.VIEWER, Role.EDITOR, Role.LEAD]
    people = {role: member(role) for role in ladder}
    wrong = []
    for name, (args, method, lowest) in addresses.items():
        for role, person in people.items():
            client.force_login(person)
            status = ask(client, "tea", name, args, method).status_code
            allowed = ladder.index(role) >= ladder.index(Role(lowest))
            if (status == 403) is allowed:
                wrong.append((name, role, status))

    assert wrong == []


def test_a_stranger_finds_nothing(client, member, other_workspace, addresses):
    client.force_login(member(Role.OWNER, other_workspace))

    answers = {
        name: ask(client, "tea", name, args, method).status_code
        for name, (args, method, _lowest) in addresses.items()
    }

    assert answers == dict.fromkeys(addresses, 404)


def test_an_id_of_another_workspace_is_nobodys(client, member, other_workspace, addresses):
    client.force_login(member(Role.OWNER, other_workspace))

    answers = {
        name: ask(client, "other", name, args, method).status_code
        for name, (args, method, _lowest) in addresses.items()
        if args
    }

    assert answers == dict.fromkeys(answers, 404)
    assert len(answers) == 22
    assert SourceFile.objects.get().state == "imported"


def test_files_of_another_workspace_are_left_out_of_a_drop(
    client, editor, member, other_workspace, receive
):
    secret = receive(content_csv([{"id": "1", "Reach": 1}]), "別家的.csv", where=other_workspace)
    own = receive(content_csv([{"id": "2", "Reach": 2}]), "自己的.csv")

    review = client.get(
        reverse("data:import_review", args=["tea"]), {"files": f"{secret.pk},{own.pk}"}
    )

    assert [view.file for view in review.context["views"]] == [own]
    client.post(
        reverse("data:import_review", args=["tea"]),
        {"files": secret.pk, f"f{secret.pk}-take": "on"},
    )
    secret.refresh_from_db()
    assert secret.job_id is None


def test_the_wrong_method_is_refused(client, member, addresses):
    client.force_login(member(Role.LEAD))
    both = {"account_merge", "source_rename"}
    answers = {
        name: ask(client, "tea", name, args, "post" if method == "get" else "get").status_code
        for name, (args, method, _lowest) in addresses.items()
        if name not in both | {"import_review", "mapping_edit", "hand_create", "account_create"}
    }

    assert set(answers.values()) == {405}


@pytest.mark.parametrize("page", ["import_list", "account_list"])
def test_a_list_asks_the_same_number_of_questions_for_one_row_and_for_three(
    client, editor, receive, page
):
    counts = []
    for number in range(3):
        row = {"id": f"90000000000000{number}", "Reach": 1, "page": (f"100{number}", f"頁{number}")}
        ingest.import_file(receive(content_csv([row]), f"{number}.csv"))
        if number in {0, 2}:
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(f"data:{page}", args=["tea"]))
            counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] < 20
