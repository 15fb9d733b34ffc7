"""The types of columns in the words that Spark and Athena share, so that neither infers any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCALARS: Final = {
    pa.string(): "string",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}


def hive_columns(schema: Iterable[pa.Field]) -> tuple[str, ...]:
    """Return each column with its type; moments are instants, kept in UTC.

    >>> hive_columns(pa.schema([("id", pa.string()), ("langues", pa.list_(pa.string()))]))
    ('`id` string', '`langues` array<string>')
    """
    return tuple(f"`{field.name}` {_type(field.type)}" for field in schema)


def _type(kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        return "timestamp"
    if pa.types.is_list(kind):
        return f"array<{_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        inner = ",".join(f"{field.name}:{_type(field.type)}" for field in kind)
        return f"struct<{inner}>"
    return _SCALARS[kind]
