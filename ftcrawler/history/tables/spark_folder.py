"""A folder as Spark reads it, on a disk or in a bucket: through its own file systems alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from py4j.protocol import Py4JError  # type: ignore[import-untyped]  # it ships no types
from pyspark.errors import PySparkException

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.tables.hive_types import hive_columns
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
    from pyspark.sql import DataFrame, SparkSession

# `s3a://`, `dbfs:/`; one letter is a drive of Windows.
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# To Spark these stand for other characters.
_PATTERN: Final = re.compile(r"([\[\]{}*?\\])")
# Folder and name of a file: of all its path Spark changes these letters in no way.
TAIL: Final = "substring_index(_metadata.file_path, '/', -2)"
# Whatever the session is set to: a file that is gone or spoilt is an error, not fewer rows; and
# its days are of our calendar, as Arrow's are.
_AS_WRITTEN: Final = {
    "ignoreMissingFiles": "false",
    "ignoreCorruptFiles": "false",
    "mergeSchema": "false",
    "datetimeRebaseMode": "CORRECTED",
    "recursiveFileLookup": "true",  # `date=` in a path is no column
}


@dataclass(frozen=True, slots=True)
class SparkFolder:
    """Methods ask Spark, and raise HistoryError for what it cannot read."""

    spark: SparkSession
    root: str

    @classmethod
    def of(cls, spark: SparkSession, path: Path | str) -> Self:
        """Return a folder of this machine, or one by its address."""
        if isinstance(path, str) and _SCHEME.match(path):
            return cls(spark, path.rstrip("/"))
        return cls(spark, f"file:///{Path(path).expanduser().resolve().as_posix().lstrip('/')}")

    @property
    def is_remote(self) -> bool:
        """Whether others than this machine keep it."""
        return not self.root.startswith("file:")

    def place(self, key: str) -> str:
        """Return the address of a file below."""
        return f"{self.root}/{key}"

    def text(self, key: str) -> str | None:
        """Return what a file holds, None if it is not there."""
        rows = self._rows("text", key, ("value",), wholetext="true")
        return rows[0][0] if rows else None

    def texts(self, folder: str, suffix: str) -> Mapping[str, str]:
        """Return what the files of a folder hold, by their names."""
        columns = ("_metadata.file_name", "value")
        return dict(
            self._rows("text", folder, columns, wholetext="true", pathGlobFilter=f"*{suffix}")
        )

    def sizes(self, folder: str) -> Mapping[str, int]:
        """Return the bytes of each Parquet file below a folder, by TAIL."""
        columns = (TAIL, "_metadata.file_size")
        return dict(self._rows("binaryFile", folder, columns, pathGlobFilter="*.parquet"))

    def parquet(self, keys: Iterable[str], schema: pa.Schema) -> DataFrame:
        """Return Parquet files as one relation of *schema*; without any it is empty."""
        columns = ", ".join(hive_columns(schema))
        paths = [self._exactly(key) for key in keys]
        if not paths:
            return self.spark.createDataFrame([], columns)
        try:
            return self.spark.read.schema(columns).options(**_AS_WRITTEN).parquet(*paths)
        except (PySparkException, Py4JError) as exc:
            raise self._unreadable(self.root, exc) from exc

    def _rows(self, kind: str, key: str, columns: Sequence[str], **options: str) -> Sequence[Any]:
        reader = self.spark.read.format(kind).options(**_AS_WRITTEN, **options)
        try:
            return reader.load(self._exactly(key)).selectExpr(*columns).collect()
        except PySparkException as exc:
            if exc.getCondition() == "PATH_NOT_FOUND":
                return []
            raise self._unreadable(self.place(key), exc) from exc
        except Py4JError as exc:
            raise self._unreadable(self.place(key), exc) from exc

    def _exactly(self, key: str) -> str:
        return _PATTERN.sub(r"\\\1", self.place(key))

    def _unreadable(self, place: str, error: Exception) -> HistoryError:
        return HistoryError(
            f"Spark ne peut pas lire {place} : {one_line(str(error))}. Vérifiez l'adresse, les "
            "droits, et que cette session de Spark sait lire de là (docs/scale.md)."
        )


def tail(key: str) -> str:
    """Return what TAIL is of a file.

    >>> tail("history/events/date=2026-11-24/all_20261124_020000.parquet")
    'date=2026-11-24/all_20261124_020000.parquet'
    """
    return "/".join(key.split("/")[-2:])
