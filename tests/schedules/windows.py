"""Run a batch file under Wine, with a stand-in for the Python of Windows."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# Told the date, it says one; else it says what it was given, and ends with the code wanted.
STAND_IN = r"""@echo off
if "%~2"=="-c" (
    echo 20261125_033000_42
    exit /b 0
)
echo arguments %*
echo PYTHONUTF8=%PYTHONUTF8%
echo dossier %CD%
exit /b %CODE_VOULU%
"""


@dataclass(frozen=True)
class Windows:
    """A C: drive of its own, with a project in it."""

    prefix: Path

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    def cmd(self, *words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command; wine takes off the quotes around it if it has any."""
        env = {**os.environ, "WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", **variables}
        env |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            ["wine", "cmd", "/c", *words],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )

    def install(self, project: str, batch: Path) -> None:
        """Put the batch file and a Python into a folder of C:, as the guide has it."""
        folder = self.drive / project
        scripts = folder / ".venv" / "Scripts"
        place = folder / "configs" / "schedules"
        scripts.mkdir(parents=True)
        place.mkdir(parents=True)
        (folder / "scrapy.cfg").touch()
        shutil.copy(batch, place)
        (self.drive / "faux.bat").write_text(STAND_IN, newline="\r\n")
        (scripts / "python.exe").write_bytes(_launcher())


def _launcher() -> bytes:
    """Return a program that runs faux.bat: pip's, which starts what its last part names."""
    pip = find_spec("pip")
    assert pip, "this environment has no pip"
    assert pip.origin
    program = (Path(pip.origin).parent / "_vendor" / "distlib" / "t64.exe").read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("__main__.py", "")
    return program + b"#!C:\\windows\\system32\\cmd.exe /c C:\\faux.bat\r\n" + archive.getvalue()
