"""The link of a post with its utm_ words, and the naming dictionary they come from."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from calendar_app.models import EntryVersion, UtmTerm
from workspaces.models import Workspace

UTM_FIELDS = ("source", "medium", "campaign", "content")


def utm_of(version: EntryVersion) -> dict[str, str]:
    """The words of this account's link by field: its own, else the post's."""
    shared = {key: value for key, value in version.entry.utm.items() if value}
    return shared | {key: value for key, value in version.utm.items() if value}


def tagged_link(version: EntryVersion) -> str:
    """The link as it goes out there; what stands in the address already is kept."""
    return tagged(version.entry.link, utm_of(version))


def tagged(address: str, utm: Mapping[str, str]) -> str:
    """``address`` with utm_ words; "" without an address. A word there already is replaced."""
    words = {f"utm_{key}": value for key, value in utm.items() if value}
    if not address or not words:
        return address
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    rest = [pair for pair in query if pair[0] not in words]
    return urlunsplit(parts._replace(query=urlencode([*rest, *words.items()])))


def dictionary(workspace: Workspace) -> list[UtmTerm]:
    """Standing words, by field and value."""
    return list(UtmTerm.objects.in_workspace(workspace).standing())


def suggested(terms: Iterable[UtmTerm], platform: str) -> dict[str, str]:
    """The words the dictionary has for one platform alone: field → the only one there is."""
    found: dict[str, list[str]] = {}
    for term in terms:
        if term.platform == platform:
            found.setdefault(term.field, []).append(term.value)
    return {field: values[0] for field, values in found.items() if len(values) == 1}


def only_ones(terms: Iterable[UtmTerm]) -> dict[str, str]:
    """Words for every platform of which the dictionary has just one in their field."""
    return suggested(terms, "")
