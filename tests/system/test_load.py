"""While servers are restarted and killed, nobody sees an error, and no work is lost or doubled."""

import time

import pytest

from tests.servers import postgres_programs
from tests.system.load import expected, fed, town

pytestmark = [pytest.mark.real, pytest.mark.postgres, pytest.mark.xdist_group("real")]
FILES, POSTS = 12, 250


def test_nothing_is_lost_or_doubled_while_everything_falls_over(tmp_path):
    if postgres_programs() is None:
        pytest.skip("PostgreSQL's server programs are not on this machine")
    with town(tmp_path) as here:
        here.open(visitors=3)
        feeder = here.feed(FILES, POSTS, pause=0.8)
        here.wait(lambda: here.answers.pages > 10, 60, "the first pages")

        here.workers[0].kill()
        time.sleep(2)
        here.broker.stop()
        time.sleep(2)
        here.broker.start()
        here.workers[0].start()
        time.sleep(2)
        here.database.stop()
        time.sleep(2)
        here.database.start()
        time.sleep(2)
        here.webs[0].kill()
        time.sleep(1)
        here.webs[0].start()
        here.strike()

        handed_in = fed(feeder, 300)
        before = here.answers.pages
        here.wait(lambda: here.answers.pages > before + 10, 60, "pages after it all")
        here.leave()
        found = here.settle(300)
        answers = here.answers

        assert answers.wrong == [], here.said()
        assert answers.again > 0, "nothing was ever away, so nothing was proved"
        assert answers.uploads > 0
        # Every job came to its good end, and some needed a second worker.
        assert found["jobs"] == {"done": sum(found["jobs"].values())}, found["failed"]
        assert len(handed_in) == FILES + FILES // 4
        assert sum(found["jobs"].values()) >= len(handed_in) + answers.uploads
        assert set(found["attempts"]) != {"1"}
        assert {key: found[key] for key in expected(FILES, POSTS)} == expected(FILES, POSTS)
        assert (found["arriving"], found["leftovers"], found["not_inspected"]) == (0, 0, 0)
        # All ask for the same report; a version is made where the numbers had changed.
        assert 1 <= found["versions"] <= FILES // 4
        assert found["doubled_figures"] == 0
