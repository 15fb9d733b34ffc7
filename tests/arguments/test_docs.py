"""docs/arguments.md says what the code does, no more and no less."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.arguments import AllArguments, KeywordsArguments, RunArguments, SectorArguments

if TYPE_CHECKING:
    from ftcrawler.arguments.base_arguments import Arguments

PAGE = Path(__file__).parents[2] / "docs" / "arguments.md"
COLLECTING: dict[str, type[Arguments]] = {
    "all": AllArguments,
    "keywords": KeywordsArguments,
    "sector": SectorArguments,
}
SPIDERS: dict[str, type[Arguments]] = {**COLLECTING, "closed": RunArguments}


def table(title):
    """Return the rows of the first table under *title*, the name without its quotes."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {title}\n", 1)[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return {name.strip("`"): rest for name, *rest in rows}


def test_our_own_arguments():
    expected = defaultdict(list)
    for spider, model in SPIDERS.items():
        for name in model.names():
            if name not in CRITERIA or name == "distance":
                expected[name].append(spider)
    written = table("Les nôtres")
    assert {name: row[0].split(", ") for name, row in written.items()} == expected


def test_the_default_numbers_of_pages():
    defaults = [str(model.model_fields["max_pages"].default) for model in COLLECTING.values()]
    assert table("Les nôtres")["max_pages"][-1] == ", ".join(defaults)


def test_the_parameters_of_the_api():
    written = table("Ceux de l'API")
    assert {name: row[0] for name, row in written.items()} == {
        name: criterion.description for name, criterion in CRITERIA.items()
    }
    assert all(CRITERIA.keys() <= set(model.names()) for model in COLLECTING.values())
