"""JSON as deep as orjson reads it: a thousand levels, of which it writes a quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def json_bytes(
    value: Any,  # noqa: ANN401 (any JSON)
    *,
    default: Callable[[Any], Any] | None = None,
    option: int = 0,
) -> bytes:
    """Return JSON in UTF-8 of what `orjson.loads` returned, however deep.

    *default* and *option* are orjson's; what is too deep for it is written without indentation.

    >>> deep = orjson.loads(b"[" * 1000 + b"]" * 1000)
    >>> json_bytes(deep).count(b"[")
    1000
    """
    try:
        return orjson.dumps(value, default, option)
    except orjson.JSONEncodeError:
        return b"".join(_written(value, default))


def _written(
    value: Any,  # noqa: ANN401 (any JSON)
    default: Callable[[Any], Any] | None,
) -> Iterator[bytes]:
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
                yield orjson.dumps(part, default)
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
