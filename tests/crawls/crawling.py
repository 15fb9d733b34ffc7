"""Run `scrapy` as a user does, in a process of its own, and look at what it leaves behind."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .scrapy_process import ROOT, SCRAPY, start

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["ROOT", "SCRAPY"]

# Retries wait a hundredth of what they do in the field.
QUICK = ("-s", "FT_RETRY_WAIT=0.01", "-a", "delay=0")
OURS = ("POLE_EMPLOI_", "URL_", "FT_", "KEY_", "AWS_", "data_lake_bucket")


@dataclass(frozen=True)
class Crawl:
    """A `scrapy crawl` that has ended, and its data folder."""

    code: int
    stdout: str
    log: str
    data: Path

    @property
    def reports(self) -> list[dict[str, Any]]:
        """Every report in the folder, oldest first."""
        paths = sorted(
            (self.data / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns
        )
        return [json.loads(path.read_text()) for path in paths]

    @property
    def report(self) -> dict[str, Any]:
        """The newest report."""
        assert self.reports, self.log
        return self.reports[-1]

    @property
    def search(self) -> dict[str, Any]:
        """The only search of the newest report."""
        (search,) = self.report["searches"]
        return dict(search)

    @property
    def files(self) -> list[Path]:
        """The pages in the folder."""
        return sorted((self.data / "raw/france_travail").glob("*"))

    @property
    def ids(self) -> list[str]:
        """The offers in the folder, in whatever page; twice if they are there twice."""
        return [
            offer["id"]
            for path in self.files
            for offer in json.loads(path.read_bytes())["resultats"]
        ]


def environment(data: Path, variables: dict[str, str]) -> dict[str, str]:
    """Return this process's environment with only *variables* of the project's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return clean | {"PYTHON_DOTENV_DISABLED": "1", "FT_DATA_DIR": str(data)} | variables


def scrapy(*arguments: str, data: Path, variables: dict[str, str], timeout: float = 120) -> Crawl:
    """Run a `scrapy` command to its end."""
    with start(*arguments, environment=environment(data, variables)) as process:
        stdout, log = process.communicate(timeout=timeout)
    return Crawl(process.wait(), stdout, log, data)


def crawl(
    spider: str,
    *arguments: str,
    data: Path,
    variables: dict[str, str],
    command: str = "crawl",
    **options: Any,
) -> Crawl:
    """Run `scrapy crawl SPIDER`; NAME=value is a setting, name=value an argument."""
    given = as_given(arguments)
    return scrapy(command, spider, *QUICK, *given, data=data, variables=variables, **options)


def as_given(arguments: Iterable[str]) -> list[str]:
    """Return settings and arguments as the command line has them.

    >>> as_given(["FT_QUOTA=0", "max_pages=0"])
    ['-s', 'FT_QUOTA=0', '-a', 'max_pages=0']
    """
    given: list[str] = []
    for argument in arguments:
        given += ["-s" if argument.partition("=")[0].isupper() else "-a", argument]
    return given
