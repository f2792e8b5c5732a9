"""A workspace and its owner from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from workspaces.http import absolute
from workspaces.models import PasswordLink, User, Workspace
from workspaces.setup import make_workspace, slug_taken


class Command(BaseCommand):
    help = "Makes a workspace. An owner without a password gets a one-time link to set one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address: small letters, digits, hyphens")
        parser.add_argument("--name", required=True, help="its name, usually the brand")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="who owns it")
        parser.add_argument("--zone", default="Asia/Taipei", help="time zone (Asia/Taipei)")

    def handle(self, *, slug: str, name: str, owner: str, zone: str, **options: Any) -> None:
        email = owner.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(
                _("“%(email)s” is not an e-mail address. Write one such as mei@example.com.")
                % {"email": owner}
            ) from None
        if Workspace.objects.filter(slug=slug).exists():
            raise CommandError(slug_taken(slug))
        try:
            with transaction.atomic():
                user = User.objects.filter(email=email).first()
                if user is None:
                    user = User.objects.create_user(email)
                make_workspace(slug=slug, name=name, owner=user, zone=zone)
        except ValidationError as error:
            raise CommandError(_sentences(error)) from None
        self.stdout.write(
            _("Workspace “%(name)s” is at %(address)s")
            % {"name": name, "address": absolute(None, "workspaces:today", slug)}
        )
        if not user.has_usable_password():
            link = absolute(None, "workspaces:password_set", PasswordLink.issue(user, by=None))
            self.stdout.write(
                _("%(email)s sets a password here, once, within 24 hours: %(link)s")
                % {"email": email, "link": link}
            )


def _sentences(error: ValidationError) -> str:
    return " ".join(message for messages in error.message_dict.values() for message in messages)
