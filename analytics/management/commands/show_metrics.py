"""Print metric values, for cron and for checking: the same numbers as on the page."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from analytics.as_of import as_of
from analytics.frames import GROUPS
from analytics.metric_rows import metric_rows
from analytics.metrics import UnknownMetric
from analytics.query import MetricValue, metric_values
from analytics.texts import value_text
from platforms.models import SocialAccount
from workspaces.models import Workspace
from workspaces.periods import Period


class Command(BaseCommand):
    help = "Show metric values of a workspace and period, with inputs and reasons for blanks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", metavar="SLUG")
        parser.add_argument("--from", dest="start", metavar="DATE")
        parser.add_argument("--to", dest="end", metavar="DATE")
        parser.add_argument("--by", default="workspace", metavar="|".join(GROUPS))
        parser.add_argument("--account", metavar="NAME")
        parser.add_argument("--metric", action="append", dest="metrics", metavar="KEY")
        parser.add_argument(
            "--as-of",
            dest="as_of",
            metavar="DATE|now",
            help="day the period is read by; without it the period's own, now: newest readings",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        workspace = _workspace(options["workspace"])
        with translation.override(workspace.language):
            period = _period(options["start"], options["end"])
            if options["by"] not in GROUPS:
                raise CommandError(
                    _("--by is “%(text)s”. Write one of %(all)s.")
                    % {"text": options["by"], "all": ", ".join(GROUPS)}
                )
            accounts = _accounts(workspace, options["account"])
            try:
                values = metric_values(
                    workspace,
                    period,
                    by=options["by"],
                    metrics=options["metrics"],
                    accounts=accounts,
                    as_of=_as_of(options["as_of"], workspace, period),
                )
            except UnknownMetric as error:
                raise CommandError(str(error)) from None
            if options["as_json"]:
                rows = metric_rows(values, period)
                self.stdout.write(json.dumps({"rows": rows}, ensure_ascii=False))
            else:
                self._table(values)

    def _table(self, values: Iterable[MetricValue]) -> None:
        subject = None
        for value in values:
            here = value.post or value.day or value.account
            if here != subject:
                subject = here
                self.stdout.write(f"\n{here}")
            text = value_text(value)
            note = value.missing_reason
            if value.known and value.used < value.total:
                note = _("%(used)d of %(total)d") % {"used": value.used, "total": value.total}
            self.stdout.write(
                f"  {text:>14}  {value.metric.label} ({value.metric.key})"
                + (f"  · {note}" if note else "")
            )


def _workspace(slug: str | None) -> Workspace:
    if not slug:
        raise CommandError(_("Say which workspace: --workspace SLUG."))
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise CommandError(
            _("There is no workspace “%(slug)s”. Make it with create_workspace.") % {"slug": slug}
        )
    return workspace


def _period(start: str | None, end: str | None) -> Period:
    first, last = _day(start, "--from"), _day(end, "--to")
    try:
        return Period(first, last)
    except ValueError:
        raise CommandError(
            _("--to (%(end)s) is before --from (%(start)s). Write the earlier day first.")
            % {"start": start, "end": end}
        ) from None


def _as_of(text: str | None, workspace: Workspace, period: Period) -> date | None:
    if text is None:
        return as_of(workspace, period)
    return None if text == "now" else _day(text, "--as-of")


def _day(text: str | None, option: str) -> date:
    if not text:
        raise CommandError(
            _("%(option)s is missing. Write a day such as 2026-11-21.") % {"option": option}
        )
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("%(option)s is “%(text)s”. Write a day such as 2026-11-21.")
            % {"option": option, "text": text}
        ) from None


def _accounts(workspace: Workspace, name: str | None) -> list[int] | None:
    """Our accounts called ``name`` (on whatever platform), or all when no name is given."""
    if name is None:
        return None
    accounts = SocialAccount.objects.in_workspace(workspace)
    named = [a for a in accounts if a.name.casefold() == name.strip().casefold()]
    if not named:
        named = list(accounts.filter(aliases__value__iexact=name.strip()).distinct())
    if not named:
        known = ", ".join(accounts.ours().for_list().values_list("name", flat=True))
        raise CommandError(
            _("There is no account “%(name)s”. Accounts of ours: %(known)s.")
            % {"name": name, "known": known or "—"}
        )
    ours = [account.pk for account in named if account.ours]
    if not ours:
        raise CommandError(
            _(
                "“%(name)s” is a partner's account and stays outside the figures. Confirm it as "
                "ours on the accounts page first."
            )
            % {"name": name}
        )
    return ours
