"""Rights are written down and proved; what is out against them is listed and settled."""

import random
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import as_published, licence_clock, licences, options, publishing, rights_out
from calendar_app.checks import Level, VersionFacts
from calendar_app.checks.licence import of_licence
from calendar_app.media_facts import facts_of, markets_of
from calendar_app.models import (
    Consent,
    EntryMedia,
    Licence,
    LicenceAnswer,
    Publication,
    PublishedMedia,
)
from tests.factories.calendar import (
    EntryFactory,
    LicenceFactory,
    MediaFactory,
    VersionFactory,
    soon,
)
from tests.factories.platforms import SocialAccountFactory
from workspaces.models import AuditEvent, Notification

PDF = b"%PDF-1.7 the contract"


def today(team) -> date:
    return timezone.localdate(timezone=team.workspace.tz)


def asset(team, **licence):
    found = MediaFactory(workspace=team.workspace, uploaded_by=team.editor)
    LicenceFactory(asset=found, workspace=team.workspace, **licence)
    return found


def published(team, picture, **given) -> Publication:
    account = given.pop("account", team.account)
    entry = EntryFactory(workspace=team.workspace, author=team.editor, state="published", **given)
    version = VersionFactory(entry=entry, account=account, at=soon(-9))
    entry.media.create(asset=picture)
    publication = Publication.objects.create(
        workspace=team.workspace, version=version, state="by_hand", due_at=soon(-9),
        done_at=soon(-9), token=f"{entry.pk}", permalink=f"https://www.facebook.com/p/{entry.pk}",
    )  # fmt: skip
    as_published.keep([publication])
    return publication


def planned(team, picture, days=3, **given):
    entry = EntryFactory(
        workspace=team.workspace, author=team.editor, assignee=team.editor, **given
    )
    version = VersionFactory(entry=entry, account=team.account, at=soon(days))
    entry.media.create(asset=picture)
    return version


def test_what_is_out_against_a_licence_is_listed_with_its_link(client, team):
    yesterday = today(team) - timedelta(days=1)
    over = asset(team, expires_on=yesterday)
    publication = published(team, over, title="秋茶上市")
    stopped = planned(team, over, title="冬茶預告")
    published(team, asset(team), title="自己拍的")
    published(team, asset(team, expires_on=today(team)), title="最後一天")
    client.force_login(team.viewer)

    [trouble] = licences.troubles(team.workspace)
    page = client.get(reverse("calendar:licence_list", args=[team.workspace.slug])).content.decode()

    assert [one.publication for one in trouble.out] == [publication]
    assert trouble.planned == [stopped]
    assert all(word in page for word in ("秋茶上市", publication.permalink, "冬茶預告"))
    assert "自己拍的" not in page
    assert "最後一天</a>" not in page


@pytest.mark.parametrize(
    ("licence", "out"),
    [
        ({"channels": ["instagram"]}, 1),
        ({"channels": ["facebook"]}, 0),
        ({"territories": ["JP"]}, 1),
        ({"territories": ["TW"]}, 0),
        ({"kind": "follower"}, 1),
        ({"shows_people": True}, 1),
    ],
    ids=["other channel", "this channel", "other place", "this place", "no consent", "people"],
)
def test_what_does_not_fit_is_found_too(team, licence, out):
    published(team, asset(team, **licence))

    assert licences.open_count(team.workspace) == out


def test_media_of_ones_own_hide_the_shared_ones(team):
    over = asset(team, expires_on=today(team) - timedelta(days=1))
    version = planned(team, over)
    version.media.create(asset=asset(team), entry=version.entry)
    publication = Publication.objects.create(
        workspace=team.workspace, version=version, state="by_hand", due_at=soon(-9), token="t"
    )
    as_published.keep([publication])

    assert licences.troubles(team.workspace) == []


