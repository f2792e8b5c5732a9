"""What an operator can set stands in .env.example, and what stands there is read."""

import re

from tests.house.rooms import ROOT, sources

READ = re.compile(
    r"""(?:env_(?:str|bool|int|list)|secret_key|environ\.get)\(\s*["']([A-Z][A-Z_]+)"""
)
COMPOSE = re.compile(r"\$\{([A-Z_]+)")
INDIRECT = {"FIELD_KEYS", "SECRET_KEY"}
# Read by Django itself, before there are settings.
INTERNAL = {"DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR"}


def variables_read() -> set[str]:
    found = {name for path in sources() for name in READ.findall(path.read_text())}
    found |= set(COMPOSE.findall((ROOT / "docker-compose.yml").read_text()))
    return (found | INDIRECT) - INTERNAL


def variables_explained() -> set[str]:
    text = (ROOT / ".env.example").read_text()
    return set(re.findall(r"^# ([A-Z][A-Z_]+)=", text, re.MULTILINE))


def test_every_variable_is_explained_and_every_explained_one_is_read():
    assert variables_explained() == variables_read()


def test_each_variable_is_preceded_by_words():
    lines = (ROOT / ".env.example").read_text().splitlines()
    blocks = "\n".join(lines).split("\n\n")

    silent = [
        block
        for block in blocks
        if re.search(r"^# [A-Z][A-Z_]+=", block, re.MULTILINE)
        and re.match(r"# [A-Z][A-Z_]+=", block)
        and not block.startswith("# EMAIL_HOST=")  # the heading says it
    ]

    assert silent == []
