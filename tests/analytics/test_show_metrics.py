"""The command: the same numbers as on the page, for machines; mistakes are sentences."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.analytics import happened, posted, told
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import WorkspaceFactory

pytestmark = pytest.mark.django_db
DAYS = ["--from", "2026-07-01", "--to", "2026-09-30"]


@pytest.fixture
def brand():
    account = SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"), name="山線茶行")
    posted(account, date(2026, 8, 3), reach=1000, reactions=40, comments=5, shares=3)
    posted(account, date(2026, 8, 4), reach=1000, reactions=40, comments=8, shares=0)
    happened(account, date(2026, 8, 3), new_followers=4, watch_ms=60_000)
    return account


def shown(*options: str) -> list[dict]:
    out = StringIO()
    call_command("show_metrics", "--workspace", "tea", *DAYS, *options, "--json", stdout=out)
    return json.loads(out.getvalue())["rows"]


def by_metric(rows: list[dict]) -> dict:
    return {row["metric"]: row for row in rows}


def test_counts_are_integers_and_ratios_decimal_text(brand):
    rows = by_metric(shown())

    assert rows["comments"]["value"] == 13
    assert rows["engagement_rate"]["value"] == "0.048"
    assert rows["engagement_rate"]["unit"] == "ratio"
    assert rows["engagement_rate"]["inputs"] == {
        "reactions": 80,
        "comments": 13,
        "shares": 3,
        "reach": 2000,
    }
    assert rows["mean_reach_per_post"]["value"] == "1000"
    assert rows["account_watch_time"]["value"] == 60000
    assert rows["reach"]["value"] is None
    assert rows["reach"]["missing_reason"]
    assert rows["comments"]["missing_reason"] == ""


def test_a_period_is_read_by_its_own_day_unless_another_is_asked_for(brand):
    told(posted(brand, date(2026, 8, 5), taken_on=date(2026, 9, 1), saves=3), saves=50)

    own, newest = by_metric(shown()), by_metric(shown("--as-of", "now"))
    early = by_metric(shown("--as-of", "2026-11-30"))

    assert (own["saves"]["value"], own["saves"]["read_by"]) == (3, "2026-10-07")
    assert (newest["saves"]["value"], newest["saves"]["read_by"]) == (50, None)
    assert (early["saves"]["value"], early["saves"]["late"]) == (50, 0)
    assert own["comments"]["late"] == 2  # first read on 11/20
    with pytest.raises(CommandError, match="--as-of"):
        shown("--as-of", "someday")


def test_a_number_has_no_exponent_however_small(brand):
    posted(brand, date(2026, 8, 5), reach=10**12, reactions=0, comments=1, shares=0)

    assert by_metric(shown())["engagement_rate"]["value"] == "0.000000000097"


@pytest.mark.parametrize("by", ["workspace", "account", "post", "day"])
def test_keys_are_unique_and_stay(by, brand):
    first, second = shown("--by", by), shown("--by", by)

    assert first == second
    assert len({row["key"] for row in first}) == len(first) > 0


def test_every_row_says_whose_it_is(brand):
    post_rows = shown("--by", "post", "--metric", "reach")
    day_rows = shown("--by", "day", "--metric", "comments", "--metric", "new_followers")

    assert {row["account"] for row in post_rows} == {"山線茶行"}
    assert [row["value"] for row in post_rows] == [1000, 1000]
    assert [(row["day"], row["metric"], row["value"]) for row in day_rows] == [
        ("2026-08-03", "comments", 5),
        ("2026-08-03", "new_followers", 4),
        ("2026-08-04", "comments", 8),
    ]


def test_one_account_by_name(brand):
    other = SocialAccountFactory(workspace=brand.workspace, name="別家分店")
    posted(other, date(2026, 8, 3), comments=100)

    rows = by_metric(shown("--account", "別家分店"))

    assert rows["comments"]["value"] == 100
    assert rows["comments"]["account"] == "別家分店"


def test_the_readable_table_has_words(brand):
    out = StringIO()
    call_command("show_metrics", "--workspace", "tea", *DAYS, stdout=out)

    assert "4.8%" in out.getvalue()
    assert "互動率 (engagement_rate)" in out.getvalue()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--workspace", "nobody", *DAYS], "nobody"),
        (["--workspace", "tea", "--from", "2026-07-01"], "--to"),
        (["--workspace", "tea", "--from", "1.7.2026", "--to", "2026-07-02"], "1.7.2026"),
        (["--workspace", "tea", "--from", "2026-07-02", "--to", "2026-07-01"], "2026-07-01"),
        (["--workspace", "tea", *DAYS, "--by", "hour"], "hour"),
        (["--workspace", "tea", *DAYS, "--account", "誰"], "山線茶行"),
        (["--workspace", "tea", *DAYS, "--metric", "virality"], "virality"),
        (DAYS, "--workspace"),
    ],
    ids=[
        "no such workspace",
        "no last day",
        "no day at all",
        "days the wrong way round",
        "unknown cut",
        "unknown account",
        "unknown metric",
        "no workspace",
    ],
)
def test_mistakes_are_sentences(options, words, brand):
    with pytest.raises(CommandError) as refused:
        call_command("show_metrics", *options)

    assert words in str(refused.value)


def test_a_partner_has_no_figures_here(brand):
    SocialAccountFactory(workspace=brand.workspace, name="合作店家", ours=False)

    with pytest.raises(CommandError, match="合作店家"):
        shown("--account", "合作店家")
