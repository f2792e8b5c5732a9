"""Print a one-time link with which a person sets a new password."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from workspaces import audit
from workspaces.http import absolute
from workspaces.models import PasswordLink, User, Workspace


class Command(BaseCommand):
    help = "Prints a one-time link to set a new password, for an owner nobody else can help."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address the person signs in with")

    @transaction.atomic
    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower(), is_sample=False).first()
        if user is None:
            raise CommandError(_("Nobody here signs in as %(email)s.") % {"email": email})
        token = PasswordLink.issue(user, by=None)
        for workspace in Workspace.objects.of(user):
            audit.record(workspace, None, "workspaces.password_link_made", user)
        self.stdout.write(
            _("%(email)s sets a password here, once, within 24 hours: %(link)s")
            % {"email": user.email, "link": absolute(None, "workspaces:password_set", token)}
        )
