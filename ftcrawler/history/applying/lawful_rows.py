"""From whole offers to what may be kept of them for ever.

Nothing here looks at what an offer becomes: a row that is lawful once its offer is closed is
lawful from the first day, and never has to be written again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ftcrawler.history.applying.own_names import without_own_names
from ftcrawler.history.files.event_columns import DERIVED, LAWFUL
from ftcrawler.offers.field_types import AfterClosing
from ftcrawler.offers.pay import pay
from ftcrawler.offers.personal_data import cleaned, without_comment
from ftcrawler.offers.remote_work import NEEDLES, remote_work
from ftcrawler.offers.workplace import workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ftcrawler.history.files.event_columns import Lawful

_MENTIONED: Final = "|".join(map(re.escape, NEEDLES))
# A label of a list is met again and again.
_label: Final = lru_cache(maxsize=100_000)(cleaned)


def _own_label(text: str) -> str:
    return _label(without_comment(text))


def lawful_rows(whole: pa.Table) -> pa.Table:
    """Return the lawful columns of whole offers, in their order, without the id."""
    names = [tuple(filter(None, each)) for each in _rows(whole, ("entreprise_nom", "contact_nom"))]
    titles = [each for each in LAWFUL if each.fate is AfterClosing.CLEANED]
    labels = [each for each in LAWFUL if each.fate is not AfterClosing.CLEANED]
    kept = [_kept(whole.column(each.name).combine_chunks(), each) for each in labels]
    columns = {
        each.name: pa.array(map(_title, whole.column(each.name).to_pylist(), names), pa.string())
        for each in titles
    }
    own = without_own_names(kept, names)
    columns |= {each.name: column for each, column in zip(labels, own, strict=True)}
    schema = pa.schema([(each.name, each.type) for each in LAWFUL])
    return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


def derived_rows(whole: pa.Table) -> pa.Table:
    """Return what is made of whole offers while they are there, under DERIVED."""
    places = ("lieu_travail_libelle", "lieu_travail_commune", "lieu_travail_code_postal")
    pays = ("salaire_libelle", "duree_travail_libelle")
    rows = []
    for where, paid, remote in zip(
        _rows(whole, places), _rows(whole, pays), _remote(whole), strict=True
    ):
        place, amount = workplace(*where), pay(*paid)
        rows.append(
            (
                *(place.departement, place.region, amount.min, amount.max, amount.periode),
                *(amount.mensuel_min, amount.mensuel_max, amount.doute, remote),
            )
        )
    columns = zip(*rows, strict=True) if rows else [()] * len(DERIVED)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, DERIVED, strict=True)]
    return pa.Table.from_arrays(arrays, schema=DERIVED)


def _remote(whole: pa.Table) -> Iterator[bool | None]:
    """Yield what texts say of remote work; Arrow finds those that may, in a sixth of the time."""
    texts = [whole.column(name) for name in ("intitule", "description")]
    may = [pc.fill_null(pc.match_substring_regex(each, _MENTIONED), False) for each in texts]  # noqa: FBT003 (Arrow's)
    speak = pc.or_(*may)
    said = iter(zip(*(each.filter(speak).to_pylist() for each in texts), strict=True))
    for speaks in speak.to_pylist():
        yield remote_work(*next(said)) if speaks else None


def _title(text: str | None, names: Sequence[str]) -> str | None:
    return text and (cleaned(text, names) or None)


def _kept(array: pa.Array, column: Lawful) -> pa.Array:
    """Return a column of labels, codes or figures, whose texts hold nobody's address."""
    if column.fate is AfterClosing.WITHOUT_COMMENT:
        return _clean(array, _own_label)
    if pa.types.is_string(array.type):
        return _clean(array)
    if not pa.types.is_list(array.type):
        return array
    entries = array.values
    if column.inner is None:
        values = _clean(entries)
    else:
        parts = [_clean(entries.field(name)) for name in column.inner]
        values = pa.StructArray.from_arrays(parts, fields=list(column.type.value_type))
    own = array.buffers()[:2]
    return pa.Array.from_buffers(
        column.type, len(array), own, array.null_count, array.offset, children=[values]
    )


def _clean(texts: pa.Array, clean: Callable[[str], str] = _label) -> pa.Array:
    """Return labels without personal data; where there is none, the same array."""
    known = pc.dictionary_encode(texts)
    before = known.dictionary.to_pylist()
    after = [clean(text) for text in before]
    if after == before:
        return texts
    return pa.array(after, pa.string()).take(known.indices)


def _rows(whole: pa.Table, names: Sequence[str]) -> Iterator[tuple[str | None, ...]]:
    """Yield the texts of some columns, row by row."""
    return zip(*_columns(whole, names), strict=True)


def _columns(whole: pa.Table, names: Sequence[str]) -> list[list[str | None]]:
    return [whole.column(name).to_pylist() for name in names]
