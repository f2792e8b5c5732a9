"""Media of one post: in order, cut and described per use, the original untouched."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from calendar_app import cutting, entries, facts, library, placing
from calendar_app.models import Entry, EntryMedia, MediaAsset
from tests.factories.calendar import EntryFactory, MediaFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces.models import AuditEvent


def picture(team, width=2000, height=1000, name="茶園.jpg") -> MediaAsset:
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    out = BytesIO()
    image.save(out, "JPEG", quality=95)
    asset, _fresh = library.add(
        team.workspace, SimpleUploadedFile(name, out.getvalue()), by=team.editor
    )
    return asset


@pytest.fixture
def post(team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    VersionFactory(entry=entry, account=team.account)
    return entry


@pytest.mark.parametrize("ratio", list(cutting.RATIOS))
@pytest.mark.parametrize("shape", [(2000, 1000), (1000, 2000), (1000, 1000), (1079, 1351)])
@pytest.mark.parametrize(("size", "x", "y"), [(1, 0.5, 0.5), (0.4, 0, 1), (0.01, 1, 0), (7, 9, -3)])
def test_a_frame_has_its_shape_and_stays_within_the_picture(ratio, shape, size, x, y):
    asset = MediaAsset(kind="image", name="a", width=shape[0], height=shape[1])

    cut = cutting.frame(asset, ratio, size=size, x=x, y=y)

    assert cut["width"] * shape[0] / (cut["height"] * shape[1]) == pytest.approx(
        cutting.RATIOS[ratio], rel=0.01
    )
    assert min(cut["x"], cut["y"]) >= 0
    assert cut["x"] + cut["width"] <= 1.0001
    assert cut["y"] + cut["height"] <= 1.0001
    again = cutting.values_of(asset, cut)
    assert again["ratio"] == ratio


def test_the_cut_goes_out_and_the_original_stays(client, team, post, settings):
    asset = picture(team)
    use = placing.put_in(post, asset, by=team.editor)
    before = (Path(settings.MEDIA_ROOT) / asset.stored).read_bytes()
    client.force_login(team.editor)
    address = reverse("calendar:use_edit", args=[team.workspace.slug, use.pk])
    assert client.get(address).status_code == 200

    client.post(address, {"ratio": "1:1", "size": "80", "x": "100", "y": "0", "alt": "藍色的茶園"})

    use.refresh_from_db()
    assert (use.alt, use.crop["ratio"]) == ("藍色的茶園", "1:1")
    answer = client.get(reverse("calendar:use_file", args=[team.workspace.slug, use.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    out = Image.open(BytesIO(answer.content))
    assert (out.size, out.format) == ((800, 800), "JPEG")
    assert out.getpixel((400, 400))[2] > 200
    assert (Path(settings.MEDIA_ROOT) / asset.stored).read_bytes() == before
    asset.refresh_from_db()
    assert asset.alt == ""
    pack = facts.draft_of(post).versions[0].media[0]
    assert (pack.width, pack.height, pack.alt) == (800, 800, "藍色的茶園")
    assert AuditEvent.objects.filter(verb="calendar.media_placed").count() == 2


def test_not_cut_gives_the_file_itself(client, team, post):
    use = placing.put_in(post, picture(team), by=team.editor)
    client.force_login(team.viewer)

    answer = client.get(reverse("calendar:use_file", args=[team.workspace.slug, use.pk]))

    assert answer["Location"].endswith(f"/media/{use.asset_id}/file/")


@pytest.mark.parametrize("given", [{"ratio": "3:7"}, {"ratio": "1:1"}], ids=["no shape", "a video"])
def test_what_cannot_be_cut_keeps_what_was_typed(client, team, post, given):
    asset = picture(team) if given["ratio"] == "3:7" else MediaFactory(
        workspace=team.workspace, kind="video"
    )  # fmt: skip
    use = placing.put_in(post, asset, by=team.editor)
    client.force_login(team.editor)
    address = reverse("calendar:use_edit", args=[team.workspace.slug, use.pk])

    answer = client.post(address, given | {"alt": "打了字"})

    assert answer.status_code == 422
    assert "打了字" in answer.content.decode()
    use.refresh_from_db()
    assert use.crop == {}


def test_who_approves_sees_the_media_of_each_account(client, team, post):
    use = placing.put_in(post, picture(team), by=team.editor)
    own = EntryMedia.objects.create(
        entry=post,
        version=post.versions.get(),
        asset=MediaFactory(workspace=team.workspace, name="自己的圖.jpg"),
        alt="只有這個帳號",
    )
    placing.describe(use, alt="共用的說明", cut=cutting.largest(use.asset, "9:16"), by=team.editor)
    client.force_login(team.lead)

    page = client.get(reverse("calendar:entry_detail", args=[team.workspace.slug, post.pk]))

    text = page.content.decode()
    assert all(word in text for word in ("自己的圖.jpg", "只有這個帳號", "共用的說明", "9:16"))
    assert own.crop == {}


def names(entry, version=None) -> list[str]:
    return [use.asset.name for use in entry.media.filter(version=version).select_related("asset")]


def test_the_order_by_drag_and_by_keys(client, team, post):
    for name in ("a", "b", "c"):
        placing.put_in(post, MediaFactory(workspace=team.workspace, name=name), by=team.editor)
    uses = {use.asset.name: use.pk for use in post.media.select_related("asset")}
    client.force_login(team.editor)
    address = reverse("calendar:media_choose", args=[team.workspace.slug, post.pk])
    by_fetch = {"X-Requested-With": "fetch"}

    order = f"{uses['c']},{uses['a']},{uses['b']}"
    told = client.post(address, {"order": order}, headers=by_fetch)
    assert names(post) == ["c", "a", "b"]
    assert told.json() == {"version": Entry.objects.get().version}
    client.post(address, {"use": uses["b"], "step": "-1"})
    assert names(post) == ["c", "b", "a"]
    client.post(address, {"use": uses["c"], "step": "-1"})
    assert names(post) == ["c", "b", "a"]
    client.post(address, {"drop": uses["b"]})
    assert names(post) == ["c", "a"]


def test_an_account_gets_media_of_its_own_and_shares_again(client, team, post):
    other = VersionFactory(entry=post, account=SocialAccountFactory(workspace=team.workspace))
    use = placing.put_in(post, picture(team), by=team.editor)
    placing.describe(use, alt="共用", cut=cutting.largest(use.asset, "4:5"), by=team.editor)
    client.force_login(team.editor)
    address = reverse("calendar:media_choose", args=[team.workspace.slug, post.pk])

    client.post(address, {"version": other.pk, "act": "own"})
    own = EntryMedia.objects.get(version=other)
    placing.describe(own, alt="自己的", cut={}, by=team.editor)

    use.refresh_from_db()
    assert (use.alt, use.crop["ratio"], own.crop["ratio"]) == ("共用", "4:5", "4:5")
    shown = {one.account: one.media[0].alt for one in facts.draft_of(post).versions}
    assert shown == {team.account.name: "共用", other.account.name: "自己的"}
    page = client.get(reverse("calendar:entry_edit", args=[team.workspace.slug, post.pk]))
    assert page.status_code == 200
    client.post(address, {"version": other.pk, "act": "shared"})
    assert not EntryMedia.objects.filter(version=other).exists()


def test_an_approved_post_is_looked_at_again_and_a_published_one_stays(client, team, post):
    use = placing.put_in(post, picture(team), by=team.editor)
    Entry.objects.filter(pk=post.pk).update(state=Entry.State.SCHEDULED)
    placing.describe(use, alt="新的說明", cut={}, by=team.editor)
    assert Entry.objects.get().state == Entry.State.IN_REVIEW

    Entry.objects.filter(pk=post.pk).update(state=Entry.State.PUBLISHED)
    client.force_login(team.editor)
    address = reverse("calendar:media_choose", args=[team.workspace.slug, post.pk])
    client.post(address, {"drop": use.pk})
    assert client.post(
        address, {"drop": use.pk}, headers={"X-Requested-With": "fetch"}
    ).status_code == 422  # fmt: skip

    assert names(post) == ["茶園.jpg"]
    with pytest.raises(entries.CannotChange):
        placing.describe(use, alt="晚到", cut={}, by=team.editor)


def test_another_workspaces_media_cannot_be_put_in(client, team, post):
    foreign = MediaFactory(workspace=SocialAccountFactory().workspace)
    client.force_login(team.editor)

    client.post(
        reverse("calendar:media_choose", args=[team.workspace.slug, post.pk]), {"add": foreign.pk}
    )

    assert not post.media.exists()
