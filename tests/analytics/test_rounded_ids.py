"""Ids a spreadsheet rounded, up or down, meet their whole ids in either order."""

import itertools

import pytest

from analytics.intake import ingest
from platforms.models import Post
from tests.samples.meta import content_csv

pytestmark = pytest.mark.django_db

FORMS = {
    "down": ("1122310889256922", "1.12231E+15"),
    "up": ("1122309889256922", "1.12231E+15"),
    "zeros up": ("1122309889256922", "1122310000000000"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("order", list(itertools.permutations((0, 1))))
def test_one_post_whichever_file_comes_first(receive, form, order):
    whole, rounded = FORMS[form]
    # Two posts, so that a column of zeros shows its damage.
    other = ("1122310000000000", "1122310000000000") if "zeros" in form else ("", "")
    files = []
    for place, written in enumerate((whole, rounded)):
        rows = [{"id": written, "Reach": 5, "text": "新茶", "link": ""}]
        if other[place] and place:
            rows.append({"id": other[place], "Reach": 1, "text": "另一則", "link": "",
                         "time": "11/09/2026 04:30"})  # fmt: skip
        files.append((content_csv(rows), f"{place}.csv"))
    for place in order:
        ingest.import_file(receive(*files[place]))

    posts = Post.objects.filter(present=True, text="新茶")
    assert posts.count() == 1
    assert posts.get().aliases.filter(kind="platform_id").get().value == whole
