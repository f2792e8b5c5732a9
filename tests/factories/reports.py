"""A small brand's quarter as its platform would export it, and reports made of it."""

from datetime import date, timedelta
from io import BytesIO

import factory

from analytics.intake import deliveries, ingest
from analytics.models import Target
from platforms.models import SocialAccount, SourceFile
from reports.models import Deliverable
from reports.outputs import OUTPUTS
from tests.factories.workspaces import MembershipFactory, UserFactory, WorkspaceFactory
from tests.samples.meta import content_csv
from workspaces.models import Workspace
from workspaces.periods import Period, parse_period
from workspaces.roles import Role

QUARTER = parse_period("2026Q3")
BEFORE = parse_period("2026Q2")
KINDS = ("Photos", "Videos", "Links", "Photos")
MEASURES = ("Reach", "Reactions", "Comments", "Shares", "Link Clicks")


def export(
    period: Period = QUARTER,
    posts: int = 12,
    *,
    more: int = 0,
    text: str = "春茶開箱，留言告訴我們你喝哪一種",
) -> bytes:
    """A content export with ``posts`` posts spread over ``period``; ``more`` likes for each."""
    rows = []
    for n in range(posts):
        day = period.start + timedelta(days=1 + n * (period.days - 2) // max(posts, 1))
        rows.append(
            {
                "id": f"{period.start:%y%m}000000000{n:04d}",
                "time": f"{day:%m/%d/%Y} 03:00",  # in the evening of that day in Taipei
                "text": f"{text}（第 {n + 1} 篇）",
                "type": KINDS[n % len(KINDS)],
                "Reach": 1000 + 10 * n,
                "Reactions": 40 + 3 * n + more,
                "Comments": 5 + n,
                "Shares": 2 + n % 3,
                "Link Clicks": 7,
            }
        )
    return content_csv(rows, measures=MEASURES)


def imported(
    workspace: Workspace, content: bytes, name: str = "content.csv", *, taken_on: date | None = None
) -> SourceFile:
    """``content`` brought in as an editor would."""
    file = deliveries.receive(
        workspace, BytesIO(content), name, by=None, taken_on=taken_on or date(2026, 11, 20)
    )
    deliveries.inspect([file])
    ingest.import_file(file)
    file.refresh_from_db()
    return file


def brand(**workspace) -> Workspace:
    """A workspace with two quarters of posts, read long after the last one."""
    made = WorkspaceFactory(**workspace)
    imported(made, export(), "2026Q3.csv")
    imported(made, export(BEFORE, 10), "2026Q2.csv")
    return made


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    workspace = factory.SubFactory(WorkspaceFactory)
    metric = "engagement_rate"
    start = QUARTER.start
    due = QUARTER.end
    value = "0.05"
    owner = factory.SubFactory(UserFactory)


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft of O3.3.1 for 2026 Q3, begun by a lead of its workspace."""

    class Meta:
        model = Deliverable

    workspace = factory.SubFactory(WorkspaceFactory)
    output = "O3.3.1"
    start = QUARTER.start
    end = QUARTER.end
    title = factory.LazyAttribute(lambda report: f"{OUTPUTS[report.output].title}，2026 Q3")
    author = factory.LazyAttribute(
        lambda report: MembershipFactory(workspace=report.workspace, role=Role.LEAD).user
    )


def account_of(workspace: Workspace) -> SocialAccount:
    return SocialAccount.objects.in_workspace(workspace).ours().first()
