"""Tables of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of Markdown.

    >>> print(table(("a", "b"), [("`x`", "1")]), end="")
    | a | b |
    |---|---|
    | `x` | 1 |
    """
    titles = tuple(heading)
    lines = [titles, *rows]
    text = [f"| {' | '.join(cells)} |\n" for cells in lines]
    return "".join([text[0], "|---" * len(titles) + "|\n", *text[1:]])
