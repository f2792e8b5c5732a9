"""The services of docker-compose.yml, run here without containers.

No image is built: each service's command is started as it stands in the file, with the variables
that stand in the file, against real servers. What a container adds (the file system it sees,
its user, its network) is imitated where it can break something.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent.parent
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::?([-?])([^}]*))?\}")
BIN = Path(sys.executable).parent


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def filled_in(text: str, values: dict[str, str]) -> str:
    """As docker compose does: ${NAME}, ${NAME:-default}, ${NAME:?message}."""

    def value(match: re.Match) -> str:
        name, kind, rest = match.groups()
        if values.get(name):
            return values[name]
        if kind == "?":
            raise KeyError(f"{name}: {rest}")
        return rest or ""

    return VARIABLE.sub(value, str(text))


def image_copies() -> list[tuple[str, str]]:
    """(source in the checkout, place in the image) of the last stage of the Dockerfile."""
    last = (ROOT / "Dockerfile").read_text().split("\nFROM ")[-1]
    copies = []
    for line in last.splitlines():
        if line.startswith("COPY --from=build "):
            *sources, target = line.split()[2:]
            for source in sources:
                name = source.removeprefix("/app/")
                copies.append((name, target if target != "./" else name))
    return copies


def lay_out(folder: Path) -> Path:
    """What the image holds below /app, and nothing else."""
    for source, target in image_copies():
        origin, place = ROOT / source, folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if source == ".venv":
            place.symlink_to(origin)
        elif origin.is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(origin, place, ignore=ignore, symlinks=True)
        else:
            shutil.copy(origin, place)
    return folder


class Service:
    """One service as a process: its command, its variables, a temporary folder of its own."""

    def __init__(self, name: str, app: Path, folder: Path, **values: str) -> None:
        self.name, self.app, self.folder = name, app, folder
        self.tmp = folder / f"tmp-{name}"
        self.tmp.mkdir(parents=True)
        self.log = folder / f"{name}.log"
        self.definition = compose()["services"][name.split(".")[0]]
        given = {k: v for k, v in values.items() if k.startswith("POSTGRES_")}
        variables = {
            key: filled_in(value, given) for key, value in self.definition["environment"].items()
        }
        # Addresses of this machine instead of the names that only containers know.
        variables.update(values)
        self.env = {
            "PATH": f"{BIN}{os.pathsep}/usr/bin:/bin",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.tmp),
            "SAMPLE": "0",
            **variables,
        }
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        program, *rest = [filled_in(part, self.env) for part in self.definition["command"]]
        return [str(BIN / program), *rest]

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.app,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def finish(self, seconds: float = 120) -> int:
        assert self.process
        return self.process.wait(seconds)

    def healthy(self) -> bool:
        """What the service's own health check says."""
        kind, program, *rest = self.definition["healthcheck"]["test"]
        assert kind == "CMD"
        done = subprocess.run(
            [str(BIN / program), *rest], cwd=self.app, env=self.env, capture_output=True
        )
        return done.returncode == 0

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-6000:]

    def kill(self, number: int = signal.SIGKILL) -> None:
        """The whole service, as when its host goes."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(30)

    def stop(self) -> int:
        assert self.process
        self.process.terminate()
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
