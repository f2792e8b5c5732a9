"""Every text a person can read is there in Traditional Chinese."""

import shutil
import subprocess
import sys

import pytest

from tests.house.rooms import ROOT


def test_catalogue_is_current_complete_and_placeholder_safe():
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed (gettext)")

    done = subprocess.run(
        [sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
