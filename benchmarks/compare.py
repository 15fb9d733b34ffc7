"""Compare collectors side by side: same sandbox, same catalogue, a process each.

Each reads every catalogue whole, without quota nor latency; those that can read one whole do so
where the server differs in what nobody knows of the real one; then each reads the largest one at
the quota of 10 requests a second with answers after 50 to 800 ms, cut after some seconds. What was
got is read from the files left, requests from the sandbox's log, CPU and memory from the system.
The CPU of starting is that of reading an empty catalogue, and is told apart.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from collecting import NAMES, OURS, REFERENCE
from compare_report import Comparison, readme_text, results_text
from machine import described
from measuring import ROOT
from reading import Paced, Whole, read_paced, read_whole
from serving import sandbox
from tables import put_between

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL_UP_TO = 200_000  # offers; a larger catalogue is read by ours alone
VARIED = 20_000  # offers
VARIANTS = {
    "upper bound not included": ("--upper-bound", "exclusive"),
    "bounds to the millisecond": ("--date-precision", "millisecond"),
    "bounds 2 h behind the dates": ("--date-shift", "2"),
    "own offers first under sort=1": ("--sort1", "own-first"),
    "4,000 offers in one second": ("--burst-second", "4000"),
    "50 offers close and 50 open a second": ("--vanish", "50", "--appear", "50"),
}
MARKER = "compare"


def main() -> None:
    """Measure, print the tables, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--runs", type=int, default=3, help="readings of each; medians are told")
    parser.add_argument("--seconds", type=float, default=60, help="of reading at the quota")
    parser.add_argument("--write", action="store_true", help="into RESULTS.md and README.md")
    options = parser.parse_args()
    starts = read_all(0, options.runs, NAMES)
    wholes = {
        count: read_all(count, options.runs, NAMES if count <= ALL_UP_TO else (OURS,))
        for count in sorted(options.offers)
    }
    variants = {
        variant: read_all(VARIED, 1, (OURS, REFERENCE), *sandbox_options)
        for variant, sandbox_options in VARIANTS.items()
    }
    paced = pace(max(options.offers), options.seconds)
    script = Path(__file__).resolve().relative_to(ROOT)
    command = f"python {shlex.join([str(script), *sys.argv[1:]])}"
    comparison = Comparison(described(), command, options.runs, starts, wholes, variants, paced)
    print(results_text(comparison))
    if options.write:
        put_between(ROOT / "benchmarks" / "RESULTS.md", MARKER, results_text(comparison))
        put_between(ROOT / "README.md", MARKER, readme_text(comparison))


def read_all(
    offers: int, runs: int, names: Sequence[str], *sandbox_options: str
) -> dict[str, list[Whole]]:
    """Let collectors read a catalogue *runs* times, in turn: the machine's speed drifts."""
    readings: dict[str, list[Whole]] = {name: [] for name in names}
    with sandbox("--offers-count", str(offers), "--quota", "0", *sandbox_options) as server:
        for _ in range(runs):
            for name in names:
                whole = read_whole(name, server)
                say(f"{offers} offers, {name}: {whole}")
                readings[name].append(whole)
    return readings


def pace(offers: int, seconds: float) -> dict[str, Paced]:
    """Let each collector read at the quota; a sandbox each, whose bucket is full."""
    paced = {}
    for name in NAMES:
        with sandbox("--offers-count", str(offers), "--latency", "50:800") as server:
            paced[name] = read_paced(name, server, seconds)
            say(f"at the quota, {name}: {paced[name]}")
    return paced


def say(line: str) -> None:
    """Tell what was just measured, and when."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    main()
