"""The sample's calendar: a month of slots, posts in every state, media with their licences."""

import io
from datetime import date, time, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw

from calendar_app import entries, facts, laying, library, options, outside, review
from calendar_app.contents import digest_of
from calendar_app.models import (
    Consent,
    Entry,
    EntryMedia,
    HashtagSet,
    Idea,
    Licence,
    MediaAsset,
    PostTemplate,
    Slot,
    SlotRule,
    UtmTerm,
)
from calendar_app.models.kinds import EntryKind
from planning.models import Pillar
from platforms.models import SocialAccount
from workbench.sample.material import fill_material
from workbench.sample.published import publish_plans
from workbench.sample.texts import EVERYDAY, FOODS, MONTH_MOODS, PEOPLE, PLACES, TEAS
from workspaces.models import User, Workspace
from workspaces.periods import quarter_of

DAY = timedelta(days=1)
# platform, weekdays (Monday 0), time, kind, kept free
RULES = (
    ("facebook", (1, 4), time(18, 0), EntryKind.POST, False),
    ("instagram", (0, 2, 5), time(20, 0), EntryKind.POST, False),
    ("instagram", (6,), time(11, 0), EntryKind.POST, True),
    ("youtube", (3,), time(12, 0), EntryKind.VIDEO, False),
    ("line_oa", (2,), time(12, 30), EntryKind.LINE, False),
)
IDEAS = (
    ("客人最常問的三個沖泡問題", "門市夥伴整理的，適合做成輪播圖。", Idea.State.READY),
    ("冬至湯圓配哪一款茶", "和隔壁甜點店一起拍。", Idea.State.MATURING),
    ("茶農阿坤伯的一天", "要先跟他約時間。", Idea.State.NEW),
    ("員工最愛的馬克杯", "", Idea.State.NEW),
    ("猜茶葉抽獎", "抽獎規則要先給法務看過，今年不做。", Idea.State.DROPPED),
)
PICTURES = (
    ("高山茶園晨霧.jpg", (92, 122, 84), "清晨的茶園，霧氣停在山腰", "own", None),
    ("冬茶禮盒正面.jpg", (142, 96, 60), "墨綠色禮盒放在木桌上，繫著米白色緞帶", "own", None),
    ("茶湯特寫.jpg", (186, 130, 58), "金黃色茶湯倒進白瓷杯", "bought", 45),
    ("粉絲手沖照.jpg", (120, 110, 130), "", "follower", None),
    ("夏季市集.jpg", (70, 130, 150), "市集攤位前排隊的人", "bought", -20),
)


@transaction.atomic
def fill_calendar(
    workspace: Workspace, *, editor: User, lead: User, manager: User, today: date
) -> None:
    """Two quarters to date with their results, and four weeks to come in every state."""
    random = Random(20261121)  # noqa: S311 -- a sample, the same every time
    accounts = {
        account.platform: account
        for account in SocialAccount.objects.in_workspace(workspace).ours()
    }
    options.options_of(workspace)
    _words(workspace)
    pictures = _pictures(workspace, editor, today)
    since = quarter_of(today).previous().start
    publish_plans(workspace, editor=editor, lead=lead, since=since, today=today)
    for platform, weekdays, at, kind, flexible in RULES:
        if platform in accounts:
            SlotRule.objects.create(
                workspace=workspace,
                account=accounts[platform],
                kind=kind,
                weekdays=sum(1 << day for day in weekdays),
                time=at,
                starts_on=today + DAY,
                flexible=flexible,
                made_by=lead,
            )
    laying.lay(workspace, today + DAY, today + 35 * DAY)
    _given_out(workspace, (editor, lead))
    _to_come(workspace, editor, lead, manager, pictures, random)
    fill_material(workspace, editor=editor, lead=lead, pictures=pictures)
    _before_the_brand(workspace, lead)
    for place, (title, text, state) in enumerate(IDEAS):
        Idea.objects.create(
            workspace=workspace, title=title, text=text, state=state, place=place, author=editor
        )


def _words(workspace: Workspace) -> None:
    HashtagSet.objects.create(workspace=workspace, name="品牌", tags="#山線茶行 #台灣茶")
    HashtagSet.objects.create(workspace=workspace, name="冬茶", tags="#冬茶 #熱茶時間")
    PostTemplate.objects.create(
        workspace=workspace,
        name="一問一答",
        text="問：{客人的問題}\n答：{一句話回答}\n\n{多說一點}\n\n還想知道什麼？留言告訴我們。",
    )
    for field, value, meaning, platform in (
        ("source", "facebook", "Facebook 粉絲專頁", "facebook"),
        ("source", "instagram", "Instagram", "instagram"),
        ("medium", "social", "一般貼文", ""),
        ("campaign", "winter-gift", "雙12 禮盒上市", ""),
    ):
        UtmTerm.objects.create(
            workspace=workspace, field=field, value=value, meaning=meaning, platform=platform
        )


