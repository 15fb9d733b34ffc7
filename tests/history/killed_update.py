"""Update the history of a folder, and die before the file of that number takes its place.

`python -m tests.history.killed_update FOLDER NUMBER`; exit code 0: there were not so many.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.history.made_runs import History

DIED = 77


def main(folder: str, number: str) -> None:
    """Update; files are counted as they take their places."""
    left = int(number)
    rename = Path.replace

    def replace(path: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(DIED)  # as SIGKILL: nothing is closed, flushed or removed
        return rename(path, target)

    Path.replace = replace  # type: ignore[method-assign, assignment]
    History(Path(folder)).update()


if __name__ == "__main__":
    main(*sys.argv[1:])
