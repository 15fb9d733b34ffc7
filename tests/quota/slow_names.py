"""A name service that takes its time, as one does whose first server is dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 2.0
SLOW = "localhost"


class SlowResolver(CachingThreadedResolver):
    """Whoever asks for a name while it is looked up learns it at the same moment as the others."""

    waiting: list[Deferred[str]] | None = None
    known = False

    def getHostByName(  # noqa: N802 (Twisted's)
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        if name != SLOW or self.known:
            return super().getHostByName(name, timeout)
        if self.waiting is None:
            self.waiting = []
            self.reactor.callLater(SECONDS, self.tell)
        answer: Deferred[str] = Deferred()
        self.waiting.append(answer)
        return answer

    def tell(self) -> None:
        self.known = True
        for answer in self.waiting or ():
            answer.callback("127.0.0.1")
