#!/usr/bin/env python3
"""The Traditional Chinese catalogue: add translations, extract, compile, check.

    tools/messages.py add FILE.json   merge {"English msgid": "繁中"} into the catalogue
    tools/messages.py update          extract from the source; unused entries are removed
    tools/messages.py compile         write django.mo (no msgfmt needed)
    tools/messages.py check           current, complete, placeholder-safe; exit 1 if not

In a JSON file a plural is written "one file|||%(n)s files", a context "context\\u0004msgid".
Locations are left out of the catalogue and entries are sorted, so that diffs stay small.
"""

import argparse
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"
ROOMS = (
    "workbench",
    "workspaces",
    "platforms",
    "planning",
    "calendar_app",
    "inbox",
    "analytics",
    "reports",
    "templates",
)
HEADER = {
    "Project-Id-Version": "Social Workbench",
    "Report-Msgid-Bugs-To": "",
    "Language": "zh_Hant",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PERCENT = re.compile(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[sdifgr]|%[sdifgr](?![A-Za-z])")
BRACE = re.compile(r"\{\w*(?:[.!:][^{}]*)?\}")

Key = tuple[str | None, str]


@contextmanager
def locked() -> Iterator[None]:
    """One writer at a time; readers see the old file or the new one, never half of it."""
    lock = ROOT / "build" / "messages.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def load() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=0)
    return polib.POFile(wrapwidth=0)


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def save(catalogue: polib.POFile) -> None:
    """Write sorted, without locations, in one step; then compile."""
    ordered = polib.POFile(wrapwidth=0)
    ordered.header = "Social Workbench in Traditional Chinese as written in Taiwan."
    ordered.metadata = dict(HEADER)
    for entry in sorted(catalogue, key=lambda e: (e.msgid, e.msgctxt or "")):
        if entry.obsolete:
            continue
        entry.occurrences, entry.comment, entry.tcomment = [], "", ""
        entry.flags = flags(entry)
        ordered.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    replace(CATALOGUE, f"{ordered}".encode())
    compile_catalogue(ordered)


def replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def compile_catalogue(catalogue: polib.POFile) -> None:
    replace(CATALOGUE.with_suffix(".mo"), catalogue.to_binary())


def flags(entry: polib.POEntry) -> list[str]:
    """Format flags from the text itself, so that adding and extracting agree; fuzzy is kept."""
    found = ["fuzzy"] if "fuzzy" in entry.flags else []
    text = entry.msgid + (entry.msgid_plural or "")
    if PERCENT.search(text):
        found.append("python-format")
    elif BRACE.search(text):
        found.append("python-brace-format")
    return found


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholder_fault(msgid: str, plural: str, text: str) -> str:
    """What is wrong with the placeholders of one translation; empty if nothing is."""
    if "|||" in text:
        return "has two forms, but Chinese has one plural form"
    for pattern in (PERCENT, BRACE):
        allowed = set(pattern.findall(msgid)) | set(pattern.findall(plural))
        # A singular may say "one file" where the plural counts, so the fuller form decides.
        wanted = set(pattern.findall(plural or msgid))
        given = set(pattern.findall(text))
        if given - allowed:
            return f"has {', '.join(sorted(given - allowed))}, which the English does not have"
        if wanted - given:
            return f"lacks {', '.join(sorted(wanted - given))}"
    return ""


def add(path: Path) -> int:
    try:
        given = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        return fail(f"{path} cannot be read as JSON: {error}")
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        return fail(f"{path} must be one object of English msgid to Traditional Chinese text.")
    refused: list[str] = []
    with locked():
        catalogue = load()
        entries = {key(entry): entry for entry in catalogue}
        changed = 0
        for name, text in given.items():
            context, _, rest = name.rpartition("\u0004")
            msgid, _, plural = rest.partition("|||")
            if not text.strip():
                refused.append(f"{msgid!r}: the translation is empty")
                continue
            if fault := placeholder_fault(msgid, plural, text):
                refused.append(f"{msgid!r}: the translation {fault}")
                continue
            entry = entries.get((context or None, msgid))
            if entry is None:
                entry = polib.POEntry(msgid=msgid, msgctxt=context or None)
                entries[key(entry)] = entry
                catalogue.append(entry)
            before = (entry.msgid_plural, translations(entry))
            entry.msgid_plural = plural or entry.msgid_plural
            if entry.msgid_plural:
                entry.msgstr, entry.msgstr_plural = "", {0: text}
            else:
                entry.msgstr = text
            entry.flags = []
            changed += before != (entry.msgid_plural, translations(entry))
        save(catalogue)
    print(f"{changed} of {len(given)} texts were new or changed; {len(entries)} in the catalogue.")
    for line in refused:
        print(f"Refused {line}.", file=sys.stderr)
    return 1 if refused else 0


def extract() -> polib.POFile:
    """Every text in Python and templates, read by Django's makemessages in a scratch copy.

    The copy keeps the working tree free of makemessages' own intermediate files, which two
    people running it at once would fight over.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for room in ROOMS:
            for pattern in ("*.py", "*.html", "*.txt"):
                for source in (ROOT / room).rglob(pattern):
                    target = scratch / source.relative_to(ROOT)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source, target)
        (scratch / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale=zh_Hant"]
        command += ["--keep-pot", "--no-wrap", "--extension=py,html,txt", "--verbosity=0"]
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            command, cwd=scratch, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"The texts could not be extracted:\n{done.stderr.strip()[-2000:]}")
        pot = scratch / "locale" / "django.pot"
        return polib.pofile(str(pot)) if pot.exists() else polib.POFile()


def update() -> int:
    if not shutil.which("xgettext"):
        return fail("xgettext is missing. Install the gettext package and try again.")
    found = extract()
    with locked():
        known = {key(entry): entry for entry in load()}
        catalogue = polib.POFile()
        for entry in found:
            old = known.pop(key(entry), None)
            texts = translations(old) if old else [""]
            fresh = polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                msgid_plural=entry.msgid_plural,
                flags=old.flags if old else [],
            )
            if fresh.msgid_plural:
                fresh.msgstr_plural = {0: texts[0]}
            else:
                fresh.msgstr = texts[0]
            catalogue.append(fresh)
        save(catalogue)
    empty = [entry.msgid for entry in catalogue if not all(translations(entry))]
    print(f"{len(catalogue)} texts; {len(known)} unused removed; {len(empty)} without translation.")
    for msgid in empty:
        print(f"  {msgid!r}")
    return 0


def check() -> int:
    if not CATALOGUE.exists():
        return fail(f"{CATALOGUE.relative_to(ROOT)} is missing. Run tools/messages.py update.")
    catalogue = load()
    faults = []
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            faults.append(f"{entry.msgid!r} is marked fuzzy")
        for text in translations(entry) or [""]:
            if not text.strip():
                faults.append(f"{entry.msgid!r} has no translation")
            elif fault := placeholder_fault(entry.msgid, entry.msgid_plural or "", text):
                faults.append(f"{entry.msgid!r}: the translation {fault}")
    order = [(entry.msgid, entry.msgctxt or "") for entry in catalogue]
    if order != sorted(order) or len(order) != len(set(order)):
        faults.append("the catalogue is not sorted, or has a text twice")
    if shutil.which("xgettext"):
        used, known = {key(e) for e in extract()}, {key(e) for e in catalogue}
        faults += [f"{msgid!r} is not in the catalogue" for _, msgid in sorted_keys(used - known)]
        faults += [f"{msgid!r} is no longer used" for _, msgid in sorted_keys(known - used)]
    else:
        print("xgettext is missing (package gettext): whether every text of the source is in the")
        print("catalogue was NOT checked. Translations, placeholders and order were.")
    for fault in faults:
        print(f"{fault}.", file=sys.stderr)
    if faults:
        return fail("Write the translations with tools/messages.py add, then run update.")
    print(f"{len(catalogue)} texts, all translated.")
    return 0


def sorted_keys(keys: set[Key]) -> list[Key]:
    return sorted(keys, key=lambda k: (k[1], k[0] or ""))


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("add").add_argument("file", type=Path)
    for name in ("update", "compile", "check"):
        commands.add_parser(name)
    options = parser.parse_args()
    if options.command == "add":
        return add(options.file)
    if options.command == "compile":
        with locked():
            compile_catalogue(load())
        return 0
    return {"update": update, "check": check}[options.command]()


if __name__ == "__main__":
    sys.exit(main())
