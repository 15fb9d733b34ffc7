"""Write into the pages of docs/ the tables that the code knows better.

    .venv/bin/python -m scripts.generate_docs

Each stands between `<!-- généré : NAME -->` and `<!-- fin -->`; what is around it is written by
hand. The tests say when a table is no longer what the code says.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.endings import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parents[1]
BLOCK: Final = re.compile(r"(<!-- généré : (\S+) -->\n)(?:.*?\n)?(<!-- fin -->\n)", re.DOTALL)


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


def reasons() -> str:
    """Return how runs end, from ftcrawler/endings.py."""
    rows = (
        (
            f"`{each.reason}`",
            f"`{each.status.value}`" if each.status else "celui des recherches",
            "0 ou 4" if each.exit_code is None else str(each.exit_code),
            each.remedy,
        )
        for each in ENDINGS
    )
    return table(("motif", "statut", "code", "que faire"), rows)


def criteria() -> str:
    """Return the search parameters of the API, from ftcrawler/api/search_parameters.py."""
    rows = ((f"`{each.name}`", each.description) for each in CRITERIA.values())
    return table(("argument", "rôle et valeurs"), rows)


TABLES: Final[dict[str, Callable[[], str]]] = {
    "motifs": reasons,
    "critères": criteria,
}


def filled(text: str) -> str:
    """Return a page with its tables as the code has them now."""
    return BLOCK.sub(lambda found: found[1] + TABLES[found[2]]() + found[3], text)


def pages() -> list[Path]:
    """Return the pages that may hold generated tables."""
    return sorted((ROOT / "docs").glob("*.md"))


def main() -> int:
    """Write every page anew."""
    for path in pages():
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
