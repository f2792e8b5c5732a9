"""Writing posts: a new one, the composer with its autosave and checks."""

from typing import Any

from django.contrib import messages
from django.db.models.query import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from calendar_app import entries, facts, laying, offers, options, placing, requests, review
from calendar_app.checks import Level, check, plain
from calendar_app.forms import moment_values
from calendar_app.labels import campaigns_of, pillars_of
from calendar_app.links import UTM_FIELDS
from calendar_app.models import (
    Entry,
    EntryVersion,
    Idea,
    PostTemplate,
    Slot,
)
from calendar_app.models.kinds import EntryKind
from calendar_app.request_forms import RIGHTS
from calendar_app.views import conflicts
from calendar_app.views.aids import counts_of, said_particulars, version_utm, wording_aids
from calendar_app.views.answers import moved, refused
from calendar_app.views.calendar import people_of
from calendar_app.views.slots import wanted_moment
from platforms.formats import folded
from platforms.lengths import TEXT_RULES
from platforms.models import SocialAccount
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.roles import Can


@require_safe
@workspace_page(Can.PLAN)
def entry_create(request: WorkspaceRequest) -> HttpResponse:
    """Begin a draft in a slot, of an idea, or from nothing, and go on writing."""
    get = request.GET
    slot = _one(Slot.objects.in_workspace(request.workspace).standing(), get.get("slot", ""))
    idea = _one(Idea.objects.in_workspace(request.workspace), get.get("idea", ""))
    if slot is not None:
        begun = _versions(request).filter(slot=slot).first()
        if begun is not None:
            return redirect("calendar:entry_edit", request.workspace.slug, begun.entry_id)
    context = {
        "slot": slot,
        "idea": idea,
        "accounts": SocialAccount.objects.in_workspace(request.workspace).ours().for_list(),
        "kinds": EntryKind.choices,
        "day": get.get("day", ""),
        "templates": PostTemplate.objects.in_workspace(request.workspace).standing(),
    }
    return page(request, "calendar_app/entry_create.html", context)


@require_POST
@workspace_page(Can.PLAN)
def entry_begin(request: WorkspaceRequest) -> HttpResponse:
    """The draft itself is only made when somebody asks for it by a post."""
    post = request.POST
    slot = _one(Slot.objects.in_workspace(request.workspace).standing(), post.get("slot", ""))
    idea = _one(Idea.objects.in_workspace(request.workspace), post.get("idea", ""))
    template = _one(
        PostTemplate.objects.in_workspace(request.workspace).standing(), post.get("template", "")
    )
    accounts = list(
        SocialAccount.objects.in_workspace(request.workspace)
        .ours()
        .filter(pk__in=[x for x in post.getlist("account") if is_key(x)])
    )
    values: dict[str, Any] = {"title": post.get("title", "")[:200]}
    if post.get("kind") in EntryKind.values:
        values["kind"] = post["kind"]
    if template is not None:
        values["text"] = template.text
    at = None
    if slot is None and post.get("day"):
        try:
            at = wanted_moment(request, laying.moment_now(request.workspace.tz))
        except ValueError as error:
            messages.error(request, str(error))
        if at is not None and at <= timezone.now():
            at = None
            text = _("That time has passed, so the post has none yet. Choose a later one below.")
            messages.error(request, text)
    try:
        entry = entries.begin(
            request.workspace,
            by=request.user,
            accounts=accounts,
            slot=slot,
            at=at,
            idea=idea,
            values=values,
        )
    except entries.CannotChange as error:
        messages.error(request, str(error))
        return redirect("calendar:calendar_view", request.workspace.slug)
    return redirect("calendar:entry_edit", request.workspace.slug, entry.pk)


@require_safe
@workspace_page(Can.PLAN)
def entry_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The composer: words on the left, previews and checks on the right."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    if entry.state == Entry.State.PUBLISHED or entry.removed_at:
        return redirect("calendar:entry_detail", request.workspace.slug, pk)
    return page(request, "calendar_app/entry_edit.html", composer(request, entry))


