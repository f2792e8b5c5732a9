"""What the composer offers beside the fields: hashtag sets, templates, names for the link."""

from collections.abc import Mapping
from typing import Any

from calendar_app import links
from calendar_app.models import Entry, EntryVersion, HashtagSet, PostTemplate
from workspaces.access import WorkspaceRequest


def wording_aids(request: WorkspaceRequest, entry: Entry) -> dict[str, Any]:
    """Context of the composer; three questions whatever the size of the lists."""
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
    }


def version_utm(version: EntryVersion, post: Mapping[str, str]) -> dict[str, str]:
    """utm_ words of one account from a form; a field that is not in the form stays as it is."""
    said = dict(version.utm)
    for name in links.UTM_FIELDS:
        value = post.get(f"utm_{name}")
        if value is not None:
            said[name] = value.strip()[:60]
    return {name: value for name, value in said.items() if value}
