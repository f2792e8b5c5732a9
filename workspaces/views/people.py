"""Settings: the people of a workspace, their roles, invitations and password links."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from workspaces import mail, people
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.forms import InviteForm
from workspaces.http import absolute, page
from workspaces.models import Invitation, Membership
from workspaces.people import PeopleError
from workspaces.roles import CAN_LABELS, Can, Role


@require_safe
@workspace_page(Can.VIEW)
def member_list(request: WorkspaceRequest) -> HttpResponse:
    """Everybody may see who is here and who can do what; some may change it."""
    return _list(request)


@require_POST
@workspace_page(Can.MANAGE_PEOPLE)
@never_cache
def invitation_create(request: WorkspaceRequest) -> HttpResponse:
    form = InviteForm(request.POST, by=request.membership)
    if not form.is_valid():
        return _list(request, form=form, status=422)
    try:
        invitation, token = people.invite(
            request.membership, form.cleaned_data["email"], Role(form.cleaned_data["role"])
        )
    except PeopleError as refused:
        form.add_error(None, str(refused))
        return _list(request, form=form, status=422)
    link = absolute(request, "workspaces:invitation_accept", token)
    sent = mail.send_invitation(invitation, link)
    # Shown in this answer only: the link itself is kept nowhere.
    return _list(request, link=link, link_for=invitation.email, link_kind="invitation", sent=sent)


@require_POST
@workspace_page(Can.MANAGE_PEOPLE)
def invitation_revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.in_workspace(request.workspace), pk=pk)
    if people.revoke(request.membership, invitation):
        text = _("The invitation for %(email)s no longer works.")
    else:
        text = _("The invitation for %(email)s had already ended.")
    messages.success(request, text % {"email": invitation.email})
    return redirect("workspaces:member_list", request.workspace.slug)


@require_POST
@workspace_page(Can.MANAGE_PEOPLE)
def member_role(request: WorkspaceRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        messages.error(request, _("Choose one of the roles in the list."))
        return redirect("workspaces:member_list", request.workspace.slug)
    try:
        people.change_role(request.membership, member, Role(wanted))
    except PeopleError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("%(name)s is now %(role)s.")
            % {"name": member.user, "role": member.get_role_display()},
        )
    return redirect("workspaces:member_list", request.workspace.slug)


@require_POST
@workspace_page(Can.MANAGE_PEOPLE)
def member_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    name, self_removed = str(member.user), member.user_id == request.user.pk
    try:
        people.remove(request.membership, member)
    except PeopleError as refused:
        messages.error(request, str(refused))
        return redirect("workspaces:member_list", request.workspace.slug)
    messages.success(request, _("%(name)s no longer belongs to this workspace.") % {"name": name})
    if self_removed:
        return redirect("home")
    return redirect("workspaces:member_list", request.workspace.slug)


@require_POST
@workspace_page(Can.MANAGE_PEOPLE)
@never_cache
def member_reset(request: WorkspaceRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    try:
        token = people.password_link(request.membership, member)
    except PeopleError as refused:
        messages.error(request, str(refused))
        return redirect("workspaces:member_list", request.workspace.slug)
    link = absolute(request, "workspaces:password_set", token)
    return _list(request, link=link, link_for=str(member.user), link_kind="password")


def _member(request: WorkspaceRequest, pk: int) -> Membership:
    members = Membership.objects.in_workspace(request.workspace).select_related("user", "workspace")
    return get_object_or_404(members, pk=pk)


def _list(
    request: WorkspaceRequest, *, form: InviteForm | None = None, status: int = 200, **extra: object
) -> HttpResponse:
    workspace, mine = request.workspace, request.membership
    manages = mine.can(Can.MANAGE_PEOPLE)
    members = list(Membership.objects.in_workspace(workspace).with_people())
    owners = sum(member.role == Role.OWNER for member in members)
    roles = people.grantable(mine)
    resettable = people.resettable(mine, members)
    rows = [
        {
            "member": member,
            "own": member.user_id == mine.user_id,
            "roles": roles
            if Role(member.role) in roles and not (member.role == Role.OWNER and owners == 1)
            else [],
            "may_reset": member.pk in resettable,
        }
        for member in members
    ]
    context = {
        "rows": rows,
        "invitations": Invitation.objects.in_workspace(workspace)
        .open()
        .select_related("invited_by")
        .order_by("-pk")
        if manages
        else [],
        "form": form or (InviteForm(by=mine) if manages else None),
        "table": [
            (role.label, [CAN_LABELS[ability] for ability in Can if role.allows(ability)])
            for role in Role
        ],
        "mail_configured": settings.MAIL_CONFIGURED,
        **extra,
    }
    return page(request, "workspaces/member_list.html", context, status=status)
