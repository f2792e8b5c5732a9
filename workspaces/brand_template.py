"""The workspace's own Word file: is it safe and sound, and what will it lack."""

import secrets
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from workspaces import audit
from workspaces.models import Membership, Workspace
from workspaces.sockets import TEMPLATE_CHECKS

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 5000
MAX_RATIO = 200  # a Word file's XML packs to about a tenth
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MAIN_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
ACTIVE = ("vbaproject", "vbadata", "activex", "oleobject", "embeddings/")


class BadTemplate(Exception):
    """The text says what is wrong with the file and how to save it right."""


def check_file(file: File) -> None:
    """Raises BadTemplate. Reads the directory of the ZIP first; unpacks one small member."""
    if not (file.name or "").lower().endswith(".docx"):
        raise BadTemplate(
            _("“%(name)s” is not a .docx file. In Word, choose Save as, then Word document.")
            % {"name": file.name}
        )
    if file.size > MAX_BYTES:
        raise BadTemplate(
            _("“%(name)s” is larger than 20 MB. Make its pictures smaller and try again.")
            % {"name": file.name}
        )
    broken = BadTemplate(
        _("“%(name)s” cannot be opened as a Word file. Open it in Word and save it again.")
        % {"name": file.name}
    )
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or any(m.flag_bits & 0x1 for m in members):
                raise broken
            unpacked = sum(member.file_size for member in members)
            packed = sum(member.compress_size for member in members)
            if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 10_000):
                raise broken
            names = {member.filename for member in members}
            if not {"[Content_Types].xml", "word/document.xml"} <= names:
                raise broken
            _refuse_active(file, archive, names)
    except (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise broken from None
    except (ParseError, DefusedXmlException):
        raise broken from None
    finally:
        file.seek(0)


def _refuse_active(file: File, archive: ZipFile, names: set[str]) -> None:
    """No macros, no embedded programs, nothing that is fetched when the document opens."""
    lowered = {name.lower() for name in names}
    kinds = archive.read("[Content_Types].xml")
    types = {element.get("ContentType", "") for element in fromstring(kinds)}
    active = any(part in name for name in lowered for part in ACTIVE)
    if active or any("macroenabled" in kind.lower() for kind in types):
        raise BadTemplate(
            _(
                "“%(name)s” contains macros or embedded objects, which a template must not have. "
                "Remove them and save it as a Word document without macros."
            )
            % {"name": file.name}
        )
    if not types & {MAIN, MAIN_TEMPLATE}:
        raise BadTemplate(
            _("“%(name)s” cannot be opened as a Word file. Open it in Word and save it again.")
            % {"name": file.name}
        )
    for name in names:
        if name.endswith(".rels") and _fetches(archive.read(name)):
            raise BadTemplate(
                _(
                    "“%(name)s” loads a template or picture from another place when it opens. "
                    "Put these into the file itself and try again."
                )
                % {"name": file.name}
            )


def _fetches(relations: bytes) -> bool:
    """External relations other than plain links, which do nothing until somebody clicks."""
    return any(
        element.get("TargetMode") == "External"
        and not element.get("Type", "").endswith("/hyperlink")
        for element in fromstring(relations)
    )


def keep(by: Membership, file: File) -> None:
    """Store a checked file as the workspace's template in place of the one before."""
    check_file(file)
    workspace = by.workspace
    name = Path(file.name or "").name[:200]
    with transaction.atomic():
        before, old = workspace.brand_template_name, workspace.brand_template.name
        workspace.brand_template.save(
            f"brand/{workspace.pk}/{secrets.token_hex(8)}.docx", file, save=False
        )
        workspace.brand_template_name = name
        workspace.save(update_fields=["brand_template", "brand_template_name"])
        audit.record(
            workspace,
            by.user,
            "workspaces.template_changed",
            name,
            before={"name": before},
            after={"name": name},
        )
        _discard(workspace, old)


def remove(by: Membership) -> None:
    workspace = by.workspace
    with transaction.atomic():
        old, name = workspace.brand_template.name, workspace.brand_template_name
        workspace.brand_template, workspace.brand_template_name = "", ""
        workspace.save(update_fields=["brand_template", "brand_template_name"])
        audit.record(workspace, by.user, "workspaces.template_removed", name)
        _discard(workspace, old)


def notes(workspace: Workspace) -> list[str]:
    """What later rooms say about the template that is in use."""
    if not workspace.brand_template:
        return []
    path = Path(workspace.brand_template.path)
    if not path.exists():
        return [_("The file is no longer on the server. Upload it again.")]
    return [sentence for check in TEMPLATE_CHECKS for sentence in check(path)]


def _discard(workspace: Workspace, name: str | None) -> None:
    if name:
        storage = workspace.brand_template.storage
        transaction.on_commit(lambda: storage.delete(name))
