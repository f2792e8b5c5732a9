#!/usr/bin/env python3
"""Copy the browser files we use, by name, from wheels to build/vendor.

Whole ``dist`` folders would bring tens of megabytes and source-map comments that the static
files' manifest follows and does not find. htmx is served by django-htmx itself.
"""

import re
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "build" / "vendor"
SOURCE_MAP = re.compile(rb"^[ \t]*(?://[#@]|/\*#)[ \t]*sourceMappingURL=.*$", re.MULTILINE)


def wheel(package: str, path: str) -> Path:
    # Found, not imported: importing plotly takes longer than everything else here.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the Python package {package} is not installed")
    return Path(spec.submodule_search_locations[0]) / path


def without_source_map(content: bytes) -> bytes:
    return SOURCE_MAP.sub(b"", content)


FILES = [
    ("plotly.min.js", lambda: wheel("plotly", "package_data/plotly.min.js"), without_source_map),
]


def main() -> int:
    VENDOR.mkdir(parents=True, exist_ok=True)
    wanted = {name for name, _, _ in FILES}
    for stale in VENDOR.iterdir():
        if stale.name not in wanted:
            stale.unlink()
    for name, find, change in FILES:
        try:
            content = change(find().read_bytes())
        except OSError as error:
            print(f"{name} could not be copied: {error}. Run make setup.", file=sys.stderr)
            return 1
        target = VENDOR / name
        # An unchanged file keeps its time, so that nothing after it is built again.
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
