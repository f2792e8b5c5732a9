"""Scripts are kept by browsers until they change, and never meet an older version of another."""

import re
import shutil
from pathlib import Path

from workbench.static_files import HashedStaticFiles

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
IMPORT = re.compile(r"""(?:import|from)\s*["']([^"']+)["']""")
HASHED = re.compile(r"\./[\w-]+\.[0-9a-f]{12}\.js")


def test_every_script_imports_others_by_names_with_their_hash(tmp_path):
    shutil.copytree(SCRIPTS, tmp_path / "js")
    storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
    files = {f"js/{path.name}": (storage, f"js/{path.name}") for path in SCRIPTS.glob("*.js")}

    done = storage.post_process(files)
    made = {old: new for old, new, _changed in done if new.endswith(".js")}

    imports = {
        (old, wanted)
        for old, new in made.items()
        for wanted in IMPORT.findall((tmp_path / new).read_text())
    }
    assert len(imports) > 20
    assert {one for one in imports if not HASHED.fullmatch(one[1])} == set()
    assert {one for one in imports if not (tmp_path / "js" / one[1]).exists()} == set()
