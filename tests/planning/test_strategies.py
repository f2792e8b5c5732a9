"""Posting strategies, research, campaigns, partners: written in pieces, approved, drawn by seed."""

import pytest
from django.urls import reverse

from planning import draws, pieces, review, strategies
from planning.errors import CannotDo
from planning.models import Campaign, Draw, Participant, PostingStrategy, ResearchNote
from planning.rows import KINDS, rows_of
from planning.sockets import CAMPAIGN_RESULT
from reports.outputs import OUTPUTS
from reports.services.drafts import render_draft
from tests.factories.planning import QUARTER, write
from tests.factories.workspaces import MembershipFactory
from tests.reports.test_o111 import text_of
from workspaces import undo
from workspaces.approvals import NotAllowed
from workspaces.models import AuditEvent, UndoStep


def record(kind: str, desk, /, **values):
    row = pieces.add(KINDS[kind], desk.workspace, None, by=desk.lead)
    return write(kind, row, desk.lead, **values)


@pytest.fixture
def strategy(desk) -> PostingStrategy:
    """Complete: it follows an approved brief and rests on one note."""
    brief = desk.ready_brief()
    version = review.submit(brief, by=desk.lead)
    review.approve(brief, by=desk.manager, comment="", digest=version.digest)
    record(
        "notes",
        desk,
        kind="competitor",
        title="對手改發短影音",
        source="競品觀察表",
        seen_on=QUARTER.start,
        meaning="我們要有茶農說話",
    )
    made = strategies.begin(desk.workspace, period=QUARTER, by=desk.lead)
    write(
        "strategy_words",
        made,
        desk.lead,
        environment="無糖茶變多",
        competitors="都在拍採收",
        direction="回答怎麼泡",
    )
    plan = rows_of(KINDS["platform_plans"], desk.workspace, made)[0]
    write(
        "platform_plans",
        plan,
        desk.lead,
        audience="上班族",
        times="週四 20:00",
        per_week=4,
        sharing="同步限時動態",
        formats="短影音",
    )
    made.refresh_from_db()
    return made


def test_it_begins_with_the_platforms_the_brief_decided_for(strategy, desk):
    plans = rows_of(KINDS["platform_plans"], desk.workspace, strategy)

    assert [one.platform for one in plans] == ["instagram"]
    assert strategy.brief.is_approved


def test_it_says_what_is_missing_and_is_not_sent_without(desk):
    made = strategies.begin(desk.workspace, period=QUARTER, by=desk.lead)

    assert len(strategies.lacking(made)) == 4
    with pytest.raises(CannotDo, match="產業環境"):
        strategies.submit(made, by=desk.lead)


def test_what_was_sent_is_what_is_printed(strategy, desk):
    record("campaigns", desk, name="冬茶命名", start=QUARTER.start, end=QUARTER.end, goal="共創")
    asked = strategies.submit(strategy, by=desk.lead)
    strategies.decide(
        strategy, by=desk.manager, yes=True, comment="先補客服人力", digest=asked.digest
    )
    note = ResearchNote.objects.get()
    write("notes", note, desk.lead, title="後來改的標題")

    rendered = render_draft(desk.workspace, OUTPUTS["O2.1.1"], QUARTER, "docx", subject=strategy.pk)

    words = text_of(rendered.content)
    for found in (
        "無糖茶變多",
        "都在拍採收",
        "對手改發短影音",
        "競品觀察表",
        "上班族",
        "週四 20:00",
        "同步限時動態",
        "短影音",
        "產地",
        "冬茶命名",
        "資料來源",
        str(desk.manager),
    ):
        assert found in words, found
    assert "後來改的標題" not in words
    signed = words[words.index("核准紀錄") :]
    assert "已送審" in signed and "先補客服人力" in signed
    assert {"planned_per_week", "flexible_share"} <= {one["metric"] for one in rendered.figures}


def test_its_writer_cannot_approve_it_and_it_closes_while_it_is_read(strategy, desk):
    strategies.submit(strategy, by=desk.lead)

    with pytest.raises(NotAllowed):
        strategies.decide(strategy, by=desk.lead, yes=True, comment="")
    with pytest.raises(CannotDo, match="正在審閱"):
        write("strategy_words", strategy, desk.lead, direction="改掉")
    strategies.take_back(strategy, by=desk.lead)
    write("strategy_words", strategy, desk.lead, direction="改掉")


def test_the_same_seed_draws_the_same_winners(desk):
    campaign = record("campaigns", desk, name="抽獎")
    names = "\n".join(f"粉絲{n}，留言{n}" for n in range(30))

    assert draws.take_in(campaign, draws.typed(names), by=desk.editor) == 30
    assert draws.take_in(campaign, draws.typed(names), by=desk.editor) == 0
    made = draws.draw(campaign, 3, by=desk.lead)

    assert len(set(made.winners)) == 3
    assert draws.winners_of(made.pool, 3, made.seed) == made.winners
    assert draws.winners_of(made.pool, 3, "另一個種子") != made.winners
    event = AuditEvent.objects.get(verb="planning.winners_drawn")
    assert event.after == {"seed": made.seed, "pool": 30, "winners": 3}


@pytest.mark.parametrize("count", [0, 4], ids=["nobody", "more than there are"])
def test_a_draw_of_the_wrong_size_is_refused(desk, count):
    campaign = record("campaigns", desk, name="抽獎")
    draws.take_in(campaign, draws.typed("一\n二\n三"), by=desk.lead)

    with pytest.raises(CannotDo, match="抽 1 到 3 位"):
        draws.draw(campaign, count, by=desk.lead)

    assert not Draw.objects.exists()


# --- pages --------------------------------------------------------------------------------


