"""Small tables in the shape of LINE Official Account Manager's exports, made up row by row."""

FRIENDS_HEAD = ["date", "contacts", "targetReaches", "blocks"]
BROADCAST_HEAD = [
    "broadcastId", "sentDate", "cmsUrl", "deliveredCount", "open", "clickUU", "videoStartUU",
    "videoCompleteUU", "1_imp", "1_click",
]  # fmt: skip


def friends_row(day: str = "20261001", contacts: int = 5300, blocks: int = 1148) -> list[str]:
    return [day, str(contacts), "3600", str(blocks)]


def broadcast_row(number: str = "1234567890", sent: str = "2026-10-01 12:30:00") -> list[str]:
    return [number, sent, "https://manager.line.biz/x", "5200", "3100", "240", "-", "-", "3100",
            "260"]  # fmt: skip
