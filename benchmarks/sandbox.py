"""How fast the sandbox is: `python benchmarks/sandbox.py [OFFERS] [further options]`.

Prints the time until it listens, its memory, and milliseconds per answer of 150 offers, over one
connection: the first time a search is asked, then its median when asked again. Then the time that
a usual day takes, and the memory after it.
"""

from __future__ import annotations

import json
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from serving import sandbox

SEARCHES: tuple[dict[str, str], ...] = (
    {},
    {"range": "3000-3149"},
    {"sort": "1", "range": "1500-1649"},
    {"departement": "75"},
    {"departement": "75", "sort": "1", "range": "2850-2999"},
    {"region": "11", "typeContrat": "CDI"},
    {"commune": "69123", "distance": "30"},
    {"commune": "31555", "sort": "2"},
    {"motsCles": "python"},
    {"motsCles": "chariot élévateur,permis"},
    {"experience": "4", "qualification": "9"},
    {"codeROME": "M1805,M1811,M1419,G1602"},
    {"salaireMin": "1500", "periodeSalaire": "M"},
    {"publieeDepuis": "1"},
    {"minCreationDate": "2026-01-01T00:00:00Z", "maxCreationDate": "2027-01-01T00:00:00Z"},
)
REPEATS = 20
SCOPE = "api_offresdemploiv2 o2dsoffre"


def main(offers: str = "500000", *options: str) -> None:
    """Run a sandbox of that many *offers* and measure it."""
    started = time.perf_counter()
    with sandbox("--quota", "0", "--offers-count", offers, *options) as server:
        print(f"listening after {time.perf_counter() - started:.1f} s")
        base = server.variables["URL_POLE_EMPLOI"]
        measure(base)
        print(peak_memory(server.pid))
        print(f"a day in {next_day(base):.1f} s")
        print(peak_memory(server.pid))


def measure(base: str) -> None:
    """Print a line for each search."""
    connection = HTTPConnection(urlsplit(base).netloc)
    form = {"grant_type": "client_credentials", "client_id": "b", "client_secret": "b"}
    connection.request(
        "POST",
        "/connexion/oauth2/access_token?realm=%2Fpartenaire",
        urlencode({**form, "scope": SCOPE}),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    token = json.loads(connection.getresponse().read())["access_token"]
    print("first ms  again ms      KB    offers  search")
    for search in SEARCHES:
        times = []
        for _ in range(REPEATS + 1):
            before = time.perf_counter()
            path = f"/partenaire/offresdemploi/v2/offres/search?{urlencode(search)}"
            connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
            response = connection.getresponse()
            size = len(response.read())
            times.append((time.perf_counter() - before) * 1000)
        total = (response.headers["Content-Range"] or "").partition("/")[2]
        print(
            f"{times[0]:8.1f}  {median(times[1:]):8.1f}  {size / 1000:6.0f}  {total:>8}  {search}"
        )


def next_day(base: str) -> float:
    """Move to the next day; return how long that took, in seconds."""
    started = time.perf_counter()
    connection = HTTPConnection(urlsplit(base).netloc)
    connection.request("POST", "/_sandbox/days")
    connection.getresponse().read()
    return time.perf_counter() - started


def peak_memory(pid: int) -> str:
    """Return the most memory that the process has held, as Linux says it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(line for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
