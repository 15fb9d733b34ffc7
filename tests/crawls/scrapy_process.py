"""Start `scrapy` commands: in a Python of their own, or quicker, forked from one that is warm."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from tests.effort import as_users_do

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]
SCRAPY = [sys.executable, "-m", "scrapy"]
# Python, and the C library, heed these when they start.
AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "OPENSSL_")

Process: TypeAlias = "subprocess.Popen[str] | WarmProcess"


def start(*arguments: str, environment: Mapping[str, str]) -> Process:
    """Start a command; both ways it is a process of its own, with a pipe for each output.

    A Python of its own is what users have. It is taken where the environment would have changed
    how Python starts, and always with FT_TEST_EFFORT above 1 (tests/effort.py).
    """
    warm = None if as_users_do() else _warm_python()
    if warm is not None and warm.heeded == _heeded_at_start(environment):
        return WarmProcess(warm.order(), arguments, environment)
    return subprocess.Popen(
        [*SCRAPY, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class WarmProcess:
    """A command that `warm_python.py` became: as `subprocess.Popen` shows its own."""

    def __init__(
        self, story: socket.socket, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        socket.send_fds(story, [b"+"], [0, out_end, err_end])
        os.close(out_end)
        os.close(err_end)
        asked = {"arguments": arguments, "environment": dict(environment)}
        story.sendall(f"{json.dumps(asked)}\n".encode())
        self.args = [*SCRAPY, *arguments]
        self.stdout, self.stderr = os.fdopen(out), os.fdopen(err)
        self.returncode: int | None = None
        self._story = story
        self.pid = int(self._next_line())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.stdout.close()
        self.stderr.close()
        self.wait()

    def poll(self) -> int | None:
        """Return the exit code, or minus the signal; None: it is still running."""
        try:
            return self.wait(timeout=0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once there is one."""
        if self.returncode is None:
            self._story.settimeout(timeout)
            try:
                self.returncode = int(self._next_line())
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            self._story.close()
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Return what is left to read of both outputs, once it has ended; or kill it."""
        with ThreadPoolExecutor(2) as readers:
            reading = [readers.submit(pipe.read) for pipe in (self.stdout, self.stderr)]
            try:
                self.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
            out, err = (each.result() for each in reading)
        self.stdout.close()
        self.stderr.close()
        return out, err

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _next_line(self) -> bytes:
        line = self._story.recv(1)
        assert line, "the warm Python is gone"
        while not line.endswith(b"\n"):
            line += self._story.recv(1)
        return line


class _WarmPython:
    """The process of `warm_python.py`: it ends with this one, whose end of the socket closes."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHON_DOTENV_DISABLED": "1"}
        self.heeded = _heeded_at_start(environment)
        self._orders, its_end = socket.socketpair()
        with its_end:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.crawls.warm_python", str(its_end.fileno())],
                cwd=ROOT,
                env=environment,
                pass_fds=[its_end.fileno()],
                # Python buffers a pipe in another way than a terminal.
                stdout=subprocess.PIPE,
            )
        atexit.register(process.communicate)
        atexit.register(self._orders.close)

    def order(self) -> socket.socket:
        """Ask for a command; return the socket on which it is told what to be."""
        story, its_end = socket.socketpair()
        with its_end:
            socket.send_fds(self._orders, [b"+"], [its_end.fileno()])
        return story


@cache
def _warm_python() -> _WarmPython:
    return _WarmPython()


def _heeded_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(AT_START)}
