"""Fill the names of a post's link from the dictionary, when somebody asks for it."""

from django.db import transaction

from calendar_app import entries
from calendar_app.links import dictionary, only_ones, suggested
from calendar_app.models import Entry, EntryVersion
from workspaces.models import User


@transaction.atomic
def fill(entry: Entry, *, by: User) -> int:
    """Take what is unambiguous from the dictionary into empty fields; returns how many were filled.

    Each account gets its platform's words; a word that stands already is left alone.
    Raises entries.CannotChange.
    """
    standing = entries.locked(entry)
    terms = dictionary(standing.workspace)
    count = 0
    shared = {key: value for key, value in only_ones(terms).items() if not standing.utm.get(key)}
    if shared:
        standing.utm = {**standing.utm, **shared}
        standing.save(update_fields=["utm"])
        count += len(shared)
    for version in standing.versions.select_related("account"):
        own = suggested(terms, version.account.platform)
        fresh = {key: value for key, value in own.items() if not version.utm.get(key)}
        if fresh:
            EntryVersion.objects.filter(pk=version.pk).update(utm={**version.utm, **fresh})
            count += len(fresh)
    if count:
        entries.touch(standing, by=by)
    return count
