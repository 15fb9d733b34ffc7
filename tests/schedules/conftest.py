from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.crawls.conftest import start_sandbox
from tests.crawls.crawling import environment

from .reading import SCHEDULES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["start_sandbox"]

COLLECTE = SCHEDULES / "collecte.sh"


@dataclass(frozen=True)
class Collecte:
    """Start the wrapper as cron does: almost no environment, from another folder."""

    folder: Path
    python: str = sys.executable

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def logs(self) -> list[str]:
        return [path.read_text() for path in sorted((self.folder / "journaux").glob("*.log"))]

    def start(self, sandbox, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        given = {
            **sandbox.env(),
            "COLLECTE_PYTHON": self.python,
            "COLLECTE_JOURNAUX": str(self.folder / "journaux"),
            "COLLECTE_ATTENTE": "0",
            "FT_QUOTA_DIR": str(self.folder),
            **variables,
        }
        clean = environment(self.data, given)
        ours = ("POLE_EMPLOI_", "URL_", "FT_", "COLLECTE_", "PYTHON_DOTENV")
        env = {name: value for name, value in clean.items() if name.startswith(ours)}
        return subprocess.Popen(
            [COLLECTE, *arguments],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, sandbox, *arguments: str, **variables: str) -> tuple[int, str]:
        """Return the exit code, and what cron would send by mail."""
        process = self.start(sandbox, *arguments, **variables)
        mail, _ = process.communicate(timeout=120)
        return process.returncode, mail


@pytest.fixture
def collecte(tmp_path):
    return Collecte(tmp_path)
