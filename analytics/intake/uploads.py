"""Refuse a file that is too large while it arrives, and keep the others of the same drop."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

# All that somebody who is not signed in may send at once: a department hands in 50 MB at most.
# Forms are read before any page asks who is there, so a stranger could fill the disk otherwise.
STRANGERS_BYTES = 64 << 20


class SizeGuard(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: stops keeping a file's bytes past UPLOAD_MAX_BYTES.

    The name of a refused file is noted on the request (``refused_uploads``); nothing of it
    reaches a view or stays on the disk.
    """

    received = 0  # of this file
    whole = 0  # of this request

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        self.whole += len(raw_data)
        too_much = self.whole > STRANGERS_BYTES and self._is_stranger()
        if self.received > settings.UPLOAD_MAX_BYTES or too_much:
            self.request.__dict__.setdefault("_refused_uploads", []).append(self.file_name)
            raise SkipFile
        return raw_data

    def _is_stranger(self) -> bool:
        return SESSION_KEY not in getattr(self.request, "session", ())

    def file_complete(self, file_size: int) -> None:
        return None


def refused_uploads(request: HttpRequest) -> list[str]:
    """Names of the files of this request that were too large."""
    return request.__dict__.get("_refused_uploads", [])
