"""What the reports room puts into the sockets of the ground floor."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.services.closing import quarter_to_close
from reports.services.due import waiting_for
from workspaces.models import Workspace
from workspaces.sockets import (
    AUDIT_VERBS,
    NAV,
    STORED_FILES,
    TEMPLATE_CHECKS,
    WAITING_FOR,
    NavItem,
)

VERBS = {
    "reports.begun": gettext_lazy("began"),
    "reports.words_written": gettext_lazy("wrote in"),
    "reports.version_made": gettext_lazy("made a version of"),
    "reports.taken_back": gettext_lazy("took back from review"),
    "reports.gap_declared": gettext_lazy("said that a figure does not exist in"),
    "reports.gap_reopened": gettext_lazy("asked for a figure again in"),
    "reports.signed": gettext_lazy("signed"),
    "reports.downloaded": gettext_lazy("downloaded"),
}


def plug_in() -> None:
    """Called once when the app is ready."""
    NAV.append(
        NavItem(
            key="reports",
            label=gettext_lazy("Reports"),
            icon="report-analytics",
            url_name="reports:report_list",
            place=60,
            on_phone=True,
            letter="r",
        )
    )
    WAITING_FOR.append(waiting_for)
    WAITING_FOR.append(quarter_to_close)
    TEMPLATE_CHECKS.append(template_notes)
    STORED_FILES.append(stored_files)
    AUDIT_VERBS.update(VERBS)


def template_notes(path: Path) -> list[str]:
    """What a brand template lacks for the performance report: sentences for its owner."""
    from reports.documents.template import TemplateError, open_template
    from reports.documents.word import ANCHOR, BODY
    from reports.outputs import OUTPUTS

    try:
        document = open_template(path)
    except TemplateError as error:
        return [str(error)]
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    found = {match[1].upper() for text in texts if (match := ANCHOR.match(text))}
    wanted = OUTPUTS["O3.3.1"].anchors
    if BODY in found:
        return []
    if not found & set(wanted):
        return [
            _(
                "The template marks no places such as [[SUMMARY]] or [[BODY]], so the whole "
                "report stands at its end."
            )
        ]
    missing = [f"[[{anchor}]]" for anchor in wanted if anchor not in found]
    if not missing:
        return []
    return [
        _("The template has no place for {names}; these parts stand at its end.").format(
            names=_(", ").join(missing)
        )
    ]


def stored_files(workspace: Workspace) -> Iterable[str]:
    """Paths of every file of every version, reviewed ones and templates too."""
    from reports.models import DeliverableVersion

    versions = DeliverableVersion.objects.in_workspace(workspace)
    for files, template in versions.values_list("files", "blocks__template"):
        for one in (files or {}).values():
            yield str(one["path"])
            if one.get("reviewed"):
                yield str(one["reviewed"]["path"])
        if template:
            yield str(template["path"])
