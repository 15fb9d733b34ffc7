"""Compare collectors side by side: same sandbox, same catalogue, a process each.

Each reads every catalogue whole, without quota nor latency; then the largest one at the quota of
10 requests a second with answers after 50 to 800 ms, cut after some seconds. What was got is read
from the files left, requests from the sandbox's log, CPU and memory from the system. The CPU of
starting is that of reading an empty catalogue, and is told apart.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from pathlib import Path

from collecting import NAMES, OURS
from compare_report import Comparison, readme_text, results_text
from machine import described
from measuring import ROOT
from reading import Paced, Whole, read_paced, read_whole
from serving import sandbox
from tables import put_between

ALL_UP_TO = 200_000  # offers; a larger catalogue is read by ours alone
MARKER = "compare"


def main() -> None:
    """Measure, print the tables, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--runs", type=int, default=3, help="readings of each; medians are told")
    parser.add_argument("--seconds", type=float, default=60, help="of reading at the quota")
    parser.add_argument("--write", action="store_true", help="into RESULTS.md and README.md")
    options = parser.parse_args()
    starts = read_all(0, options.runs)
    wholes = {count: read_all(count, options.runs) for count in sorted(options.offers)}
    paced = pace(max(options.offers), options.seconds)
    script = Path(__file__).resolve().relative_to(ROOT)
    command = f"python {shlex.join([str(script), *sys.argv[1:]])}"
    comparison = Comparison(described(), command, options.runs, starts, wholes, paced)
    print(results_text(comparison))
    if options.write:
        put_between(ROOT / "benchmarks" / "RESULTS.md", MARKER, results_text(comparison))
        put_between(ROOT / "README.md", MARKER, readme_text(comparison))


def read_all(offers: int, runs: int) -> dict[str, list[Whole]]:
    """Let each collector read a catalogue *runs* times, in turn: the machine's speed drifts."""
    names = NAMES if offers <= ALL_UP_TO else (OURS,)
    readings: dict[str, list[Whole]] = {name: [] for name in names}
    with sandbox("--offers-count", str(offers), "--quota", "0") as server:
        truth = server.ids()
        for _ in range(runs):
            for name in names:
                whole = read_whole(name, server, truth)
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
