"""Write configs/hashes/: what a server installs, each file with every hash its version may have.

Needs uv, which nothing else of the project does: `pip install uv`, then
`.venv/bin/python scripts/hash_requirements.py` after each change of a requirement or a constraint.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HASHES = ROOT / "configs" / "hashes"
CONSTRAINED = ("--constraint", "constraints.txt")
SERVERS = {
    "requirements.txt": ("requirements.txt", *CONSTRAINED),
    "sandbox.txt": ("requirements-sandbox.txt", *CONSTRAINED),
    "scrapyd.txt": ("requirements.txt", "requirements-scrapyd.txt", *CONSTRAINED),
    # Its own file pins all that it brings along.
    "scrapydweb.txt": ("configs/scrapydweb/requirements.txt",),
}
# Whatever the platform: one file serves them all. No address of an index, which is pip's matter.
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--no-header", "--no-emit-index-url", "--quiet"),
)
HEADER = "# Made by scripts/hash_requirements.py; for pip install --require-hashes --requirement\n"


def main() -> int:
    """Write the files; return uv's exit code where it could not."""
    HASHES.mkdir(exist_ok=True)
    for name, sources in SERVERS.items():
        done = subprocess.run(
            ["uv", "pip", "compile", *OPTIONS, *sources],  # noqa: S607 (wherever it is)
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            return done.returncode
        (HASHES / name).write_text(HEADER + done.stdout, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
