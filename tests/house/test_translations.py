"""Every text a person can read is there in Traditional Chinese."""

import re
import shutil
import subprocess
import sys

import polib
import pytest

from tests.house.rooms import ROOT

# What docs/translating.md has settled, and words that are not said in Taiwan.
SETTLED = {
    "the reader is 你": "您",
    "the room is 企劃": "「企畫」|企畫 ›",
    "posts are counted in 篇": "則貼文",
    "a quarter is closed by 結季": "結算",
    "one spelling": "指令列|快捷鍵|商務套件|避免用語",
    "not said in Taiwan": "視頻|鏈接|默認|信息|帳戶|賬|點擊鏈|優化|軟件|網絡|屏幕|質量|登錄|設置|界面|反饋",
    "full-width signs in Chinese": r"[\u4e00-\u9fff] ?[,;:!](?!\S)|\([\u4e00-\u9fff]",
}


def test_catalogue_is_current_complete_and_placeholder_safe():
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed (gettext)")

    done = subprocess.run(
        [sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("rule", SETTLED)
def test_one_thing_has_one_word(rule):
    catalogue = polib.pofile(str(ROOT / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"))
    texts = [
        text
        for entry in catalogue
        for text in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if "›" not in entry.msgid or "Planning" in entry.msgid  # ways through platforms' own menus
    ]

    assert len(texts) > 4000
    assert [text for text in texts if re.search(SETTLED[rule], text)] == []
