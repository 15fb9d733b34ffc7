"""From the readings of benchmarks/compare.py to its tables in RESULTS.md and README.md."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from collecting import NAMES
from tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reading import Paced, Whole

    Readings = Mapping[str, Sequence[Whole]]

COLUMNS: Final = (
    *("share got", "exit code", "requests", "requests / floor"),
    *("CPU s / 1,000 offers", "start, CPU s", "MB"),
)
README_COLUMNS: Final = (
    *("share got", "exit code", "requests / floor", "offers/s at the quota"),
    *("CPU s / 1,000 offers", "MB"),
)
PACE_COLUMNS: Final = ("offers/s", "requests", "seconds", "most in one s", "429")


@dataclass(frozen=True)
class Comparison:
    """All that was measured.

    `starts` are readings of no offers; `wholes` are by number of offers, `variants` by what is
    different about the server.
    """

    machine: str
    command: str
    runs: int
    starts: Readings
    wholes: Mapping[int, Readings]
    variants: Mapping[str, Readings]
    paced: Mapping[str, Paced]


def results_text(comparison: Comparison) -> str:
    """Return the section of benchmarks/RESULTS.md."""
    parts = [f"`{comparison.command}`; medians of {comparison.runs}. {comparison.machine}"]
    for offers, readings in comparison.wholes.items():
        rows = [[name, *_costs(readings[name], comparison.starts[name])] for name in readings]
        parts += [f"{offers:,} offers:", table(["", *COLUMNS], rows)]
    parts += [
        f"At the quota, {max(comparison.wholes):,} offers:",
        table(["", *PACE_COLUMNS], [[name, *_pace(comparison.paced[name])] for name in NAMES]),
    ]
    if comparison.variants:
        parts += ["Offers missing (exit code) where the server differs:", _variants(comparison)]
    return "\n\n".join(parts)


def readme_text(comparison: Comparison) -> str:
    """Return the table of README.md: the largest catalogue that all have read."""
    offers = max(
        (size for size, readings in comparison.wholes.items() if len(readings) == len(NAMES)),
        default=max(comparison.wholes),
    )
    readings = comparison.wholes[offers]
    rows = []
    for name in readings:
        costs = _costs(readings[name], comparison.starts[name])
        cells = dict(zip(COLUMNS, costs, strict=True))
        cells["offers/s at the quota"] = _pace(comparison.paced[name])[0]
        rows.append([name, *(cells[column] for column in README_COLUMNS)])
    return table([f"{offers:,} offers", *README_COLUMNS], rows)


def _costs(wholes: Sequence[Whole], starts: Sequence[Whole]) -> list[str]:
    """Return the cells of COLUMNS; of share, code and requests, the worst of the readings."""
    start = median(whole.usage.cpu for whole in starts)
    cpu = [(whole.usage.cpu - start) / whole.got * 1000 if whole.got else 0.0 for whole in wholes]
    return [
        f"{min(whole.share for whole in wholes):.4g} %",
        str(max(whole.usage.code for whole in wholes)),
        f"{max(whole.requests for whole in wholes):,}",
        f"{max(whole.requests / max(whole.floor, 1) for whole in wholes):.3f}",
        f"{median(cpu):.3f}",
        f"{start:.1f}",
        f"{median(whole.usage.peak for whole in wholes):.0f}",
    ]


def _variants(comparison: Comparison) -> str:
    """Return a table of a line for each variant."""
    names = list(next(iter(comparison.variants.values())))
    rows = []
    for variant, readings in comparison.variants.items():
        ends = [readings[name][-1] for name in names]
        cells = [f"{end.total - end.got:,} of {end.total:,} ({end.usage.code})" for end in ends]
        rows.append([variant, *cells])
    return table(["", *names], rows)


def _pace(paced: Paced) -> list[str]:
    """Return the cells of PACE_COLUMNS."""
    return [
        f"{paced.got / paced.seconds:,.0f}",
        str(paced.requests),
        f"{paced.seconds:.1f}",
        str(paced.busiest),
        str(paced.refused),
    ]
