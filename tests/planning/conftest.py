"""A desk where a brief is written: editor, lead and manager of one workspace."""

from dataclasses import dataclass

import pytest

from planning.models import Brief
from tests.factories.analytics import TargetFactory
from tests.factories.planning import QUARTER, filled, people, with_objectives
from workspaces.models import Membership, User, Workspace


@dataclass
class Desk:
    workspace: Workspace
    editor: User
    lead: User
    manager: User

    def ready_brief(self) -> Brief:
        """A brief that can be sent to review: its objectives have targets."""
        brief = filled(self.workspace, self.lead)
        for one in with_objectives(brief, self.lead, "engagement_rate"):
            TargetFactory(
                workspace=self.workspace,
                objective=one,
                start=QUARTER.start,
                due=QUARTER.end,
                owner=self.lead,
            )
        return brief


@pytest.fixture
def desk(db) -> Desk:
    editor, lead, manager = people()
    workspace = Membership.objects.get(user=editor).workspace
    return Desk(workspace, editor, lead, manager)