def test_a_right_that_ended_later_is_told_apart_from_one_that_never_was(client, team):
    """All went out nine days ago."""
    days = {name: today(team) + timedelta(days=n) for name, n in (("before", -20), ("after", -5))}
    ended = published(team, asset(team, expires_on=days["after"]), title="後來到期")
    never = published(team, asset(team, expires_on=days["before"]), title="早就到期")
    back = asset(team, kind="follower")
    Consent.objects.create(
        workspace=team.workspace, asset=back, of="maker", who="阿茶", how="message",
        given_on=days["before"], withdrawn_on=days["after"],
    )  # fmt: skip
    taken_back = published(team, back, title="後來收回")
    late = asset(team, kind="follower")
    Consent.objects.create(
        workspace=team.workspace, asset=late, of="maker", who="小山", how="message",
        given_on=days["after"], withdrawn_on=today(team),
    )  # fmt: skip
    asked_later = published(team, late, title="事後才問")
    client.force_login(team.viewer)

    found = {
        out.publication: bool(out.then)
        for trouble in licences.troubles(team.workspace)
        for out in trouble.out
    }
    page = client.get(reverse("calendar:licence_list", args=[team.workspace.slug]))

    assert found == {ended: False, never: True, taken_back: False, asked_later: True}
    assert (page.context["open"], page.context["never"]) == (4, 2)
    words = page.content.decode()
    assert words.count("發布時就沒有授權") == 2
    assert words.count("發布時授權有效") == 2


def test_what_is_out_is_judged_by_what_it_showed_then(client, team):
    """One account was published; the picture is exchanged before the other one goes out."""
    yesterday = today(team) - timedelta(days=1)
    entry = EntryFactory(workspace=team.workspace, author=team.editor, state="scheduled")
    other = SocialAccountFactory(workspace=team.workspace, platform="instagram")
    versions = [VersionFactory(entry=entry, account=one) for one in (team.account, other)]
    then = asset(team)
    entry.media.create(asset=then)
    first, _second = (
        Publication.objects.create(
            workspace=team.workspace, version=one, state="due", due_at=one.at, token=f"{one.pk}"
        )
        for one in versions
    )
    publishing.done_by_hand(first, "", by=team.editor)
    entry.media.all().delete()
    now = asset(team, expires_on=yesterday)
    entry.media.create(asset=now)

    [trouble] = licences.troubles(team.workspace)
    assert (trouble.asset, trouble.out, trouble.planned) == (now, [], [versions[1]])
    assert licences.open_count(team.workspace) == 0
    Licence.objects.filter(asset=then).update(expires_on=yesterday)

    assert licences.open_count(team.workspace) == 1
    found = {
        one.asset: [out.publication for out in one.out] for one in licences.troubles(team.workspace)
    }
    assert found == {then: [first], now: []}


def test_what_a_former_version_published_is_kept_later_and_once(team):
    picture = asset(team, expires_on=today(team) - timedelta(days=1))
    publication = published(team, picture)
    PublishedMedia.objects.all().delete()
    assert licences.open_count(team.workspace) == 0

    assert (as_published.fill(), as_published.fill()) == (1, 0)

    assert licences.open_count(team.workspace) == 1
    assert [one.publication for one in licences.troubles(team.workspace)[0].out] == [publication]


