"""Two accounts of one platform with one name: the name alone tells nothing, so a person is asked."""

import pytest
from django.urls import reverse
from django.utils import translation

from analytics.intake import ingest
from platforms.models import AccountAlias, SocialAccount, SourceFile
from tests.samples.meta import content_csv

pytestmark = pytest.mark.django_db
NAME = "山線茶行"


@pytest.fixture
def twins(receive, workspace) -> list[SocialAccount]:
    """Two pages with their own numbers and one name."""
    for number in ("100900000000001", "100900000000002"):
        rows = [{"id": f"9{number}", "Reach": 1, "page": (number, NAME)}]
        ingest.import_file(receive(content_csv(rows), f"{number}.csv"))
    return list(SocialAccount.objects.in_workspace(workspace).order_by("pk"))


@pytest.fixture
def nameless(receive) -> SourceFile:
    """A file that gives nothing of its page but the name."""
    rows = [{"id": "900000000000077", "Reach": 5, "page": ("", NAME)}]
    return receive(content_csv(rows), "name.csv")


def test_the_review_asks_and_the_answer_decides(client, editor, twins, nameless, run_jobs):
    first, second = twins
    assert first.name == second.name == NAME
    assert nameless.report["asks"] == ["account"]

    prefix = f"f{nameless.pk}-"
    url = f"{reverse('data:import_review', args=['tea'])}?files={nameless.pk}"
    answer = {
        "files": nameless.pk, f"{prefix}take": "on", f"{prefix}taken_on": "2026-11-21",
        f"{prefix}zone": "America/Los_Angeles", f"{prefix}account": f"a:{second.pk}",
    }  # fmt: skip
    assert client.post(url, answer).status_code == 302
    run_jobs()

    nameless.refresh_from_db()
    assert [row.account for row in nameless.batches.get().accounts.all()] == [second]


def test_without_an_answer_nothing_is_taken_and_the_sentence_says_why(twins, nameless):
    with translation.override("en"):
        outcome = ingest.import_file(nameless)

    assert nameless.state == SourceFile.State.REFUSED
    assert "Several accounts on Facebook are called" in outcome["files"][0]["reason"]


def test_a_handle_tells_them_apart(twins, nameless):
    second = twins[1]
    AccountAlias.objects.create(
        workspace=second.workspace, account=second, platform="facebook", kind="handle", value="tea2"
    )
    nameless.choices = {"account_name": "@tea2"}
    ingest.import_file(nameless)

    assert nameless.batches.get().accounts.get().account == second
