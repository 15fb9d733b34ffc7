"""Which fields offers have, of which JSON types, and how often.

A field is named by its path: `lieuTravail.codePostal`; `competences[]` are the elements of a list,
`competences[].code` a field of those that are objects. In a name that is none of the API's kind,
signs are written as `%2E`, so that no path means two things. So many are counted one by one;
what else a broken answer makes up is counted together.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.api.query_limits import PAGES_PER_QUERY
from ftcrawler.offers.fields import published

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# How often, by path and JSON type.
FieldCounts = dict[str, dict[str, int]]

NULL: Final = "null"
OBJECT: Final = "object"
# JSON knows one kind of number: 48 and 48.5 are of one type.
TYPES: Final = {
    dict: OBJECT,
    list: "array",
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): NULL,
}
# The path of the offers themselves.
ROOT: Final = ""
# Beyond so many, fields that the API never published are counted together, and so are those
# whose path is longer than any of its own by far. No path has brackets like these.
MOST_PATHS: Final = 500
LONGEST_PATH: Final = 200
OTHERS: Final = "(autres)"
# The API's offers are four levels deep; what a broken answer nests deeper is not looked into.
DEEPEST: Final = 8


def count_fields(offers: Sequence[dict[str, Any]]) -> FieldCounts:
    """Return how often each field of *offers* has each type; their number stands at ROOT.

    Field by field and not offer by offer, which leaves the loops to C: 0.7 ms for a page of 150
    offers, half of what reading it takes.

    >>> counts = count_fields([{"id": "1", "permis": [{"libelle": "B"}]}, {"id": "2"}])
    >>> counts["id"], counts["permis[].libelle"], counts[""]
    ({'string': 2}, {'string': 1}, {'object': 2})
    """
    counts: FieldCounts = {}
    _count_values(offers, ROOT, counts, DEEPEST)
    return counts


def sampled(offers: Sequence[dict[str, Any]], page: int) -> Sequence[dict[str, Any]]:
    """Return the offers of the *page*-th page of a run whose fields are counted.

    All at first, then every second one: to look at them all would take more than a tenth of a
    long crawl's CPU.
    """
    return offers if page <= PAGES_PER_QUERY else offers[::2]


def merged(*counts: Mapping[str, Mapping[str, int]]) -> FieldCounts:
    """Return the sum of counts.

    >>> merged({"id": {"string": 2}}, {"id": {"string": 1, "null": 1}})
    {'id': {'string': 3, 'null': 1}}
    """
    first, *more = counts
    total = {path: dict(types) for path, types in first.items()}
    for each in more:
        for path, types in each.items():
            _add(total, path if _has_room(path, total) else OTHERS, types)
    return total


def parent(path: str) -> str:
    """Return the path of what a field is part of.

    >>> [parent(path) for path in ("id", "lieuTravail.commune", "permis[].libelle", "permis[]")]
    ['', 'lieuTravail', 'permis[]', 'permis']
    """
    return path.removesuffix("[]") if path.endswith("[]") else path.rpartition(".")[0]


def _has_room(path: str, counts: Mapping[str, object]) -> bool:
    """Tell whether *path* is counted for itself: never without what it is part of."""
    if path in counts:
        return True
    if len(counts) >= MOST_PATHS and path not in published():
        return False
    above = parent(path)
    return len(path) <= LONGEST_PATH and (not above or above in counts)


def _add(counts: FieldCounts, path: str, types: Mapping[str, int]) -> None:
    known = counts.setdefault(path, {})
    for kind, number in types.items():
        known[kind] = known.get(kind, 0) + number


def _count_values(values: Sequence[Any], path: str, counts: FieldCounts, deep: int) -> None:
    if not values:
        return
    kinds = set(map(type, values))
    # Mostly there is one, and then there is nothing to count.
    found = {kinds.pop(): len(values)} if len(kinds) == 1 else Counter(map(type, values))
    types = {TYPES[kind]: 0 for kind in found}
    for kind, number in found.items():
        types[TYPES[kind]] += number
    path = path if _has_room(path, counts) else OTHERS
    _add(counts, path, types)
    if not deep or path == OTHERS:
        return
    if dict in found:
        _count_fields(_only(dict, values, found), path, counts, deep - 1)
    if list in found:
        elements = list(chain.from_iterable(_only(list, values, found)))
        _count_values(elements, f"{path}[]", counts, deep - 1)


def _count_fields(
    objects: Sequence[dict[str, Any]], path: str, counts: FieldCounts, deep: int
) -> None:
    prefix = f"{path}." if path else ""
    others: set[str] = set()
    for name, number in Counter(chain.from_iterable(objects)).items():
        inner = prefix + _part(name)
        if not _has_room(inner, counts):
            others.add(name)
        elif number == len(objects):
            _count_values(list(map(itemgetter(name), objects)), inner, counts, deep)
        else:
            _count_values([each[name] for each in objects if name in each], inner, counts, deep)
    if others:  # at once: to look for each in all objects would take as long as there are names
        values = [each[name] for each in objects for name in others.intersection(each)]
        for kind, number in Counter(map(type, values)).items():
            _add(counts, OTHERS, {TYPES[kind]: number})


def _part(name: str) -> str:
    """Return a name as it stands in a path.

    >>> [_part(name) for name in ("romeCode", "code-naf", "a.b[]", "")]
    ['romeCode', 'code-naf', 'a%2Eb%5B%5D', '%']
    """
    if name.isidentifier() or len(name) > LONGEST_PATH:
        return name
    return "".join(c if c.isalnum() or c in "-_" else _coded(c) for c in name) or "%"


def _coded(sign: str) -> str:
    """Return a sign byte by byte: by its number, U+2000 and a blank before 00 were one.

    >>> _part("a 00"), _part("a\u2000")
    ('a%2000', 'a%E2%80%80')
    """
    return "".join(f"%{byte:02X}" for byte in sign.encode(errors="surrogatepass"))


def _only(kind: type, values: Sequence[Any], found: Mapping[type, int]) -> Sequence[Any]:
    return values if len(found) == 1 else [each for each in values if type(each) is kind]
