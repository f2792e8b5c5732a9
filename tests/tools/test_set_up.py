"""The first command a newcomer runs says one sentence when something is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rooms import ROOT
from tests.servers import free_port
from tools import assets, indexes


def test_an_old_python_is_a_sentence_with_the_way_out(tmp_path):
    for name in ("python3", "python"):
        fake = tmp_path / name
        fake.write_text(
            '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n'
        )
        fake.chmod(0o755)
    for name in ("sh", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name))

    done = subprocess.run(
        [shutil.which("sh"), ROOT / "tools" / "setup", "run"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13, but this machine has Python 3.9.2" in done.stderr
    assert "make PYTHON=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.real
@pytest.mark.sqlite
def test_an_index_that_does_not_answer_is_a_sentence(tmp_path):
    for name in ("tools", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    nowhere = f"http://127.0.0.1:{free_port()}/simple"
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": nowhere,
        "PIP_RETRIES": "0",
    }

    done = subprocess.run(
        [sys.executable, "-m", "tools.set_up", "run"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "could not be downloaded because the package index did not answer" in done.stderr
    assert "run the same command again" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert nowhere not in done.stdout + done.stderr


def test_pip_settings_reach_uv_without_touching_a_file(monkeypatch, tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    known = {
        "index-url": "http://mirror.test/simple",
        "extra-index-url": "file:///not/here http://second.test/simple",
        "find-links": str(wheels),
        "cert": "/etc/company.pem",
        "trusted-host": "mirror.test",
    }
    monkeypatch.setattr(indexes, "pip_settings", lambda python: known)
    for name in ("UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)

    env, options = indexes.uv_environment(Path(sys.executable))

    assert env["UV_DEFAULT_INDEX"] == "http://mirror.test/simple"
    assert env["SSL_CERT_FILE"] == "/etc/company.pem"
    assert options == [
        *("--extra-index-url", "http://second.test/simple"),
        *("--find-links", str(wheels)),
        *("--allow-insecure-host", "mirror.test"),
        *("--index-strategy", "unsafe-best-match"),
    ]


@pytest.mark.parametrize(
    "comment",
    [b"//# sourceMappingURL=plotly.min.js.map", b"/*# sourceMappingURL=app.css.map */"],
    ids=["script", "stylesheet"],
)
def test_source_map_comment_is_stripped_and_nothing_else(comment):
    assert assets.without_source_map(b"let a = 1;\n" + comment + b"\n") == b"let a = 1;\n\n"


def test_only_named_files_are_copied(monkeypatch, tmp_path):
    source = tmp_path / "a.js"
    source.write_bytes(b"1;\n")
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "left-over.js").write_bytes(b"old")
    monkeypatch.setattr(assets, "VENDOR", vendor)
    monkeypatch.setattr(assets, "FILES", [("a.js", lambda: source, assets.without_source_map)])

    assert assets.main() == 0
    assert [path.name for path in vendor.iterdir()] == ["a.js"]


def test_a_missing_file_is_named(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    gone = Path("/nowhere/a.js")
    monkeypatch.setattr(assets, "FILES", [("a.js", lambda: gone, assets.without_source_map)])

    assert assets.main() == 1
    assert "a.js could not be copied" in capsys.readouterr().err
