"""Offers of any shape, and how they are put together again from what a feed holds of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from hypothesis import strategies as st

from ftcrawler.offers.columns import COLUMNS, RECORDS
from ftcrawler.offers.field_types import Objects, Record, Scalar, Texts
from ftcrawler.offers.fields import OFFER, REST
from ftcrawler.offers.refused_characters import mended
from ftcrawler.offers.type_checks import fits

Offer = dict[str, Any]

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**64 - 1)
ODD = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(
    lambda moment: moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
)
SCALARS = {
    Scalar.TEXT: st.text(max_size=8),
    Scalar.NUMBER: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
    Scalar.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Scalar.BOOLEAN: st.booleans(),
    Scalar.MOMENT: MOMENTS,
}


def _values(kind: Any) -> st.SearchStrategy[Any]:
    match kind:
        case Texts():
            return st.lists(st.text(max_size=5), max_size=3)
        case Objects(fields):
            entry = st.fixed_dictionaries({}, optional=dict.fromkeys(fields, st.text(max_size=5)))
            return st.lists(entry, max_size=3)
        case Record(fields):
            return _records(fields)
        case _:
            return SCALARS[kind]


def _records(fields: Any) -> st.SearchStrategy[Offer]:
    known = st.fixed_dictionaries(
        {}, optional={name: _values(field.kind) | ODD for name, field in fields.items()}
    )
    unknown = st.dictionaries(st.text(max_size=5), ODD, max_size=2)
    return st.builds(lambda one, other: {**other, **one}, known, unknown)


OFFERS = _records(OFFER)

# Of names and values that the API never sends, to be counted.
ANY_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ANY_NAMES = st.sampled_from(["id", "nom", "code", "nom.code", "code[]", "é", "", ".", "%"])
ANY_VALUES = st.recursive(
    ANY_SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_NAMES, inner, max_size=4),
    max_leaves=12,
)
JSON_OFFERS = st.lists(st.dictionaries(ANY_NAMES, ANY_VALUES, max_size=5), max_size=6)


def as_received(offer: Offer) -> Offer:
    """Return the offer as it is once the API has sent it, mended."""
    read: Offer = orjson.loads(orjson.dumps(offer))
    whole: Offer = mended(read)
    return whole


def without_nulls(offer: Offer) -> Offer:
    """Return what a feed has to keep: null is the same as missing, of a field or in an object."""
    kept = {name: value for name, value in offer.items() if value is not None}
    for name in RECORDS:
        if isinstance(record := kept.get(name), dict):
            kept[name] = {sub: value for sub, value in record.items() if value is not None}
    return kept


def together(offer: Offer, rest: Offer) -> Offer:
    """Put into the offer what no column knew."""
    for name, value in rest.items():
        if name in offer:
            assert not offer[name].keys() & value.keys(), "told twice"
            offer[name] |= value
        else:
            offer[name] = value
    return offer


def of_cells(cells: list[Any], rest: Offer) -> Offer:
    """Return the offer of a flat row."""
    offer: Offer = {}
    for name, there in zip(RECORDS, cells[len(COLUMNS) :], strict=True):
        if there:
            offer[name] = {}
    for column, value in zip(COLUMNS, cells[: len(COLUMNS)], strict=True):
        if value is not None:
            place = offer if column.parent is None else offer[column.parent]
            place[column.field] = value
    return together(offer, rest)


def of_parquet(row: Offer) -> Offer:
    """Return the offer of a row of Parquet; its moments are datetimes."""
    rest = orjson.loads(row.pop(REST) or "{}")
    return together(without_nulls({name: _known(value) for name, value in row.items()}), rest)


def with_moments(offer: Offer) -> Offer:
    """Return the offer with datetimes for moments, as Parquet has them."""
    fit = fits(Scalar.MOMENT)
    moments = [name for name, field in OFFER.items() if field.kind is Scalar.MOMENT]
    found = {name: offer[name] for name in moments if fit(offer.get(name))}
    return offer | {name: datetime.fromisoformat(text) for name, text in found.items()}


def _known(value: Any) -> Any:
    """Return a value of Arrow without the fields that its type gives to every entry of a list."""
    if isinstance(value, list):
        return [
            {name: text for name, text in entry.items() if text is not None}
            if isinstance(entry, dict)
            else entry
            for entry in value
        ]
    if isinstance(value, dict):
        return {name: _known(inner) for name, inner in value.items()}
    return value
