import logging

import pytest
from django.test import Client

from tests.factories.workspaces import MembershipFactory
from workspaces.logs import configure, without_secrets
from workspaces.models import Invitation


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gone: /invitation/IowDkDkMDIV2e7IbkNxQJ_yz-HG/", "Gone: /invitation/…/"),
        ("Bad: /password/pqIm2_jyZn_zAMGEPLOjkVhzV94/", "Bad: /password/…/"),
        ("Bad: /account/password/reset/key/1-set-passw0rd/", "Bad: /account/password/reset/key/…/"),
        ("Not Found: /account/password/reset/", "Not Found: /account/password/reset/"),
        ("Not Found: /shared/tasks/pqIm2_jyZn_zAMGEPL/3/", "Not Found: /shared/tasks/…/3/"),
        ("Not Found: /shared/feed/pqIm2_jyZn_zAMGEPL.ics", "Not Found: /shared/feed/…"),
        ("Not Found: /shared/posts/pqIm2_jyZn_zAMGEPL.ics", "Not Found: /shared/posts/…"),
        (
            "Too Many Requests: /shared/review/pqIm2_jyZn_zAMGEPL/7/",
            "Too Many Requests: /shared/review/…/7/",
        ),
        ("Not Found: /w/brand/", "Not Found: /w/brand/"),
    ],
)
def test_one_time_links_are_masked(said, kept):
    assert without_secrets(None, "warning", {"event": said})["event"] == kept


def test_a_refusal_is_one_line_and_a_failure_keeps_its_traceback():
    refused = {"logger": "django.request", "level": "warning", "event": "x", "exc_info": True}
    failed = {**refused, "level": "error"}

    assert "exc_info" not in without_secrets(None, "warning", refused)
    assert "exc_info" in without_secrets(None, "error", failed)


@pytest.mark.django_db
def test_a_refused_form_behind_a_link_does_not_give_the_link_away(capfd, monkeypatch):
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    configure({"level": "INFO"})
    member = MembershipFactory(role="owner")
    _invitation, token = Invitation.issue(
        workspace=member.workspace, email="mei@example.com", role="editor", by=member.user
    )

    Client().post(f"/invitation/{token}/", {"name": "美玲", "password": "short"})

    written = capfd.readouterr().err
    assert "/invitation/" in written
    assert token not in written
