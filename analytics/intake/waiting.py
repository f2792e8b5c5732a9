"""What waits for an editor on the Today page: files to look at, refused ones, new partners."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import accounts
from analytics.merging import undecided
from platforms.models import SourceFile
from workspaces.punctuation import listed
from workspaces.roles import Can
from workspaces.sockets import Waiting

NAMED = 3  # accounts named in the sentence
MOST = 5  # lines per kind; the list page shows the rest


def waiting_for(request: Any) -> list[Waiting]:
    """Two queries for files, one for partners and one for rows, whatever their number."""
    if not request.can(Can.IMPORT):
        return []
    return [*_files(request), *_partners(request), *_rows(request)]


def _rows(request: Any) -> list[Waiting]:
    count = undecided.waiting(request.workspace).count()
    if not count:
        return []
    return [
        Waiting(
            text=ngettext(
                "%(count)d row waits for its post", "%(count)d rows wait for their posts", count
            )
            % {"count": count},
            url=reverse("data:match_list", args=[request.workspace.slug]),
            act=_("Decide"),
            urgency=2,
            kind="import",
            state=_("Outside our figures"),
            tone="warn",
        )
    ]


def _files(request: Any) -> list[Waiting]:
    mine = Q(state=SourceFile.State.REFUSED, uploaded_by=request.user, job__isnull=False)
    files = (
        SourceFile.objects.in_workspace(request.workspace)
        .filter(Q(state=SourceFile.State.WAITING) | mine)
        .select_related("job")
        .order_by("-uploaded_at", "-pk")[:100]
    )
    drops: dict[tuple[str, int], list[SourceFile]] = {}
    for file in files:
        if file.job is None or not file.job.is_active:
            key = (file.state, file.job_id or -file.pk)
            drops.setdefault(key, []).append(file)
    found = []
    for (state, _job), group in drops.items():
        found.append(
            _to_review(request, group)
            if state == SourceFile.State.WAITING
            else _refused(request, group)
        )
    return found[: 2 * MOST]


def _to_review(request: Any, files: list[SourceFile]) -> Waiting:
    asks = {ask for file in files for ask in file.report.get("asks") or []}
    if "period" in asks:
        state, tone = _("Period not known yet"), "warn"
    elif asks:
        state, tone = _("Something to answer"), "warn"
    else:
        state, tone = _("Ready to import"), "info"
    return Waiting(
        text=_named(files),
        url=_review(request, files),
        act=_("Look and import"),
        urgency=1,
        kind="import",
        since=files[-1].uploaded_at,
        state=state,
        tone=tone,
    )


def _refused(request: Any, files: list[SourceFile]) -> Waiting:
    return Waiting(
        text=_named(files),
        url=_review(request, files),
        act=_("See why"),
        urgency=2,
        kind="import",
        since=files[-1].uploaded_at,
        state=str(SourceFile.State.REFUSED.label),
        tone="bad",
    )


def _partners(request: Any) -> list[Waiting]:
    names = list(
        accounts.unconfirmed(request.workspace).order_by("name").values_list("name", flat=True)
    )
    if not names:
        return []
    if len(names) <= NAMED:
        text = _("%(names)s came with a file: ours or a partner?") % {"names": listed(names)}
    else:
        text = _("%(names)s and %(count)d more accounts came with files: ours or partners?") % {
            "names": listed(names[:NAMED]),
            "count": len(names) - NAMED,
        }
    return [
        Waiting(
            text=text,
            url=reverse("data:account_list", args=[request.workspace.slug]) + "#partners",
            act=_("Decide"),
            urgency=3,
            kind="import",
            state=_("Outside our figures"),
            tone="info",
        )
    ]


def _named(files: list[SourceFile]) -> str:
    if len(files) == 1:
        return files[0].name
    return _("%(name)s and %(count)d more files") % {
        "name": files[-1].name,
        "count": len(files) - 1,
    }


def _review(request: Any, files: list[SourceFile]) -> str:
    ids = ",".join(str(file.pk) for file in sorted(files, key=lambda file: file.pk))
    return f"{reverse('data:import_review', args=[request.workspace.slug])}?files={ids}"
