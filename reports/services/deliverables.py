"""Find or begin the record of one output for one period, and begin a later edition of it."""

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from reports.models import Deliverable
from reports.outputs import OUTPUTS, Output
from reports.services.drafts import draft_title
from reports.services.errors import CannotDo
from workspaces import audit
from workspaces.models import User, Workspace
from workspaces.periods import Period


def standing(workspace: Workspace, output: Output, period: Period) -> Deliverable | None:
    """The report that counts for this output and period: the open one, else the signed one."""
    found = (
        Deliverable.objects.in_workspace(workspace).standing().of(output.code, period).with_people()
    )
    return min(found, key=lambda one: one.is_signed, default=None)


def begin(workspace: Workspace, output: Output, period: Period, *, by: User) -> Deliverable:
    """The standing report of this output and period; a new draft by ``by`` when there is none."""
    known = standing(workspace, output, period)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _create(workspace, output, period, by=by, judgement={})
    except IntegrityError:  # two people pressed at once; the other one was first
        again = standing(workspace, output, period)
        if again is None:
            raise
        return again


@transaction.atomic
def new_edition(signed: Deliverable, *, by: User) -> Deliverable:
    """A draft that starts from the words of a signed report, which stays as it is."""
    if signed.status != Deliverable.Status.SIGNED:
        raise CannotDo(_("Only a signed report needs a new edition; this one can still be edited."))
    output = OUTPUTS[signed.output]
    known = standing(signed.workspace, output, signed.period)
    if known is not None and not known.is_signed:
        return known
    return _create(
        signed.workspace, output, signed.period, by=by, judgement=signed.judgement, after=signed
    )


def _create(
    workspace: Workspace,
    output: Output,
    period: Period,
    *,
    by: User,
    judgement: dict,
    after: Deliverable | None = None,
) -> Deliverable:
    with translation.override(workspace.language):
        title = draft_title(workspace, output, period)
    report = Deliverable.objects.create(
        workspace=workspace,
        output=output.code,
        start=period.start,
        end=period.end,
        title=title[:200],
        language=workspace.language,
        author=by,
        judgement=judgement,
    )
    if after is not None:
        # Whoever wrote words that live on in the new edition is still one of its writers.
        report.writers.set([*after.writers.all(), *([after.author] if after.author else [])])
    audit.record(workspace, by, "reports.begun", report)
    return report
