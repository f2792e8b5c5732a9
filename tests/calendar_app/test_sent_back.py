"""What somebody writes on sending a post back are words, also with braces in them."""

import pytest

from calendar_app import review
from tests.factories.calendar import EntryFactory, VersionFactory
from workspaces.models import Notification


@pytest.mark.parametrize(
    "comment", ["請寫成 {品牌名}", "{0}", "{title.author.password}", "100 % {"]
)
def test_braces_in_a_comment_are_told_as_they_stand(team, comment):
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    VersionFactory(entry=entry, account=team.account)
    review.ask(entry, by=team.editor)

    review.send_back(entry, by=team.lead, comment=comment)

    told = Notification.objects.filter(user=team.editor).order_by("-pk").first()
    assert told is not None and told.text.endswith(comment)
