"""One account seen under two names or ids: merged by a person, parted again without a trace."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from analytics.intake.change import Touched
from analytics.intake.ingest import refresh
from analytics.merging import links
from analytics.merging.posts import CannotMerge
from analytics.models import AccountDay, AccountReading, PeriodClose, Target
from calendar_app import doubled
from platforms.models import AccountMerge, Post, SocialAccount
from platforms.records import Span
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

PART, JOIN = "analytics.part_accounts", "analytics.join_accounts"
# Rooms whose plans name an account: they name the one that stands, while both are one.
FOLLOWING = {"planning", "calendar_app", "inbox"}
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Side:
    """How much is known of an account, or of two as one."""

    posts: int
    days: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What merging does, before it is done."""

    first: Side
    other: Side
    together: Side
    same: list[tuple[Post, Post]]  # posts both sides have by the same id or link: one each
    more_same: int
    planned: int  # rows of the calendar and of plans that will name the account that stands
    doubled: int  # posts planned for both, of which a person says which version holds
    closed: list[PeriodClose]


def refusal(account: SocialAccount, into: SocialAccount) -> str:
    """Why ``account`` cannot be merged into ``into``; "" where it can."""
    names = {"account": account.name, "into": into.name}
    if account.workspace_id != into.workspace_id:
        return _("Both accounts must belong to this workspace.")
    if account.pk == into.pk:
        return _("“%(account)s” cannot be merged with itself. Choose another account.") % names
    if account.platform != into.platform:
        return (
            _("“%(account)s” and “%(into)s” are on different platforms, so they are two accounts.")
            % names
        )
    if account.merged_into_id:
        return _("Another account already stands for “%(account)s”. Part those two first.") % names
    if into.merged_into_id:
        return (
            _("Another account already stands for “%(into)s”. Choose that one, or part them first.")
            % names
        )
    if SocialAccount.objects.filter(merged_into=account).exists():
        return (
            _(
                "“%(account)s” itself stands for another account. Merge “%(into)s” into it instead, "
                "or part those two first."
            )
            % names
        )
    return ""


@transaction.atomic
def merge(account: SocialAccount, into: SocialAccount, by: User) -> UndoStep:
    """Say that ``account`` is the same as ``into``, which stands for both. Raises CannotMerge."""
    Workspace.objects.select_for_update().get(pk=account.workspace_id)
    for one in (account, into):
        one.refresh_from_db()
    if reason := refusal(account, into):
        raise CannotMerge(reason)
    doubled.joined(_join(account, into, by))
    audit.record(
        account.workspace,
        by,
        "analytics.accounts_merged",
        account,
        after={"account": account.pk, "into": into.pk, "is": into.name},
    )
    return undo.remember(
        account.workspace,
        by,
        _("merging %(account)s into %(into)s") % {"account": account.name, "into": into.name},
        PART,
        {"account": account.pk},
    )


@transaction.atomic
def part(account: SocialAccount, by: User) -> UndoStep:
    """Take a merge back: every row speaks again for the account it names. Raises CannotMerge."""
    Workspace.objects.select_for_update().get(pk=account.workspace_id)
    said = AccountMerge.objects.filter(account=account).select_related("into").first()
    if said is None:
        raise CannotMerge(
            _("“%(account)s” is not merged with another account.") % {"account": account.name}
        )
    into = said.into
    days = _days_of(account, into)
    SocialAccount.objects.filter(pk=account.pk).update(merged_into=None)
    posts = set(Post.objects.filter(own_account=account).values_list("pk", flat=True))
    links.return_account(account.pk)
    for name, ids in said.moved.items():
        _point(name, ids, into, account)
    doubled.give_back(said, by)
    said.delete()
    _derive_anew(account, into, posts, days)
    audit.record(
        account.workspace,
        by,
        "analytics.accounts_parted",
        account,
        before={"account": account.pk, "into": into.pk, "is": into.name},
    )
    return undo.remember(
        account.workspace,
        by,
        _("parting %(account)s from %(into)s") % {"account": account.name, "into": into.name},
        JOIN,
        {"account": account.pk, "into": into.pk},
    )


