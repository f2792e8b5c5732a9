"""What a workspace and a brief begin with, so that nobody starts from an empty page."""

from django.utils import translation
from django.utils.translation import gettext as _

from planning.laws import LAWS
from planning.models import (
    AccountCare,
    Brief,
    LadderStep,
    LawCheck,
    LawRule,
    PlatformCriterion,
    VoiceGuide,
)
from platforms.models import SocialAccount
from workspaces.models import Workspace


def prepare_workspace(workspace: Workspace) -> None:
    """Criteria, law questions and the voice guide, once; people change them afterwards."""
    with translation.override(workspace.language):
        if not PlatformCriterion.objects.in_workspace(workspace).exists():
            PlatformCriterion.objects.bulk_create(
                PlatformCriterion(
                    workspace=workspace, name=name, question=question, weight=weight, place=place
                )
                for place, (name, question, weight) in enumerate(_criteria(), start=1)
            )
        VoiceGuide.objects.get_or_create(workspace=workspace)
    if not LawRule.objects.in_workspace(workspace).exists():
        LawRule.objects.bulk_create(
            LawRule(
                workspace=workspace,
                statute=law.statute,
                article=law.article,
                trigger=law.trigger,
                question=law.question,
                evidence=law.evidence,
                consequence=law.consequence,
                words="\n".join(law.words),
                place=place,
            )
            for place, law in enumerate(LAWS, start=1)
        )


def _criteria() -> list[tuple[str, str, int]]:
    return [
        (_("Audience is there"), _("Are the people we want to reach active here?"), 5),
        (_("Fits the goal"), _("Does this platform do what the objective needs?"), 5),
        (_("Conversation"), _("Do people answer here, and can we answer them?"), 3),
        (_("We can make it"), _("Do we have the skills and hours for its formats?"), 3),
        (_("Cost"), _("Is the effort in proportion to what comes back?"), 2),
        (_("Figures"), _("Does it report the figures we need?"), 2),
    ]


def ladder_of(brief: Brief) -> None:
    with translation.override(brief.workspace.language):
        LadderStep.objects.bulk_create(
            LadderStep(workspace=brief.workspace, brief=brief, place=place, name=name)
            for place, name in enumerate((_("Follower"), _("Member"), _("Co-creator")), start=1)
        )


def ensure_law(brief: Brief) -> None:
    """One open answer for each rule in use; answers that exist stay."""
    rules = LawRule.objects.in_workspace(brief.workspace).standing().filter(active=True)
    known = LawCheck.objects.in_workspace(brief.workspace).filter(brief=brief)
    LawCheck.objects.bulk_create(
        [
            LawCheck(workspace=brief.workspace, brief=brief, rule=rule)
            for rule in rules.exclude(pk__in=known.values("rule"))
        ],
        ignore_conflicts=True,
    )


def ensure_care(workspace: Workspace) -> int:
    """One line for each thing of each account of ours; answers how many are new."""
    accounts = SocialAccount.objects.in_workspace(workspace).ours()
    known = set(AccountCare.objects.in_workspace(workspace).values_list("account", "item"))
    new = [
        AccountCare(workspace=workspace, account=account, item=item)
        for account in accounts
        for item in AccountCare.Item.values
        if (account.pk, item) not in known
    ]
    AccountCare.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
