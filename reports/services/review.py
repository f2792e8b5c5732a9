"""Send to review, take back, send back, sign. Whoever wrote any of it cannot sign it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from platforms.display import format_moment
from reports import blocks_data
from reports.blocks import Cover, Heading, Paragraph, ReportDocument, Section, Signature, Signatures
from reports.documents.signing import sign_workbook
from reports.models import Deliverable, DeliverableVersion
from reports.pieces import QuotedText, text_of
from reports.services import files
from reports.services.errors import CannotDo
from reports.services.making import digest_of, render_word
from workspaces import approvals, audit, notifications
from workspaces.models import Approval, Membership, User
from workspaces.punctuation import listed
from workspaces.roles import Can


def open_questions(version: DeliverableVersion) -> list[dict[str, Any]]:
    """Figures that are asked for and neither there nor declared not to exist."""
    return [one for one in version.missing if not one.get("declared")]


def why_not_ready(report: Deliverable, version: DeliverableVersion | None) -> str:
    """Why this report cannot go to review now, as a sentence; empty when it can."""
    if report.status != Deliverable.Status.DRAFT:
        return _("This report is not a draft any more.")
    if version is None:
        return _("Make the report first.")
    if open_questions(version):
        names = listed([one["label"] for one in open_questions(version)])
        return _(
            "Still missing: {names}. Fill in each figure, or say that it does not exist and why."
        ).format(names=names)
    if version.judgement_version != report.judgement_version:
        return _(
            "The words were changed after version {number}. Make the report again, so that the "
            "file says the same."
        ).format(number=version.number)
    return ""


def authors_of(report: Deliverable) -> set[int]:
    """Everyone who must not sign: who began it, who wrote in it."""
    ids = set(report.writers.values_list("pk", flat=True))
    return ids | ({report.author_id} if report.author_id else set())


def signers_of(report: Deliverable) -> list[Membership]:
    """Members who may sign this report."""
    able = Membership.objects.in_workspace(report.workspace).who_can(Can.SIGN).with_people()
    asked_by = waiting(report)
    barred = authors_of(report) | ({asked_by.author_id} if asked_by else set())
    return [member for member in able if member.user_id not in barred]


def waiting(report: Deliverable) -> Approval | None:
    return approvals.waiting(report.workspace, report)


@transaction.atomic
def ask(report: Deliverable, version: DeliverableVersion, *, by: User) -> Approval:
    """Send ``version`` to review. Raises ``CannotDo`` with what has to be done first."""
    report = Deliverable.objects.select_for_update().get(pk=report.pk)
    latest = report.versions.first()
    reason = why_not_ready(report, latest)
    if not reason and latest != version:
        reason = _("There is a newer version. Look at it before you send it to review.")
    if reason:
        raise CannotDo(reason)
    approval = approvals.ask(
        report.workspace, report, author=by, digest=digest_of(version), title=report.title
    )
    report.status = Deliverable.Status.IN_REVIEW
    report.save(update_fields=["status"])
    people = [member.user for member in signers_of(report)]
    notifications.tell(
        report.workspace,
        people,
        key=f"report:{report.pk}:review:{approval.pk}",
        text=_("{name} asks you to sign “{title}”.").format(name=by, title=report.title),
        url=reverse("reports:report_review", args=[report.workspace.slug, report.pk]),
    )
    return approval


@transaction.atomic
def take_back(report: Deliverable, *, by: User) -> None:
    """Open the report for writing again before anybody has decided."""
    report = Deliverable.objects.select_for_update().get(pk=report.pk)
    approval = waiting(report)
    if report.status != Deliverable.Status.IN_REVIEW or approval is None:
        raise CannotDo(_("This report is not in review, so there is nothing to take back."))
    if not approvals.may_take_back(approval, by=by, authors=authors_of(report)):
        raise CannotDo(approvals.not_yours())
    Approval.objects.filter(pk=approval.pk, state=Approval.State.WAITING).update(
        state=Approval.State.WITHDRAWN, decided_at=timezone.now()
    )
    _reopen(report)
    audit.record(report.workspace, by, "reports.taken_back", report)


@transaction.atomic
def send_back(report: Deliverable, *, by: User, comment: str) -> Approval:
    """Return the report to its writers with what should change."""
    report = Deliverable.objects.select_for_update().get(pk=report.pk)
    approval = _waiting_or_refuse(report)
    _refuse_without_ability(report, by)
    decided = approvals.decide(approval, by=by, yes=False, comment=comment)
    _reopen(report)
    notifications.tell(
        report.workspace,
        _people(report, approval),
        key=f"report:{report.pk}:sent-back:{approval.pk}",
        text=_("{name} sent “{title}” back: {comment}").format(
            name=by, title=report.title, comment=comment.strip()
        ),
        url=reverse("reports:report_detail", args=[report.workspace.slug, report.pk]),
    )
    return decided


def refuse_signer(report: Deliverable, *, by: User, digest: str) -> DeliverableVersion:
    """The version ``by`` may sign now. Raises ``CannotDo`` or ``NotAllowed`` with a sentence."""
    approval = _waiting_or_refuse(report)
    _refuse_without_ability(report, by)
    if by.pk in authors_of(report) | {approval.author_id}:
        raise approvals.NotAllowed(
            _("You wrote part of this report, so another person has to sign it.")
        )
    version = report.versions.first()
    if version is None or digest != approval.digest or digest_of(version) != approval.digest:
        raise approvals.NotAllowed(
            _(
                "“%(title)s” has changed since it was sent for review. Open it again and decide "
                "on what stands there now."
            )
            % {"title": report.title}
        )
    return version


def sign(
    report: Deliverable, *, by: User, comment: str, digest: str, finish=lambda: None
) -> DeliverableVersion:
    """Sign the version in review: files with the signature in them, everything frozen.

    The signed Word file is drawn from the blocks that were reviewed, never from today's numbers;
    in the workbook only the sign-off sheet changes. ``finish`` runs in the same transaction.
    """
    version = refuse_signer(report, by=by, digest=digest)
    at = timezone.now()
    signed = _signed_files(report, version, by=by, at=at)
    with transaction.atomic():
        report = Deliverable.objects.select_for_update().get(pk=report.pk)
        version = refuse_signer(report, by=by, digest=digest)
        approval = _waiting_or_refuse(report)
        approvals.decide(
            approval,
            by=by,
            yes=True,
            comment=comment,
            digest=digest,
            also_authors=authors_of(report),
        )
        version.files = signed
        version.frozen = True
        version.save(update_fields=["files", "frozen"])
        report.status = Deliverable.Status.SIGNED
        report.signed_by = by
        report.signed_at = at
        report.save(update_fields=["status", "signed_by", "signed_at"])
        Deliverable.objects.in_workspace(report.workspace).of(report.output, report.period).filter(
            status=Deliverable.Status.SIGNED
        ).exclude(pk=report.pk).update(status=Deliverable.Status.SUPERSEDED)
        hashes = {kind: one["sha256"] for kind, one in signed.items()}
        audit.record(
            report.workspace,
            by,
            "reports.signed",
            report,
            after={"version": version.number, "files": hashes},
        )
        notifications.tell(
            report.workspace,
            _people(report, approval),
            key=f"report:{report.pk}:signed",
            text=_("{name} signed “{title}”.").format(name=by, title=report.title),
            url=reverse("reports:report_detail", args=[report.workspace.slug, report.pk]),
        )
        finish()
    return version


def _signed_files(
    report: Deliverable, version: DeliverableVersion, *, by: User, at
) -> dict[str, dict[str, Any]]:
    """The reviewed files with the signature in them, stored beside the reviewed ones."""
    reviewed = {kind: files.check_unchanged(one) for kind, one in version.files.items()}
    signed: dict[str, dict[str, Any]] = {}
    with translation.override(report.language):
        document = signed_document(report, version, by=by, at=at)
        section = next(s for s in document.sections if s.anchor == "SIGN_OFF")
        for kind, content in reviewed.items():
            if kind == "docx":
                template = version.blocks.get("template") or None
                appendix = version.blocks.get("appendix", False)
                content, _notes = render_word(document, at, template, appendix=appendix)
            else:
                content = sign_workbook(
                    content,
                    sign_off_rows(section),
                    sheet=_("Sign-off"),
                    status=document.head.status,
                )
            signed[kind] = files.store(
                report.workspace, content, name=version.files[kind]["name"], kind=kind
            ) | {"reviewed": version.files[kind]}
    return signed


def signed_document(
    report: Deliverable, version: DeliverableVersion, *, by: User, at
) -> ReportDocument:
    """The reviewed document with its status and its signatures as they stand after signing."""
    document = blocks_data.load(version.blocks["document"])
    workspace = report.workspace
    moment = format_moment(at, workspace.tz, today=date.min, language=report.language)
    status = _("Signed off")
    hashes = [
        Paragraph(
            QuotedText(
                _("Reviewed file ({kind}) SHA-256: {hash}").format(
                    kind={"docx": "Word", "xlsx": "Excel"}[kind],
                    hash=one.get("reviewed", one)["sha256"],
                )
            ),
            style="note",
        )
        for kind, one in version.files.items()
    ]
    sections = []
    for section in document.sections:
        if section.anchor == "SIGN_OFF":
            before = next(b for b in section.blocks if isinstance(b, Signatures))
            people = [
                *before.people[:-1],
                Signature(role=_("Signed off by"), name=str(by), moment=moment, word=status),
            ]
            heading = [b for b in section.blocks if isinstance(b, Heading)]
            section = Section("SIGN_OFF", [*heading, Signatures(people), *hashes])
        else:
            section = replace(
                section,
                blocks=[
                    _cover_with_status(block, status) if isinstance(block, Cover) else block
                    for block in section.blocks
                ],
            )
        sections.append(section)
    head = replace(document.head, status=status)
    return replace(document, head=head, sections=sections)


def sign_off_rows(section: Section) -> list[list[str]]:
    """The sign-off section as rows of text for the workbook's sign-off sheet."""
    rows = []
    for block in section.blocks:
        if isinstance(block, Signatures):
            rows += [[p.role, p.name, p.moment, p.word] for p in block.people]
        elif isinstance(block, Paragraph):
            rows.append([text_of(block.text)])
    return rows


def _cover_with_status(cover: Cover, status: str) -> Cover:
    facts = [
        (label, QuotedText(status) if label == _("Status") else text) for label, text in cover.facts
    ]
    return replace(cover, facts=facts)


def _waiting_or_refuse(report: Deliverable) -> Approval:
    # Asked of the database: the caller's object may be from before it was sent.
    in_review = Deliverable.objects.filter(pk=report.pk, status=Deliverable.Status.IN_REVIEW)
    approval = waiting(report)
    if approval is None or not in_review.exists():
        raise CannotDo(_("This report is not waiting for a signature."))
    return approval


def _refuse_without_ability(report: Deliverable, by: User) -> None:
    member = Membership.objects.in_workspace(report.workspace).filter(user=by).first()
    if member is None or not member.can(Can.SIGN):
        raise CannotDo(
            _("Your role does not let you decide about reports. Ask an owner, manager or lead.")
        )


def _reopen(report: Deliverable) -> None:
    report.status = Deliverable.Status.DRAFT
    report.save(update_fields=["status"])


def _people(report: Deliverable, approval: Approval) -> list[User]:
    return list(User.objects.filter(pk__in=authors_of(report) | {approval.author_id}))
