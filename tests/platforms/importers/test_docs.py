"""Every header the importers know stands in docs/importers.md with its evidence."""

from pathlib import Path

import pytest

from platforms.importers import (
    ads_columns,
    facebook_content,
    facebook_legacy_columns,
    facebook_video,
    ga4_columns,
    instagram_content,
    line_oa,
    linkedin_columns,
    meta_audience,
    meta_chart,
    tiktok_columns,
    x_columns,
    youtube_columns,
)

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "importers.md").read_text()
SETS = {
    "google analytics": ga4_columns.COLUMNS,
    "meta ads": ads_columns.META,
    "google ads": ads_columns.GOOGLE,
    "line ads": ads_columns.LINE,
    "facebook content": facebook_content.COLUMNS,
    "instagram content": instagram_content.COLUMNS,
    "facebook video": facebook_video.COLUMNS,
    "legacy posts": facebook_legacy_columns.POST_COLUMNS,
    "legacy days": facebook_legacy_columns.PAGE_COLUMNS,
    "line friends": line_oa.COLUMNS,
    "line broadcasts": line_oa.BROADCASTS,
    "youtube": youtube_columns.COLUMNS,
    "linkedin metrics": linkedin_columns.METRICS,
    "linkedin posts": linkedin_columns.POSTS,
    "linkedin followers": linkedin_columns.FOLLOWERS,
    "linkedin visitors": linkedin_columns.VISITORS,
    "linkedin audience": linkedin_columns.PARTS,
    "linkedin profile days": linkedin_columns.PROFILE_DAYS,
    "linkedin profile audience": linkedin_columns.PROFILE_PARTS,
    "tiktok days": tiktok_columns.DAYS,
    "tiktok videos": tiktok_columns.VIDEOS,
    "tiktok hours": tiktok_columns.HOURS,
    "tiktok audience": tiktok_columns.PARTS,
    "x posts": x_columns.POSTS,
    "x days": x_columns.DAYS,
    "x video days": x_columns.VIDEO_DAYS,
    "x videos": x_columns.VIDEOS,
}


@pytest.mark.parametrize("family", SETS)
def test_every_header_is_documented_with_evidence(family):
    names = [name for c in SETS[family].columns for name in (*c.english, *c.chinese)]

    missing = [name for name in names if not any(f"{name} {mark}" in DOCS for mark in "●○?")]

    assert names
    assert missing == []


def test_every_title_and_dimension_is_documented():
    titles = [name for both in meta_chart._TITLES.values() for names in both for name in names]
    titles += [name for names in meta_audience._BLOCKS.values() for name in names]

    assert [name for name in titles if name not in DOCS] == []
    assert [key for key in set(youtube_columns.DIMENSIONS.values()) if f"`{key}`" not in DOCS] == []


def test_every_dimension_of_analytics_is_documented():
    assert [key for key in set(ga4_columns.DIMENSIONS.values()) if f"`{key}`" not in DOCS] == []
