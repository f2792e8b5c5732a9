"""A stored file as an answer, whole or the part a player asks for (RFC 9110, 14).

Safari plays no video of a server that cannot answer with a part, and every browser asks for one
when somebody jumps ahead.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

BLOCK = 1 << 16
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def file_answer(
    request: HttpRequest, stored: str, *, name: str, content_type: str, attached: bool
) -> HttpResponseBase:
    """``stored`` is below MEDIA_ROOT. Several parts at once are answered with the whole.

    416 with the size where the part lies behind the end.
    """
    try:
        stream = (Path(settings.MEDIA_ROOT) / stored).open("rb")
    except OSError:
        raise Http404 from None
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or _senseless(asked[1], asked[2]):
        response: HttpResponseBase = FileResponse(
            stream, as_attachment=attached, filename=name, content_type=content_type
        )
    else:
        response = _part(stream, asked[1], asked[2], content_type)
        if disposition := content_disposition_header(attached, name):
            response.headers["Content-Disposition"] = disposition
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _senseless(first: str, last: str) -> bool:
    """No part at all, or one that ends before it begins: as if nothing had been asked."""
    return not (first or last) or bool(first and last and int(last) < int(first))


def _part(stream: BinaryIO, first: str, last: str, content_type: str) -> HttpResponseBase:
    size = stream.seek(0, 2)
    if first:
        start, end = int(first), min(int(last or size), size - 1)
    else:  # the last so many
        start, end = max(0, size - int(last)), size - 1
    if start > end:
        stream.close()
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    stream.seek(start)
    response = StreamingHttpResponse(
        _blocks(stream, end - start + 1), status=206, content_type=content_type
    )
    response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Content-Length"] = str(end - start + 1)
    return response


def _blocks(stream: BinaryIO, left: int) -> Iterator[bytes]:
    with stream:
        while left > 0 and (block := stream.read(min(BLOCK, left))):
            left -= len(block)
            yield block
