import pytest
from django.test import Client

from tests.factories.workspaces import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def sign_in(client, email: str, password: str = PASSWORD, *, seen_from: str = "", **extra):
    headers = {"x-forwarded-for": seen_from} if seen_from else {}
    return client.post(LOGIN, {"login": email, "password": password, **extra}, headers=headers)


def test_the_right_password_leads_to_ones_workspace_in_a_fresh_session(client):
    member = MembershipFactory()
    client.get(LOGIN)
    client.post("/preferences/", {"language": "zh-hant"})
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = session.session_key

    response = sign_in(client, member.user.email.upper())

    assert response["Location"] == "/"
    assert client.session.session_key != session.session_key


def test_unknown_addresses_and_wrong_passwords_get_the_same_answer(client):
    user = UserFactory()

    wrong = sign_in(client, user.email, "not this one 123")
    unknown = sign_in(client, "nobody@example.com", "not this one 123")

    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert wrong.status_code == unknown.status_code


def test_what_is_refused_is_said_in_the_words_of_the_house(client):
    user = UserFactory()

    wrong = sign_in(client, user.email, "not this one 123").content.decode()
    client.force_login(user)
    page = client.get("/account/password/change/").content.decode()
    refused = client.post(
        "/account/password/change/",
        {
            "oldpassword": "x",
            "password1": "茶葉在雲霧裡慢慢長大",
            "password2": "茶葉在雲霧裡慢慢長大",
        },
    ).content.decode()

    assert "電子信箱或密碼不對" in wrong
    assert "目前的密碼不對" in refused
    assert "只有你知道的話最好記" in page
    assert not any(word in text for word in ("您", "電郵") for text in (wrong, page, refused))


def test_guessing_passwords_is_stopped_even_when_the_right_one_comes(client):
    user = UserFactory()
    for number in range(6):
        sign_in(client, user.email, f"wrong number {number}")

    sign_in(client, user.email)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("address", "goes"),
    [
        ("/workspaces/", "/workspaces/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
    ],
)
def test_next_stays_in_the_house(client, address, goes):
    user = UserFactory()

    assert sign_in(client, user.email, next=address)["Location"] == goes


def test_nobody_signs_up_alone(client):
    response = client.post(
        "/account/signup/",
        {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert "_auth_user_id" not in client.session
    assert response.status_code == 200


def test_the_sign_in_page_leads_to_help_with_a_lost_password(client):
    page = client.get(LOGIN).content.decode()

    assert page.count("/account/password/reset/") == 1


def test_without_a_mail_server_the_reset_page_names_who_can_help(client):
    UserFactory(email="mei@example.com")

    page = client.get("/account/password/reset/").content.decode()
    answer = client.post("/account/password/reset/", {"email": "mei@example.com"})

    assert "擁有者或主管" in page
    assert answer.status_code == 200


def test_with_a_mail_server_nobody_learns_who_has_an_account(client, settings, mailoutbox):
    settings.MAIL_CONFIGURED = True
    UserFactory(email="mei@example.com")

    known = client.post("/account/password/reset/", {"email": "mei@example.com"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"})

    assert known["Location"] == unknown["Location"]
    assert mailoutbox[0].to == ["mei@example.com"]


def test_changing_the_address_alone_is_not_possible(client):
    user = UserFactory()
    client.force_login(user)

    response = client.post("/account/email/", {"email": "x@example.com", "action_add": ""})

    assert response["Location"] == "/"
    user.refresh_from_db()
    assert user.email != "x@example.com"


def test_signing_out_ends_the_session(client):
    member = MembershipFactory()
    client.force_login(member.user)

    client.post("/account/logout/")

    assert client.get(f"/w/{member.workspace.slug}/").status_code == 302


def test_forms_need_a_token():
    member = MembershipFactory(role="owner")
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)

    response = client.post(f"/w/{member.workspace.slug}/people/invite/", {"email": "a@b.tw"})

    assert response.status_code == 403
    assert "沒有變更任何資料" in response.content.decode() or "重新" in response.content.decode()


def test_every_page_carries_the_headers_of_a_careful_house(client):
    member = MembershipFactory()
    client.force_login(member.user)

    for address in ("/account/login/", f"/w/{member.workspace.slug}/"):
        response = client.get(address, follow=True)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "private" in response["Cache-Control"]


def test_session_cookies_are_out_of_reach_for_scripts(client):
    user = UserFactory()

    sign_in(client, user.email)

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_behind_a_proxy_the_visitor_is_counted_and_not_the_proxy(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    honest = UserFactory()
    for number in range(12):
        sign_in(client, f"guess{number}@example.com", "wrong 123", seen_from="203.0.113.9")

    sign_in(client, honest.email, seen_from="198.51.100.7")

    assert "_auth_user_id" in client.session
