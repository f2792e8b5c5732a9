"""The first thing to read in a backup: what is in it, and how to tell that it is whole."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from zipfile import ZipFile

from django.conf import settings

FORMAT = 1
NAME = "manifest.json"
SEAL = "manifest.sha256"


class BadBackup(Exception):
    """The text says what is wrong with the file and what can be done."""


@dataclass
class Manifest:
    """``tables``: name → {"rows", "sha256" of the lines, "digest" of the content};
    ``files``: path below MEDIA_ROOT → {"bytes", "sha256"}; ``keys``: fingerprints, never keys."""

    version: str
    made_at: str
    engine: str
    migrations: list[list[str]]
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    triggers: list[str] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, archive: ZipFile) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()
        archive.writestr(NAME, text)
        archive.writestr(SEAL, hashlib.sha256(text).hexdigest())

    @classmethod
    def read(cls, archive: ZipFile) -> Self:
        try:
            text = archive.read(NAME)
            seal = archive.read(SEAL).decode()
        except KeyError:
            raise BadBackup("This file is not a backup of the workbench.") from None
        if hashlib.sha256(text).hexdigest() != seal:
            raise BadBackup("The list of what is in this backup was altered or damaged.")
        found = json.loads(text)
        if found.get("format") != FORMAT:
            raise BadBackup(
                f"This backup has the format {found.get('format')}; this version reads {FORMAT}. "
                "Use the version of the workbench that made it."
            )
        return cls(**found)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    @property
    def bytes_of_files(self) -> int:
        return sum(file["bytes"] for file in self.files.values())

    @property
    def nodes(self) -> list[tuple[str, str]]:
        return [(room, name) for room, name in self.migrations]


def keys_now() -> dict[str, Any]:
    """Enough to recognise the keys by, not enough to learn anything about them."""
    return {
        "secret_key": fingerprint(settings.SECRET_KEY),
        "field_keys": [fingerprint(key) for key in settings.FIELD_KEYS],
    }


def fingerprint(key: str) -> str:
    salted = f"Social Workbench backup:{key}"
    return hashlib.sha256(salted.encode()).hexdigest()[:16]


def missing_keys(manifest: Manifest) -> list[str]:
    """Sentences about keys that were in use when the backup was made and are not here."""
    now, missing = keys_now(), []
    if set(manifest.keys["field_keys"]) - set(now["field_keys"]):
        missing.append(
            "FIELD_KEYS here are not those of the backup: second factors and platform tokens in "
            "it cannot be read. Put the former keys/field_key (or FIELD_KEYS) back."
        )
    former = {now["secret_key"], *(fingerprint(k) for k in settings.SECRET_KEY_FALLBACKS)}
    if manifest.keys["secret_key"] not in former:
        missing.append("SECRET_KEY is another one: everybody has to sign in again.")
    return missing
