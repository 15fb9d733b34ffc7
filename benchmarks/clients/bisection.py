"""The reference: halve windows of creation dates, then page by offset.

`python bisection.py FOLDER` is what collectors beyond 3,150 offers do, at its best: one request
after the other over one connection; a window's first page is also what says its total, and is
kept where the window is read; a 429 is waited out; offers had before are dropped; pages go to
disk as they come, so that only the ids stay in memory.

What it trusts, and what it loses if it is wrong:

* both bounds are in, and compared in whole seconds: halves share no second and leave none out;
* the clock of the bounds is within a day of ours, or the newest offers are out of every window;
* the order of a window stands still between its pages: what closes meanwhile pulls an offer onto
  the page before, and it is lost;
* the total of a first page is the window's, and an answer of 206 holds all of its page;
* no second holds more than 3,150 offers: of such a second it reads the first 3,150;
* no offer is older than OLDEST, and no reading longer than a token's life.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from session import SEARCH, TIMEOUT, signed_session

if TYPE_CHECKING:
    import requests

STEP = 150
REACH = 3150
EMPTY = 204
TOO_MANY = 429
SECOND = timedelta(seconds=1)
OLDEST = timedelta(days=2 * 365)


class Bisection:
    """Reads every window into *folder*, oldest first."""

    def __init__(self, session: requests.Session, folder: Path) -> None:
        self._session = session
        self._folder = folder
        self._pages = 0
        self._seen: set[str] = set()

    def read(self, start: datetime, end: datetime) -> None:
        """Read the offers created from *start* to *end*, both included, to the second."""
        first = self._page(start, end, 0)
        if first.status_code == EMPTY:
            return
        total = int(first.headers["Content-Range"].rpartition("/")[2])
        if total > REACH and start < end:
            middle = (start + (end - start) // 2).replace(microsecond=0)
            self.read(start, middle)
            self.read(middle + SECOND, end)
            return
        self._keep(first)
        for offset in range(STEP, min(total, REACH), STEP):
            page = self._page(start, end, offset)
            if page.status_code != EMPTY:
                self._keep(page)

    def _page(self, start: datetime, end: datetime, offset: int) -> requests.Response:
        criteria = {
            "minCreationDate": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "maxCreationDate": f"{end:%Y-%m-%dT%H:%M:%SZ}",
            "sort": "1",
            "range": f"{offset}-{offset + STEP - 1}",
        }
        while True:
            answer = self._session.get(SEARCH, params=criteria, timeout=TIMEOUT)
            if answer.status_code != TOO_MANY:
                answer.raise_for_status()
                return answer
            time.sleep(float(answer.headers["Retry-After"]))

    def _keep(self, page: requests.Response) -> None:
        offers = orjson.loads(page.content)["resultats"]
        fresh = [offer for offer in offers if offer["id"] not in self._seen]
        self._seen.update(offer["id"] for offer in fresh)
        self._pages += 1
        (self._folder / f"{self._pages}.json").write_bytes(orjson.dumps(fresh))


if __name__ == "__main__":
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    Bisection(signed_session(), Path(sys.argv[1])).read(tomorrow - OLDEST, tomorrow)
