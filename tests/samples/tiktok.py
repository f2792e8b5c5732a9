"""Small tables in the shape of TikTok's exports, made up row by row: header and rows as lists."""

OVERVIEW_HEAD = ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]
VIEWERS_HEAD = ["Date", "Total Viewers", "New Viewers", "Returning Viewers"]
HISTORY_HEAD = ["Date", "Followers", "Difference in followers from previous day"]
ACTIVITY_HEAD = ["Date", "Hour", "Active followers"]
GENDER_HEAD = ["Gender", "Distribution"]
TERRITORY_HEAD = ["Top territories", "Distribution"]
CONTENT_HEAD = [
    "Time", "Video title", "Video link", "Post time", "Total likes", "Total comments",
    "Total shares", "Total views",
]  # fmt: skip
LIST_HEAD = [
    "Video title", "Video link", "Post time", "Video views", "Likes", "Comments", "Shares",
    "Add to Favorites",
]  # fmt: skip
BUSINESS_HEAD = [
    "Date", "Video views", "Reached audience", "Profile views", "Likes", "Shares", "Comments",
    "Phone number clicks ", "Leads submission", "Net growth", "New followers", "Lost followers",
]  # fmt: skip
AUDIENCE_HEAD = [
    "Date", "New followers", "Total followers", "Reached audience", "Engaged audience",
]  # fmt: skip
VIDEO = "7567452112981069079"  # made on 2025-10-31, as its number says


def link(number: str = VIDEO, handle: str = "camellia.tw", kind: str = "video") -> str:
    return f"https://www.tiktok.com/@{handle}/{kind}/{number}"


def overview_rows(*days: str) -> list[list[str]]:
    return [[day, str(100 + place), "7", "10", "-1", "3"] for place, day in enumerate(days)]


def content_row(post_time: str = "October 31", number: str = VIDEO, **more: str) -> list[str]:
    return [
        more.get("time", "November 18"), "手沖教學 #咖啡", link(number), post_time, "12", "3", "1",
        "4567",
    ]  # fmt: skip


def list_row(post_time: str = "2025/10/31 18:19:10", number: str = VIDEO) -> list[str]:
    return ["手沖教學", link(number), post_time, "172353", "1774", "42", "413", "180"]


def business_row(day: str = "2025/12/30") -> list[str]:
    return [day, "900", "610", "12", "34", "5", "6", "--", "NAN", "2", "5", "3"]
