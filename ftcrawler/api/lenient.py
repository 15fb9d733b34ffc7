r"""Read an answer that is not quite JSON, or not quite UTF-8, offer by offer.

Half of an emoji (`\ud83d`), bytes of another encoding, bare control characters, NaN, a comma too
many: what stands for nothing becomes U+FFFD, or null for a number. An offer that cannot be mended
is left out, alone.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN: Final = "\ufffd"
LONGEST_ID: Final = 100
# Characters looked at in vain, some seconds' worth: a broken offer may hide where it ends, and
# what hides more is no answer of the API.
MOST_SPENT: Final = 40_000_000
DEPTHS: Final = {"{": 1, "[": 1, "}": -1, "]": -1}
_STRING: Final = r'"(?:[^"\\]|\\.)*(?:"|\Z)'
_BRACKETS: Final = re.compile(rf"{_STRING}|[\[\]{{}}]", re.DOTALL)
_TOKENS: Final = re.compile(
    rf"{_STRING}|,(?=\s*[\]}}])|-?(?:NaN|Infinity)|-?\d[\d.eE+-]*", re.DOTALL
)
# A good escape; else what orjson refuses in a string.
_IN_STRINGS: Final = re.compile(
    r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}"
    r'|\\["\\/bfnrt])'
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\\\x00-\x1f\ud800-\udfff]"
)
_OFFERS: Final = re.compile(r'"resultats"\s*:\s*\[')
_FILTERS: Final = re.compile(r'"filtresPossibles"\s*:\s*(?=\[)')
# Before an element: nothing, or the end of the list.
_BETWEEN: Final = re.compile(r"[\s,]*(\]|\Z)?")
_SCALAR: Final = re.compile(r'[^\s,\[\]{}"]+')
# Where an offer begins, should the one before it be too broken to show its end.
_NEXT: Final = re.compile(r'\}\s*,\s*\{\s*"id"\s*:')
_ANOTHER: Final = re.compile(r"\s*,\s*\{")
_ID: Final = re.compile(r'"id"\s*:\s*"(\w{1,40})"', re.ASCII)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An offer that cannot be mended: its text, and its id if that can be read."""

    text: str = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True)
class Salvage:
    """What could be read, in order; `mended` are the offers that were changed."""

    offers: list[Any] = field(repr=False)
    filters: list[Any] = field(repr=False)
    mended: frozenset[str] = frozenset()


def salvaged(body: bytes) -> Salvage | None:
    r"""Return what *body* holds, None if it has no list of offers.

    >>> found = salvaged(b'{"resultats": [{"id": "A", "x": "\\ud83d"}, {"id": "B" "x"}, {}]}')
    >>> found.offers, found.mended
    ([{'id': 'A', 'x': '\ufffd'}, Unreadable(name='B'), {}], frozenset({'A'}))
    """
    encoding = json.detect_encoding(body)
    unread = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = body.decode(encoding, errors=unread)
    if not (begin := _OFFERS.search(text)):
        return None
    offers: list[Any] = []
    mended: set[str] = set()
    for offer, changed in _elements(text, begin.end()):
        offers.append(offer)
        if changed and isinstance(offer, dict):
            mended.add(str(offer.get("id"))[:LONGEST_ID])
    return Salvage(offers, _filters(text), frozenset(mended))


def _elements(text: str, position: int) -> Iterator[tuple[Any, bool]]:
    """Yield the elements of the list that begins at *position*, and whether they were mended."""
    spent = 0
    while spent < MOST_SPENT and (between := _BETWEEN.match(text, position)) and not between[1]:
        begin = between.end()
        position = _end(text, begin)
        piece = text[begin:position]
        try:
            yield _read(piece)
        except orjson.JSONDecodeError:
            spent += len(piece)
            if piece.startswith("{"):
                found = _ID.search(piece)
                yield Unreadable(piece, found[1] if found else ""), True
            # Its brackets prove nothing: another offer must follow.
            if following := _NEXT.search(text, begin):
                position = following.start() + 1
            elif not _ANOTHER.match(text, position):
                return


def _filters(text: str) -> list[Any]:
    if not (where := _FILTERS.search(text)):
        return []
    try:
        filters, _ = _read(text[where.end() : _end(text, where.end())])
    except orjson.JSONDecodeError:
        return []
    return filters if isinstance(filters, list) else []


def _end(text: str, position: int) -> int:
    """Return where the value at *position* ends, by its brackets."""
    if scalar := _SCALAR.match(text, position):
        return scalar.end()
    depth = 0
    for token in _BRACKETS.finditer(text, position):
        depth += DEPTHS.get(token[0], 0)
        if depth <= 0:
            return token.end()
    return len(text)


def _read(piece: str) -> tuple[Any, bool]:
    """Return a value, and whether it had to be mended; raise JSONDecodeError if it cannot be."""
    try:
        return orjson.loads(piece), False
    except orjson.JSONDecodeError:
        return orjson.loads(_TOKENS.sub(_mended_token, piece)), True


def _mended_token(token: re.Match[str]) -> str:
    r"""Return a string, a comma or a number as orjson takes it.

    >>> [_TOKENS.sub(_mended_token, text) for text in ('["a\\x",]', "[1e999, -Infinity, 1e3]")]
    ['["a\ufffdx"]', '[null, null, 1e3]']
    """
    text = token[0]
    if text.startswith('"'):
        return _IN_STRINGS.sub(_mended_sign, text)
    if text == "," or text.endswith(("NaN", "Infinity")):
        return "" if text == "," else "null"
    try:
        return text if math.isfinite(float(text)) else "null"
    except ValueError:
        return text


def _mended_sign(sign: re.Match[str]) -> str:
    if sign[1]:
        return sign[0]
    # A bare line end or tabulator is a sign like others; it only lacks its escape.
    return f"\\u{ord(sign[0]):04x}" if sign[0] < " " else UNKNOWN
