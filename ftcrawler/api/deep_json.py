"""JSON as deep as orjson reads it: a thousand levels, of which it writes a quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def json_bytes(value: Any) -> bytes:  # noqa: ANN401 (any JSON)
    """Return compact JSON in UTF-8 of what `orjson.loads` returned, however deep.

    >>> deep = orjson.loads(b"[" * 1000 + b"]" * 1000)
    >>> json_bytes(deep).count(b"[")
    1000
    """
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return b"".join(_written(value))


def _written(value: Any) -> Iterator[bytes]:  # noqa: ANN401 (any JSON)
    # No recursion: Python bears no more levels than orjson.
    open_values: list[Iterator[Any]] = [iter([value])]
    while open_values:
        for part in open_values[-1]:
            if isinstance(part, bytes):
                yield part
            elif isinstance(part, (dict, list)):
                open_values.append(_parts(part))
                break
            else:
                yield orjson.dumps(part)
        else:
            open_values.pop()


def _parts(value: dict[str, Any] | list[Any]) -> Iterator[Any]:
    """Yield the signs of an object or a list as bytes, and its values between them."""
    begin, end = (b"{", b"}") if isinstance(value, dict) else (b"[", b"]")
    members: Iterable[tuple[bytes, Any]] = (
        ((orjson.dumps(name) + b":", each) for name, each in value.items())
        if isinstance(value, dict)
        else ((b"", each) for each in value)
    )
    yield begin
    for number, (name, each) in enumerate(members):
        yield b"," + name if number else name
        yield each
    yield end
