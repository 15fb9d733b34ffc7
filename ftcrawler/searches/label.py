"""The label of a search: what its files and reports are called."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from slugify import slugify

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LENGTH: Final = 150
_DIGEST_LENGTH = 8
_DIGEST = re.compile(r"x[0-9a-f]{8}")
# Codes and booleans stand as they are. Any other case would make two names that Windows takes
# for one (`abc`, `ABC`), so it is told apart by its digest.
_PLAIN = re.compile(r"(?!(?:TRUE|FALSE)\Z)[A-Z0-9]+|true|false")
# Keywords that would read as « no keywords », or as a device of Windows.
_RESERVED = frozenset({"all", "con", "prn", "aux", "nul"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}


def search_label(criteria: Mapping[str, str], sector: str | None = None) -> str:
    """Return the name of a search: ASCII, safe in files and S3 keys, at most 150 characters.

    Two different searches never share one; what the API does not tell apart (case, accents,
    blanks around commas) does.

    >>> search_label({}), search_label({"motsCles": "Data Scientist"})
    ('all', 'data_scientist')
    >>> search_label({"motsCles": "python, sql", "departement": "75,92"}, sector="tech")
    'python-sql__departement-75_92__sector-tech'
    >>> search_label({"motsCles": "c++"})
    'c-xcedb1bac'
    """
    given = {name: value for name, value in criteria.items() if value.strip()}
    parts = [_keywords(given.pop("motsCles", ""))]
    parts += [f"{name}-{_value(value)}" for name, value in sorted(given.items())]
    if sector:
        parts.append(f"sector-{_sector(sector)}")
    label = "__".join(parts)
    if len(label) <= MAX_LENGTH:
        return label
    return _joined(label[: MAX_LENGTH - _DIGEST_LENGTH - len("-x")], _digest(label))


def _keywords(value: str) -> str:
    terms = [term for term in map(_folded, value.split(",")) if term]
    if not terms:
        return "all"
    slugs = [slugify(term, separator="_") for term in terms]
    label = _joined(*slugs)
    whole = [slug.replace("_", " ") for slug in slugs] == terms
    if whole and label not in _RESERVED and not _DIGEST.fullmatch(slugs[-1]):
        return label
    return _joined(label, _digest(",".join(terms)))


def _value(value: str) -> str:
    members = value.split(",")
    if all(map(_PLAIN.fullmatch, members)):
        return "_".join(members)
    return _joined(slugify(value, separator="_", lowercase=False), _digest(value))


def _sector(name: str) -> str:
    slug = slugify(name, separator="_")
    whole = slug == name and not _DIGEST.fullmatch(slug)
    return slug if whole else _joined(slug, _digest(name))


def _folded(term: str) -> str:
    """Return *term* as the API compares it: without case, accents or needless blanks."""
    letters = unicodedata.normalize("NFD", term)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.lower().split())


def _digest(text: str) -> str:
    return "x" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_LENGTH]


def _joined(*parts: str) -> str:
    return "-".join(filter(None, parts))
