"""Every page of the room says which of its parts one is looking at."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db
PAGES = {
    "calendar_view": "行事曆",
    "entry_list": "貼文企劃",
    "idea_list": "點子",
    "media_list": "素材庫",
    "rule_list": "發文時段",
    "match_list": "成效",
    "pause_list": "暫停",
}


@pytest.mark.parametrize("page", PAGES)
def test_the_tab_of_the_page_is_marked_and_no_other(client, team, page):
    client.force_login(team.lead)
    with translation.override("zh-hant"):
        body = client.get(reverse(f"calendar:{page}", args=[team.workspace.slug])).content.decode()
    marked = re.findall(r'<a class="tab"[^>]*aria-current="page"[^>]*>([^<]*)<', body)
    assert marked[0].strip() == PAGES[page]
    assert not {one.strip() for one in marked[1:]} & set(PAGES.values())
