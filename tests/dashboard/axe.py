"""axe-core, which looks for what keeps people out of a page: installed by npm, once a machine."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock

if TYPE_CHECKING:
    from playwright.sync_api import Page

_HERE: Final = Path(__file__).parent / "axe"
_FILES: Final = ("package.json", "package-lock.json", ".npmrc")
_INSTALL: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
_RULES: Final = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    *("best-practice", "cat.semantics"),
)


def axe_source(npm: str) -> str:
    """Return axe-core's script; raise CalledProcessError if npm cannot bring it."""
    lock = (_HERE / "package-lock.json").read_bytes()
    # Beside the Python packages of the tests: what `make clean` removes.
    folder = Path(sys.prefix) / f"axe-{hashlib.sha256(lock).hexdigest()[:12]}"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    with FileLock(f"{folder}.lock"):
        if not script.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in _FILES:
                shutil.copy(_HERE / name, folder)
            subprocess.run([npm, *_INSTALL], cwd=folder, check=True, capture_output=True)
    return script.read_text(encoding="utf-8")


def faults(page: Page, source: str) -> list[str]:
    """Return what axe finds wrong in the page: the rule, and where; a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(source)
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": _RULES},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
