"""A drop before it is imported: what each file is, in words, and what is still to be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import ngettext

from analytics.intake import words, zones
from analytics.intake.delivery_list import AccountMention
from analytics.intake.mappings import columns_of
from analytics.intake.review_forms import Candidate, ReviewForm, file_zone, is_timed
from platforms.kinds import facts_of, label_of
from platforms.models import AdAccount, Site, SocialAccount, SourceFile
from workspaces.models import Workspace

MOST_FILES = 200  # as many as one upload may hold


@dataclass(slots=True)
class Sample:
    """A publish time as the file writes it and what it becomes."""

    written: str
    converted: str  # "" where the file knows only the day
    text: str
    other_day: bool = False


@dataclass(slots=True)
class TableView:
    """One table of a file, ready to show."""

    what: str
    member: str
    table: str
    platform: str
    platform_label: str
    language: str
    encoding: str
    span: str
    period: str
    rows: int
    accepted: int
    skipped: int
    rejected: int
    accounts: list[AccountMention]
    account_rows: list[int]
    warnings: list[str]

    @property
    def ours(self) -> list[tuple[AccountMention, int]]:
        return [pair for pair in self.pairs if pair[0].main]

    @property
    def partners(self) -> list[tuple[AccountMention, int]]:
        return [pair for pair in self.pairs if not pair[0].main]

    @property
    def pairs(self) -> list[tuple[AccountMention, int]]:
        return list(zip(self.accounts, self.account_rows, strict=True))


@dataclass(slots=True)
class FileView:
    """One file of the drop with its tables, its refusals and its open questions."""

    file: SourceFile
    tables: list[TableView]
    refused: list[dict[str, Any]]
    form: ReviewForm | None
    twin: SourceFile | None
    samples: list[Sample] = field(default_factory=list)
    zone: str = ""
    zone_label: str = ""

    @property
    def waits(self) -> bool:
        return self.file.state == SourceFile.State.WAITING and bool(self.tables)

    @property
    def mappable(self) -> bool:
        """No importer knows it, or a part of it, but it has columns a person can name."""
        open_ = self.file.state in {SourceFile.State.REFUSED, SourceFile.State.WAITING}
        return open_ and bool(self.refused) and bool(columns_of(self.file))

    @property
    def asks(self) -> bool:
        return self.form is not None and bool(self.form.asks or self.form.errors)

    @property
    def unread(self) -> bool:
        """Nobody has looked into it yet, or looking was cut off."""
        return self.file.state == SourceFile.State.WAITING and "tables" not in self.file.report

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def drop_of(workspace: Workspace, ids: Sequence[int]) -> list[SourceFile]:
    """The files of a review, oldest first; ids of other workspaces are nobody's."""
    files = SourceFile.objects.in_workspace(workspace).filter(pk__in=list(ids)[:MOST_FILES])
    return list(files.select_related("job", "uploaded_by").order_by("pk"))


def candidates(workspace: Workspace, files: Sequence[SourceFile]) -> list[Candidate]:
    """Accounts a file of this drop may be about: ours, partners, and those the drop names."""
    known = [
        Candidate(account.platform, account.name, account.pk, account.ours)
        for account in SocialAccount.objects.in_workspace(workspace)
        .standing()
        .order_by("-ours", "platform", "name", "pk")
    ]
    known += [
        Candidate(source.platform, source.name, apart=True)
        for kind in (Site, AdAccount)
        for source in kind.objects.in_workspace(workspace).for_list()
    ]
    have = {(one.platform, one.name.casefold()) for one in known}
    fresh: dict[tuple[str, str], Candidate] = {}
    for file in files:
        for table in file.report.get("tables") or []:
            for account in table["accounts"]:
                platform, name = table["platform"] or "", account["name"]
                key = (platform, name.casefold())
                if name and account["ours"] and facts_of(platform) and key not in have:
                    fresh.setdefault(key, Candidate(platform, name))
    return [*fresh.values(), *known]


