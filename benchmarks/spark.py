"""Ask Spark and DuckDB the same of a year: `python benchmarks/spark.py [--data FOLDER] [--write]`.

The guide's questions and what looks at every row of the largest tables, each asked once of Spark
in local mode, with two cores, and of DuckDB on the same files.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from machine import described
from made_year import make_year
from measuring import ROOT
from pyspark.sql import SparkSession
from tables import put_between, table

from ftcrawler.history import connect
from ftcrawler.history.files.manifest import needed_manifest
from ftcrawler.history.spark import register
from ftcrawler.runs.layout import DataLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb

RESULTS = Path(__file__).with_name("RESULTS.md")
GUIDE = ROOT / "LISEZMOI.md"
DAY = "2025-06-15"
WHOLE = {
    "events by day and kind": "SELECT jour, evenement, count(*) FROM evenements GROUP BY 1, 2",
    "`versions` of a day": f"SELECT count(*) FROM versions WHERE du <= DATE '{DAY}' "
    f"AND (au IS NULL OR au > DATE '{DAY}')",
    "`offres`, days open": "SELECT sum(jours_ouverte) FROM offres",
    "`offres_ouvertes` by department": "SELECT departement, count(*) FROM offres_ouvertes "
    "GROUP BY departement",
    "`competences` by code": "SELECT code, count(*) FROM competences GROUP BY code",
    "`trouvees_par` by sector": "SELECT secteur, count(*) FROM trouvees_par GROUP BY secteur",
}


def main() -> None:
    """Measure, and print the table or write it into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder that made_year.py has made")
    parser.add_argument("--offers", type=int, default=500_000, help="otherwise: of the country")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ftcrawler-spark-") as folder:
        if (data := options.data) is None:
            data = Path(folder) / "data"
            make_year(data, options.offers, 365)
        text = f"`python benchmarks/spark.py`. {described()}\n\n{asked(data, Path(folder))}"
    print(text)
    if options.write:
        put_between(RESULTS, "spark", text)


def asked(data: Path, folder: Path) -> str:
    """Return what there is, and the table of seconds."""
    began = time.perf_counter()
    session = spark(folder)
    started = time.perf_counter() - began
    registered = seconds(lambda: register(session, data))
    rows = []
    for name, query in questions(connect(data)).items():
        engine = connect(data)
        by_duckdb = seconds(engine.sql(query).fetchall)
        engine.close()
        by_spark = seconds(session.sql(query).collect)
        rows.append((name, f"{by_spark:.1f}", f"{by_duckdb:.1f}"))
    session.stop()
    files = needed_manifest(DataLayout(data)).events
    events, size = sum(each.rows for each in files), sum(each.bytes for each in files)
    return (
        f"{events:,} events in {len(files)} files, {size / 1e6:,.0f} MB. Spark starts in "
        f"{started:.1f} s and registers the tables in {registered:.1f} s; load "
        f"{os.getloadavg()[2]:.1f}.\n\n" + table(("what", "Spark s", "DuckDB s"), rows)
    )


def spark(folder: Path) -> SparkSession:
    """Return a session with two cores and 4 GB, all else as Spark has it."""
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .getOrCreate()
    )


def questions(engine: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """Return what is asked: the guide's questions, of an offer and a day that there are."""
    changed = "SELECT min(id) FROM evenements WHERE evenement = 'modifiee'"
    ((offer,),) = engine.sql(changed).fetchall()
    text = GUIDE.read_text(encoding="utf-8").split("\n## Cinq questions\n")[1].split("\n## ")[0]
    found = re.findall(r"^### (.+?)$.*?^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    guide = {
        f"« {title} »": query.replace("190ABCD", offer).replace("2026-11-25", DAY)
        for title, query in found
    }
    return guide | WHOLE


def seconds(work: Callable[[], Any]) -> float:
    """Return how long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
