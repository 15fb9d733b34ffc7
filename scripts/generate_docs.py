"""Write into the pages of docs/ the tables that the code knows better.

    .venv/bin/python -m scripts.generate_docs

Each stands between `<!-- généré : NAME -->` and `<!-- fin -->`; what is around it is written by
hand. The tests say when a table is no longer what the code says.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from scripts.doc_tables import TABLES

ROOT = Path(__file__).parents[1]
BLOCK: Final = re.compile(r"(<!-- généré : (\S+) -->\n).*?(<!-- fin -->\n)", re.DOTALL)


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
