"""Mail from the ground floor; without a mail server nothing is sent and the page says so."""

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from workspaces.models import Invitation

log = structlog.get_logger(__name__)


def send_invitation(invitation: Invitation, link: str) -> bool:
    """True when the mail server took it. A refusal never loses the invitation."""
    if not settings.MAIL_CONFIGURED:
        return False
    with translation.override(invitation.workspace.language):
        subject = _("%(who)s invites you to “%(workspace)s”") % {
            "who": invitation.invited_by or _("Social Workbench"),
            "workspace": invitation.workspace.name,
        }
        text = render_to_string("emails/invitation.txt", {"invitation": invitation, "link": link})
    return send_text(invitation.email, subject, text)


def send_text(address: str, subject: str, text: str) -> bool:
    """True when the mail server took it; without one, or after a refusal, False. Never raises."""
    if not settings.MAIL_CONFIGURED or address.endswith(".invalid"):  # people of the sample
        return False
    try:
        send_mail(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [address])
    except OSError as error:  # smtplib's errors are OSErrors too
        log.warning("mail_not_sent", error=str(error))
        return False
    return True
