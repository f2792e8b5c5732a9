"""Facebook video export (Professional dashboard, Creator Studio): one row per video asset."""

from dataclasses import replace

from platforms.importers import ids
from platforms.importers.base import Grid, Options, Record
from platforms.importers.facebook_content import COLUMNS as CONTENT_COLUMNS
from platforms.importers.facebook_content import TYPES
from platforms.importers.headers import ColumnSet, fields
from platforms.importers.meta_content import MetaContent, find_header
from platforms.importers.tables import Row
from platforms.records import VIDEO_ASSET_ID, Alias, PostRecord

KEY = "facebook_video"

# The columns of the content export, keyed by the video instead of the post.
COLUMNS = ColumnSet(
    (
        fields("post_id", "Video asset ID", zh=["影片資產編號", "影片素材編號"]),
        fields("universal_id", "Universal video ID", zh=["通用影片編號"]),
        *(column for column in CONTENT_COLUMNS.columns if column.key != "post_id"),
    )
)


class FacebookVideo(MetaContent):
    family = KEY
    platform = "facebook"
    post_types = TYPES
    account_id_field = "page_id"
    knows_all = False  # some two hundred: parts of the audience, seconds of the film

    def _post(self, row: Row, number: ids.Id, account_id: str) -> PostRecord:
        post = super()._post(row, number, account_id)
        aliases = [alias for alias in post.aliases if alias.kind == "permalink"]
        if number.sure:
            aliases.append(Alias(VIDEO_ASSET_ID, number.digits))
        return replace(post, aliases=tuple(aliases), post_type=post.post_type or "video")


def find(grid: Grid, opening: list[Record], options: Options) -> list[FacebookVideo] | None:
    """This family's table in a grid, or None where it is something else."""
    found = find_header(opening[:10], COLUMNS, ("post_id", "published"))
    if found is None or not found[1].measures:
        return None
    return [FacebookVideo(grid, options, found[1], found[0], None)]
