"""An API that answers for each offer what a test says, and notes who was asked for."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.answering import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.answering import Answering, Asked

    from .scrapy_process import Process

TOKEN = Answer(
    json.dumps({"access_token": "t0", "token_type": "Bearer", "expires_in": 1499}).encode(),
    headers={"Content-Type": "application/json"},
)
GONE = Answer(b"", 204)
REFUSED = Answer(b'{"message":"Le format de l\'id est incorrect."}', 400)
DOWN = Answer(b"", 503)


def offer(name: str, **fields: object) -> Answer:
    """Return the answer to the question for an offer that is open."""
    return Answer(json.dumps({"id": name, "intitule": "Soudeur", **fields}).encode())


class DetailApi:
    """Offers in `answers` give theirs, in turn, the last one for ever; all others are gone."""

    def __init__(self, answering: Callable[[Callable[[Asked], Answer]], Answering]) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.default = GONE
        self._released = threading.Event()
        self._hold_at: int | None = None
        self._server = answering(self._answer)
        self.source = f"{self._server.url}/api"

    def env(self) -> dict[str, str]:
        return {
            "URL_POLE_EMPLOI": self._server.url,
            "URL_API_FRANCE_TRAVAIL": self.source,
            "POLE_EMPLOI_CLIENT_ID": "PAR_test",
            "POLE_EMPLOI_CLIENT_SECRET": "test",
        }

    @property
    def asked(self) -> list[str]:
        """The offers that were asked for, each as often as it was."""
        paths = [asked.path for asked in tuple(self._server.asked)]
        return [path.rpartition("/")[2] for path in paths if "/v2/offres/" in path]

    @contextmanager
    def held_at(self, count: int) -> Iterator[None]:
        """Answer nothing from the so-manyth question on, until the block is left."""
        self._hold_at = count
        self._released.clear()
        try:
            yield
        finally:
            self._hold_at = None
            self._released.set()

    def wait_for(self, count: int, crawl: Process) -> None:
        """Return once so many were asked for, while *crawl* is still running."""
        deadline = time.monotonic() + 60
        while len(self.asked) < count:
            assert time.monotonic() < deadline, "the crawl does not come"
            assert crawl.poll() is None, "the crawl is over"
            time.sleep(0.005)

    def _answer(self, asked: Asked) -> Answer:
        if "access_token" in asked.path:
            return TOKEN
        if self._hold_at is not None and len(self.asked) >= self._hold_at:
            self._released.wait(60)
        answers = self.answers.get(asked.path.rpartition("/")[2], [self.default])
        return answers.pop(0) if len(answers) > 1 else answers[0]
