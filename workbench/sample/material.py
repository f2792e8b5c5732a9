"""Material of the sample: asked of departments, handed in, cut, and one right that has ended."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from calendar_app import as_published, cutting, requests
from calendar_app.models import Entry, EntryMedia, Licence, MediaAsset, Publication
from planning import files
from workspaces import departments
from workspaces.models import User, Workspace

TAGS = {
    "高山茶園晨霧.jpg": "茶園, 晨霧",
    "冬茶禮盒正面.jpg": "禮盒, 雙12",
    "茶湯特寫.jpg": "茶湯, 特寫",
}


def fill_material(
    workspace: Workspace, *, editor: User, lead: User, pictures: list[MediaAsset]
) -> None:
    """After the posts to come: a request that came back, one that is awaited, a cut."""
    for asset in pictures:
        MediaAsset.objects.filter(pk=asset.pk).update(tags=TAGS.get(asset.name, ""))
    _out_with_an_ended_right(workspace, pictures)
    drafts = list(
        Entry.objects.in_workspace(workspace)
        .standing()
        .filter(state=Entry.State.DRAFT, versions__at__isnull=False)
        .order_by("versions__at")[:4]
    )
    for use in EntryMedia.objects.filter(entry__in=drafts[:1], version=None):
        if cutting.can_cut(use.asset):
            cut = cutting.frame(use.asset, "4:5", size=0.9, x=0.5, y=0.6)
            EntryMedia.objects.filter(pk=use.pk).update(crop=cut)
    _asked(workspace, drafts, editor, lead)


def _asked(workspace: Workspace, drafts: list[Entry], editor: User, lead: User) -> None:
    design = next((one for one in departments.of(workspace) if "設計" in one.name), None)
    asked = (
        (
            "picture",
            "禮盒打開的樣子，要看得到三款茶罐和緞帶，背景留白放標題。",
            "1080 × 1350（4:5）",
        ),
        ("video", "倒茶的 15 秒直式短片，結尾停在茶湯。", "1080 × 1920，15 秒"),
    )
    for entry, (what, brief, size) in zip(drafts, asked, strict=False):
        made = requests.ask(
            entry, what=what, brief=brief, size=size, due=None,
            department=design, responsible=None if design else lead, by=editor,
        )  # fmt: skip
        if what == "picture":
            described = files.keep(
                workspace, SimpleUploadedFile("禮盒開箱_第一版.jpg", _open_box(), "image/jpeg")
            )
            files.hand_in(made.task, described, by=None, name="設計部小吳")


def _out_with_an_ended_right(workspace: Workspace, pictures: list[MediaAsset]) -> None:
    """The market of last summer still stands on a platform."""
    over = next((asset for asset in pictures if "市集" in asset.name), None)
    licence = Licence.objects.filter(asset=over).exclude(expires_on=None).first()
    if licence is None:
        return
    publication = (
        Publication.objects.in_workspace(workspace)
        .filter(state=Publication.State.BY_HAND, done_at__date__lte=licence.expires_on)
        .select_related("version__entry")
        .order_by("-done_at", "-pk")
        .first()
    )
    if publication is not None:
        EntryMedia.objects.create(entry=publication.version.entry, asset_id=licence.asset_id)
        as_published.keep([publication])


def _open_box() -> bytes:
    picture = Image.new("RGB", (1080, 1350), (236, 230, 218))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((190, 560, 890, 1120), fill=(58, 78, 64))
    pen.rectangle((190, 520, 890, 600), fill=(74, 98, 80))
    for place, colour in enumerate(((176, 128, 62), (120, 84, 52), (86, 108, 66))):
        left = 260 + 200 * place
        pen.rounded_rectangle((left, 640, left + 150, 1000), 24, fill=colour)
        pen.rectangle((left, 700, left + 150, 720), fill=(236, 230, 218))
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
