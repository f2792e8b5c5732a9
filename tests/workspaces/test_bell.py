import pytest

from tests.factories.workspaces import MembershipFactory, NotificationFactory
from workspaces.models import Notification
from workspaces.notifications import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(as_role):
    member = as_role("viewer")
    NotificationFactory(workspace=member.workspace, text="別人的通知")
    NotificationFactory(user=member.user, text="別的工作區的通知")
    return member


def mine(member, **fields) -> Notification:
    return NotificationFactory(workspace=member.workspace, user=member.user, **fields)


def url(member, tail: str = "") -> str:
    return f"/w/{member.workspace.slug}/notifications/{tail}"


def test_the_list_holds_ones_own_newest_first(client, member):
    old, new = mine(member, text="舊的"), mine(member, text="新的")

    response = client.get(url(member))

    assert list(response.context["rows"]) == [new, old]
    assert response.context["unread"] == 2


def test_the_list_costs_the_same_for_one_and_for_many(client, member, django_assert_num_queries):
    mine(member)
    with django_assert_num_queries(7):
        client.get(url(member))
    mine(member)
    mine(member)
    with django_assert_num_queries(7):
        client.get(url(member))


def test_under_the_bell_comes_only_the_part(client, member):
    mine(member, text="季報等你簽核")

    part = client.get(url(member), headers={"HX-Request": "true"}).content.decode()

    assert "季報等你簽核" in part
    assert "<html" not in part


def test_the_count_is_a_number_or_nothing(client, member):
    assert client.get(url(member, "count/")).content.decode().strip() == ""

    mine(member)
    assert ">1<" in client.get(url(member, "count/")).content.decode()


def test_opening_one_marks_it_read_and_goes_there(client, member):
    notification = mine(member, url=f"/w/{member.workspace.slug}/jobs/")

    response = client.get(url(member, f"{notification.pk}/"))

    assert response["Location"] == f"/w/{member.workspace.slug}/jobs/"
    notification.refresh_from_db()
    assert notification.read_at is not None


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", ""])
def test_a_notification_never_leads_out_of_the_house(client, member, address):
    notification = mine(member, url=address)

    response = client.get(url(member, f"{notification.pk}/"))

    assert response["Location"] == url(member)


def test_somebody_elses_notification_is_not_found(client, member):
    theirs = Notification.objects.get(text="別人的通知")

    assert client.get(url(member, f"{theirs.pk}/")).status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_all_of_ones_own_are_marked_read_and_no_others(client, member):
    mine(member)

    response = client.post(url(member, "read/"), headers={"HX-Request": "true"})

    assert response["HX-Trigger"] == "notifications-changed"
    assert Notification.objects.filter(read_at=None).count() == 2
    assert not Notification.objects.filter(user=member.user, read_at=None).filter(
        workspace=member.workspace
    )


def test_telling_twice_is_one_notification():
    member = MembershipFactory()

    for _time in range(2):
        tell(member.workspace, [member.user], key="report:7:asked", text="等你簽核")

    assert Notification.objects.count() == 1
