"""An answer that has been read: the page of offers travels with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from scrapy.http import Response

from ftcrawler.api.page import read_detail, read_page

if TYPE_CHECKING:
    from ftcrawler.api.page import Page

# A key of a request's meta: how often its answer was good in itself, and contradicted others.
DOUBTED: Final = "ft_doubted"


class PageResponse(Response):
    """A response whose body was parsed once, by the middleware that judged it.

    The body stays: Scrapy bounds the answers it holds by the length of their bodies.
    """

    attributes = (*Response.attributes, "page")

    def __init__(self, url: str, *, page: Page, **kwargs: Any) -> None:  # noqa: ANN401 (Scrapy's)
        self.page = page
        super().__init__(url, **kwargs)

    @classmethod
    def read(cls, response: Response, *, offer: str | None, lenient: bool) -> Self:
        """Return *response* with the page read from it; raise PageShapeError if it has none.

        *offer* is the one whose detail was asked, None after a search; *lenient* as for a page.
        """
        if offer is None:
            header = response.headers.get("Content-Range")
            told = header.decode("latin-1") if header else None
            page = read_page(response.status, told, response.body, lenient=lenient)
        else:
            page = read_detail(offer, response.status, response.body, lenient=lenient)
        return cls(
            response.url,
            status=response.status,
            headers=response.headers,
            body=response.body,
            flags=response.flags,
            request=response.request,
            page=page,
        )
