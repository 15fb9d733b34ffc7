"""A file as those see it who only ever write on."""

from __future__ import annotations

from io import RawIOBase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import BinaryIO


class Sink(RawIOBase):
    """Passes on what is written, and counts it: a pipe, or a plugin that packs, does not tell.

    It cannot be sought in, nor can what is open for appending: it would write at its end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._written = 0

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, body: Any, /) -> int:  # noqa: ANN401 (bytes or a buffer)
        """Write all of *body*."""
        self._file.write(body)
        self._written += len(body)
        return len(body)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._written
