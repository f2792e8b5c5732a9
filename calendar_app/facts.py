"""What the checks need to know, read from the database: a draft, its neighbours, the rules."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from calendar_app import links, options
from calendar_app.checks import Avoided, Draft, Law, Rules, UtmWord, VersionFacts
from calendar_app.media_facts import markets_of, media_of
from calendar_app.models import Entry, EntryMedia, EntryVersion, Publication
from planning.models import LawRule, VoiceGuide, VoiceRule
from workspaces.models import Workspace
from workspaces.punctuation import aside

NEAR = timedelta(hours=2)


def rules_of(workspace: Workspace) -> Rules:
    """The brand's words and the law checklist; works without either."""
    guide = VoiceGuide.objects.in_workspace(workspace).first()
    avoided = VoiceRule.objects.in_workspace(workspace).filter(
        kind=VoiceRule.Kind.AVOID, removed_at=None
    )
    laws = LawRule.objects.in_workspace(workspace).filter(active=True, removed_at=None)
    return Rules(
        avoided=[Avoided(one.text.strip(), one.other.strip(), one.note) for one in avoided],
        laws=[
            Law(
                key=str(one.pk),
                name=str(one),
                question=one.question,
                words=tuple(word.strip() for word in one.words.splitlines() if word.strip()),
                blocks=one.consequence == LawRule.Consequence.BLOCK,
                evidence=one.evidence,
            )
            for one in laws
        ],
        most_emoji=guide.most_emoji if guide else None,
        most_hashtags=guide.most_hashtags if guide else None,
        ready_days=options.options_of(workspace).ready_days,
        utm_terms=[
            UtmWord(one.field, one.value, one.platform) for one in links.dictionary(workspace)
        ],
    )


def draft_of(entry: Entry) -> Draft:
    """The post as the checks see it, in a constant number of queries."""
    tz = entry.workspace.tz
    versions = list(entry.versions.select_related("account", "entry", "publication"))
    rows = EntryMedia.objects.filter(entry=entry).select_related("asset", "asset__licence")
    media = media_of(rows.prefetch_related("asset__consents"))
    given = options.options_of(entry.workspace)
    others = _others(entry, versions)
    found = []
    names = Counter(version.account.name for version in versions)
    now = timezone.now()
    unsent = entry.state in (Entry.State.DRAFT, Entry.State.MISSED)
    for version in versions:
        mine = [other for other in others if other.account_id == version.account_id]
        words = version.words.strip()
        found.append(
            VersionFacts(
                account=_named(version, alone=names[version.account.name] == 1),
                platform=version.account.platform,
                text=full_text(version),
                title=version.title,
                at=version.at,
                day=version.at.astimezone(tz).date() if version.at else None,
                late=unsent and not _is_out(version) and bool(version.at and version.at <= now),
                media=media.get(version.pk) or media.get(0, []),
                kind=entry.kind,
                markets=markets_of(version.account_id, given),
                neighbours=[(o.at, str(o.entry)) for o in mine if o.at],
                link=entry.link,
                utm=links.utm_of(version),
                comment=version.comment,
                particulars=entry.particulars,
                twins=[
                    str(o.entry)
                    for o in mine
                    if words and o.words.strip() == words and not _variants(entry, o.entry)
                ],
            )
        )
    return Draft(
        versions=found,
        today=timezone.localdate(timezone=tz),
        disclosure=entry.disclosure,
        answers={key: str(one.get("evidence", "")) for key, one in entry.law.items()},
        ready=bool(entry.text.strip()) and (bool(media) or not _needs_media(versions)),
    )


def _named(version: EntryVersion, *, alone: bool) -> str:
    """The account; with its platform where another of the post has the same name."""
    account = version.account
    return account.name if alone else aside(account.name, account.facts.label)


def _variants(one: Entry, other: Entry) -> bool:
    """Two of one A/B: where the picture or the hour is varied, the words are meant to be alike."""
    return one.variant_of_id == other.pk or other.variant_of_id == one.pk


def _is_out(version: EntryVersion) -> bool:
    return hasattr(version, "publication") and version.publication.state in (
        Publication.State.SENT,
        Publication.State.BY_HAND,
    )


def full_text(version: EntryVersion) -> str:
    """The words with the link and the hashtags below them, as they go out."""
    entry = version.entry
    parts = [version.words.strip()]
    address = links.tagged_link(version)
    if address and address not in parts[0]:
        parts.append(address)
    if entry.hashtags.strip():
        parts.append(entry.hashtags.strip())
    return "\n\n".join(part for part in parts if part)


def _others(entry: Entry, versions: Sequence[EntryVersion]) -> list[EntryVersion]:
    """Other posts on the same accounts around the same times."""
    times = [version.at for version in versions if version.at]
    if not times:
        return []
    around: dict[str, Any] = {
        "at__gte": min(times) - timedelta(days=14),
        "at__lte": max(times) + timedelta(days=14),
    }
    return list(
        EntryVersion.objects.in_workspace(entry.workspace)
        .filter(account__in=[v.account_id for v in versions], entry__removed_at=None, **around)
        .exclude(entry=entry)
        .select_related("entry")[:300]
    )


def _needs_media(versions: Sequence[EntryVersion]) -> bool:
    from platforms.lengths import TEXT_RULES

    return any(
        TEXT_RULES[version.account.platform].media_needed
        for version in versions
        if version.account.platform in TEXT_RULES
    )
