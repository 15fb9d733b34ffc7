"""What a query gives, as programs read it: CSV, JSON, a line of JSON a row, Parquet."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import orjson
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as pv  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.exceptions import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Batches = Iterable[pa.RecordBatch]

_JSON: Final = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"

# What Arrow writes into CSV as it should be.
_PLAIN: Final = (
    *(pa.types.is_string, pa.types.is_boolean, pa.types.is_date, pa.types.is_time),
    *(pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal),
)


class _Chunks(BytesIO):
    """A file whose bytes are taken away as they come."""

    def taken(self) -> bytes:
        body = self.getvalue()
        self.seek(0)
        self.truncate()
        return body


def csv(schema: pa.Schema, batches: Batches) -> Iterator[bytes]:
    """Yield CSV, in UTF-8: lists as JSON, moments in UTC as ISO 8601 writes them."""
    names = pa.schema([(name, pa.string()) for name in schema.names])
    yield _csv(names.empty_table().to_batches(), names, heading=True)
    for batch in batches:
        columns = [_flat(column) for column in batch.columns]
        flat = pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
        yield _csv([flat], flat.schema, heading=False)


def _csv(batches: Batches, schema: pa.Schema, *, heading: bool) -> bytes:
    file = BytesIO()
    options = pv.WriteOptions(include_header=heading)
    with pv.CSVWriter(file, schema, write_options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return file.getvalue()


def _flat(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_timestamp(kind):
        seconds = column.cast(pa.timestamp("us")).cast(pa.timestamp("ms"), safe=False)
        return pc.strftime(seconds, _MOMENT) if kind.tz else seconds
    if any(is_plain(kind) for is_plain in _PLAIN):
        return column
    values = (None if each is None else _text(each) for each in column.to_pylist())
    return pa.array(list(values), pa.string())


def _text(value: Any) -> str:  # noqa: ANN401 (any value of SQL)
    if isinstance(value, str):
        return value
    return (
        orjson.dumps(value, default=plain, option=_JSON).decode()
        if isinstance(value, list | dict)
        else str(plain(value))
    )


def plain(value: Any) -> Any:  # noqa: ANN401 (any value of SQL)
    """Return a value that JSON has no word for as one that it has."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def lines(schema: pa.Schema, batches: Batches) -> Iterator[bytes]:
    """Yield a line of JSON a row."""
    for batch in batches:
        yield b"".join(row + b"\n" for row in _rows(schema, batch))


def json(schema: pa.Schema, batches: Batches) -> Iterator[bytes]:
    """Yield one array of JSON, a row a line."""
    before = b"[\n"
    for batch in batches:
        if batch.num_rows:
            yield before + b",\n".join(_rows(schema, batch))
            before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _rows(schema: pa.Schema, batch: pa.RecordBatch) -> Iterator[bytes]:
    columns = [column.to_pylist() for column in batch.columns]
    for values in zip(*columns, strict=True):
        row = dict(zip(schema.names, values, strict=True))
        yield orjson.dumps(row, default=plain, option=_JSON)


def parquet(schema: pa.Schema, batches: Batches) -> Iterator[bytes]:
    """Yield a Parquet file; raise QueryError for a type that Parquet does not know."""
    file = _Chunks()
    try:
        writer = pq.ParquetWriter(file, schema, compression="zstd")
    except pa.ArrowNotImplementedError as exc:
        raise QueryError(
            f"Parquet n'a pas de type pour une colonne de la réponse ({exc}). Convertissez-la : "
            "CAST(... AS VARCHAR)."
        ) from None
    with writer:
        for batch in batches:
            writer.write_batch(batch)
            yield file.taken()
    yield file.taken()


FORMATS: Final[Mapping[str, Callable[[pa.Schema, Batches], Iterator[bytes]]]] = {
    "csv": csv,
    "json": json,
    "jsonl": lines,
    "parquet": parquet,
}
