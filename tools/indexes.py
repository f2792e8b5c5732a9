"""Where pip on this machine takes packages from, handed on to tools that do not ask pip.

The standard library alone: it runs before anything is installed.
"""

import ast
import os
import subprocess
from pathlib import Path


def pip_settings(python: Path) -> dict[str, str]:
    """What pip of ``python`` is configured for: its files, then the environment, which wins."""
    asked = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True)
    found: dict[str, str] = {}
    for line in asked.stdout.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if section in {"global", "install", ":env:"}:
            try:
                # pip lists files first and the environment last, so the last one counts.
                found[option] = str(ast.literal_eval(value))
            except (ValueError, SyntaxError):
                continue
    return found


def uv_environment(python: Path) -> tuple[dict[str, str], list[str]]:
    """uv does not read pip's settings; hand them over for this one run, in no file."""
    settings, env = pip_settings(python), dict(os.environ)
    env["UV_PYTHON_DOWNLOADS"] = "never"
    if "index-url" in settings:
        env.setdefault("UV_DEFAULT_INDEX", settings["index-url"])
    if "cert" in settings:
        env.setdefault("SSL_CERT_FILE", settings["cert"])
    if "proxy" in settings:
        env.setdefault("HTTPS_PROXY", settings["proxy"])
        env.setdefault("HTTP_PROXY", settings["proxy"])
    if "timeout" in settings or "default-timeout" in settings:
        timeout = settings.get("timeout") or settings["default-timeout"]
        env.setdefault("UV_HTTP_TIMEOUT", timeout.split(".")[0])
    options: list[str] = []
    for option in ("extra-index-url", "find-links", "trusted-host"):
        flag = "--allow-insecure-host" if option == "trusted-host" else f"--{option}"
        for value in settings.get(option, "").split():
            # A local folder that is not there is a warning to pip and an error to uv.
            plain = value.removeprefix("file://")
            if option != "trusted-host" and "://" not in plain and not Path(plain).exists():
                continue
            options += [flag, value]
    if "--extra-index-url" in options:
        # As pip does: the best match of all indexes. The hashes decide what is accepted.
        options += ["--index-strategy", "unsafe-best-match"]
    return env, options
