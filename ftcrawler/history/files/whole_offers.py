"""Whole offers as Arrow columns: every field that the API gives, flat, under its table's name.

A page is read by Arrow's own reader of JSON, which knows the fields and takes nothing else. What
it refuses (a field that no column knows, a value of another type, NUL) is read value by value:
slower, and nothing is lost: the rest of an offer goes into the last column, as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.json as pj  # type: ignore[import-untyped]

from ftcrawler.history.files.column_names import snake
from ftcrawler.offers.arrow import MOMENT, TYPES, arrow_type
from ftcrawler.offers.columns import COLUMNS
from ftcrawler.offers.field_types import Record, Scalar
from ftcrawler.offers.fields import OFFER, REST
from ftcrawler.offers.flattening import flatten, rest_text
from ftcrawler.offers.refused_characters import NUL_IN_JSON, mended
from ftcrawler.offers.type_checks import MOMENT as MOMENT_FORM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ftcrawler.offers.field_types import Kind


class NoPageError(ValueError):
    """What is at that place is no page of offers."""

    def __init__(self, place: int, fault: str) -> None:
        self.place = place
        super().__init__(fault)


def _in_tables(kind: pa.DataType) -> pa.DataType:
    """Return a type whose inner fields have the names of tables."""
    if pa.types.is_list(kind):
        return pa.list_(_in_tables(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(snake(field.name), field.type) for field in kind])
    return kind


def _as_written(kind: Kind) -> pa.DataType:
    """Return the type under which JSON is read: moments as texts, whose form is looked at."""
    match kind:
        case Record(fields):
            return pa.struct([(name, _as_written(field.kind)) for name, field in fields.items()])
        case Scalar.MOMENT:
            return pa.string()
        case _:
            return arrow_type(kind)


NAMES: Final = tuple(snake(column.name) for column in COLUMNS)
SCHEMA: Final = pa.schema([*zip(NAMES, map(_in_tables, TYPES), strict=True), (REST, pa.string())])

_COUNTS: Final = pa.struct([("valeurPossible", pa.string()), ("nbResultats", pa.int64())])
_FILTERS: Final = pa.struct([("filtre", pa.string()), ("agregation", pa.list_(_COUNTS))])
_OFFER: Final = pa.struct([(name, _as_written(field.kind)) for name, field in OFFER.items()])
_PARSE: Final = pj.ParseOptions(
    explicit_schema=pa.schema(
        [("resultats", pa.list_(_OFFER)), ("filtresPossibles", pa.list_(_FILTERS))]
    ),
    unexpected_field_behavior="error",
)
_BEGINS: Final = b'{"resultats":['
# Pages are read some dozen at a time, each a line of some 700,000 bytes: all of them one block.
_READ: Final = pj.ReadOptions(use_threads=False, block_size=1 << 26)


def read_offers(pages: Sequence[bytes]) -> pa.Table:
    """Return the offers of *pages* under SCHEMA.

    Raises NoPageError, which tells the place of one that is no page of offers.
    """
    if all(map(_is_plain, pages)):
        try:
            return _read(pages)
        except pa.ArrowInvalid:
            pass
    batches = []
    for place, body in enumerate(pages):
        try:
            data = orjson.loads(body)
        except ValueError as exc:
            raise NoPageError(place, str(exc)) from exc
        offers = data.get("resultats") if isinstance(data, dict) else None
        if not isinstance(offers, list) or not all(isinstance(offer, dict) for offer in offers):
            raise NoPageError(place, "aucune liste « resultats »")
        batches.append(of_offers(offers))
    return pa.Table.from_batches(batches, SCHEMA)


def _is_plain(body: bytes) -> bool:
    """Tell whether Arrow may read a page: anything but one object a line ends the process."""
    one_line = body.startswith(_BEGINS) and body.endswith(b"}") and b"\n" not in body
    return one_line and body.rfind(NUL_IN_JSON) < 0  # backwards takes a third of the time


def of_offers(offers: Sequence[Mapping[str, Any]]) -> pa.RecordBatch:
    """Return offers under SCHEMA, read value by value."""
    rows, rests = [], []
    for offer in offers:
        row, rest = flatten(_without_nulls(mended(offer)))
        rows.append(row[: len(COLUMNS)])
        rests.append(rest_text(rest))
    cells: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    arrays = [
        pa.array(values, pa.string() if kind is MOMENT else kind)
        for values, kind in zip(cells, TYPES, strict=True)
    ]
    return _batch(arrays, pa.array(rests, pa.string()))


def _read(pages: Sequence[bytes]) -> pa.Table:
    """Read pages that hold what the fields say and nothing else; raise ArrowInvalid for others."""
    lines = pa.BufferReader(b"\n".join(pages))
    read = pj.read_json(lines, read_options=_READ, parse_options=_PARSE)
    lists = read.column("resultats").combine_chunks()
    if len(lists) != len(pages) or lists.null_count:
        raise pa.ArrowInvalid("no page")
    offers = lists.values
    arrays: list[pa.Array] = []
    for field, array in zip(OFFER.values(), offers.flatten(), strict=True):
        arrays += array.flatten() if isinstance(field.kind, Record) else [array]
    entries = (array.values for array in arrays if pa.types.is_list(array.type))
    if offers.null_count or any(each.null_count for each in entries):
        raise pa.ArrowInvalid("a null in a list")
    batch = _batch(arrays, pa.nulls(len(offers), pa.string()))
    return pa.Table.from_batches([batch])


def _without_nulls(offer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an offer whose lists hold objects without nulls: to Arrow, null is not there."""
    return {
        name: {inner: _entries(each) for inner, each in value.items()}
        if isinstance(value, dict)
        else _entries(value)
        for name, value in offer.items()
    }


def _entries(value: Any) -> Any:  # noqa: ANN401 (any value of JSON)
    if not isinstance(value, list):
        return value
    return [
        {name: text for name, text in entry.items() if text is not None}
        if isinstance(entry, dict)
        else entry
        for entry in value
    ]


def _batch(arrays: Sequence[pa.Array], rest: pa.Array) -> pa.RecordBatch:
    columns = [
        _moments(array) if column.kind is Scalar.MOMENT else _renamed(array, kind)
        for column, array, kind in zip(COLUMNS, arrays, SCHEMA.types, strict=False)
    ]
    return pa.RecordBatch.from_arrays([*columns, rest], schema=SCHEMA)


def _moments(texts: pa.Array) -> pa.Array:
    """Return the moments that texts of the API's form are; raise ArrowInvalid for other texts."""
    if pc.all(pc.match_substring_regex(texts, f"^(?:{MOMENT_FORM.pattern})$")).as_py() is False:
        raise pa.ArrowInvalid("no moment")
    return texts.cast(MOMENT)


def _renamed(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return the same values, whose inner fields have the names of *kind*."""
    if array.type == kind:
        return array
    if pa.types.is_list(kind):
        children = [_renamed(array.values, kind.value_type)]
    else:
        children = [array.field(place) for place in range(kind.num_fields)]
    own = array.buffers()[: 2 if pa.types.is_list(kind) else 1]
    return pa.Array.from_buffers(kind, len(array), own, array.null_count, children=children)