def _pictures(workspace: Workspace, editor: User, today: date) -> list[MediaAsset]:
    found = []
    for name, colour, alt, kind, days in PICTURES:
        file = SimpleUploadedFile(name, _painted(colour), content_type="image/jpeg")
        asset, _fresh = library.add(workspace, file, by=editor)
        asset.alt, asset.folder = alt, "冬季" if "冬" in name else "日常"
        asset.save(update_fields=["alt", "folder"])
        Licence.objects.create(
            workspace=workspace,
            asset=asset,
            kind=kind,
            source="自己拍的"
            if kind == "own"
            else "圖庫訂單 2026-118"
            if kind == "bought"
            else "@tea_lover_88",
            expires_on=today + days * DAY if days else None,
        )
        if kind == "follower":
            Consent.objects.create(
                workspace=workspace,
                asset=asset,
                of=Consent.Of.MAKER,
                who="@tea_lover_88",
                given_on=today - 16 * DAY,
                how=Consent.How.MESSAGE,
                words="可以喔，請標註我的帳號，謝謝你們喜歡！",
                noted_by=editor,
            )
        found.append(asset)
    return found


def _painted(colour: tuple[int, int, int]) -> bytes:
    """A quiet picture: hills in three shades."""
    picture = Image.new("RGB", (1080, 1080), (238, 234, 224))
    draw = ImageDraw.Draw(picture)
    for step in range(3):
        shade = tuple(min(255, value + 40 * (2 - step)) for value in colour)
        top = 420 + 190 * step
        draw.ellipse((-400 + 260 * step, top, 1100 + 220 * step, top + 1400), fill=shade)
    draw.ellipse((740, 150, 900, 310), fill=(250, 246, 238))
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=88)
    return out.getvalue()


def _given_out(workspace: Workspace, people: tuple[User, ...]) -> None:
    """Two of three slots have a person; the rest waits to be shared out."""
    for number, slot in enumerate(
        Slot.objects.in_workspace(workspace)
        .filter(flexible=False, filled_by=None)
        .order_by("at", "pk")
    ):
        if number % 3 != 2:
            Slot.objects.filter(pk=slot.pk).update(assignee=people[number % len(people)])


def _to_come(
    workspace: Workspace,
    editor: User,
    lead: User,
    manager: User,
    pictures: list[MediaAsset],
    random: Random,
) -> None:
    """Fill the first weeks: approved ones nearest, then what is in review, then drafts."""
    pillars = list(
        Pillar.objects.in_workspace(workspace)
        .standing()
        .exclude(name="")
        .order_by("-brief", "place")
    )
    slots = list(
        Slot.objects.in_workspace(workspace)
        .filter(flexible=False, filled_by=None, assignee__isnull=False)
        .exclude(account__platform="youtube")
        .select_related("account", "assignee")
        .order_by("at", "pk")[:11]
    )
    # Approved posts hold no word that the law checklist asks proof for.
    asked = [word for law in facts.rules_of(workspace).laws for word in law.words]
    calm = [text for text in EVERYDAY if not any(word in text for word in asked)]
    for number, slot in enumerate(slots):
        text = calm[number % len(calm)].format(
            mood=MONTH_MOODS[slot.at.month],
            tea=random.choice(TEAS),
            person=random.choice(PEOPLE),
            food=random.choice(FOODS),
            place=random.choice(PLACES),
        )
        entry = entries.begin(
            workspace,
            by=editor,
            slot=slot,
            values={
                "title": text.split("，")[0].split("。")[0][:30],
                "text": text,
                "hashtags": "#山線茶行",
                "pillar": pillars[number % len(pillars)] if pillars else None,
            },
        )
        EntryMedia.objects.create(entry=entry, asset=pictures[number % 3])
        if number < 8:
            review.ask(entry, by=editor)
        if number < 6:
            entry.refresh_from_db()
            review.approve(
                entry,
                by=lead if number % 2 else manager,
                digest=review.digest_of(entry),
            )
        elif number == 7:
            entry.refresh_from_db()
            review.send_back(entry, by=lead, comment="第一句再短一點，把時間放前面。")


def _before_the_brand(workspace: Workspace, lead: User) -> None:
    """The brand owner looks at three posts by a link: one yes, one wish, one open."""
    waiting = list(
        Entry.objects.in_workspace(workspace)
        .filter(state__in=(Entry.State.SCHEDULED, Entry.State.IN_REVIEW))
        .order_by("pk")[:3]
    )
    if not waiting:
        return
    row, _token = outside.put_before(
        workspace,
        waiting,
        name="周協理",
        organisation="品牌部",
        message="請看產品名稱和價格有沒有寫錯。",
        days=14,
        by=lead,
    )
    outside.say(row, waiting[0], yes=True, digest=digest_of(waiting[0]))
    for entry in waiting[1:2]:
        outside.say(
            row, entry, yes=False, digest=digest_of(entry), comment="禮盒的價格請改成 1,280 元。"
        )
