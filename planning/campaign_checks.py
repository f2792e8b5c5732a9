"""What a campaign still lacks, as sentences. Pure; nothing here blocks, people decide."""

from datetime import date

from django.utils.translation import gettext as _

from planning.models import Campaign


def lacking(campaign: Campaign, *, stages: int, today: date) -> list[str]:
    """Sentences in the order in which one would mend them."""
    asked = (
        (campaign.start and campaign.end, _("Say from when to when it runs.")),
        (campaign.goal.strip(), _("Say what it is to reach.")),
        (campaign.owner_id, _("Name the person who looks after it.")),
        (stages, _("Lay out its stages, from warming up to closing.")),
        (campaign.mechanic.strip(), _("Say how one takes part.")),
        (
            campaign.rules.strip(),
            _("Write the rules: who may take part, until when, how it is decided."),
        ),
    )
    found = [sentence for there, sentence in asked if not there]
    if campaign.start and campaign.end and campaign.end < campaign.start:
        found.insert(0, _("The last day cannot lie before the first day."))
    if campaign.prizes.strip() and not campaign.privacy.strip():
        found.append(
            _(
                "There are prizes, so winners leave names or addresses: write the personal-data notice (Personal Data Protection Act, article 8)."
            )
        )
    if campaign.end and campaign.end < today and not campaign.result.strip():
        found.append(_("It is over: write what came of it."))
    return found
