"""Tables in Markdown, and their place in a file, between two markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, its rows' cells in the order of *header*."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def put_between(path: Path, marker: str, text: str) -> None:
    """Replace what stands in *path* between `<!-- marker -->` and `<!-- /marker -->`.

    ValueError if one of the two is not there.
    """
    start, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{path}: no {start} followed by {end}")
    path.write_text(f"{before}{start}\n{text.strip()}\n{end}{after}", encoding="utf-8")