def views_of(
    workspace: Workspace, files: Sequence[SourceFile], data: Mapping[str, Any] | None = None
) -> list[FileView]:
    """Every file of the drop as the page shows it; ``data`` binds the forms."""
    known = candidates(workspace, files)
    twins = SourceFile.objects.in_workspace(workspace).select_related("uploaded_by").in_bulk(
        [pk for file in files if (pk := file.report.get("same_as"))]
    )  # fmt: skip
    found = []
    for file in files:
        waiting = file.state == SourceFile.State.WAITING and bool(file.report.get("tables"))
        form = ReviewForm(file, known, data) if waiting else None
        zone = _chosen_zone(form) if form is not None and is_timed(file) else _kept_zone(file)
        view = FileView(
            file=file,
            tables=[
                _table(table, zones.own_days(table, zone, workspace.tz))
                for table in file.report.get("tables") or []
            ],
            refused=file.report.get("refused") or [],
            form=form,
            twin=twins.get(file.report.get("same_as") or 0),
        )
        if form is not None and is_timed(file):
            view.zone = zone
            view.zone_label = zones.label(view.zone)
            view.samples = samples(file, view.zone, workspace)
        found.append(view)
    return found


def sentence(views: Sequence[FileView]) -> str:
    """What has to be done here, in one line."""
    waiting = [view for view in views if view.waits]
    refused = sum(view.file.state == SourceFile.State.REFUSED for view in views)
    asks = sum(view.asks for view in waiting)
    parts = []
    if waiting and asks:
        parts.append(
            ngettext(
                "%(asks)d of %(count)d file has a question for you.",
                "%(asks)d of %(count)d files have a question for you.",
                len(waiting),
            )
            % {"asks": asks, "count": len(waiting)}
        )
    elif waiting:
        parts.append(
            ngettext(
                "%(count)d file is ready; look at the accounts and the publish times.",
                "%(count)d files are ready; look at the accounts and the publish times.",
                len(waiting),
            )
            % {"count": len(waiting)}
        )
    if refused:
        parts.append(
            ngettext(
                "%(count)d file cannot be taken; the reason stands below.",
                "%(count)d files cannot be taken; the reasons stand below.",
                refused,
            )
            % {"count": refused}
        )
    return " ".join(parts)


def samples(file: SourceFile, zone: str, workspace: Workspace) -> list[Sample]:
    """Three publish times as written and on the workspace's clock."""
    found = []
    for table in file.report.get("tables") or []:
        for raw in table["samples"]:
            wall = zones.as_wall(raw["wall"])
            if isinstance(wall, datetime):
                at = zones.convert(wall, zone, workspace.tz)
                found.append(
                    Sample(
                        f"{words.day(wall)} {wall:%H:%M}",
                        f"{words.day(at)} {at:%H:%M}",
                        raw["text"],
                        at.date() != wall.date(),
                    )
                )
            elif wall is not None:
                found.append(Sample(words.day(wall), "", raw["text"]))
    return found[:3]


def _chosen_zone(form: ReviewForm) -> str:
    typed = form["zone_name"].value() or form["zone"].value() or ""
    return typed if zones.is_zone(typed) else form.initial["zone"]


def _kept_zone(file: SourceFile) -> str:
    said = (file.choices or {}).get("zone") or ""
    return said if zones.is_zone(said) else file_zone(file)


def _table(table: dict[str, Any], days: tuple[date | None, date | None]) -> TableView:
    platform = table["platform"] or ""
    return TableView(
        what=words.family(table["family"]),
        member=table["member"] or "",
        table=table["table"],
        platform=platform,
        platform_label=label_of(platform),
        language=words.language_name(table["language"]),
        encoding=words.encoding(table["encoding"]),
        span=str(words.SPANS.get(table["span"], "")),
        period=words.days(*days),
        rows=table["rows"],
        accepted=table["accepted"],
        skipped=table["skipped"],
        rejected=table["rejected"],
        accounts=[
            AccountMention(account["name"], platform, bool(account["ours"]), account.get("known"))
            for account in table["accounts"]
            if account["name"]
        ],
        account_rows=[account["rows"] for account in table["accounts"] if account["name"]],
        warnings=[warning["text"] for warning in table["warnings"]],
    )
