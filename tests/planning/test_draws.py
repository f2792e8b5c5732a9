"""Participants from files, winners anybody can draw again, the page of the result."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from planning import campaign_checks, draws, pieces
from planning.errors import CannotDo
from planning.models import Draw, Participant
from planning.rows import KINDS
from tests.factories.planning import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(desk):
    row = pieces.add(KINDS["campaigns"], desk.workspace, None, by=desk.lead)
    return write("campaigns", row, desk.lead, name="冬茶命名")


def workbook(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "people"),
    [
        ("留言.csv", "﻿時間,留言者,留言內容\n1,小雨,霜見\n2,阿德,初雪\n".encode(), [("小雨", "霜見"), ("阿德", "初雪")]),
        ("big5.csv", "姓名,備註\n王小明,會員\n".encode("big5"), [("王小明", "會員")]),
        ("no-head.csv", "小雨,霜見\n阿德,初雪\n".encode(), [("小雨", "霜見"), ("阿德", "初雪")]),
        ("list.xlsx", workbook([["Username", "Comment"], ["amy", "A, B"], [None, "x"]]), [("amy", "A, B")]),
    ],
    ids=["exported comments", "an old code page", "no head", "Excel"],
)  # fmt: skip
def test_a_list_is_read_by_the_heads_of_its_columns(name, content, people):
    assert draws.listed(io.BytesIO(content), name) == people


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n0000"], ids=["nothing", "a picture"])
def test_what_is_no_list_is_refused_with_a_sentence(content):
    with pytest.raises(CannotDo) as refused:
        draws.listed(io.BytesIO(content), "x.csv")

    assert str(refused.value)


def test_names_from_a_file_and_typed_ones_count_once(client, desk, campaign):
    client.force_login(desk.editor)
    url = reverse("planning:participant_create", args=[desk.workspace.slug, campaign.pk])
    file = SimpleUploadedFile("a.csv", "帳號,留言\n小雨,霜見\n阿德,初雪\n".encode())

    client.post(url, {"names": "小雨\n林一杯", "list": file})

    assert list(Participant.objects.values_list("name", flat=True)) == ["小雨", "林一杯", "阿德"]


def test_a_refused_draw_keeps_what_was_typed(client, desk, campaign):
    client.force_login(desk.editor)
    slug = desk.workspace.slug

    nobody = client.post(
        reverse("planning:participant_create", args=[slug, campaign.pk]), {"names": " "}
    )
    draw = client.post(
        reverse("planning:draw_create", args=[slug, campaign.pk]), {"count": "三", "seed": "冬茶"}
    )

    assert (nobody.status_code, draw.status_code) == (422, 422)
    text = draw.content.decode()
    assert 'value="三"' in text and 'value="冬茶"' in text and "幾位" in text
    assert not Draw.objects.exists()


def test_the_result_says_how_it_was_drawn_and_notices_when_it_was_changed(client, desk, campaign):
    draws.take_in(campaign, draws.typed("王小明\n陳怡君\namy_lee\n阿德"), by=desk.lead)
    made = draws.draw(campaign, 2, by=desk.lead, seed="冬茶")
    url = reverse("planning:draw_detail", args=[desk.workspace.slug, campaign.pk, made.pk])
    client.force_login(desk.editor)

    hidden = client.get(url)
    whole = client.get(url, {"names": "whole"})

    assert hidden.context["same"] and "冬茶" in hidden.content.decode()
    assert hidden.context["mark"] == draws.fingerprint(made.pool)
    assert list(whole.context["winners"]) == made.winners
    assert [draws.masked(one) for one in ("王小明", "阿德", "amy_lee", "李")] == [
        "王○明",
        "阿○",
        "am○○○ee",
        "李",
    ]
    Draw.objects.update(winners=["別人", "阿德"])
    assert not client.get(url).context["same"]


def test_a_campaign_says_what_it_lacks(campaign):
    today = date(2026, 11, 21)

    assert len(campaign_checks.lacking(campaign, stages=0, today=today)) == 5
    campaign.goal = campaign.mechanic = campaign.rules = "有"
    campaign.start, campaign.end = date(2026, 11, 1), date(2026, 11, 20)
    campaign.prizes, campaign.result = "茶一斤", "收到 160 個名字"
    (only,) = campaign_checks.lacking(campaign, stages=5, today=today)
    assert "個資" in only
    campaign.privacy = "只用帳號名稱"
    assert campaign_checks.lacking(campaign, stages=5, today=today) == []