def composer(request: WorkspaceRequest, entry: Entry) -> dict[str, Any]:
    versions = list(entry.versions.select_related("account", "entry", "slot"))
    chosen = {version.account_id for version in versions}
    strips = placing.strips(entry, versions)
    own = {one["version"].pk: one["uses"] for one in strips[1:]}
    return {
        "entry": entry,
        "versions": [
            {
                "version": version,
                "media": (uses := own.get(version.pk) or strips[0]["uses"]),
                "own_media": version.pk in own,
                "preview": facts.full_text(version),
                "when": moment_values(version.at, request.workspace),
                "counts": counts_of(version, facts.full_text(version), uses),
                "folded": folded(version.account.platform, facts.full_text(version)),
                "wants_title": _wants_title(version),
            }
            for version in versions
        ],
        "accounts": [
            (account, account.pk in chosen)
            for account in SocialAccount.objects.in_workspace(request.workspace).ours().for_list()
        ],
        "kinds": EntryKind.choices,
        "pillars": pillars_of(request.workspace, keep=entry.pillar_id),
        "campaigns": campaigns_of(request.workspace, keep=entry.campaign_id),
        **wording_aids(request, entry),
        "strips": strips,
        "media": strips[0]["uses"],
        "requests": requests.of_entry(entry),
        "offers": offers.waiting(entry),
        "offer_licence": RIGHTS,
        "people": people_of(request),
        "steps": options.options_of(request.workspace).approval_steps,
        "laws": _laws(request, entry),
        **checked(entry),
    }


def _laws(request: WorkspaceRequest, entry: Entry) -> list[dict[str, Any]]:
    """Law rules whose words the post holds, with what was answered."""
    words = plain("\n".join(facts.full_text(v) for v in entry.versions.select_related("entry")))
    return [
        {"law": law, "evidence": entry.law.get(law.key, {}).get("evidence", "")}
        for law in facts.rules_of(request.workspace).laws
        if any(word and plain(word) in words for word in law.words) or law.key in entry.law
    ]


def checked(entry: Entry) -> dict[str, Any]:
    found = check(facts.draft_of(entry), facts.rules_of(entry.workspace))
    return {
        "checks": found,
        "blocking": sum(one.level == Level.BLOCK for one in found),
    }


def _wants_title(version: EntryVersion) -> bool:
    limits = TEXT_RULES.get(version.account.platform)
    return bool(limits and limits.title)


