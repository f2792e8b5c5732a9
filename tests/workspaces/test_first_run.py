from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories.workspaces import UserFactory, WorkspaceFactory
from workspaces import first_run
from workspaces.models import AuditEvent, Membership, User, Workspace

pytestmark = pytest.mark.django_db
FORM = {
    "name": "林子晴",
    "email": "Owner@Example.com",
    "password": "今天也要好好發文喔 2026",
    "workspace_name": "小草選物",
    "slug": "",
    "zone": "Asia/Taipei",
}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.WORKBENCH_DATA = tmp_path


@pytest.fixture
def opened(client):
    """A browser that has entered the code."""
    client.get("/welcome", {"code": first_run.code()})
    return client


def test_an_empty_installation_leads_to_the_first_run(client):
    assert client.get("/")["Location"] == "/welcome"


def test_without_the_code_the_form_stays_closed(client):
    page = client.get("/welcome")

    assert page.status_code == 200
    assert "workspace_name" not in page.content.decode()
    client.post("/welcome", FORM)
    assert not User.objects.exists()


def test_the_code_leaves_the_address_at_once(client):
    response = client.get("/welcome", {"code": first_run.code()})

    assert response["Location"] == "/welcome"
    assert "workspace_name" in client.get("/welcome").content.decode()


def test_the_code_may_be_typed_in_small_letters_without_hyphens(client):
    code = first_run.code().lower().replace("-", " ")

    assert client.post("/welcome", {"code": code}).status_code == 302


def test_the_first_person_becomes_the_owner_and_is_signed_in(opened):
    before = opened.session.session_key

    response = opened.post("/welcome", FORM, follow=True)

    member = Membership.objects.get()
    assert (member.user.email, member.user.name) == ("owner@example.com", "林子晴")
    assert (member.role, member.workspace.slug, member.workspace.zone) == (
        "owner",
        "brand",
        "Asia/Taipei",
    )
    assert member.user.check_password(FORM["password"])
    assert response.redirect_chain[-1][0] == "/w/brand/"
    assert opened.session.session_key != before
    assert AuditEvent.objects.get().verb == "workspaces.workspace_made"


def test_the_code_works_once(opened):
    opened.post("/welcome", FORM)
    User.objects.all().delete()

    response = opened.post("/welcome", {**FORM, "email": "second@example.com"})

    assert not User.objects.exists()
    assert response.status_code in {200, 302}
    assert not (first_run._path()).exists()


def test_a_newer_code_ends_the_older_one(client):
    old, new = first_run.code(), first_run.code()

    assert client.post("/welcome", {"code": old}).status_code == 422
    assert client.post("/welcome", {"code": new}).status_code == 302


def test_an_open_form_ends_with_its_code(opened):
    first_run.code()

    opened.post("/welcome", FORM)

    assert not User.objects.exists()


def test_only_the_hash_of_the_code_is_kept():
    code = first_run.code()

    kept = first_run._path()
    assert code not in kept.read_text()
    assert code.replace("-", "") not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


def test_guessing_is_slowed_down(client):
    code = first_run.code()
    for number in range(10):
        client.post("/welcome", {"code": f"WRONG-{number}"})

    response = client.post("/welcome", {"code": code})

    assert response.status_code == 422
    assert "十分鐘" in response.content.decode()


def test_what_was_typed_stays_when_something_is_wrong(opened):
    response = opened.post("/welcome", {**FORM, "password": "short"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "小草選物" in page
    assert "Owner@Example.com" in page
    assert "short" not in page
    assert first_run._path().exists()


@pytest.mark.parametrize(
    ("name", "slug", "address"),
    [
        ("小草選物", "", "brand"),
        ("Daybreak Coffee", "", "daybreak-coffee"),
        ("小草選物", "grass", "grass"),
        ("晨光 Café", "", "cafe"),
    ],
    ids=["Chinese name", "Latin name", "own address", "mixed name"],
)
def test_the_address_is_made_from_the_name(opened, name, slug, address):
    opened.post("/welcome", {**FORM, "workspace_name": name, "slug": slug})

    assert Workspace.objects.get().slug == address


@pytest.mark.parametrize("slug", ["小草", "a b", "-x", "a/b", "a_b", "x" * 51])
def test_an_impossible_address_is_refused_beside_the_field(opened, slug):
    response = opened.post("/welcome", {**FORM, "slug": slug})

    assert response.status_code == 422
    assert response.context["form"].errors["slug"]


def test_a_taken_address_is_refused(opened):
    WorkspaceFactory(slug="grass", is_sample=True)

    response = opened.post("/welcome", {**FORM, "slug": "grass"})

    assert "grass" in response.context["form"].errors["slug"][0]


def test_it_works_beside_the_sample_and_from_within_it(client):
    sample = WorkspaceFactory(slug="brand", is_sample=True)
    person = UserFactory(is_sample=True)
    client.force_login(person)
    client.get("/welcome", {"code": first_run.code()})

    response = client.post("/welcome", FORM, follow=True)

    assert response.redirect_chain[-1][0] == "/w/brand-2/"
    assert response.wsgi_request.user.email == "owner@example.com"
    assert Workspace.objects.filter(pk=sample.pk).exists()


def test_it_is_over_once_somebody_has_an_account(client):
    UserFactory()

    assert client.get("/welcome", {"code": first_run.code()})["Location"] == "/"
    assert client.post("/welcome", FORM)["Location"] == "/"
    assert not Workspace.objects.exists()


def test_of_two_at_once_one_has_the_code():
    code = first_run.code()

    def use(_number: int) -> bool:
        try:
            with first_run.spent(code):
                return True
        except first_run.WrongCode:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_a_failure_gives_the_code_back():
    code = first_run.code()

    with pytest.raises(ZeroDivisionError), first_run.spent(code):
        raise ZeroDivisionError

    assert first_run.fits(code, who="127.0.0.1")
