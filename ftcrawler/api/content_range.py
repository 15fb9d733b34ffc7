"""The Content-Range header of an answer: what was returned, out of how many."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ftcrawler.exceptions import PageShapeError

_FORM = re.compile(r"(?:offres\s+)?(?:(\*)|(-?\d{1,18})-(-?\d{1,18}))/(\d{1,18})\s*")


@dataclass(frozen=True, slots=True)
class ContentRange:
    """Indices returned (0-based, inclusive; none for an empty answer) and the full count."""

    first: int | None
    last: int | None
    total: int

    @property
    def length(self) -> int:
        """How many offers the answer says it holds."""
        return 0 if self.first is None or self.last is None else self.last - self.first + 1


def parse_content_range(header: str | None) -> ContentRange:
    """Read `offres p-d/t`, and the forms of an empty answer: `*/0` and `offres -1--1/t`.

    >>> parse_content_range("offres 300-352/353")
    ContentRange(first=300, last=352, total=353)
    >>> parse_content_range("offres -1--1/353")
    ContentRange(first=None, last=None, total=353)
    >>> parse_content_range("*/0").total
    0
    """
    match = _FORM.fullmatch(header or "")
    if match is None:
        raise PageShapeError(f"en-tête Content-Range absent ou illisible : {header!r}")
    star, first, last, total = match.groups()
    if star or int(first) < 0:
        return ContentRange(None, None, int(total))
    if not int(first) <= int(last) < int(total):
        raise PageShapeError(f"en-tête Content-Range incohérent : {header!r}")
    return ContentRange(int(first), int(last), int(total))
