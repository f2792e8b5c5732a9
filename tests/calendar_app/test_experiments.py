"""A/B from the first click to what was learned, with figures of imported posts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import experiments, facts
from calendar_app.checks import check
from calendar_app.experiment_words import sentence_of
from calendar_app.experiments import Line
from calendar_app.models import (
    Entry,
    EntryMedia,
    EntryVersion,
    Experiment,
    PostTie,
    Publication,
)
from calendar_app.results import Comparable, Figure
from calendar_app.verdicts import Verdict, judge
from tests.factories.analytics import posted
from tests.factories.calendar import (
    EntryFactory,
    MediaFactory,
    SlotFactory,
    VersionFactory,
    soon,
)
from workspaces.models import AuditEvent


def url(name, team, *args):
    return reverse(f"calendar:{name}", args=[team.workspace.slug, *args])


@pytest.fixture
def version(team):
    entry = EntryFactory(
        workspace=team.workspace, author=team.editor, link="https://example.com/tea"
    )
    EntryMedia.objects.create(entry=entry, asset=MediaFactory(workspace=team.workspace))
    return VersionFactory(entry=entry, account=team.account)


def form(**values):
    return {
        "name": "開頭用問句",
        "hypothesis": "用問句開頭，留言會多，因為有人想回答。",
        "varied": "opening",
        "metric": "engagement_rate",
        "decide_on": timezone.localdate() + timedelta(days=30),
        **values,
    }


def begun(version, by, **values):
    data = {**form(), "account": version.account, **values}
    return experiments.begin(version, by=by, **data)


def tied(version, **figures):
    post = posted(version.account, date(2026, 8, 4), **figures)
    return PostTie.objects.create(
        workspace=version.workspace, post=post, version=version, how="person"
    )


def test_variant_b_is_a_draft_of_its_own_in_the_chosen_slot(client, team, version):
    slot = SlotFactory(account=team.account, at=soon(6), kind="story")
    client.force_login(team.editor)

    client.post(url("experiment_create", team, version.pk), form(slot=slot.pk))

    made = Experiment.objects.get()
    other = made.second
    assert (other.slot, other.at, other.account) == (slot, soon(6), team.account)
    entry = Entry.objects.get(pk=other.entry_id)
    assert (entry.text, entry.variant, entry.kind) == (version.entry.text, "B", "post")
    assert entry.variant_of == version.entry and entry.state == "draft"
    assert other.utm == {"content": "b"}
    assert entry.media.count() == 1
    assert AuditEvent.objects.filter(verb="calendar.experiment_begun").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": ""},
        {"account": "HERE", "day": "2020-01-01", "time": "10:00"},
        {"account": "HERE", "decide_on": "2020-01-01"},
        {"account": "HERE", "metric": "luck"},
    ],
)
def test_wrong_input_is_named_and_nothing_is_made(client, team, version, wrong):
    client.force_login(team.editor)
    values = {key: team.account.pk if value == "HERE" else value for key, value in wrong.items()}

    answer = client.post(url("experiment_create", team, version.pk), form(**values))

    assert answer.status_code == 422
    assert "用問句開頭" in answer.content.decode()
    assert not Experiment.objects.exists() and Entry.objects.count() == 1


def test_a_version_has_one_running_ab(team, version):
    begun(version, team.editor)

    with pytest.raises(experiments.CannotDo):
        begun(version, team.editor)


@pytest.fixture
def out(team, version):
    """The version went out forty days ago."""
    at = timezone.now() - timedelta(days=40)
    Entry.objects.filter(pk=version.entry_id).update(state=Entry.State.PUBLISHED)
    EntryVersion.objects.filter(pk=version.pk).update(at=at)
    Publication.objects.create(
        workspace=team.workspace, version=version, state="by_hand", due_at=at, done_at=at, token="t"
    )
    return EntryVersion.objects.select_related("entry", "account", "workspace").get(pk=version.pk)


def test_an_ab_begins_from_a_published_post_and_says_what_that_costs(client, team, out):
    client.force_login(team.editor)
    post = client.get(url("entry_detail", team, out.entry_id)).content.decode()
    assert url("experiment_create", team, out.pk) in post
    page = client.get(url("experiment_create", team, out.pk))
    assert "A 版已經發布了" in page.content.decode()
    later = timezone.localdate() + timedelta(days=42)
    assert page.context["form"]["decide_on"].initial == later

    slot = SlotFactory(account=team.account, at=soon(6))
    client.post(url("experiment_create", team, out.pk), form(slot=slot.pk))

    made = Experiment.objects.get()
    assert (made.first_id, made.second.at) == (out.pk, slot.at)
    first = Entry.objects.get(pk=out.entry_id)
    assert (first.state, first.text, first.version) == ("published", out.entry.text, 1)
    page = client.get(url("experiment_detail", team, made.pk)).content.decode()
    assert "在這個 A/B 測試開始前就發布了" in page
    assert "相差兩週以上" in page


def test_an_ab_of_two_drafts_says_nothing_of_an_earlier_post(client, team, version):
    made = begun(version, team.editor)
    client.force_login(team.editor)

    assert experiments.was_out(made) is None
    page = client.get(url("experiment_create", team, made.second_id)).content.decode()
    assert "A 版已經發布了" not in page


def test_a_removed_post_begins_no_ab(team, version):
    Entry.objects.filter(pk=version.entry_id).update(removed_at=timezone.now())

    with pytest.raises(experiments.CannotDo):
        begun(version, team.editor)


def test_an_older_a_waits_until_b_has_ripened():
    ripe, young = Figure(Decimal("0.04"), age=60), Figure(Decimal("0.05"), age=14)
    metric = Comparable("engagement_rate", "互動率", share=True)

    said = [
        sentence_of(Line(metric, a, b, judge(a, b, share=True)))
        for a, b in ((ripe, young), (Figure(Decimal("0.04"), age=9), young))
    ]

    assert "28 天" in said[0] and "28 天" not in said[1]


def test_nothing_is_said_before_both_have_their_posts(client, team, version):
    made = begun(version, team.editor)
    tied(made.first, reactions=30, comments=5, shares=5, reach=1000)

    outcome = experiments.outcome_of(made)

    assert outcome.deciding.said.verdict is Verdict.UNTIED
    client.force_login(team.viewer)
    page = client.get(url("experiment_detail", team, made.pk)).content.decode()
    assert "還沒有可以比較的" in page and "4.0%" in page


def test_enough_people_and_a_clear_difference_are_a_hint_not_a_win(client, team, version):
    made = begun(version, team.editor)
    tied(made.first, reactions=30, comments=5, shares=5, reach=1000)
    tied(made.second, reactions=80, comments=15, shares=5, reach=1000)
    made = Experiment.objects.get()

    line = experiments.outcome_of(made).deciding

    assert (line.a.above, line.a.below, line.said.verdict) == (40, 1000, Verdict.APART)
    assert line.said.higher == "b"
    client.force_login(team.viewer)
    page = client.get(url("experiment_detail", team, made.pk)).content.decode()
    assert "是線索，不是證明" in page and "40 / 1,000" in page


def test_an_unknown_figure_is_a_dash_with_its_reason(team, version):
    made = begun(version, team.editor)
    tied(made.first, reactions=30, comments=5, shares=5)
    tied(made.second, reactions=80, comments=15, shares=5, reach=1000)

    line = experiments.outcome_of(Experiment.objects.get()).deciding

    assert line.said.verdict is Verdict.UNKNOWN
    assert line.a.text == "—" and line.a.reason
    assert made.first is not None


def test_the_decision_needs_a_learning_and_keeps_what_was_known(client, team, version):
    made = begun(version, team.editor)
    tied(made.first, reactions=3, comments=0, shares=0, reach=60)
    tied(made.second, reactions=8, comments=0, shares=0, reach=60)
    client.force_login(team.editor)
    address = url("experiment_decide", team, made.pk)
    assert client.post(address, {"act": "decide", "chosen": "b"}).status_code == 422

    client.post(address, {"act": "decide", "chosen": "neither", "learning": "人太少，下次再試。"})

    made.refresh_from_db()
    assert (made.state, made.chosen, made.decided_by) == ("decided", "neither", team.editor)
    assert "太少" in made.known["sentence"] and made.known["a"] == "5.0%"
    again = client.post(address, {"act": "drop"})
    assert again.status_code == 422
    assert "人太少" in client.get(url("experiment_list", team)).content.decode()


def test_what_is_due_waits_on_today(client, team, version):
    made = begun(version, team.editor)
    Experiment.objects.filter(pk=made.pk).update(decide_on=timezone.localdate())
    client.force_login(team.editor)

    page = client.get(reverse("workspaces:today", args=[team.workspace.slug])).content.decode()

    assert "開頭用問句" in page


def test_the_pages_ask_the_same_number_of_questions(client, team, version):
    client.force_login(team.viewer)
    made = begun(version, team.editor)
    address = url("experiment_list", team)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(5):
        entry = EntryFactory(workspace=team.workspace, author=team.editor)
        begun(VersionFactory(entry=entry, account=team.account), team.editor)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
    assert made.state == "running"


def test_each_variant_says_that_it_is_one(client, team, version):
    made = begun(version, team.editor)
    client.force_login(team.editor)

    for side, letter in ((made.first, "A"), (made.second, "B")):
        for name in ("entry_edit", "entry_detail"):
            page = client.get(url(name, team, side.entry_id)).content.decode()
            assert f"A/B 測試的 {letter} 版" in page


def test_two_variants_may_have_the_same_words(version, team):
    """Where the picture or the hour is varied they should; a third post with them is told."""
    made = begun(version, team.editor)
    a, b = version.entry, made.second.entry

    def said(entry):
        found = check(facts.draft_of(entry), facts.rules_of(team.workspace))
        return [one.text for one in found if one.rule == "文字重複"]

    assert (said(a), said(b)) == ([], [])

    third = EntryFactory(workspace=team.workspace, author=team.editor, title="第三篇", text=a.text)
    VersionFactory(entry=third, account=team.account)

    assert ["第三篇" in text for text in said(a)] == [True]
