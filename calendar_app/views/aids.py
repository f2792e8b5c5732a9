"""What the composer offers beside the fields: wording, names for the link, what a kind needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendar_app import drafting, experiments, links, particulars
from calendar_app.models import Entry, EntryMedia, EntryVersion, HashtagSet, PostTemplate
from platforms.formats import COMMENTS, LINE_BUBBLE_LETTERS
from platforms.kinds import Platform
from platforms.lengths import TEXT_RULES, graphemes, hashtags, utf8_bytes
from workspaces.access import WorkspaceRequest


def wording_aids(request: WorkspaceRequest, entry: Entry) -> dict[str, Any]:
    """Context of the composer; a fixed number of questions whatever the size of the lists."""
    terms = links.dictionary(request.workspace)
    templates = PostTemplate.objects.in_workspace(request.workspace).standing()
    return {
        "hashtag_sets": HashtagSet.objects.in_workspace(request.workspace).standing(),
        "post_templates": templates.filter(kind__in=["", entry.kind]),
        "utm": [
            {
                "field": name,
                "value": entry.utm.get(name, ""),
                "terms": [term for term in terms if term.field == name],
            }
            for name in links.UTM_FIELDS
        ],
        "utm_terms": terms,
        "variants": experiments.of_entry(entry),
        "drafting_on": drafting.service_of(request.workspace) is not None,
        "particulars": particulars.fields_of(entry.particulars, entry.kind),
        "particular_lines": particulars.lines_of(entry.kind, entry.particulars),
        "comments_on": list(COMMENTS),
    }


def version_utm(version: EntryVersion, post: Mapping[str, str]) -> dict[str, str]:
    """utm_ words of one account from a form; a field that is not in the form stays as it is."""
    said = dict(version.utm)
    for name in links.UTM_FIELDS:
        value = post.get(f"utm_{name}")
        if value is not None:
            said[name] = value.strip()[:60]
    return {name: value for name, value in said.items() if value}


def said_particulars(entry: Entry, kind: str, post: Any) -> dict[str, Any]:
    """What the kind needs from a form; a form without these fields leaves what stands."""
    if "particulars" not in post:
        return entry.particulars
    return particulars.read(kind, post)


def counts_of(
    version: EntryVersion, text: str, media: Sequence[EntryMedia] = ()
) -> list[dict[str, Any]]:
    """How long each part is, as the platform counts: {"label", "length", "most", "over"}."""
    rule, comment = TEXT_RULES.get(version.account.platform), COMMENTS.get(version.account.platform)
    kinds = [use.asset.kind for use in media]
    found: list[tuple[str, int, int]] = []
    if rule is not None:
        found.append((pgettext("counted", "Text"), rule.length(text), rule.most_for(kinds)))
        if version.account.platform == Platform.LINE_OA:
            found.append((_("One bubble"), graphemes(text), LINE_BUBBLE_LETTERS))
        if rule.most_bytes:
            found.append((_("Bytes"), utf8_bytes(text), rule.most_bytes))
        if rule.title:
            found.append((_("Title"), len(version.title), rule.title))
        if rule.hashtags is not None and hashtags(text):
            found.append((_("Hashtags"), len(hashtags(text)), rule.hashtags))
    if comment is not None and version.comment:
        found.append((_("First comment"), comment.count(version.comment), comment.most))
    return [
        {"label": label, "length": length, "most": most, "over": length > most}
        for label, length, most in found
    ]