def url(desk, name: str, *args) -> str:
    return reverse(f"planning:{name}", args=[desk.workspace.slug, *args])


@pytest.mark.parametrize("kind", ["notes", "campaigns", "partners", "communities", "fans"])
def test_a_record_is_added_found_removed_and_brought_back(desk, client, kind):
    client.force_login(desk.lead)
    assert "還沒有" in client.get(url(desk, "record_list", kind)).content.decode()

    added = client.post(url(desk, "piece_create", kind))
    model = KINDS[kind].model
    row = model.objects.get()
    name = "title" if kind == "notes" else "name"
    write(kind, row, desk.lead, **{name: "慢慢喝茶"})
    found = client.get(url(desk, "record_list", kind), {"q": "慢慢"})
    missed = client.get(url(desk, "record_list", kind), {"q": "別的"})
    removed = client.post(url(desk, "piece_remove", kind, row.pk))

    assert added["Location"] == url(desk, "record_edit", kind, row.pk)
    assert client.get(added["Location"]).status_code == 404  # removed meanwhile
    assert [line["row"] for line in found.context["lines"]] == [row]
    assert missed.context["lines"] == []
    assert removed["Location"] == url(desk, "record_list", kind)
    undo.undo(UndoStep.objects.get(), desk.lead)
    assert "慢慢喝茶" in client.get(added["Location"]).content.decode()


def test_participants_and_draws_on_the_campaigns_page(desk, client):
    campaign = record("campaigns", desk, name="抽獎")
    client.force_login(desk.lead)

    client.post(url(desk, "participant_create", campaign.pk), {"names": "小雨\n阿德"})
    client.post(url(desk, "draw_create", campaign.pk), {"count": "1", "seed": "茶"})
    CAMPAIGN_RESULT.append(lambda row: [("觸及人數", "12,480")])
    try:
        page = client.get(url(desk, "record_edit", "campaigns", campaign.pk)).content.decode()
    finally:
        CAMPAIGN_RESULT.pop()

    assert Participant.objects.count() == 2
    assert str(Draw.objects.get()) in page
    assert "12,480" in page


def test_another_workspaces_campaign_is_not_drawn_from(desk, client):
    campaign = record("campaigns", desk, name="抽獎")
    stranger = MembershipFactory(role="lead")
    client.force_login(stranger.user)

    response = client.post(
        reverse("planning:draw_create", args=[stranger.workspace.slug, campaign.pk]), {"count": "1"}
    )

    assert response.status_code == 404
    assert Campaign.objects.count() == 1


def test_the_pages_of_a_strategy_from_draft_to_approval(strategy, desk, client):
    client.force_login(desk.lead)
    draft = client.get(url(desk, "strategy_detail", strategy.pk))
    client.post(url(desk, "strategy_submit", strategy.pk))
    client.force_login(desk.manager)
    read = client.get(url(desk, "strategy_detail", strategy.pk))
    given = {"act": "approve", "digest": read.context["asked"].digest}
    client.post(url(desk, "strategy_decide", strategy.pk), given)

    strategy.refresh_from_db()
    assert draft.content.decode().count("data-autosave=") >= 2
    assert "data-autosave=" not in read.content.decode()
    assert "對手改發短影音" in read.content.decode()
    assert (strategy.status, strategy.approved_by) == ("approved", desk.manager)
    listed = client.get(url(desk, "strategy_list")).content.decode()
    assert strategy.title in listed


def test_a_page_from_before_it_was_sent_anew_approves_nothing(strategy, desk, client):
    strategies.submit(strategy, by=desk.lead)
    client.force_login(desk.manager)
    read = client.get(url(desk, "strategy_detail", strategy.pk)).context["asked"].digest
    strategies.take_back(strategy, by=desk.lead)
    write("strategy_words", strategy, desk.lead, direction="全改成直播帶貨")
    strategies.submit(strategy, by=desk.lead)

    answer = client.post(
        url(desk, "strategy_decide", strategy.pk), {"act": "approve", "digest": read}, follow=True
    )

    strategy.refresh_from_db()
    assert strategy.status == "in_review"
    assert "送審之後又有修改" in answer.content.decode()


def test_a_strategy_waits_on_today_for_whoever_may_approve_it(strategy, desk, client):
    today = reverse("workspaces:today", args=[desk.workspace.slug])
    strategies.submit(strategy, by=desk.lead)
    client.force_login(desk.manager)
    asked = client.get(today).content.decode()
    client.force_login(desk.lead)
    not_mine = client.get(today).content.decode()
    strategies.decide(strategy, by=desk.manager, yes=False, comment="頻率太高")
    came_back = client.get(today).content.decode()

    address = url(desk, "strategy_detail", strategy.pk)
    assert address in asked and address not in not_mine
    assert address in came_back


def test_a_later_approved_strategy_of_the_same_days_takes_its_place(strategy, desk):
    asked = strategies.submit(strategy, by=desk.lead)
    strategies.decide(strategy, by=desk.manager, yes=True, comment="", digest=asked.digest)
    second = strategies.begin(desk.workspace, period=QUARTER, by=desk.lead)
    write("strategy_words", second, desk.lead, environment="一", direction="二")
    for row in rows_of(KINDS["platform_plans"], desk.workspace, second):
        values = dict.fromkeys(("audience", "times", "sharing", "formats"), "有")
        write("platform_plans", row, desk.lead, **values, per_week=3)
    asked = strategies.submit(second, by=desk.lead)
    strategies.decide(second, by=desk.manager, yes=True, comment="", digest=asked.digest)

    strategy.refresh_from_db()
    second.refresh_from_db()
    assert (strategy.status, second.status) == ("superseded", "approved")
