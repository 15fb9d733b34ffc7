"""Inflate answers up to DOWNLOAD_MAXSIZE; what is larger, or cannot be inflated, is no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from ftcrawler.exceptions import PageShapeError

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

TOO_LARGE: Final = "réponse refusée : plus de 32 Mo une fois décompressée"
GARBLED: Final = "réponse illisible (compression défectueuse)"


class BoundedCompressionMiddleware(HttpCompressionMiddleware):
    """Settings: `DOWNLOAD_MAXSIZE`. Whoever judges the answer calls `check_inflated`.

    Scrapy's own raises, and neither retries nor tells anybody in French.
    """

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 (Scrapy's)
    ) -> Request | Response:
        """Return the answer inflated, or without a body and with a flag that says why."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest:
            flag = TOO_LARGE
        except Exception:  # noqa: BLE001 (each library of compression has its own)
            flag = GARBLED
        return response.replace(body=b"", flags=[*response.flags, flag])


def check_inflated(response: Response) -> None:
    """Raise PageShapeError if the answer could not be inflated."""
    if flag := next((flag for flag in response.flags if flag in {TOO_LARGE, GARBLED}), None):
        raise PageShapeError(flag)
