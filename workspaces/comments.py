"""Remarks on anything, part by part; whoever is named with @ is told, and so are those before."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from workspaces import audit, notifications, undo
from workspaces.models import Comment, Membership, UndoStep, User, Workspace

MOST_LETTERS = 2_000
BRING_BACK = "workspaces.bring_back_comment"


class CannotSay(Exception):
    """The text says what is wrong with the remark."""


def of(workspace: Workspace, subject: Model) -> dict[str, list[Comment]]:
    """Standing remarks on ``subject`` by part, oldest first; one query."""
    rows = (
        Comment.objects.in_workspace(workspace)
        .filter(subject_key=audit.subject_key(subject), removed_at=None)
        .select_related("author", "resolved_by")
    )
    by_part: dict[str, list[Comment]] = {}
    for row in rows:
        by_part.setdefault(row.part, []).append(row)
    return by_part


@transaction.atomic
def say(
    workspace: Workspace,
    subject: Model,
    text: str,
    *,
    by: User,
    part: str = "",
    url: str = "",
    also: Iterable[User] = (),
) -> Comment:
    """Add a remark. Told are ``also`` (who looks after the thing), who spoke here, who is named.

    ``{remark}`` in ``url`` becomes the remark's number, so that whoever is told lands on it.
    """
    text = text.strip()
    if not text:
        raise CannotSay(_("Write something first."))
    if len(text) > MOST_LETTERS:
        raise CannotSay(_("A remark has at most %d letters.") % MOST_LETTERS)
    key = audit.subject_key(subject)
    before = Comment.objects.in_workspace(workspace).filter(subject_key=key, part=part)
    told = {comment.author for comment in before.select_related("author") if comment.author}
    named = mentioned(workspace, text)
    comment = Comment.objects.create(
        workspace=workspace, subject_key=key, part=part, author=by, text=text
    )
    comment.mentions.set(named)
    audit.record(workspace, by, "workspaces.commented", subject, after={"part": part})
    words = {"name": str(by), "thing": str(subject), "text": text[:120]}
    for people, sentence in (
        (named, _("{name} mentioned you about “{thing}”: {text}")),
        (told | set(also) - set(named), _("{name} remarked on “{thing}”: {text}")),
    ):
        notifications.tell(
            workspace,
            [user for user in people if user.pk != by.pk],
            key=f"comment:{comment.pk}",
            text=sentence.format(**words),
            url=url.replace("{remark}", str(comment.pk)),
        )
    return comment


def mentioned(workspace: Workspace, text: str) -> list[User]:
    """Members named as @name; the longest name wins where one begins with another."""
    if "@" not in text:
        return []
    members = [m.user for m in Membership.objects.in_workspace(workspace).with_people()]
    found: list[User] = []
    for user in sorted(members, key=lambda one: -len(str(one))):
        if f"@{user}" in text:
            found.append(user)
            text = text.replace(f"@{user}", "")
    return found


@transaction.atomic
def resolve(
    comment: Comment, subject: Model, *, by: User, done: bool = True, url: str = ""
) -> None:
    """What the remark asked for is done (or, with ``done`` False, open again). Twice is harmless.

    Whoever made the remark is told, and of one that is open again also whoever had settled it.
    """
    rows = Comment.objects.filter(pk=comment.pk, removed_at=None, resolved_at__isnull=done)
    settled_by = comment.resolved_by
    at = timezone.now()
    if not rows.update(resolved_at=at if done else None, resolved_by=by if done else None):
        return
    verb = "workspaces.remark_resolved" if done else "workspaces.remark_reopened"
    audit.record(comment.workspace, by, verb, comment)
    told = {comment.author} if done else {comment.author, settled_by}
    sentence = (
        _("{name} settled your remark about “{thing}”: {text}")
        if done
        else _("{name} opened a remark about “{thing}” again: {text}")
    )
    notifications.tell(
        comment.workspace,
        [user for user in told if user is not None and user.pk != by.pk],
        # It may be settled, opened and settled again: each time is an event of its own.
        key=f"comment:{comment.pk}:{'settled' if done else 'open'}:{at:%Y%m%d%H%M%S%f}",
        text=sentence.format(name=by, thing=subject, text=comment.text[:120]),
        url=url.replace("{remark}", str(comment.pk)),
    )


@transaction.atomic
def remove(comment: Comment, *, by: User) -> UndoStep:
    """People take their own remarks away; the trail keeps that they did."""
    if comment.author_id != by.pk:
        raise CannotSay(_("Only whoever wrote a remark can remove it."))
    comment.removed_at = timezone.now()
    comment.save(update_fields=["removed_at"])
    audit.record(comment.workspace, by, "workspaces.comment_removed", comment)
    return undo.remember(
        comment.workspace, by, _("Remark removed"), BRING_BACK, {"comment": comment.pk}
    )


def undo_remove(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    found = Comment.objects.in_workspace(workspace).filter(pk=params["comment"])
    if not found.update(removed_at=None):
        raise undo.CannotUndo(_("This remark is gone."))
