"""Every kind of table an importer knows has a name an editor would say."""

import re

from analytics.intake import words
from tests.house.rooms import ROOT

FAMILY = re.compile(
    r'"((?:facebook|instagram|meta|youtube|line|tiktok|x|linkedin)_[a-z_]+|mapped)"'
)
# Not families: a platform, and the kind of a product a video belongs to.
OTHER = {"line_oa", "youtube_product"}


def test_every_family_of_the_importers_has_a_name():
    sources = (ROOT / "platforms" / "importers").glob("*.py")
    known = {name for path in sources for name in FAMILY.findall(path.read_text())} - OTHER

    assert known
    assert known - set(words.FAMILIES) == set()
