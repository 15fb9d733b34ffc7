"""Take the names of an offer's own employer and contact out of its labels.

Hardly a label holds one, so that all labels of an offer are first searched as one text of letters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ftcrawler.offers.name_forms import label_forms
from ftcrawler.offers.personal_data import cleaned_label
from ftcrawler.offers.plain_words import listed, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# No name goes on from one label into the next.
BETWEEN: Final = " "


def without_own_names(
    columns: Sequence[pa.Array], names: Sequence[tuple[str, ...]]
) -> list[pa.Array]:
    """Return columns of labels, or of lists of them, without the names of each row."""
    texts = [text for column in columns for text in _texts(column)]
    if not texts:
        return list(columns)
    joined = pc.binary_join_element_wise(*texts, BETWEEN, null_handling="skip").to_pylist()
    rows = [row for row, own in enumerate(names) if own and _holds(joined[row], own)]
    return [_mended(each, rows, names) for each in columns] if rows else list(columns)


def _holds(text: str, names: tuple[str, ...]) -> bool:
    for name in names:
        for form in label_forms(name):
            if form in text:
                return True
    return False


def _texts(column: pa.Array) -> Iterator[pa.Array]:
    """Yield the letters of what each row holds, once for each part of the objects of a list."""
    if pa.types.is_string(column.type):
        letters = _letters_of(column)
        if letters is not None:
            yield letters
    elif pa.types.is_list(column.type):
        entries = column.values
        for part in entries.flatten() if pa.types.is_struct(entries.type) else [entries]:
            letters = _letters_of(part)
            if letters is not None:
                filled = pc.fill_null(letters, "")
                yield pc.binary_join(pa.ListArray.from_arrays(column.offsets, filled), BETWEEN)


def _letters_of(labels: pa.Array) -> pa.Array | None:
    """Return the letters of labels; None where none of them can hold a name."""
    known = pc.dictionary_encode(labels)
    letters = [_letters(label) for label in known.dictionary.to_pylist()]
    return pa.array(letters, pa.string()).take(known.indices) if any(letters) else None


@lru_cache(maxsize=100_000)
def _letters(label: str) -> str:
    return "" if label in listed() or label.isdigit() else squeezed(label)


def _mended(column: pa.Array, rows: list[int], names: Sequence[tuple[str, ...]]) -> pa.Array:
    if not (pa.types.is_string(column.type) or pa.types.is_list(column.type)):
        return column
    before = column.take(pa.array(rows)).to_pylist()
    after = [_without(value, names[row]) for row, value in zip(rows, before, strict=True)]
    if after == before:
        return column
    places = list(range(len(column)))
    for place, row in enumerate(rows, len(column)):
        places[row] = place
    return pa.concat_arrays([column, pa.array(after, column.type)]).take(pa.array(places))


def _without(value: object, names: tuple[str, ...]) -> object:
    match value:
        case str():
            return cleaned_label(value, names)
        case list():
            return [_without(each, names) for each in value]
        case dict():
            return {name: _without(each, names) for name, each in value.items()}
        case _:
            return value
