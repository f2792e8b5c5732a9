"""Import export files from the command line, for cron and for checking."""

import json
import logging
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from analytics.intake import deliveries, ingest, leftovers, row_list
from analytics.intake.account_identity import called
from analytics.intake.table_result import TableResult, as_told
from platforms.kinds import CHANNELS, PLATFORMS
from platforms.models import SourceBatch, SourceFile
from platforms.records import RefusedTable
from workspaces.jobs import JobFailed
from workspaces.models import Workspace

logger = logging.getLogger(__name__)
SOURCES = [*PLATFORMS, *CHANNELS]
ALL, SOME_REFUSED, NOTHING = 0, 1, 2


class WrongCall(Exception):
    """An option is off; the text says which and how to mend it."""


class Command(BaseCommand):
    help = "Import export files into a workspace. Exit 0: all; 1: something refused; 2: nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--account", metavar="NAME", help="for files that name no account")
        parser.add_argument("--platform", metavar="P", help=", ".join(SOURCES))
        parser.add_argument("--zone", metavar="Z", help="what the files' clock times mean")
        parser.add_argument("--uploaded-on", metavar="DATE", help="day the figures were taken")
        parser.add_argument("--no-replies", action="store_true", help="leave out posts that only answer somebody")  # fmt: skip
        parser.add_argument("--map", metavar="FILE", help="JSON: own columns of an unknown table")
        parser.add_argument("--from", dest="start", metavar="DATE", help="period of a table that does not say it")  # fmt: skip
        parser.add_argument("--to", dest="end", metavar="DATE")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            workspace = self._workspace(options["workspace"])
            with translation.override(workspace.language), _brief_logs(options["verbosity"]):
                outcome = self._import(workspace, options)
        except WrongCall as error:
            self.stderr.write(str(error))
            raise SystemExit(NOTHING) from None
        self._say(outcome, as_json=options["as_json"])
        refused = [t for t in outcome if not t["recognised"] or t["rejected"]]
        imported = [t for t in outcome if t["recognised"] and (t["accepted"] or not t["rejected"])]
        if not imported:
            raise SystemExit(NOTHING)
        if refused:
            raise SystemExit(SOME_REFUSED)

    def _workspace(self, slug: str) -> Workspace:
        workspace = Workspace.objects.filter(slug=slug).first()
        if workspace is None:
            raise WrongCall(
                _("There is no workspace “%(slug)s”. Make it with create_workspace.")
                % {"slug": slug}
            )
        return workspace

    def _import(self, workspace: Workspace, options: dict[str, Any]) -> list[dict[str, Any]]:
        choices = self._choices(workspace, options)
        taken_on = _day(options["uploaded_on"], "--uploaded-on")
        outcome: list[dict[str, Any]] = []
        received: list[SourceFile] = []
        leftovers.tidy(workspace)
        for path in map(Path, options["files"]):
            try:
                with path.open("rb") as stream:
                    file = deliveries.receive(
                        workspace,
                        stream,
                        path.name,
                        by=None,
                        taken_on=taken_on,
                        choices=dict(choices),
                    )
            except OSError as error:
                outcome.append(_not_read(path, error.strerror or str(error)))
                continue
            except deliveries.FileTooLarge as error:
                outcome.append(_not_read(path, str(error), whole=True))
                continue
            file.report = leftovers.mark()
            file.save(update_fields=["report"])
            received.append(file)
        self._read(received, outcome)
        return outcome

    def _read(self, received: list[SourceFile], outcome: list[dict[str, Any]]) -> None:
        try:
            deliveries.inspect(received)
        except Exception:  # every file is then tried by itself, and told by itself
            logger.exception("Looking into the files failed.")
        for file in received:
            try:
                outcome.extend(ingest.import_file(file)["files"])
            except JobFailed as error:
                outcome.append(_not_read(Path(file.name), str(error), whole=True))
            except Exception:
                logger.exception("An import failed.")
                ingest.forget(file)
                sentence = _(
                    "“%(name)s” could not be imported and nothing of it was kept. Please keep the "
                    "file and tell whoever runs this site."
                ) % {"name": file.name}
                outcome.append(_not_read(Path(file.name), sentence, whole=True))

    def _choices(self, workspace: Workspace, options: dict[str, Any]) -> dict[str, Any]:
        choices: dict[str, Any] = {}
        platform = (options["platform"] or "").strip().casefold()
        if platform:
            if platform not in SOURCES:
                raise WrongCall(
                    _("“%(name)s” is not a platform. Write one of %(all)s.")
                    % {"name": options["platform"], "all": ", ".join(SOURCES)}
                )
            choices["platform"] = platform
        if options["zone"]:
            try:
                zoneinfo.ZoneInfo(options["zone"])
            except (KeyError, ValueError, OSError):
                raise WrongCall(
                    _("“%(name)s” is not a time zone. Write one such as Asia/Taipei.")
                    % {"name": options["zone"]}
                ) from None
            choices["zone"] = options["zone"]
        if options["no_replies"]:
            choices["no_replies"] = True
        if options["account"]:
            choices["account_name"] = options["account"]
            if not platform:
                known = _known_platform(workspace, options["account"])
                if known:
                    choices["platform"] = known
        for key, option in (("from", "start"), ("to", "end")):
            day = _day(options[option], f"--{key}")
            if day:
                choices[key] = day.isoformat()
        if len({"from", "to"} & choices.keys()) == 1:
            raise WrongCall(_("Write both days of the period, --from and --to."))
        if "from" in choices and choices["to"] < choices["from"]:
            raise WrongCall(
                _("--to (%(end)s) is before --from (%(start)s). Write the earlier day first.")
                % {"start": choices["from"], "end": choices["to"]}
            )
        if options["map"]:
            choices["mapping"] = _mapping(Path(options["map"]))
        return choices

    def _say(self, outcome: list[dict[str, Any]], *, as_json: bool) -> None:
        if as_json:
            for piece in _pieces(outcome):
                self.stdout.write(piece, ending="")
            self.stdout.write("")
            return
        for table in outcome:
            place = " › ".join(part for part in (table["name"], table["member"], table["table"]) if part)  # fmt: skip
            if not table["recognised"]:
                self.stdout.write(f"✗ {place}: {table['reason']}")
                continue
            self.stdout.write(
                _(
                    "✓ %(place)s: %(family)s, %(accepted)d of %(rows)d rows; posts new %(new)d, "
                    "updated %(updated)d, unchanged %(same)d; days %(days)d"
                )
                % {
                    "place": place,
                    "family": table["recognised"],
                    "accepted": table["accepted"],
                    "rows": table["rows"],
                    "new": table["posts_created"],
                    "updated": table["posts_updated"],
                    "same": table["posts_unchanged"],
                    "days": table["days"],
                }
            )
            for issue in table["rejected"]:
                self.stdout.write(f"  {issue['row']}: {issue['reason']}")
            if more := table["rejected_rows"] - len(table["rejected"]):
                self.stdout.write(
                    "  "
                    + _("… and %(count)s more refused rows; --json lists them all.")
                    % {"count": more}
                )


