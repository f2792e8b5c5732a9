"""Read settings from the environment; a wrong value says how to mend it."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    """The variable, or the content of the file that ``NAME_FILE`` points to."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {file}, which cannot be read ({error.strerror}). "
                f"Correct the path or set {name} itself."
            ) from None
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name, str(default)).strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is '{value}'. Write true or false.")


def env_int(name: str, default: int) -> int:
    value = env_str(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is '{value}'. Write a whole number.") from None


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def secret_key(name: str, folder: Path) -> str:
    """The variable, else a key kept in ``folder`` that only this user may read."""
    return env_str(name) or _kept(folder / "keys" / name.lower(), lambda: secrets.token_urlsafe(50))


def field_keys(folder: Path) -> list[str]:
    """Keys for secrets at rest, newest first; made once if the operator gives none."""
    given = env_list("FIELD_KEYS")
    if given:
        return given
    from cryptography.fernet import Fernet

    return [_kept(folder / "keys" / "field_key", lambda: Fernet.generate_key().decode())]


def _kept(path: Path, make) -> str:
    """Read a key file, or make it whole before anybody can see it half written."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(make())
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(draft, path)
        draft.unlink()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {path.parent} cannot be written ({error.strerror}). "
            "Set WORKBENCH_DATA to a folder that this user may write."
        ) from None
    return path.read_text().strip()


def database(url: str, folder: Path) -> dict:
    """Django's DATABASES entry for postgres://user:pass@host:port/name, or SQLite in ``folder``.

    What follows a "?" (sslmode=require&sslrootcert=…) goes to libpq as it is.
    """
    if not url:
        return _sqlite(folder / "workbench.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")) or "workbench",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # A database host that does not answer must not hold a page for minutes.
                "connect_timeout": 5,
                # The server's own 4 is for disks that turn: it reads whole tables where an index
                # would do, a month of the calendar then takes four times as long.
                "options": "-c random_page_cost=1.1",
                **dict(parse_qsl(parts.query, keep_blank_values=True)),
            },
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with '{parts.scheme}://'. "
        "Write postgres://user:password@host:5432/name, or leave it out to use SQLite."
    )


def _sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA foreign_keys=ON;PRAGMA cache_size=-32000;"
            ),
        },
        "TEST": {"NAME": None},
    }


def form_places(provider: str) -> list[str]:
    """Where forms may lead (the policy's form-action): here, and on to the identity provider.

    Signing in by it begins with a form of ours; browsers judge the redirect behind a form too.
    """
    parts = urlsplit(provider)
    return ["'self'", *([f"{parts.scheme}://{parts.netloc}"] if parts.netloc else [])]
