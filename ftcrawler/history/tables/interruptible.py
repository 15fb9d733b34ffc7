"""Have Ctrl-C, SIGTERM and a terminal that closes stop a query, whatever DuckDB is about."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb

_Result = TypeVar("_Result")
# By the signal, 128 and its number: what a shell says of a program that it has ended. Windows has
# no SIGHUP.
EXIT_CODES: Final = {"SIGHUP": 129, "SIGINT": 130, "SIGTERM": 143}
# Seconds. Windows wakes no thread that waits for ever; an interrupt that comes too early is lost.
_LOOK_UP: Final = 0.2
_ONCE_MORE: Final = 0.05


class StopSignal:
    """Which signal came, if one did."""

    def __init__(self) -> None:
        self._name = "SIGINT"

    @property
    def exit_code(self) -> int:
        """What a command that the signal has stopped exits with."""
        return EXIT_CODES[self._name]

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Raise KeyboardInterrupt at the first signal; the second one kills."""
        numbers = [getattr(signal, name) for name in EXIT_CODES if hasattr(signal, name)]
        found = {number: signal.getsignal(number) for number in numbers}
        # What nohup, or a shell's « & », has set to be ignored stays so.
        before = {key: each for key, each in found.items() if each not in (signal.SIG_IGN, None)}

        def hear(number: int, _frame: object) -> None:
            self._name = signal.Signals(number).name
            _handle(dict.fromkeys(before, signal.SIG_DFL))
            raise KeyboardInterrupt

        _handle(dict.fromkeys(before, hear))
        try:
            yield
        finally:
            _handle(before)


def _handle(handlers: Mapping[int, signal._HANDLER]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def interruptible(engine: duckdb.DuckDBPyConnection, work: Callable[[], _Result]) -> _Result:
    """Return what *work* does with the engine, in another thread: Python handles signals in this.

    Whatever is raised here meanwhile stops the engine first.
    """
    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(work)
        try:
            while not wait([future], timeout=_LOOK_UP).done:
                pass
        except BaseException:
            while not wait([future], timeout=_ONCE_MORE).done:
                engine.interrupt()
            raise
        return future.result()
