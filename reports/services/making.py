"""Make a version: build the document from the numbers of now, write its files, show it whole.

Nothing of a version can be seen before its last transaction. A killed job leaves at most files
under their own hashes, which the next attempt finds again.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from analytics.still import still
from reports import blocks_data
from reports.blocks import ReportDocument
from reports.documents.word import WordDocument
from reports.models import Deliverable, DeliverableVersion, PrintedFigure
from reports.outputs import OUTPUTS, Output
from reports.outputs.context import OutputContext
from reports.services import files, restated
from reports.services.errors import CannotDo
from reports.services.judgement import refuse_unless_open
from workspaces import audit, json_values
from workspaces.jobs import Run
from workspaces.models import User, Workspace


def make_version(
    report: Deliverable,
    *,
    by: User | None,
    run: Run | None = None,
    finish: Callable[[DeliverableVersion], None] = lambda version: None,
) -> DeliverableVersion:
    """A version of what the numbers and the words say now; the last one if both are unchanged.

    ``finish`` runs in the transaction that makes the version visible.
    """
    refuse_unless_open(report)
    output = OUTPUTS[report.output]
    made_at = timezone.now()
    stamp = restated.data_stamp(report.workspace)
    tell = _teller(run)
    with translation.override(report.language), still(report.workspace):
        tell(0, _("Reading the numbers"))
        number = (report.versions.values_list("number", flat=True).first() or 0) + 1
        context = OutputContext.of_report(report, number=number, made_at=made_at)
        document = output.build(context)
        # Kept before the workbook cites its own further figures: signing prints Word anew from it.
        data = blocks_data.dump(document)
        template = brand_template(report.workspace)
        kept = _unchanged(report, data, context, template)
        if kept is not None:
            with transaction.atomic():
                finish(kept)
            return kept
        stored, notes = write_files(output, context, document, template, tell=tell)
        tell(4, _("Keeping the version"))
    with transaction.atomic():
        version = _keep(report, number, context, data, stored, notes, template, stamp, by)
        finish(version)
    return version


def write_files(
    output: Output,
    context: OutputContext,
    document: ReportDocument,
    template: dict[str, Any] | None,
    *,
    tell=lambda done, step: None,
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Render every format of ``output`` and store it. Returns the files and what to warn of."""
    stored: dict[str, dict[str, Any]] = {}
    notes: list[str] = []
    for place, kind in enumerate(output.formats, start=1):
        if kind == "docx":
            tell(place, _("Writing the Word file"))
            content, warned = render_word(
                document, context.made_at, template, appendix=output.workbook is not None
            )
            notes += warned
        elif output.workbook is not None:
            tell(place, _("Writing the Excel file"))
            content = output.workbook(context, document)
        stored[kind] = files.store(
            context.workspace, content, name=context.file_name(kind), kind=kind
        )
    return stored, notes


def render_word(
    document: ReportDocument,
    made_at: datetime,
    template: dict[str, Any] | None,
    *,
    appendix: bool = False,
) -> tuple[bytes, list[str]]:
    """The Word file and what its reader should know about the brand template.

    ``appendix``: a workbook beside it holds the sources figure by figure.
    """
    word = WordDocument(
        files.path_of(template) if template else None,
        language=document.language,
        made_at=made_at,
        template_name=template["name"] if template else "",
        appendix=appendix,
    )
    content = word.render(document)
    notes = []
    if word.missing_anchors:
        notes.append(
            _("The template has no place for {names}; these parts stand at its end.").format(
                names=", ".join(f"[[{name}]]" for name in word.missing_anchors)
            )
        )
    if word.unknown_anchors:
        notes.append(
            _("The template asks for {names}, which this report does not have.").format(
                names=", ".join(f"[[{name}]]" for name in word.unknown_anchors)
            )
        )
    return content, notes


def digest_of(version: DeliverableVersion) -> str:
    """What a reviewer reads, as one hash: blocks, words, gaps and the files' own hashes."""
    return json_values.digest_of(
        {
            "blocks": version.blocks,
            "judgement": version.judgement,
            "missing": version.missing,
            "files": {kind: one["sha256"] for kind, one in version.files.items()},
        }
    )


def _teller(run: Run | None):
    def tell(done: int, step: str) -> None:
        if run is not None:
            run.progress(done, 5, step)

    return tell


def brand_template(workspace: Workspace) -> dict[str, Any] | None:
    """A copy of the brand template under its hash: signing uses the one that was reviewed."""
    stored = workspace.brand_template.name
    if not stored:
        return None
    name = workspace.brand_template_name or Path(stored).name
    try:
        content = Path(workspace.brand_template.path).read_bytes()
    except OSError:
        raise CannotDo(
            _(
                "The document template “%(name)s” is no longer on the server. Upload it again "
                "under Settings, or remove it there to use the standard look."
            )
            % {"name": name}
        ) from None
    return files.store(workspace, content, name=name, kind="docx")


def _content(data: dict[str, Any]) -> dict[str, Any]:
    """The document without what changes by itself from one making to the next."""
    return {key: data[key] for key in ("language", "figures", "warnings")} | {
        "sections": [s for s in data["sections"] if s["anchor"] not in ("COVER", "SIGN_OFF")]
    }


def _unchanged(
    report: Deliverable,
    data: dict[str, Any],
    context: OutputContext,
    template: dict[str, Any] | None,
) -> DeliverableVersion | None:
    last = report.versions.first()
    if last is None or last.frozen or last.missing != context.missing:
        return None
    before = last.blocks
    same_look = before.get("template", {}) == (template or {})
    same = before.get("content") == json_values.digest_of(_content(data))
    return last if same_look and same and last.judgement == report.judgement else None


def _keep(
    report: Deliverable,
    number: int,
    context: OutputContext,
    data: dict[str, Any],
    stored: dict[str, dict[str, Any]],
    notes: list[str],
    template: dict[str, Any] | None,
    stamp: str,
    by: User | None,
) -> DeliverableVersion:
    standing = Deliverable.objects.select_for_update().get(pk=report.pk)
    refuse_unless_open(standing)
    version = DeliverableVersion(
        workspace=report.workspace,
        deliverable=standing,
        number=number,
        blocks={
            "document": data,
            "cuts": context.cuts,
            "suggestions": {
                anchor: blocks_data.dump_value(lines)
                for anchor, lines in context.suggestions.items()
            },
            "template": template or {},
            "appendix": OUTPUTS[report.output].workbook is not None,
            "content": json_values.digest_of(_content(data)),
            "made_at": context.made_at.isoformat(),
        },
        judgement=context.judgement,
        judgement_version=context.judgement_version,
        warnings=[*data["warnings"], *notes],
        missing=context.missing,
        files=stored,
        data_stamp=stamp,
        made_by=by,
    )
    version.digest = digest_of(version)
    version.save()
    PrintedFigure.objects.bulk_create(
        [
            PrintedFigure(version=version, **_printed(record, context.cuts))
            for record in context.book.as_records()
        ],
        batch_size=200,
    )
    audit.record(
        report.workspace,
        by,
        "reports.version_made",
        standing,
        after={"number": number, "files": {k: f["sha256"] for k, f in stored.items()}},
    )
    return version


def _printed(record: dict[str, Any], cuts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    limits = {"label": 200, "formula": 400, "text": 80, "reason": 300}
    cut = cuts.get(record["code"])
    return (
        record
        | {key: record[key][:most] for key, most in limits.items()}
        | {"scope": record["scope"] | ({"cut": cut} if cut else {})}
    )
