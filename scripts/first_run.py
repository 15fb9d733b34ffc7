"""`make run`: collect from the API if there are credentials, else show a demonstration.

Started by `python -m scripts.first_run` in the project's folder.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

from ftcrawler import settings
from ftcrawler.crawling.crawl_command import CrawlCommand
from ftcrawler.crawling.crawl_process import run_crawl
from ftcrawler.printing import prepare_console, say
from ftcrawler.reporting.french import number
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftsandbox.server import SandboxConfig, running_sandbox

ROOT: Final = Path(__file__).parents[1]
KEYWORDS: Final = "data engineer"
# A folder of its own, which each demonstration makes anew.
DEMO_DATA: Final = Path("data/bac_a_sable/demonstration")
# Enough for a chart of each region, and for what has changed within a week.
OFFERS: Final = 6_000
NIGHTS: Final = 8
# What .env and the environment tell other crawls.
OURS: Final = ("POLE_EMPLOI_", "URL_", "FT_", "KEY_", "AWS_", "S3PIPELINE_", "data_lake_bucket")
INTERRUPTED: Final = 130
COLLECTED: Final = """
Le tableau, une offre par ligne, s'ouvre dans Excel ou LibreOffice :
  {table}
Et ensuite, après « source .venv/bin/activate » :
  scrapy nightly -a delay=0.1   toute la France, son historique et son rapport : six minutes, 2 Go
  scrapy report                 le rapport seul : une page à ouvrir dans un navigateur
  scrapy sql "SELECT ..."       vos questions (LISEZMOI.md, « Cinq questions »)"""
PLAYED: Final = f"""
Pas d'identifiants dans .env : voici une démonstration, qui ne demande rien à personne.
Un serveur local imite l'API, ses {number(OFFERS)} offres sont inventées, et {NIGHTS} nuits
sont jouées d'affilée, dans {DEMO_DATA}.
"""
SHOWN: Final = f"""
Les mêmes nuits en SQL, après « source .venv/bin/activate » :
  FT_DATA_DIR={DEMO_DATA} scrapy sql "FROM offres_ouvertes LIMIT 9"
Pour de vraies offres : LISEZMOI.md, « Obtenir ses identifiants », puis encore « make run ».

Le rapport :
  {{report}}"""


def main() -> int:
    """Collect, or show the demonstration, say what can be done next; return the exit code."""
    prepare_console()
    try:
        if settings.FT_CLIENT_ID and settings.FT_CLIENT_SECRET:
            return collect()
        return show()
    except KeyboardInterrupt:
        say("Interrompu.")
        return INTERRUPTED


def collect() -> int:
    """Run `scrapy crawl keywords`, and say what comes next."""
    say(f"Identifiants trouvés : collecte de « {KEYWORDS} » depuis l'API France Travail.")
    table = str(Path(settings.FT_DATA_DIR) / "offres.xlsx")
    # The closing lines say it all the first time; without -L, Scrapy tells every step.
    options = ("-L", "WARNING", "-O", table)
    command = CrawlCommand("keywords", {"keywords": KEYWORDS}, options=options, folder=ROOT)
    say(f"\n$ {shlex.join(command.words()[2:])}")
    ended = run_crawl(command)
    if not ended.code:
        say(COLLECTED.format(table=shlex.quote(table)))
    return ended.code


def show() -> int:
    """Play nights of the sandbox, and say where their report is."""
    say(PLAYED)
    shutil.rmtree(ROOT / DEMO_DATA, ignore_errors=True)
    first = paris_now().replace(tzinfo=None) - timedelta(days=NIGHTS - 1)
    with running_sandbox(SandboxConfig(offers_count=OFFERS, quota=0, now=first)) as sandbox:
        others = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
        own = {"PYTHON_DOTENV_DISABLED": "1", "FT_DATA_DIR": str(DEMO_DATA)}
        played = subprocess.run(
            [sys.executable, "-m", "scripts.demo_nights", str(NIGHTS)],
            cwd=ROOT,
            env=others | own | sandbox.env(),
            check=False,
        )
    if not played.returncode:
        (report,) = DataLayout(ROOT / DEMO_DATA).pages_for_people
        say(SHOWN.format(report=report.as_uri()))
    return played.returncode


if __name__ == "__main__":
    sys.exit(main())
