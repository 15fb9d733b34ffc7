"""A plain loop over pages, as a script would have it: `python loop.py FOLDER`.

It asks for the next 150 offers until an answer is not a page, keeps them all and writes them at
the end. It never looks at the total.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from session import SEARCH, TIMEOUT, signed_session

STEP = 150
PAGE = (200, 206)


def main(folder: Path) -> None:
    """Read what the loop reaches into one file."""
    session = signed_session()
    offers: list[dict[str, Any]] = []
    while True:
        span = f"{len(offers)}-{len(offers) + STEP - 1}"
        answer = session.get(SEARCH, params={"range": span}, timeout=TIMEOUT)
        if answer.status_code not in PAGE:
            break
        offers += answer.json()["resultats"]
    (folder / "offers.json").write_text(json.dumps(offers), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
