"""Templates: a brand's own .docx, checked before it is trusted, or the default made by code.

A brand template is an ordinary Word file with paragraphs like ``[[SUMMARY]]``. Its styles,
theme colours, header and footer are used. It is opened by a server and printed under a
signature, so macros, embedded programs and fields that fetch things are refused.
"""

import io
import re
import zipfile
from pathlib import Path

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FETCHING_FIELDS = re.compile(
    rb"<w:(?:instrText|fldSimple)[^>]*?(?:>|\bw:instr=\")[^<\"]*?"
    rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b",
    re.IGNORECASE,
)


class TemplateError(ValueError):
    """A template that cannot be used; the text is a sentence for the person who chose it."""


def open_template(source: Path | bytes, *, name: str = "") -> Document:
    """The brand template as a python-docx document. Raises ``TemplateError`` with a sentence."""
    if isinstance(source, Path):
        name = name or source.name
        try:
            content = source.read_bytes()
        except OSError:
            raise TemplateError(
                _("The template “{name}” is no longer there. Upload it again.").format(name=name)
            ) from None
    else:
        content = source
    name = name or "template.docx"
    _refuse_dangerous(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
        document.styles, document.sections[0]
    except (PackageNotFoundError, KeyError, ValueError, IndexError, AttributeError, OSError):
        raise _broken(name) from None
    except Exception as error:  # lxml's own error types share no base with the above
        if type(error).__module__.startswith(("lxml", "docx", "zipfile", "zlib")):
            raise _broken(name) from None
        raise
    _detach_from_elsewhere(document)
    return document


def _broken(name: str) -> TemplateError:
    return TemplateError(
        _(
            "“{name}” cannot be read as a Word document. Open it in Word, save it again as "
            "“Word Document (.docx)” and upload that file."
        ).format(name=name)
    )


def _refuse_dangerous(content: bytes, name: str) -> None:
    if len(content) > MOST_BYTES:
        raise TemplateError(
            _("“{name}” is larger than 20 MB. Make its pictures smaller and try again.").format(
                name=name
            )
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # OLE: an old .doc or an encrypted .docx
        raise TemplateError(
            _(
                "“{name}” is an old .doc or protected by a password. Save it without a password "
                "as “Word Document (.docx)” and upload that file."
            ).format(name=name)
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if sum(info.file_size for info in package.infolist()) > MOST_UNPACKED:
                raise _broken(name)
            types = package.read("[Content_Types].xml")
            parts = [
                package.read(part)
                for part in names
                if part.startswith("word/") and part.endswith(".xml")
            ]
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError):
        raise _broken(name) from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise _broken(name) from None
        raise
    if any(part.lower().endswith("vbaproject.bin") for part in names) or b"macroEnabled" in types:
        raise TemplateError(
            _(
                "“{name}” carries macros, which are not accepted. Save it as “Word Document "
                "(.docx)”, which leaves the macros out, and upload that file."
            ).format(name=name)
        )
    if MAIN_TYPE.encode() not in types:
        raise _broken(name)
    embedded = ("word/activex/", "word/embeddings/oleobject")
    if any(part.lower().startswith(embedded) for part in names):
        raise TemplateError(
            _(
                "“{name}” holds an embedded object or control. Remove it in Word and upload the "
                "file again."
            ).format(name=name)
        )
    for part in parts:
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise _broken(name)
        if field := _FETCHING_FIELDS.search(part):
            raise TemplateError(
                _(
                    "“{name}” holds the field {field}, which fetches things from elsewhere. "
                    "Remove it in Word and upload the file again."
                ).format(name=name, field=field[1].decode().upper())
            )


def _detach_from_elsewhere(document: Document) -> None:
    """Cut links that Word follows by itself on opening (a remote template, remote pictures)."""
    follows = ("/attachedTemplate", "/image", "/oleObject", "/frame", "/subDocument")
    for part in list(document.part.package.iter_parts()):
        for key, relation in list(part.rels.items()):
            if relation.is_external and relation.reltype.endswith(follows):
                part.rels.pop(key)
                if relation.reltype.endswith("/attachedTemplate"):
                    root = part.element if hasattr(part, "element") else None
                    if root is not None:
                        for node in root.xpath("./w:attachedTemplate"):
                            root.remove(node)
