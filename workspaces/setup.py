"""A new workspace and its owner, from the first-run page, the new-workspace page or a command."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from workspaces import audit
from workspaces.models import Membership, User, Workspace
from workspaces.roles import Role

DEFAULT_SLUG = "brand"
SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,49}$")


def suggest_slug(name: str) -> str:
    """A free address: the Latin part of the name, else "brand"; with a number if taken."""
    base = slugify(name)[:40].strip("-_").replace("_", "-") or DEFAULT_SLUG
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def make_workspace(
    *, slug: str, name: str, owner: User, zone: str = "Asia/Taipei", language: str = "zh-hant"
) -> Membership:
    """Checked by the caller's form, or here: raises ValidationError with sentences."""
    if not SLUG.match(slug):
        raise ValidationError({"slug": bad_slug(slug)})
    workspace = Workspace(slug=slug, name=name, zone=zone, language=language)
    workspace.full_clean()
    workspace.save()
    membership = Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    audit.record(workspace, owner, "workspaces.workspace_made", workspace)
    return membership


def slug_taken(slug: str) -> str:
    """The sentence for an address that is in use."""
    return _("The address “%(slug)s” is taken by another workspace. Choose another.") % {
        "slug": slug
    }


def bad_slug(slug: str) -> str:
    """The sentence for an address that is not one."""
    return _(
        "“%(slug)s” cannot be an address. Use small letters, digits and hyphens, at most 50, "
        "such as morning-shop."
    ) % {"slug": slug}
