"""Locks hold versions and hashes, never an address: whoever installs brings their own index."""

import json
import re

import pytest

from tests.house.rooms import ROOT

LOCKS = ["main.lock", "dev.lock", "tools.lock", "node.lock"]
PIN = re.compile(r"^[a-z0-9][a-z0-9._-]*==\S+( ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_no_address(name):
    assert "://" not in (ROOT / "requirements" / name).read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_a_hash(name):
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    lines = [line for line in lines if not line.startswith("#")]

    odd = [line for line in lines if not PIN.match(line) and not HASH.match(line)]
    bare = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if PIN.match(line) and not HASH.match(following)
    ]

    assert lines
    assert odd == []
    assert bare == []


def test_development_lock_pins_what_the_product_runs_on():
    def pins(name: str) -> set[str]:
        lines = (ROOT / "requirements" / name).read_text().splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line}

    assert pins("main.lock") - pins("dev.lock") == set()


def test_npm_lock_has_no_address_and_checks_every_package():
    text = (ROOT / "package-lock.json").read_text()
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}

    assert "://" not in text
    assert packages
    # A package inside another's archive is covered by that one's hash.
    bare = [n for n, p in packages.items() if not p.get("integrity") and not p.get("inBundle")]
    assert bare == []


def test_npm_versions_are_exact():
    manifest = json.loads((ROOT / "package.json").read_text())
    wanted = {**manifest["dependencies"], **manifest["devDependencies"]}

    assert wanted
    assert [v for v in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []
