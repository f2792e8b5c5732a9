"""A workspace with nothing in it yet: every page answers, and every list says what to do first."""

import pytest

from tests.crawl.pages import walk
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EDITOR])
def test_every_page_of_an_empty_workspace_answers_and_says_something(client, role):
    member = MembershipFactory(role=role)
    client.force_login(member.user)

    seen = list(walk(client, f"/w/{member.workspace.slug}/"))

    assert len(seen) > 40
    assert [(page.address, page.status) for page in seen if page.status >= 400] == []
    lists = [page for page in seen if page.name.endswith("_list")]
    assert [p.name for p in lists if "empty" not in p.html and "quiet" not in p.html] == []
