"""A page of a search: the `range` asked for, Content-Range, offers (docs/api.md 2.2 and 2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ftsandbox.search.api_refusals import START, WIDTH, Refusal, format_refusal

if TYPE_CHECKING:
    from ftsandbox.search.market import Market
    from ftsandbox.search.parameters import Criteria
    from ftsandbox.search.searches import Searches

DEFAULT = "0-149"
MAX_WIDTH = 150
MAX_START = 3000
_FORM = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PageRange:
    """Positions asked for, from 0, both included."""

    first: int
    last: int


def parse_range(text: str) -> PageRange:
    """Read `p-d`; raise Refusal as the API does.

    >>> parse_range("3000-3149")
    PageRange(first=3000, last=3149)
    """
    match = _FORM.fullmatch(text)
    if match is None or int(match[2]) < int(match[1]):
        raise format_refusal("range", "<entier>-<entier> attendu.")
    page = PageRange(int(match[1]), int(match[2]))
    if page.last - page.first >= MAX_WIDTH:
        raise Refusal(WIDTH)
    if page.first > MAX_START:
        raise Refusal(START)
    return page


def content_range(page: PageRange, total: int) -> tuple[int, str]:
    """Return the status of an answer and its Content-Range.

    >>> content_range(PageRange(300, 449), 353), content_range(PageRange(450, 599), 353)
    ((206, 'offres 300-352/353'), (204, 'offres -1--1/353'))
    >>> content_range(PageRange(0, 149), 3), content_range(PageRange(0, 149), 0)
    ((200, 'offres 0-2/3'), (204, '*/0'))
    """
    if total == 0:
        return 204, "*/0"
    if page.first >= total:
        return 204, f"offres -1--1/{total}"
    last = min(page.last, total - 1)
    whole = page.first == 0 and last == total - 1
    return 200 if whole else 206, f"offres {page.first}-{last}/{total}"


@dataclass(frozen=True, slots=True)
class Page:
    """Status and Content-Range of an answer; its content, or None when there is none (204)."""

    status: int
    content_range: str
    content: dict[str, Any] | None


def read_page(searches: Searches, market: Market, criteria: Criteria, wanted: str) -> Page:
    """Return the page *wanted* (a `range`) of a search; raise Refusal."""
    asked = parse_range(wanted)
    result = searches.run(criteria)
    status, header = content_range(asked, len(result.found))
    if status == 204:  # noqa: PLR2004 (no content)
        return Page(status, header, None)
    positions = result.found[asked.first : asked.last + 1].tolist()
    offers = market.catalogue.source.render(positions)
    return Page(status, header, {"resultats": offers, "filtresPossibles": result.facets})
