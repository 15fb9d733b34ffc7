"""Take out of offers the characters that readers of files refuse: NUL, and halves of characters.

PostgreSQL and many readers of CSV refuse NUL; half of a surrogate pair is no character, and cannot
be encoded. Either becomes U+FFFD, which says that something was there. Each format looks for them
in what it has made of a page, where that costs least, and makes it anew if they are there.
"""

from __future__ import annotations

import re
from typing import Any, Final

import orjson

from ftcrawler.api import deep_json

NUL: Final = "\0"
NUL_BYTE: Final = b"\0"
MARK: Final = "\ufffd"
NUL_IN_JSON: Final = b"\\u0000"
# Behind pairs of backslashes alone: behind an odd one it is a text that names it.
ESCAPED: Final = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def mended_json(value: Any, option: int = 0) -> bytes:  # noqa: ANN401 (any value of JSON)
    r"""Return a value as JSON, mended; what JSON does not know is told as text.

    >>> mended_json({"a": "b\0", "c": {1}, "d": "\ud83d", "e": r"\u0000"}).decode()
    '{"a":"b�","c":"{1}","d":"�","e":"\\\\u0000"}'
    """
    try:
        body = deep_json.json_bytes(value, default=str, option=option)
    except TypeError:  # half a character
        body = orjson.dumps(_whole(value), default=str, option=option)
    if body.rfind(NUL_IN_JSON) < 0:  # backwards, because that takes a third of the time
        return body
    return ESCAPED.sub(rb"\1" + MARK.encode(), body)


def mended(value: Any) -> Any:  # noqa: ANN401 (any value of JSON)
    r"""Return a value of JSON with all its texts mended.

    >>> mended({"intitule": "a\0b", "autre": ["\ud83d", "\ud83d\ude42", 1]})
    {'intitule': 'a�b', 'autre': ['�', '🙂', 1]}
    """
    return orjson.loads(mended_json(value))


def _whole(value: Any) -> Any:  # noqa: ANN401 (any value of JSON)
    """Return a value without halves of characters; two that belong together become one."""
    match value:
        case str():
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        case dict():
            return {_whole(name): _whole(inner) for name, inner in value.items()}
        case list():
            return [_whole(inner) for inner in value]
        case _:
            return value
