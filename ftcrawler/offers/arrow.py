"""Offers as Arrow columns, and their way into a Parquet file.

Importing this imports pyarrow, a fifth of a second: it is done only where Parquet is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.offers.columns import COLUMNS, RECORDS
from ftcrawler.offers.field_types import Objects, Record, Scalar, Texts
from ftcrawler.offers.fields import FOUND, NOT_TOLD, OFFER, REST
from ftcrawler.offers.flattening import flatten, rest_text
from ftcrawler.offers.refused_characters import NUL_BYTE, mended

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from io import RawIOBase
    from typing import BinaryIO

    from ftcrawler.offers.field_types import Kind

MOMENT: Final = pa.timestamp("ms", tz="UTC")
SCALARS: Final = {
    Scalar.TEXT: pa.string(),
    Scalar.NUMBER: pa.float64(),
    Scalar.INTEGER: pa.int64(),
    Scalar.BOOLEAN: pa.bool_(),
    Scalar.MOMENT: MOMENT,
}


def arrow_type(kind: Kind) -> pa.DataType:
    """Return the Arrow type of a field."""
    match kind:
        case Texts():
            return pa.list_(pa.string())
        case Objects(fields):
            return pa.list_(pa.struct([(name, pa.string()) for name in fields]))
        case Record(fields):
            return pa.struct([(name, arrow_type(field.kind)) for name, field in fields.items()])
        case _:
            return SCALARS[kind]


# Made once: a type takes longer to make than a column of it.
TYPES: Final = tuple(arrow_type(column.kind) for column in COLUMNS)
PARTS: Final = {name: list(arrow_type(OFFER[name].kind)) for name in RECORDS}


def schema(names: Sequence[str] = (*OFFER, REST)) -> pa.Schema:
    """Return the schema of the fields *names*, all of them by default."""
    return pa.schema(
        [(name, arrow_type(OFFER[name].kind) if name in OFFER else pa.string()) for name in names]
    )


def batch(
    offers: Iterable[Mapping[str, Any]],
    columns: pa.Schema,
    found: Sequence[str | None] = NOT_TOLD,
) -> pa.RecordBatch:
    """Return the offers under a schema that `schema` made; there is at least one.

    *found* are the values of FOUND, of all of them.
    """
    rows, rests = zip(*map(flatten, offers), strict=True)
    cells = list(zip(*rows, strict=True))
    arrays = {REST: pa.array([rest_text(rest) for rest in rests], pa.string())}
    parts: dict[str, list[pa.Array]] = {name: [] for name in RECORDS}
    for column, kind, values in zip(COLUMNS, TYPES, cells[: len(COLUMNS)], strict=True):
        array = _array(values, kind)
        if column.parent is None:
            arrays[column.name] = array
        else:
            parts[column.parent].append(array)
    for name, there in zip(RECORDS, cells[len(COLUMNS) :], strict=True):
        missing = pa.array([value is None for value in there])
        arrays[name] = pa.StructArray.from_arrays(parts[name], fields=PARTS[name], mask=missing)
    for name, text in zip(FOUND, found, strict=True):
        arrays[name] = pa.array([text] * len(rows), pa.string())
    return pa.RecordBatch.from_arrays([arrays[name] for name in columns.names], schema=columns)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if kind is MOMENT:  # read by Arrow, many at a time
        return pa.array(values, pa.string()).cast(MOMENT)
    return pa.array(values, kind)


def _holds_nul(array: pa.Array) -> bool:
    """Tell whether a text of a column holds NUL, by the bytes of all of them at once."""
    kind = array.type
    if pa.types.is_string(kind):
        texts = array.buffers()[-1]
        return texts is not None and NUL_BYTE in texts.to_pybytes()
    if pa.types.is_list(kind):
        return _holds_nul(array.values)
    if pa.types.is_struct(kind):
        return any(_holds_nul(array.field(place)) for place in range(kind.num_fields))
    return False


class Writer:
    """Writes a Parquet file of the fields *chosen*, each under its name in the file.

    Offers are turned into columns at once, and held until there are *row_group* of them.
    """

    def __init__(
        self,
        file: BinaryIO | RawIOBase,
        chosen: Mapping[str, str],
        *,
        compression: str,
        row_group: int,
    ) -> None:
        self._schema = schema(tuple(chosen))
        self._named = pa.schema(
            [pa.field(chosen[field.name], field.type) for field in self._schema]
        )
        self._writer = pq.ParquetWriter(file, self._named, compression=compression)
        self._row_group = row_group
        self._held: list[pa.RecordBatch] = []

    def add(
        self, offers: Sequence[Mapping[str, Any]], found: Sequence[str | None] = NOT_TOLD
    ) -> None:
        """Take offers, at least one; *found* are the values of FOUND, of all of them."""
        try:
            columns = batch(offers, self._schema, found).columns
            odd = any(map(_holds_nul, columns))
        except UnicodeEncodeError:  # half a character
            odd = True
        if odd:
            columns = batch([mended(offer) for offer in offers], self._schema, found).columns
        self._held.append(pa.RecordBatch.from_arrays(columns, schema=self._named))
        if sum(held.num_rows for held in self._held) >= self._row_group:
            self._write()

    def close(self) -> None:
        """Write what is held, then what a reader begins with."""
        if self._held:
            self._write()
        self._writer.close()

    def _write(self) -> None:
        self._writer.write_table(pa.Table.from_batches(self._held))
        self._held = []
