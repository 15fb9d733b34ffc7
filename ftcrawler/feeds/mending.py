"""Take out of offers the characters that readers of files refuse: NUL, and halves of characters.

PostgreSQL and many readers of CSV refuse NUL; half of a surrogate pair is no character, and cannot
be encoded. Either becomes U+FFFD, which says that something was there. Each format looks for them
in what it has made of a page, where that costs least, and makes it anew if they are there.
"""

from __future__ import annotations

from typing import Any, Final

import orjson

NUL: Final = "\0"
NUL_BYTE: Final = b"\0"
# As JSON writes it. So may a text that names it: it is looked at in vain, no more.
NUL_IN_JSON: Final = b"\\u0000"
MARK: Final = "\ufffd"


def mended(value: Any) -> Any:  # noqa: ANN401 (any value of JSON)
    r"""Return a value of JSON with all its texts mended.

    >>> mended({"intitule": "a\0b", "autre": ["\ud83d", "\ud83d\ude42", 1]})
    {'intitule': 'a�b', 'autre': ['�', '🙂', 1]}
    """
    match value:
        case str():
            whole = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return whole.replace(NUL, MARK)
        case dict():
            return {mended(name): mended(inner) for name, inner in value.items()}
        case list():
            return [mended(inner) for inner in value]
        case _:
            return value


def json_bytes(value: Any, option: int = 0) -> bytes:  # noqa: ANN401 (any value of JSON)
    r"""Return a value as JSON, mended; what JSON does not know is told as text.

    >>> json_bytes({"a": "b\0", "c": {1}}).decode()
    '{"a":"b�","c":"{1}"}'
    """
    try:
        body = orjson.dumps(value, default=str, option=option)
    except TypeError:  # half a character
        return orjson.dumps(mended(value), default=str, option=option)
    # Backwards, because that takes a third of the time.
    if body.rfind(NUL_IN_JSON) < 0:
        return body
    return orjson.dumps(mended(value), default=str, option=option)
