"""Refuse a file that is too large while it arrives, and keep the others of the same drop."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class SizeGuard(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: stops keeping a file's bytes past UPLOAD_MAX_BYTES.

    The name of a refused file is noted on the request (``refused_uploads``); nothing of it
    reaches a view or stays on the disk.
    """

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            self.request.__dict__.setdefault("_refused_uploads", []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def refused_uploads(request: HttpRequest) -> list[str]:
    """Names of the files of this request that were too large."""
    return request.__dict__.get("_refused_uploads", [])