@pytest.mark.parametrize("seed", range(4))
def test_the_count_by_the_database_is_the_count_by_the_rules(team, seed):
    """Many licences, consents, platforms and markets: both say the same of each."""
    chance = random.Random(seed)
    day = today(team)
    accounts = [team.account] + [
        SocialAccountFactory(workspace=team.workspace, platform=platform)
        for platform in ("instagram", "x", "linkedin", "youtube")
    ]
    given = options.options_of(team.workspace)
    given.markets = {
        str(accounts[1].pk): ["TW", "JP"], str(accounts[2].pk): ["JP"], str(accounts[3].pk): [],
    }  # fmt: skip
    given.save()
    wanted = 0
    for _number in range(40):
        picture = MediaFactory(workspace=team.workspace)
        if chance.random() < 0.9:
            LicenceFactory(
                asset=picture,
                workspace=team.workspace,
                kind=chance.choice(["own", "own", "bought", "follower"]),
                shows_people=chance.random() < 0.3,
                channels=chance.choice(
                    [[], [], [], ["facebook"], ["x", "linkedin"], ["instagram"]]
                ),
                territories=chance.choice([[], [], [], ["TW"], ["JP"], ["TW", "JP"]]),
                expires_on=chance.choice([None, None, None, day, day - timedelta(days=1)]),
            )
        for of in ("maker", "shown"):
            if chance.random() < 0.8:
                Consent.objects.create(
                    workspace=team.workspace, asset=picture, of=of, who="x", how="paper",
                    until=chance.choice([None, day, day - timedelta(days=1)]),
                    withdrawn_on=chance.choice([None, None, day]),
                )  # fmt: skip
        publication = published(team, picture, account=chance.choice(accounts))
        facts = VersionFacts(
            account="", platform=publication.version.account.platform, text="",
            markets=markets_of(publication.version.account_id, given),
        )  # fmt: skip
        use = EntryMedia.objects.select_related("asset__licence").get(asset=picture)
        found = of_licence(facts_of(use), facts, day)
        wanted += any(one.level == Level.BLOCK for one in found)

    assert 5 < wanted < 40
    assert licences.open_count(team.workspace) == wanted
    assert sum(one.open for one in licences.troubles(team.workspace)) == wanted


def test_today_asks_one_question_and_stops_counting(client, team, monkeypatch):
    monkeypatch.setattr(rights_out, "MOST", 3)
    yesterday = today(team) - timedelta(days=1)
    for _number in range(5):
        published(team, asset(team, expires_on=yesterday))
    options.options_of(team.workspace)

    with CaptureQueriesContext(connection) as asked:
        assert licences.open_count(team.workspace) == 4  # no further

    assert len(asked) == 2  # the options, and the question
    client.force_login(team.editor)
    page = client.get(reverse("workspaces:today", args=[team.workspace.slug])).content.decode()
    assert "超過 3 篇" in page


def test_settled_it_leaves_the_count_and_says_who(client, team):
    over = asset(team, expires_on=today(team) - timedelta(days=1))
    publication = published(team, over)
    client.force_login(team.editor)
    address = reverse("calendar:licence_answer", args=[team.workspace.slug, publication.pk])

    client.post(address, {"asset": over.pk, "what": "stays", "note": " "})
    assert not LicenceAnswer.objects.exists()
    client.post(address, {"asset": over.pk, "what": "down", "note": "11/21 刪除"})

    assert licences.open_count(team.workspace) == 0
    page = client.get(reverse("calendar:licence_list", args=[team.workspace.slug])).content.decode()
    assert "11/21 刪除" in page
    assert AuditEvent.objects.filter(verb="calendar.licence_answered").exists()


def test_a_consent_with_proof_and_taken_back(client, team):
    picture = asset(team, kind="follower")
    published(team, picture)
    assert licences.open_count(team.workspace) == 1
    client.force_login(team.editor)
    address = reverse("calendar:media_detail", args=[team.workspace.slug, picture.pk])
    given = {
        "form": "consent", "of": "maker", "who": "@tea_lover_88", "given_on": "2026-11-05",
        "how": "message", "words": "可以，請標註我",
    }  # fmt: skip

    refused = client.post(address, given | {"words": ""})
    assert refused.status_code == 422
    assert "@tea_lover_88" in refused.content.decode()
    client.post(address, given | {"proof_file": SimpleUploadedFile("私訊.pdf", PDF)})

    consent = Consent.objects.get()
    assert (consent.who, consent.noted_by, consent.proof_name) == (
        "@tea_lover_88", team.editor, "私訊.pdf",
    )  # fmt: skip
    proof = client.get(reverse("calendar:consent_proof", args=[team.workspace.slug, consent.pk]))
    assert b"".join(proof.streaming_content) == PDF
    assert licences.open_count(team.workspace) == 0
    client.post(reverse("calendar:consent_withdraw", args=[team.workspace.slug, consent.pk]))
    assert licences.open_count(team.workspace) == 1
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"calendar.consent_noted", "calendar.consent_withdrawn"} <= verbs


