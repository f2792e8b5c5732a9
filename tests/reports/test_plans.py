"""Plan and result in the report: planned against done, cited with the row's own posts."""

from datetime import date

import pytest
from django.utils import timezone, translation

from calendar_app.models import EntryVersion, PostLabel, PostTie
from planning.models import Brief, Pillar
from platforms.models import Post
from reports.outputs.context import OutputContext
from reports.sections import plans
from reports.services import making, restated
from tests.factories.analytics import posted
from tests.factories.calendar import EntryFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces.periods import parse_period

Q3 = parse_period("2026Q3")
AUG = date(2026, 8, 4)
FULL = {"reach": 1000, "reactions": 40, "comments": 6, "shares": 4}

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return SocialAccountFactory(platform="facebook")


def context_of(workspace) -> OutputContext:
    return OutputContext(workspace, Q3, "O3.3.1", "成效報告書", "zh-hant", timezone.now())


def pillar_of(workspace, name: str) -> Pillar:
    brief, _made = Brief.objects.get_or_create(
        workspace=workspace, title="Q3", start=Q3.start, end=Q3.end, status="approved"
    )
    return Pillar.objects.create(workspace=workspace, brief=brief, name=name, share=50)


def tied(post: Post, pillar: Pillar) -> None:
    entry = EntryFactory(workspace=post.workspace, pillar=pillar)
    version = EntryVersion.objects.create(
        workspace=post.workspace, entry=entry, account=post.account
    )
    PostTie.objects.create(workspace=post.workspace, post=post, version=version, how="link")


def test_without_any_plan_there_is_no_section(brand):
    posted(brand, AUG, **FULL)

    assert plans.section(context_of(brand.workspace)) is None


def test_a_figure_of_a_row_names_only_the_files_of_its_own_posts(brand):
    origin, shop = (pillar_of(brand.workspace, name) for name in ("產地", "門市"))
    for number in range(8):
        tied(posted(brand, AUG, row=number + 2, **FULL), origin)
        tied(posted(brand, AUG, row=number + 40, **FULL | {"reactions": 1}), shop)
    posted(brand, AUG, row=99, **FULL)
    context = context_of(brand.workspace)

    with translation.override("zh-hant"):
        section = plans.section(context)

    assert section is not None
    rates = {
        dict(figure.scope).get("plan"): figure
        for figure in context.book
        if figure.metric == "engagement_rate"
    }
    assert set(rates) == {"支柱：產地", "支柱：門市", "支柱：未對應行事曆"}
    assert rates["支柱：產地"].text == "5.0%"
    rows = {int(part.rows) for part in rates["支柱：產地"].source.files}
    assert rows == set(range(2, 10))
    shares = [f.text for f in context.book if f.metric == "plan_share_of_posts"]
    assert shares == ["50.0%", "50.0%"]


def test_a_match_after_printing_shows_as_a_difference(desk):
    account = SocialAccountFactory(workspace=desk.workspace, platform="facebook")
    post, other = posted(account, AUG, **FULL), posted(account, AUG, **FULL)
    origin = pillar_of(desk.workspace, "產地")
    tied(post, origin)
    version = making.make_version(desk.report, by=desk.lead)
    assert restated.compare_with_now(version, since=version.made_at).differences == []

    PostLabel.objects.create(workspace=desk.workspace, post=other, pillar=origin)

    found = restated.compare_with_now(version, since=version.made_at).differences
    assert any("產地" in one.scope and one.then == "1" and one.now == "2" for one in found)
