"""The rooms in the order of the house, lowest last, for the tests about the house itself."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = [
    "workbench",
    "reports",
    "analytics",
    "inbox",
    "calendar_app",
    "planning",
    "platforms",
    "workspaces",
]


def sources(*folders: str) -> list[Path]:
    return sorted(path for name in folders or ROOMS for path in (ROOT / name).rglob("*.py"))
