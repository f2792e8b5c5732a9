"""Pages go over the line compressed, also where no proxy does it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PAGES = ("text/html", "application/json")


class CompressedPages(GZipMiddleware):
    """Words only: office files, pictures and videos are compressed already and often streamed.

    Django pads each answer by random bytes and masks its tokens anew, so that the length of an
    answer tells nothing about what is secret in it.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(PAGES):
            return response
        return super().process_response(request, response)
