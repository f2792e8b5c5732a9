"""Who made it and who signs it. A draft says that the signature is still open."""

from django.utils.translation import gettext as _

from reports.blocks import Heading, Section, Signature, Signatures
from reports.outputs.context import OutputContext

ANCHOR = "SIGN_OFF"


def section(context: OutputContext) -> Section:
    made = Signature(
        role=_("Made by"),
        name=context.author,
        moment=context.moment(context.made_at),
        word=_("Made"),
    )
    pending = Signature(role=_("Signed off by"), word=_("Not signed yet"))
    return Section(ANCHOR, [Heading(_("Sign-off")), Signatures([made, pending])])
