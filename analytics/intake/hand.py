"""Figures a person types because no file gives them: a delivery like any other, with a way back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.intake import change, deliveries
from analytics.intake.ingest import refresh
from platforms.measures import MEASURES, Kind
from platforms.models import SocialAccount, SourceBatch
from platforms.records import Span
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

# What a social editor most often has to type, in this order; every other measure follows.
USUAL = ("followers", "friends", "purchases", "new_members", "sessions", "new_followers")


@dataclass(frozen=True, slots=True)
class Typed:
    """One entry of the form, checked."""

    account: SocialAccount
    values: dict[str, int]
    start: date
    end: date
    span: Span
    note: str


def choosable() -> list[str]:
    """Measure keys in the order of the form: the usual ones first."""
    return [*USUAL, *(key for key in MEASURES if key not in USUAL)]


def is_level(key: str) -> bool:
    """A level stands at one day; a period of it means nothing."""
    return MEASURES[key].kind is Kind.LEVEL


@transaction.atomic
def type_in(workspace: Workspace, typed: Typed, *, by: User) -> tuple[SourceBatch, UndoStep]:
    """Keep the figures as a delivery and remember how to take them back."""
    batch = deliveries.enter_by_hand(
        workspace,
        account=typed.account,
        values=typed.values,
        start=typed.start,
        end=typed.end,
        span=typed.span,
        by=by,
        note=typed.note,
    )
    step = undo.remember(
        workspace,
        by,
        _("figures typed for %(account)s") % {"account": typed.account.name},
        "analytics.withdraw_figure",
        {"batch": batch.pk},
    )
    return batch, step


@transaction.atomic
def withdraw(batch: SourceBatch, by: User) -> UndoStep:
    """Take typed figures out of the numbers; ``restore`` is the way back."""
    deliveries.withdraw_batch(batch, by)
    return undo.remember(
        batch.workspace,
        by,
        _("taking back figures typed by hand"),
        "analytics.restore_figure",
        {"batch": batch.pk},
    )


@transaction.atomic
def restore(batch: SourceBatch, by: User) -> None:
    """Let typed figures count again."""
    Workspace.objects.select_for_update().get(pk=batch.workspace_id)
    batch.state, batch.withdrawn_at = SourceBatch.State.LIVE, None
    batch.save(update_fields=["state", "withdrawn_at"])
    refresh(change.Touched.of([batch]))
    audit.record(batch.workspace, by, "analytics.figure_restored", batch)


def undo_withdrawal(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """Undo handler of ``withdraw``."""
    batch = (
        SourceBatch.objects.in_workspace(workspace)
        .filter(pk=params["batch"], file=None, state=SourceBatch.State.WITHDRAWN)
        .first()
    )
    if batch is not None:
        restore(batch, by)


def last_known_day(workspace: Workspace) -> date:
    """The latest day a figure can be about: today on the workspace's clock."""
    return timezone.localdate(timezone=workspace.tz)
