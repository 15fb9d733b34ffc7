"""Be a Lambda container: import the handler once, run it on each event, say what came of it.

    python container.py <<< '[{"event": {...}, "after": {"pages": 20, "left": 99}}]'

Its context is the one thing here that is not real. It leaves 900 s, until the sandbox has given
so many pages more; then `left`, in seconds: a test cuts a crawl in the middle, whatever the hour.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

from ftcrawler.aws_lambda.handler import handler

PLENTY = 900_000


class Context:
    """What Lambda tells of an invocation; the time it leaves is up to the sandbox."""

    function_name = "collecte"

    def __init__(self, base_url: str, after: dict[str, int] | None) -> None:
        self._url = f"{base_url}/_sandbox/stats"
        self._after = after
        self._reached = False
        self._before = self._pages()

    def get_remaining_time_in_millis(self) -> int:
        if self._after is None:
            return PLENTY
        self._reached = self._reached or self._pages() - self._before >= self._after["pages"]
        return self._after["left"] * 1000 if self._reached else PLENTY

    def _pages(self) -> int:
        with urllib.request.urlopen(self._url, timeout=30) as answer:
            return int(json.load(answer)["by_status"].get("206", 0))


def main() -> None:
    base_url = os.environ["URL_POLE_EMPLOI"]
    outcomes: list[dict[str, Any]] = []
    for invocation in json.load(sys.stdin):
        before = dict(os.environ)
        try:
            result = handler(invocation["event"], Context(base_url, invocation.get("after")))
        except Exception as exc:  # noqa: BLE001 (as Lambda does)
            outcomes.append({"error": type(exc).__name__, "message": str(exc)})
        else:
            outcomes.append({"result": result})
        outcomes[-1]["environment_changed"] = dict(os.environ) != before
    Path(sys.argv[1]).write_text(json.dumps(outcomes))


if __name__ == "__main__":
    main()
