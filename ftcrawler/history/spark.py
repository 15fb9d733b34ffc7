"""The history as tables in Spark: years of it, where DuckDB on one machine is not enough.

    from pyspark.sql import SparkSession
    from ftcrawler.history import spark as history

    session = SparkSession.builder.getOrCreate()
    history.register(session, "s3a://bucket")
    session.sql("SELECT evenement, count(*) FROM evenements GROUP BY evenement").show()

docs/scale.md tells where that runs, and what a year of it weighs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.exceptions import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession


def register(spark: SparkSession, path: Path | str) -> None:
    """Make the tables of a history temporary views of a session, by their names.

    *path* is a data folder that all of Spark's machines see, or an address that Spark can read
    (`s3a://bucket`). Only files that the manifest names are read, with the types that are told of,
    whatever the session infers or its time zone; none of its settings is changed. The views show
    the history as it is now: after an update, call this again.

    A bucket has no offers that are open. There, `offres_ouvertes` and `trouvees_par` can be asked
    nothing: they raise an error that says why. In `offres`, `vue_le` and `jours_ouverte` are null
    for offers that are still open. A warning says so.

    Raises ConfigurationError without pyspark; HistoryError if there is no history, a file of it is
    missing or not as large as it was written, or Spark cannot read from there.
    """
    try:
        from ftcrawler.history.tables.spark_views import register_views  # noqa: PLC0415
    except ModuleNotFoundError as exc:
        if (exc.name or "").partition(".")[0] not in {"pyspark", "py4j"}:
            raise
        raise ConfigurationError(
            "Spark manque : pip install -r requirements-spark.txt, dans le dossier du projet. Il "
            "lui faut aussi Java 17."
        ) from exc
    register_views(spark, path)
