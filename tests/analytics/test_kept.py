"""What this process keeps of its answers, and what makes it ask again."""

from datetime import date

import pytest
from django.utils import translation

from analytics.intake.deliveries import restore, withdraw
from analytics.intake.ingest import import_file
from analytics.kept import KeptCount, remembered
from analytics.query import metric_value, metric_values
from platforms.models import Post
from tests.factories.analytics import posted
from tests.factories.platforms import PostFactory, SocialAccountFactory
from tests.factories.workspaces import WorkspaceFactory
from tests.samples.meta import content_csv
from workspaces.periods import Period

pytestmark = pytest.mark.django_db
AUGUST = Period(date(2026, 8, 1), date(2026, 8, 31))
STAMP = 2  # queries to learn whether anything has changed


@pytest.fixture
def account():
    return SocialAccountFactory()


def reach_of(account) -> int | None:
    value = metric_value(account.workspace, AUGUST, "mean_reach_per_post").value
    return None if value is None else int(value)


def test_an_answer_is_given_again_without_asking_the_figures(account, django_assert_num_queries):
    posted(account, date(2026, 8, 3), reach=10)
    first = metric_values(account.workspace, AUGUST)

    with django_assert_num_queries(STAMP + 1):  # and whose accounts they are
        again = metric_values(account.workspace, AUGUST)

    assert again == first
    again.clear()
    assert metric_values(account.workspace, AUGUST) == first


def test_every_delivery_makes_it_ask_again(account):
    posted(account, date(2026, 8, 3), reach=10)
    assert reach_of(account) == 10

    posted(account, date(2026, 8, 4), reach=30)

    assert reach_of(account) == 20


def test_an_undo_and_its_undo_are_seen_at_once(receive, workspace):
    rows = [{"id": "900000000000001", "time": "08/03/2026 04:30", "Reach": 10}]
    file = receive(content_csv(rows))
    import_file(file)
    asked = lambda: metric_value(workspace, AUGUST, "post_count").value or 0  # noqa: E731
    assert asked() == 1

    withdraw(file, None)
    assert asked() == 0
    restore(file, None)
    assert asked() == 1


def test_another_workspace_period_language_or_account_is_another_answer(account):
    posted(account, date(2026, 8, 3), reach=10)
    other = SocialAccountFactory(workspace=account.workspace)
    posted(other, date(2026, 8, 3), reach=50)
    place = account.workspace

    assert metric_value(place, AUGUST, "post_count").value == 2
    assert metric_value(place, AUGUST, "post_count", accounts=[other.pk]).value == 1
    assert metric_value(place, Period(date(2026, 8, 4), date(2026, 8, 31)), "post_count").value != 2
    assert metric_value(WorkspaceFactory(), AUGUST, "post_count").value is None
    with translation.override("en"):
        english = metric_value(place, AUGUST, "reach").missing_reason
    with translation.override("zh-hant"):
        assert metric_value(place, AUGUST, "reach").missing_reason != english


def test_a_new_name_of_an_account_shows_at_once(account):
    posted(account, date(2026, 8, 3), reach=10)
    metric_values(account.workspace, AUGUST, by="account", metrics=["post_count"])
    account.name = "新店名"
    account.save()

    (value,) = metric_values(account.workspace, AUGUST, by="account", metrics=["post_count"])

    assert value.its_account.name == "新店名"


def test_an_answer_too_long_to_keep_is_made_each_time(account):
    made = []

    def make():
        made.append(1)
        return [1, 2, 3]

    for _time in range(2):
        remembered(account.workspace, ("long",), make, largest=2)

    assert len(made) == 2


def test_pages_count_their_rows_once(account, django_assert_num_queries):
    PostFactory.create_batch(3, account=account)
    posts = Post.objects.order_by("pk")

    assert KeptCount(posts, 2, account.workspace, ("posts",)).num_pages == 2
    with django_assert_num_queries(STAMP):
        assert KeptCount(posts, 2, account.workspace, ("posts",)).count == 3
