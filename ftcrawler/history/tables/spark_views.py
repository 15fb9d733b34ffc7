"""The tables of a history as temporary views of a Spark session (ftcrawler/history/spark.py)."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.tables.dialects import SPARK
from ftcrawler.history.tables.spark_files import check_events, has_open, spark_manifest
from ftcrawler.history.tables.spark_folder import SparkFolder
from ftcrawler.history.tables.spark_sources import asked, sources
from ftcrawler.history.tables.table_queries import ORDER, queries
from ftcrawler.history.tables.tables import FOUND_BY, OPEN_OFFERS

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from ftcrawler.history.files.manifest import Manifest

# Of these rows would lack, or all of them, where it is not known what is open.
_OF_OPEN: Final = (OPEN_OFFERS, FOUND_BY)


def register_views(spark: SparkSession, path: Path | str) -> None:
    """Make the tables of a history views of the session; raise HistoryError."""
    folder = SparkFolder.of(spark, path)
    manifest = spark_manifest(folder)
    try:
        views = _views(folder, manifest)
    except HistoryError:
        # An update has replaced the open offers meanwhile, or something is really wrong.
        if (newer := spark_manifest(folder)) == manifest:
            raise
        views = _views(folder, newer)
    for name, view in views.items():
        view.createOrReplaceTempView(name)


def _views(folder: SparkFolder, manifest: Manifest) -> dict[str, DataFrame]:
    check_events(folder, manifest)
    open_too = has_open(folder, manifest)
    numbered, plain = sources(folder, manifest, has_open=open_too)
    views = {
        name: asked(query, numbered if ORDER in query else plain)
        for name, query in queries(SPARK).items()
    }
    if not open_too:
        told = (
            f"Sans les offres ouvertes : history/open/ n'est pas dans {folder.root} (un bucket ne "
            "l'a jamais). offres_ouvertes et trouvees_par ne peuvent pas être lues ; dans offres, "
            "vue_le et jours_ouverte sont vides pour les offres encore ouvertes. Pour les avoir, "
            "donnez le dossier des données de la machine qui collecte."
        )
        warnings.warn(told, stacklevel=4)
        for table in _OF_OPEN:
            views[table.name] = _refused(views[table.name], told)
    return views


def _refused(view: DataFrame, told: str) -> DataFrame:
    """Return a view of the same columns that says *told* to whoever asks it for a row."""
    columns = ", ".join(
        f"CAST(NULL AS {field.dataType.simpleString()}) AS {field.name}" for field in view.schema
    )
    return view.sparkSession.sql(
        f"SELECT {columns} WHERE raise_error(:told) IS NULL", args={"told": told}
    )
