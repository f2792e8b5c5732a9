"""Whatever is written into the audit trail can be read there in words."""

import ast

from tests.house.rooms import sources
from workspaces.sockets import AUDIT_VERBS


def verbs_written() -> set[str]:
    """The third argument of every audit.record(…) that is written out."""
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or len(node.args) < 3:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "record":
                found |= {
                    part.value
                    for part in ast.walk(node.args[2])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return {verb for verb in found if "." in verb}


def test_every_verb_has_words():
    assert "workspaces.role_changed" in verbs_written()
    assert verbs_written() - set(AUDIT_VERBS) == set()
