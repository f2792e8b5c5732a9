"""The sample workspace: who may step into it without a password, and how it goes away."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest

from workspaces.models import Membership, User, Workspace
from workspaces.roles import Role
from workspaces.sockets import STORED_FILES

# Any of these means that somebody stands between the browser and us, so the address we see
# is not the browser's.
FORWARDING_HEADERS = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "X-Forwarded-Server",
    "X-Real-IP",
    "X-Client-IP",
    "X-Original-Forwarded-For",
    "True-Client-IP",
    "CF-Connecting-IP",
    "Via",
)
OFFERED = (Role.EDITOR, Role.LEAD, Role.MANAGER)


def on_this_machine(request: HttpRequest) -> bool:
    """True only for a browser on the machine itself, which is also where people go."""
    site = urlsplit(settings.SITE_URL).hostname or ""
    return came_from_here(request) and _is_loopback(site)


def came_from_here(request: HttpRequest) -> bool:
    """True only for a program on the machine itself, reached without anything in between."""
    if any(request.headers.get(name) for name in FORWARDING_HEADERS):
        return False
    asked = urlsplit(f"//{request.get_host()}").hostname or ""
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_loopback(asked)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def people(request: HttpRequest) -> list[Membership]:
    """Whom this browser may step in as, in the order editor, lead, manager; usually nobody."""
    if not settings.SAMPLE_MODE or not on_this_machine(request):
        return []
    found = Membership.objects.filter(
        workspace__is_sample=True, user__is_sample=True, user__is_active=True, role__in=OFFERED
    ).select_related("user", "workspace")
    first: dict[str, Membership] = {}
    for membership in found.order_by("pk"):
        first.setdefault(membership.role, membership)
    return [first[role] for role in OFFERED if role in first]


@transaction.atomic
def remove() -> int:
    """Every sample workspace with all it holds, and the sample people. Answers how many rooms."""
    workspaces = list(Workspace.objects.filter(is_sample=True))
    for workspace in workspaces:
        erase(workspace)
    User.objects.filter(is_sample=True, memberships=None).delete()
    return len(workspaces)


def erase(workspace: Workspace) -> None:
    """Rows now, files once that is certain."""
    names = [name for files_of in STORED_FILES for name in files_of(workspace)]
    if workspace.brand_template.name:
        names.append(workspace.brand_template.name)
    workspace.delete()

    def clear() -> None:
        for name in names:
            default_storage.delete(name)

    transaction.on_commit(clear)
