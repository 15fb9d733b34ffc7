"""What Spark is shown of a history: what the manifest names, as it was written, or why not."""

from __future__ import annotations

import re
import shutil
import warnings
from datetime import UTC, date, datetime

import pytest
from pyspark.errors import SparkRuntimeException

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.spark import register
from ftcrawler.history.tables import spark_views
from ftcrawler.history.tables.spark_files import spark_manifest
from ftcrawler.history.tables.tables import TABLES
from tests.history.made_runs import History, offers


@pytest.fixture
def made(tmp_path):
    """Return two nights: A and B, then B and C; A is missing, and closed."""
    history = History(tmp_path / "data")
    history.run("20261123_003000", offers("ABDEFGHIJK"))
    history.update()
    history.run("20261124_003000", offers("BCDEFGHIJK"))
    history.update()
    history.ask("20261124_013000", {each["id"]: each for each in offers("BCDEFGHIJK")})
    history.update()
    return history


def rows(spark, query):
    return [tuple(row) for row in spark.sql(query).collect()]


def test_again_after_an_update_and_nothing_of_the_session_is_changed(spark, made):
    before = spark.conf.getAll
    register(spark, str(made.root))
    # What no manifest names is no part of the history.
    event = made.root / made.manifest.events[0].key
    shutil.copy(event, event.with_name("all_20261123_000000.parquet"))
    made.run("20261125_003000", offers("BCDEFGHIJKL"))
    made.update()
    register(spark, made.root)
    assert rows(spark, "SELECT count(*), count(DISTINCT jour) FROM evenements") == [(13, 3)]
    assert rows(spark, "SELECT count(*) FROM offres_ouvertes") == [(11,)]
    assert rows(spark, "SELECT du, au FROM versions WHERE id = 'A'") == [
        (date(2026, 11, 23), date(2026, 11, 24))
    ]
    assert spark.conf.getAll == before
    shown = sorted(name for _, name, _ in rows(spark, "SHOW TABLES"))
    assert shown == sorted(each.name for each in TABLES)


def test_a_copy_of_the_bucket_says_what_it_does_not_know(spark, made, tmp_path):
    bucket = tmp_path / "bucket"
    for folder in ("history/events", "runs"):
        shutil.copytree(made.root / folder, bucket / folder)
    shutil.copy(made.root / "history/manifest.json", bucket / "history")
    # Of the file systems that Spark has of itself, one whose addresses name a host, as S3's do.
    for folder in ("history", "runs"):
        link = f"fs.viewfs.mounttable.bucket.link./{folder}"
        spark.conf.set(link, (bucket / folder).as_uri())
    with pytest.warns(UserWarning, match=r"vue_le et jours_ouverte sont vides") as warned:
        register(spark, "viewfs://bucket/")
    assert warned[0].filename == __file__
    for table in ("offres_ouvertes", "trouvees_par"):
        with pytest.raises(SparkRuntimeException, match=r"n'est pas dans viewfs://bucket \(un"):
            rows(spark, f"SELECT count(*) FROM {table}")
    figures = "id, vue_le, jours_ouverte, fois_modifiee"
    assert sorted(rows(spark, f"SELECT {figures} FROM offres WHERE id < 'C'")) == [
        ("A", _local(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)), 1, 0),
        ("B", None, None, 0),
    ]
    assert rows(spark, "SELECT max(fermees) FROM collectes") == [(1,)]
    (bucket / made.manifest.events[0].key).unlink()
    with pytest.raises(HistoryError, match=r"manque : viewfs://bucket/.* scrapy s3-sync"):
        register(spark, "viewfs://bucket")


def _local(moment):
    """Return a moment as Spark gives it to Python: this machine's clock, without a zone."""
    return moment.astimezone().replace(tzinfo=None)


@pytest.mark.parametrize("place", ["events", "open"])
def test_a_file_that_lacks_or_is_cut_is_named(spark, made, place):
    named = made.manifest.events[0] if place == "events" else made.manifest.open[0]
    path = made.root / named.key
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(HistoryError, match=rf"est abîmé : .*{re.escape(path.name)}"):
        register(spark, made.root)
    path.unlink()
    with pytest.raises(HistoryError, match=rf"manque : .*{re.escape(path.name)}"):
        register(spark, made.root)


def test_an_update_that_comes_between_is_shown_instead(spark, made, monkeypatch):
    """The manifest is read, and its open offers are gone before they are."""
    earlier = made.manifest
    made.run("20261125_003000", offers("BCDEFGHIJKL"))
    made.update()
    read = iter([earlier])
    monkeypatch.setattr(
        spark_views, "spark_manifest", lambda folder: next(read, None) or spark_manifest(folder)
    )
    with warnings.catch_warnings(action="error"):
        register(spark, made.root)
    assert rows(spark, "SELECT count(*) FROM offres_ouvertes") == [(11,)]


def test_where_there_is_no_history(spark, tmp_path):
    with pytest.raises(HistoryError, match=r"Aucun historique dans .* scrapy history update"):
        register(spark, tmp_path)
    with pytest.raises(HistoryError, match=r"Spark ne peut pas lire nulle://part/.*docs/scale"):
        register(spark, "nulle://part/")
    (tmp_path / "history").mkdir()
    (tmp_path / "history/manifest.json").write_text("{")
    with pytest.raises(HistoryError, match=r"Historique abîmé : .*manifest\.json"):
        register(spark, tmp_path)


def test_an_empty_history_has_empty_tables(spark, tmp_path):
    empty = History(tmp_path / "data")
    empty.run("20261124_003000", [])
    empty.update()
    register(spark, empty.root)
    for table in TABLES[:10]:
        assert rows(spark, f"SELECT count(*) FROM {table.name}") == [(0,)]
