"""What a refused request reads: always a page of ours, with a sentence and a way on."""

import pytest
from allauth.core.internal.ratelimit import handler429
from django.urls import reverse

from tests.factories.workspaces import MembershipFactory

pytestmark = pytest.mark.django_db


def test_too_many_tries_of_signing_in_answer_with_a_page_of_ours(rf):
    response = handler429(rf.get(reverse("account_login")))

    assert response.status_code == 429
    assert "data-error-sentence" in response.content.decode()


def test_what_is_too_much_at_once_says_so(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    member = MembershipFactory()
    client.force_login(member.user)

    response = client.post(reverse("workspaces:preferences"), {f"field{n}": "1" for n in range(9)})

    assert response.status_code == 413
    assert "data-error-sentence" in response.content.decode()
