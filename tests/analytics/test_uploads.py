"""Bytes are refused while they arrive: nothing of them stays on the disk."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from analytics.intake import uploads


@pytest.mark.parametrize(("session", "kept"), [({}, ["a"]), ({SESSION_KEY: "1"}, ["a", "b"])])
def test_strangers_send_less_than_members(monkeypatch, session, kept):
    monkeypatch.setattr(uploads, "STRANGERS_BYTES", 150)
    files = {name: SimpleUploadedFile(f"{name}.csv", b"x" * 100) for name in ("a", "b")}
    request = RequestFactory().post("/", files)
    request.session = session

    assert list(request.FILES) == kept
    assert uploads.refused_uploads(request) == (["b.csv"] if len(kept) == 1 else [])
