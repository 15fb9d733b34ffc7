"""An answer that has been read: the page of offers travels with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from scrapy.http import Response

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
    def of(cls, response: Response, page: Page) -> Self:
        """Return *response* with the page that was read from it."""
        return cls(
            response.url,
            status=response.status,
            headers=response.headers,
            body=response.body,
            flags=response.flags,
            request=response.request,
            page=page,
        )