def _pieces(outcome: list[dict[str, Any]]) -> Iterator[str]:
    """The outcome as JSON, with every refused row, however many they are."""
    whole = [{**table, "rejected": _Rows(table)} for table in outcome]
    yield from json.JSONEncoder(ensure_ascii=False).iterencode({"files": whole})


class _Rows(list[dict[str, Any]]):
    """All refused rows of a table, read one by one while they are written out."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__(table["rejected"])
        self._delivery = table["delivery"] if table["rejected_rows"] > len(self) else None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if self._delivery is None:
            return super().__iter__()
        return map(as_told, row_list.of(SourceBatch.objects.get(pk=self._delivery), skipped=False))


@contextmanager
def _brief_logs(verbosity: int) -> Iterator[None]:
    """One line for what goes wrong inside; ``-v 2`` shows where."""

    def brief(record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.getMessage()} ({record.exc_info[1]!r})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True

    handlers = list(logging.getLogger().handlers) if verbosity < 2 else []
    for handler in handlers:
        handler.addFilter(brief)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(brief)


def _known_platform(workspace: Workspace, name: str) -> str | None:
    """The platform of the only account with this name, so that --platform can be left out."""
    found = {p for p in PLATFORMS if called(workspace, p, name) is not None}
    return found.pop() if len(found) == 1 else None


def _day(text: str | None, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongCall(
            _("%(option)s is “%(text)s”. Write a day such as 2026-11-21.")
            % {"option": option, "text": text}
        ) from None


def _mapping(path: Path) -> dict[str, Any]:
    try:
        mapping = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise WrongCall(
            _("The mapping %(path)s cannot be read: %(error)s") % {"path": path, "error": error}
        ) from None
    if not isinstance(mapping, dict) or not mapping:
        raise WrongCall(_("The mapping %(path)s must be a JSON object.") % {"path": path})
    return mapping


def _not_read(path: Path, reason: str, *, whole: bool = False) -> dict[str, Any]:
    sentence = (
        reason
        if whole
        else _("“%(name)s” cannot be read: %(reason)s. Check the path and try again.")
        % {"name": deliveries.readable(str(path)), "reason": reason}
    )
    name = deliveries.readable(path.name)
    return TableResult(name, refused=RefusedTable(None, "", sentence)).as_json()
