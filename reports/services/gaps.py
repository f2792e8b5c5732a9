"""Say that a figure does not exist, and why; or ask for it again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Deliverable
from reports.services.errors import CannotDo
from reports.services.judgement import refuse_unless_open
from workspaces import audit
from workspaces.models import User


@transaction.atomic
def declare(report: Deliverable, key: str, *, label: str, reason: str, by: User) -> Deliverable:
    """Keep that the figure ``key`` does not exist. A reason is a must: a reader will ask."""
    report = Deliverable.objects.select_for_update().get(pk=report.pk)
    refuse_unless_open(report)
    if not reason.strip():
        raise CannotDo(
            _("Say why “{figure}” does not exist; the report prints the reason.").format(
                figure=label
            )
        )
    said = {"reason": reason.strip()[:300], "by": str(by), "at": timezone.now().isoformat()}
    report.declared = report.declared | {key: said}
    report.save(update_fields=["declared"])
    report.writers.add(by)
    audit.record(
        report.workspace,
        by,
        "reports.gap_declared",
        report,
        after={"label": label, "reason": said["reason"]},
    )
    return report


@transaction.atomic
def ask_again(report: Deliverable, key: str, *, label: str, by: User) -> Deliverable:
    """Take the declaration back: the figure is asked for again."""
    report = Deliverable.objects.select_for_update().get(pk=report.pk)
    refuse_unless_open(report)
    if key in report.declared:
        report.declared = {k: v for k, v in report.declared.items() if k != key}
        report.save(update_fields=["declared"])
        audit.record(report.workspace, by, "reports.gap_reopened", report, after={"label": label})
    return report
