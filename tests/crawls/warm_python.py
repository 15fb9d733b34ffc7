"""Be a Python that has loaded Scrapy and the crawler, and becomes a `scrapy` command on demand.

    python -m tests.crawls.warm_python DESCRIPTOR

Most of what a short crawl costs is to load what it runs: a second of CPU, of 1.2. Each command
is a process of its own all the same, forked from this one: with its own pid, descriptors, folder,
environment and settings, which are read after the fork; it ends as any Python does, by itself or
by a signal. multiprocessing's fork server would end it early, without `atexit`, and tell it from
`__main__`.

Orders come over a socket whose end is DESCRIPTOR: a byte each, and with it the socket on which
this command's own story is told (`scrapy_process.py` is the other end).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING

from scrapy.settings import default_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What a crawl loads, besides what Scrapy names in its own settings. The crawl's are read later.
PACKAGES = (
    *("ftcrawler.commands", "ftcrawler.spiders", "ftcrawler.pipelines", "ftcrawler.extensions"),
    *("ftcrawler.downloadermiddlewares", "ftcrawler.downloadhandlers", "ftcrawler.monitors"),
    "scrapy.commands",
)
MODULES = ("scrapy.cmdline", "twisted.conch.telnet", "boto3", "tldextract")
TOO_EARLY = ("ftcrawler.settings", "twisted.internet.reactor")


def load() -> None:
    """Import what crawls have in common, and nothing that reads the environment."""
    for package in map(importlib.import_module, PACKAGES):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in (*MODULES, *_named(vars(default_settings).values())):
        importlib.import_module(name)
    assert not [name for name in TOO_EARLY if name in sys.modules]
    # The pages that these objects are on stay shared with every command.
    gc.collect()
    gc.freeze()


def _named(settings: Iterable[object]) -> Iterator[str]:
    """Yield the modules of Scrapy that its settings name."""
    for value in settings:
        named = [*value, *value.values()] if isinstance(value, dict) else [value]
        for path in named:
            if isinstance(path, str) and path.startswith("scrapy."):
                yield path.rpartition(".")[0]


def serve(orders: socket.socket) -> list[str]:
    """Fork a command for each order; return its arguments, there only."""
    # Who waits for a command tells how it ended; nobody asks how *that* process did.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        order, sockets, _, _ = socket.recv_fds(orders, 1, 1)
        if not order:
            sys.exit()
        with socket.socket(fileno=sockets[0]) as story:
            if os.fork() == 0:
                orders.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return _become(story)


def _become(story: socket.socket) -> list[str]:
    """Fork once more, into the command; what stays tells its pid, and how it ended."""
    _, streams, _, _ = socket.recv_fds(story, 1, 3)
    with story.makefile() as lines:
        asked = json.loads(lines.readline())
    pid = os.fork()
    if pid:
        for stream in streams:
            os.close(stream)
        story.sendall(f"{pid}\n".encode())
        _, status = os.waitpid(pid, 0)
        story.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    for target, stream in enumerate(streams):
        os.dup2(stream, target)
        os.close(stream)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    return list(asked["arguments"])


if __name__ == "__main__":
    load()
    sys.argv = ["scrapy", *serve(socket.socket(fileno=int(sys.argv[1])))]
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)