def preview(account: SocialAccount, into: SocialAccount) -> Preview:
    """The merge is made, counted and rolled back. Raises CannotMerge."""
    first, other = _side(account), _side(into)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=account.workspace_id)
        if reason := refusal(account, into):
            raise CannotMerge(reason)
        said = _join(account, into, None)
        together = _side(into)
        planned = sum(len(ids) for ids in said.moved.values())
        twice = doubled.count_between(account, into)
        pairs = Post.objects.filter(account=into, merged_into__isnull=False, merge=None)
        count = pairs.count()
        same = [
            (post, post.merged_into)
            for post in pairs.select_related("merged_into").order_by("-published_on")[:MOST_SHOWN]
            if post.merged_into is not None
        ]
        transaction.set_rollback(True)
    closed = list(PeriodClose.objects.in_workspace(account.workspace)[:MOST_SHOWN])
    return Preview(first, other, together, same, count - len(same), planned, twice, closed)


def _side(account: SocialAccount) -> Side:
    return Side(
        Post.objects.filter(account=account, present=True).count(),
        AccountDay.objects.filter(account=account).count(),
    )


def _join(account: SocialAccount, into: SocialAccount, by: User | None) -> AccountMerge:
    days = _days_of(account, into)
    SocialAccount.objects.filter(pk=account.pk).update(merged_into=into)
    links.move_account(account.pk, into.pk)
    said = AccountMerge.objects.create(
        workspace=account.workspace,
        account=account,
        into=into,
        by=by,
        moved={name: moved for name in _following() if (moved := _follow(name, account, into))},
    )
    posts = set(Post.objects.filter(own_account=account).values_list("pk", flat=True))
    _derive_anew(account, into, posts, days)
    return said


def _days_of(account: SocialAccount, into: SocialAccount) -> set:
    """(account, day) of both sides for every day that a row names of ``account``."""
    named = models.Q(account=account, own_account=None) | models.Q(own_account=account)
    days = AccountReading.objects.filter(named, span=Span.DAY, start__isnull=False)
    found = set(days.values_list("start", flat=True).distinct())
    return {(pk, day) for day in found for pk in (account.pk, into.pk)}


def _derive_anew(account: SocialAccount, into: SocialAccount, posts: set[int], days: set) -> None:
    changed = links.relink(account.workspace)
    refresh(Touched(posts | changed, days, {account.pk, into.pk}))


# --- plans that name the account ---------------------------------------------------------------


def _following() -> dict[str, tuple[type[models.Model], str]]:
    """ "app.model.field" → model and field of everything planned for an account."""
    found: dict[str, tuple[type[models.Model], str]] = {}
    for relation in SocialAccount._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model, field = relation.related_model, relation.field
        if model._meta.app_label in FOLLOWING or model is Target:
            found[f"{model._meta.label_lower}.{field.name}"] = (model, field.name)
    return found


def _follow(name: str, account: SocialAccount, into: SocialAccount) -> list[int]:
    """Let what names ``account`` name ``into``; what exists for both already stays as it is."""
    model, field = _following()[name]
    ids = model._base_manager.filter(**{field: account}).values_list("pk", flat=True)
    return _point(name, list(ids), account, into)


def _point(name: str, ids: list[int], was: SocialAccount, now: SocialAccount) -> list[int]:
    known = _following().get(name)
    if known is None:
        return []
    model, field = known
    moved = []
    for pk in ids:
        rows = model._base_manager.filter(pk=pk, **{field: was})
        try:
            with transaction.atomic():
                if rows.update(**{field: now}):
                    moved.append(pk)
        except IntegrityError:
            continue  # one for each of the two exists
    return moved


def undo_merge(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    account = SocialAccount.objects.in_workspace(workspace).filter(pk=params["account"]).first()
    if account is not None:
        try:
            part(account, by)
        except CannotMerge as why:
            raise undo.CannotUndo(str(why)) from why


def undo_part(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    both = SocialAccount.objects.in_workspace(workspace).in_bulk(
        [params["account"], params["into"]]
    )
    if len(both) == 2:
        try:
            merge(both[params["account"]], both[params["into"]], by)
        except CannotMerge as why:
            raise undo.CannotUndo(str(why)) from why
