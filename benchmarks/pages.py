"""Pages of a full workspace: against an empty signed-in page, and against a hundredth of it.

The empty page is the import list of a workspace without a file: the frame, and nothing to show.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path, reverse

from analytics import kept
from analytics.models import PostCurrent
from benchmarks import stock
from benchmarks.asking import queries, visit
from benchmarks.held import Held, Promises, middle, p95, rounds, seconds
from workspaces.models import Membership, Workspace

ROUNDS = 20
SMALL = 10_000
PAGE, OWN = 4.0, 1.5
LIST, OWN_LIST = 8.0, 2.0  # search, and order by ratio
BARE = 3.0
HARDER = ("posts, by ratio", "posts, search", "posts, search for few")


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """What Django needs for a page of a person: session, user, two queries, one template."""
    asked = Membership.objects.select_related("workspace").filter(user=request.user.pk)
    places = Workspace.objects.order_by("name")[:5]
    words = {"person": request.user, "asked": asked, "places": places, "lines": range(100)}
    return HttpResponse(BARE_PAGE.render(RequestContext(request, words)))


BARE_PAGE = Template(
    """<!doctype html>{% load i18n %}<html><head><title>{{ person.name }}</title></head><body>
    <form>{% csrf_token %}</form>{% for one in asked %}<h1>{{ one.workspace.name }}</h1>{% endfor %}
    <ul>{% for one in places %}<li><a href="{% url 'home' %}">{{ one.name }}</a></li>{% endfor %}</ul>
    {% for line in lines %}<p>{% translate "Saved" %} {{ line }}</p>{% endfor %}</body></html>"""
)
urlpatterns = [
    path("bare/", bare),
    path("", include("workbench.urls")),
]


def measure(number: int, *, full: bool) -> Promises:
    large, small, empty = stock.workspace(number), stock.workspace(SMALL), stock.empty()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(stock.user())
    with override_settings(ROOT_URLCONF="benchmarks.pages", ALLOWED_HOSTS=["127.0.0.1"]):
        frame = reverse("data:import_list", args=[empty.slug])
        found = rounds({"bare": visit(client, "/bare/"), "empty": visit(client, frame)}, ROUNDS)
        yield Held(
            "empty signed-in page against a bare Django view",
            middle(found["empty"]) / middle(found["bare"]),
            BARE,
        )
        yield Held("empty signed-in page", 1000 * middle(found["empty"]), unit=" ms")
        for what, address in _addresses(large).items():
            hard = what in HARDER
            little = _addresses(small)[what]
            found = rounds(
                {
                    "empty": visit(client, frame),
                    "small": visit(client, little),
                    "large": visit(client, address),
                },
                ROUNDS,
            )
            yield Held(
                f"{what} against an empty page",
                middle(found["large"]) / middle(found["empty"]),
                LIST if hard else PAGE,
            )
            yield Held(
                f"{what}, its p95 against its own at {SMALL:,}",
                p95(found["large"]) / p95(found["small"]),
                OWN_LIST if hard else OWN,
            )
            kept.forget()
            yield Held(
                f"{what}, first look after an import",
                1000 * seconds(visit(client, address)),
                unit=" ms",
            )
            yield Held(
                f"{what}, queries more than at {SMALL:,}",
                queries(client, address) - queries(client, little),
                0,
                "",
            )


def _addresses(place: Workspace) -> dict[str, str]:
    """What people open, with the last whole quarter shown."""
    quarter = f"?period={stock.last_day().year}-Q{(stock.last_day().month + 2) // 3}"
    posts = reverse("analytics:post_list", args=[place.slug]) + quarter
    rate = reverse("analytics:metric_detail", args=[place.slug, "engagement_rate"])
    newest = PostCurrent.objects.in_workspace(place).latest("published_on", "pk")
    return {
        "dashboard": reverse("analytics:dashboard", args=[place.slug]) + quarter,
        "posts": posts,
        "posts, page 7": f"{posts}&page=7",
        "posts, by reach": f"{posts}&sort=-reach",
        "posts, by ratio": f"{posts}&sort=-engagement_rate",
        "posts, search": f"{posts}&q=%E5%B8%82%E9%9B%86",
        "posts, search for few": f"{posts}&q=%E9%BE%8D%E4%BA%95",
        "imports": reverse("data:import_list", args=[place.slug]),
        "drill-down of a ratio": rate + quarter,
        "one post": reverse("analytics:post_detail", args=[place.slug, newest.pk]) + quarter,
    }