def test_a_proof_that_is_no_document_is_refused_and_nothing_typed_is_lost(client, team):
    picture = MediaFactory(workspace=team.workspace)
    client.force_login(team.editor)
    address = reverse("calendar:media_detail", args=[team.workspace.slug, picture.pk])
    given = {"form": "licence", "kind": "bought", "source": "圖庫訂單 118", "territories": ["TW"]}

    answer = client.post(
        address, given | {"proof_file": SimpleUploadedFile("x.pdf", b"\x00\x01\x02")}
    )

    assert answer.status_code == 422
    assert "圖庫訂單 118" in answer.content.decode()
    assert not Licence.objects.exists()
    client.post(address, given | {"proof_file": SimpleUploadedFile("發票.pdf", PDF)})
    row = Licence.objects.get()
    assert (row.territories, row.proof_name) == (["TW"], "發票.pdf")
    client.post(address, given | {"source": "圖庫訂單 119"})
    assert Licence.objects.get().proof_name == "發票.pdf"
    last = AuditEvent.objects.filter(verb="calendar.licence_changed").order_by("pk").last()
    assert (last.before, last.after) == ({"source": "圖庫訂單 118"}, {"source": "圖庫訂單 119"})


@pytest.mark.parametrize(
    ("left", "told"),
    [(31, 0), (30, 1), (8, 1), (7, 1), (1, 1), (0, 1), (-1, 1), (-40, 0)],
)
def test_people_are_told_once_per_step(team, left, told):
    picture = asset(team, expires_on=today(team) + timedelta(days=left))
    now = timezone.now()

    licence_clock.remind(now)
    licence_clock.remind(now)

    found = Notification.objects.filter(user=team.editor)
    assert found.count() == told
    assert all(picture.name in one.text for one in found)


def test_each_step_is_told_also_when_the_clock_stood_still(team):
    asset(team, expires_on=today(team) + timedelta(days=30))
    now = timezone.now()

    for days in (0, 1, 24, 25, 31):  # nothing ran on the seventh day before
        licence_clock.remind(now + timedelta(days=days))

    assert Notification.objects.filter(user=team.editor).count() == 3  # 30, then 7, then over


def test_the_leads_learn_what_is_over(team):
    asset(team, expires_on=today(team) - timedelta(days=1))

    licence_clock.remind(timezone.now())

    told = Notification.objects.get(user=team.lead)
    assert told.url == reverse("calendar:licence_list", args=[team.workspace.slug])


def test_the_rules_take_days_and_markets(client, team):
    client.force_login(team.manager)
    address = reverse("calendar:licence_rules", args=[team.workspace.slug])
    assert client.get(address).status_code == 200
    assert client.post(address, {"days": "soon"}).status_code == 422

    client.post(address, {"days": "60、14", f"market_{team.account.pk}": ["TW", "HK"]})

    given = options.options_of(team.workspace)
    assert given.licence_days == [60, 14]
    assert given.markets == {str(team.account.pk): ["TW", "HK"]}
    published(team, asset(team, territories=["TW"]))
    assert licences.open_count(team.workspace) == 1


def test_the_pack_says_when_a_licence_has_ended_since(client, team):
    picture = asset(team, expires_on=today(team) - timedelta(days=1))
    version = planned(team, picture)
    publication = Publication.objects.create(
        workspace=team.workspace, version=version, state="due", due_at=version.at, token="t"
    )
    client.force_login(team.editor)

    page = client.get(
        reverse("calendar:publication_detail", args=[team.workspace.slug, publication.pk])
    )

    assert "先不要這樣發布" in page.content.decode()


def test_the_list_asks_the_same_number_of_questions(client, team):
    client.force_login(team.editor)
    address = reverse("calendar:licence_list", args=[team.workspace.slug])
    yesterday = today(team) - timedelta(days=1)

    def add(count):
        for _number in range(count):
            published(team, asset(team, expires_on=yesterday))
            published(team, asset(team, kind="follower"), account=SocialAccountFactory(workspace=team.workspace))  # fmt: skip
            planned(team, asset(team, expires_on=yesterday))

    add(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    add(6)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)

    assert page.context["open"] == 14
    assert len(many) == len(few)
