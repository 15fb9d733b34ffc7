"""Read the example schedules: what they run, and whether the project would accept it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ftcrawler.arguments import AllArguments, KeywordsArguments, SectorArguments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ftcrawler.arguments.base_arguments import Arguments

ROOT = Path(__file__).parents[2]
SCHEDULES = ROOT / "configs" / "schedules"
MODELS: dict[str, type[Arguments]] = {
    "all": AllArguments,
    "keywords": KeywordsArguments,
    "sector": SectorArguments,
}


class Directive(NamedTuple):
    """A line of a systemd unit."""

    section: str
    name: str
    value: str


def directives(path: Path) -> list[Directive]:
    """Return the lines of a unit; configparser would keep one of each name."""
    found, section = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
        elif line and not line.startswith("#"):
            name, equals, value = line.partition("=")
            assert equals, f"{path.name}: {line}"
            found.append(Directive(section, name, value))
    return found


def values(path: Path, name: str) -> list[str]:
    """Return what a unit says under a name."""
    return [line.value for line in directives(path) if line.name == name]


def accept(spider: str, pairs: Sequence[str]) -> None:
    """Raise ArgumentError, or KeyError, if a crawl would be refused."""
    MODELS[spider](**dict(pair.split("=", 1) for pair in pairs))


def accept_command(words: Sequence[str]) -> None:
    """Do so for a spider followed by `-a name=value`; for a night there may be none."""
    spider, *rest = words
    if spider == "nightly":
        spider, *rest = rest if rest and rest[0] in MODELS else ["all", *rest]
    assert set(rest[::2]) <= {"-a"}, words
    assert len(rest) % 2 == 0, words
    accept(spider, rest[1::2])
