"""What became of one table of an import, as the command prints it and the page shows it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from platforms.importers.shelf import Shelf
from platforms.models import AdAccount, Site, SocialAccount, SourceBatch
from platforms.records import ParsedTable, RefusedTable, RowIssue

MOST_TOLD = 200  # refused rows that are told with a result; the others are counted


@dataclass(slots=True)
class TableResult:
    """One table's outcome; either ``parsed`` or ``refused`` is set."""

    name: str
    parsed: ParsedTable | None = None
    refused: RefusedTable | None = None
    platform: str = ""
    accounts: list[tuple[SocialAccount, bool]] = field(default_factory=list)  # (account, main)
    sources: list[Site | AdAccount] = field(default_factory=list)  # of web sites and ads
    batch: SourceBatch | None = None
    delivery: int | None = None  # the batch that keeps its rows: this one, or an earlier twin's
    rejected: Shelf[RowIssue] = field(default_factory=Shelf)
    undecided: dict[int, int] = field(default_factory=dict)  # refused row → post that keeps it
    sums: dict[str, int] = field(default_factory=dict)
    accepted: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    days: int = 0
    start: date | None = None
    end: date | None = None

    @property
    def main_source(self) -> Site | AdAccount | None:
        """The site or ad account most rows are about."""
        if not self.sources:
            return None
        counts = self.parsed.account_rows if self.parsed else []
        rows = dict(zip(range(len(self.sources)), counts, strict=False))
        return self.sources[max(range(len(self.sources)), key=lambda at: (rows.get(at, 0), -at))]

    def as_json(self) -> dict[str, Any]:
        if self.parsed is None:
            refused = self.refused or RefusedTable(None, "", "")
            return {
                "name": self.name,
                "member": refused.member,
                "table": refused.table,
                "recognised": None,
                "reason": refused.reason,
                "platform": None,
                "accounts": [],
                "encoding": refused.encoding or None,
                "language": None,
                "span": None,
                "period": [None, None],
                "rows": 0,
                "accepted": 0,
                "skipped": 0,
                "rejected": [],
                "rejected_rows": 0,
                "delivery": None,
                "warnings": [],
                "posts_created": 0,
                "posts_updated": 0,
                "posts_unchanged": 0,
                "days": 0,
                "sums": {},
            }
        head = self.parsed.head
        return {
            "name": self.name,
            "member": head.member,
            "table": head.table,
            "recognised": head.family,
            "platform": self.platform,
            "accounts": [
                {"name": account.name, "ours": (account.merged_into or account).ours}
                for account, _main in self.accounts
            ]
            + [{"name": source.name, "ours": True} for source in self.sources],
            "encoding": head.encoding,
            "language": head.language,
            "span": str(head.span),
            "period": [day.isoformat() if day else None for day in (self.start, self.end)],
            "rows": self.parsed.rows,
            "accepted": self.accepted,
            "skipped": len(self.parsed.skipped),
            "rejected": [as_told(issue) for issue in self.rejected[:MOST_TOLD]],
            "rejected_rows": len(self.rejected),
            "delivery": self.delivery,
            "warnings": [
                warning.text
                for warning in self.parsed.warnings
                if not (self.start and warning.code == "period_missing")
            ],
            "posts_created": self.created,
            "posts_updated": self.updated,
            "posts_unchanged": self.unchanged,
            "days": self.days,
            "sums": self.sums,
        }


def as_told(issue: RowIssue) -> dict[str, Any]:
    """A refused row in a result."""
    return {"row": issue.row, "reason": issue.reason}