@require_POST
@workspace_page(Can.PLAN)
def entry_save(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Autosave of the shared words. 409 with a sentence when somebody else was quicker."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    post = request.POST
    values: dict[str, Any] = {
        "title": post.get("title", "").strip()[:200],
        "text": post.get("text", "").replace("\r\n", "\n"),
        "first_comment": post.get("first_comment", "").replace("\r\n", "\n"),
        "link": post.get("link", "").strip()[:1000],
        "hashtags": post.get("hashtags", "").strip()[:500],
        "call_to_action": post.get("call_to_action", "").strip()[:200],
        "disclosure": bool(post.get("disclosure")),
        "utm": {name: post.get(f"utm_{name}", "").strip()[:60] for name in UTM_FIELDS},
        "law": {
            key.removeprefix("law_"): {"evidence": text[:500], "by": str(request.user)}
            for key in post
            if key.startswith("law_") and (text := post.get(key, "").strip())
        },
    }
    # A link that is still being typed holds nothing else up.
    half_a_link = values["link"] and not values["link"].startswith(("https://", "http://"))
    if half_a_link:
        del values["link"]
    if post.get("kind") in EntryKind.values:
        values["kind"] = post["kind"]
    values["particulars"] = said_particulars(entry, values.get("kind", entry.kind), post)
    pillars = pillars_of(request.workspace, keep=entry.pillar_id)
    values["pillar_id"] = _pk_in(pillars, post.get("pillar", ""))
    campaigns = campaigns_of(request.workspace, keep=entry.campaign_id)
    values["campaign_id"] = _pk_in(campaigns, post.get("campaign", ""))
    person = post.get("assignee", "")
    values["assignee_id"] = (
        int(person) if is_key(person) and int(person) in dict(people_of(request)) else None
    )
    try:
        saved = entries.write(entry, values, seen=_version(request), by=request.user)
    except entries.Changed as error:
        return conflicts.answer(request, error, conflicts.of_entry(error.standing, values))
    except entries.CannotChange as error:
        return JsonResponse({"error": str(error)}, status=422)
    said = _said(entry, saved)
    if half_a_link and not said:
        sentence = _("Saved, all but the link: it begins with https://.")
        said = {"text": sentence, "tone": "bad"}
    return JsonResponse({"version": saved.version, **said})


def _said(before: Entry, saved: Entry) -> dict[str, str]:
    """Says so when a change brought back what was approved, or what was missed."""
    saved.refresh_from_db(fields=["state"])
    was, now = before.state, saved.state
    if was in (Entry.State.APPROVED, Entry.State.SCHEDULED) and now == Entry.State.IN_REVIEW:
        return {"text": _("Saved. It goes back to review, because it was approved before.")}
    if was in (*review.REVIEWED, Entry.State.MISSED) and now == Entry.State.DRAFT:
        return {"text": _("Saved. It is a draft again: look at the checks and its time.")}
    return {}


@require_POST
@workspace_page(Can.PLAN)
def version_save(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Autosave of one account's own words."""
    version = get_object_or_404(_versions(request), pk=pk)
    post = request.POST
    text = post.get("text", "").replace("\r\n", "\n")
    values = {
        "own_text": bool(post.get("own_text")),
        "text": text,
        "title": post.get("title", "").strip()[:200],
        "first_comment": post.get("first_comment", "").replace("\r\n", "\n"),
        "utm": version_utm(version, post),
    }
    before = version.entry
    try:
        entries.write_version(version, values, seen=_version(request), by=request.user)
    except entries.Changed as error:
        return conflicts.answer(request, error, conflicts.of_version(version, values))
    except entries.CannotChange as error:
        return JsonResponse({"error": str(error)}, status=422)
    saved = Entry.objects.get(pk=before.pk)
    return JsonResponse({"version": saved.version, **_said(before, saved)})


@require_POST
@workspace_page(Can.PLAN)
def version_move(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Another time for one account's version: by a drop, by keys, or by the form.

    ``all``: for the other accounts of the post as well.
    """
    version = get_object_or_404(_versions(request), pk=pk)
    before = version.at or laying.moment_now(request.workspace.tz)
    try:
        at = wanted_moment(request, before)
        if request.POST.get("all"):
            step = entries.plan_all(version.entry, at, by=request.user)
        else:
            step = entries.plan(version, at, by=request.user)
    except (entries.CannotChange, ValueError) as error:
        return refused(request, str(error), [before])
    return moved(request, step, [before, at])


@require_POST
@workspace_page(Can.PLAN)
def account_choose(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Which accounts it goes to."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    chosen = (
        SocialAccount.objects.in_workspace(request.workspace)
        .ours()
        .filter(pk__in=[x for x in request.POST.getlist("account") if is_key(x)])
    )
    try:
        entries.choose_accounts(entry, list(chosen), by=request.user)
    except entries.CannotChange as error:
        messages.error(request, str(error))
    return redirect("calendar:entry_edit", request.workspace.slug, pk)


@require_GET
@workspace_page(Can.PLAN)
def check_panel(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Previews and checks of what is saved; the page asks again after every saving."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    return page(request, "calendar_app/entry_edit.html", composer(request, entry), part="checks")


@require_POST
@workspace_page(Can.PLAN)
def entry_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(found_entries(request), pk=pk)
    try:
        step = entries.remove(entry, by=request.user)
        messages.success(
            request,
            _("“%(title)s” was removed.") % {"title": entry},
            extra_tags=undo_tag(request, step),
        )
    except entries.CannotChange as error:
        messages.error(request, str(error))
    return redirect("calendar:calendar_view", request.workspace.slug)


def found_entries(request: WorkspaceRequest) -> QuerySet[Entry]:
    return Entry.objects.in_workspace(request.workspace).select_related(
        "workspace", "author", "assignee", "pillar", "campaign", "idea"
    )


def _versions(request: WorkspaceRequest) -> QuerySet[EntryVersion]:
    return EntryVersion.objects.in_workspace(request.workspace).select_related(
        "entry__workspace", "account", "slot", "workspace"
    )


def _one(rows: Any, text: str) -> Any:
    return rows.filter(pk=int(text)).first() if is_key(text) else None


def _pk_in(rows: Any, text: str) -> int | None:
    found = _one(rows, text)
    return found.pk if found else None


def _version(request: WorkspaceRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if is_key(text) else 0
