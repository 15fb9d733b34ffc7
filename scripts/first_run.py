"""`make run`: collect from the API if there are credentials, else from a local sandbox.

Started by `python -m scripts.first_run` in the project's folder.
"""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ftcrawler import printing, settings
from ftcrawler.crawling.crawl_command import CrawlCommand
from ftcrawler.crawling.crawl_process import run_crawl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
SCRAPY = [sys.executable, "-m", "scrapy"]
KEYWORDS = "data engineer"
SANDBOX_KEYWORDS = "infirmier"
SANDBOX_OFFERS = 20_000
# The same each time: another address would be another source, whose data are none of today's.
SANDBOX_PORT = 18080
SANDBOX_DATA = Path("data/bac_a_sable")
# Of what each system has that has `make`: an offer is a line, as the API writes it.
CONTRACTS = """grep -o '"typeContrat":"[^"]*"' {} | sort | uniq -c"""


def main() -> int:
    """Collect one search, show what can be done with it, and return the crawl's exit code."""
    printing.prepare_console()
    if settings.FT_CLIENT_ID and settings.FT_CLIENT_SECRET:
        say(f"Identifiants trouvés : collecte de « {KEYWORDS} » depuis l'API France Travail.")
        return crawl(KEYWORDS, Path(settings.FT_DATA_DIR), {})
    say(
        "Pas d'identifiants dans .env : offres inventées, depuis le bac à sable local.",
        "Pour l'API : copiez .env.example en .env et remplissez-le (LISEZMOI.md).",
    )
    with sandbox() as variables:
        return crawl(SANDBOX_KEYWORDS, SANDBOX_DATA, variables, delay="0.1", no_s3="1")


def crawl(keywords: str, folder: Path, variables: Mapping[str, str], **arguments: str) -> int:
    """Run `scrapy crawl keywords` with *variables* on top of the environment."""
    table, lines = str(folder / "offres.xlsx"), str(folder / "offres.jsonl")
    command = CrawlCommand(
        "keywords",
        {"keywords": keywords, **arguments},
        # The closing lines say it all the first time; without -L, Scrapy tells every step.
        options=("-L", "WARNING", "-O", table, "-O", lines),
        folder=ROOT,
        environment=os.environ | variables,
    )
    say("", f"$ {shlex.join(command.words()[2:])}")
    ended = run_crawl(command)
    if not ended.code:
        say(
            "",
            "Le tableau, une offre par ligne, s'ouvre dans Excel ou LibreOffice :",
            f"  {shlex.quote(table)}",
            "Combien d'offres par sorte de contrat :",
            f"  {CONTRACTS.format(shlex.quote(lines))}",
        )
    return ended.code


@contextmanager
def sandbox() -> Iterator[dict[str, str]]:
    """Start the sandbox, give the variables that lead to it, and stop it."""
    command = [*SCRAPY, "sandbox", "--port", str(port()), "--offers-count", str(SANDBOX_OFFERS)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as server:
        try:
            yield dict(variables_of(server)) | {"FT_DATA_DIR": str(SANDBOX_DATA)}
        finally:
            server.terminate()
            server.communicate()  # its last words need somebody to hear them


def port() -> int:
    """Return the sandbox's port, 0 (any free one) if somebody has it."""
    with socket.socket() as probe:
        if os.name != "nt":  # there it would take the port from whoever has it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", SANDBOX_PORT))
        except OSError:
            return 0
    return SANDBOX_PORT


def variables_of(server: subprocess.Popen[str]) -> Iterator[tuple[str, str]]:
    """Read the NAME=value lines that the sandbox prints once it listens."""
    assert server.stdout is not None
    for line in server.stdout:
        name, equals, value = line.strip().partition("=")
        if equals:
            yield name, value
        if name == LAST_VARIABLE:
            return


LAST_VARIABLE = "POLE_EMPLOI_CLIENT_SECRET"


def say(*lines: str) -> None:
    """Print lines at once, before what a child process prints."""
    printing.say("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
