"""Let requests leave one by one, each at its time."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.exceptions import QuotaError, StoppedError
from ftcrawler.quota.api_bucket import Bucket, whole_number
from ftcrawler.quota.schedule import CLOSE, WIDE, Pace
from ftcrawler.waiting import until_stopped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from ftcrawler.quota.pause import Pause
    from ftcrawler.quota.shared_quota import SharedQuota, Verdict

logger = logging.getLogger(__name__)

# Seconds by which every request leaves after its departure was noted; what is more is corrected.
USUAL = 0.003
# Seconds after which a turn is lost: the others count on it only as long as it is in the window.
LAPSE = 0.5
# Seconds by which one is woken up too late on a machine that is too busy to go near the limit, and
# those after which that is tried again.
BUSY = 0.05
CALM = 10.0
# Seconds that a run which is being stopped still takes to tell the others what it learnt.
FAREWELL = 1.0
# Seconds from which on a wait is said: a pause, maybe asked of another crawl.
WORTH_SAYING = 10.0


@dataclass(slots=True)
class Turn:
    """The right to send one request at once; who sends it says when it has left."""

    verdict: Verdict
    _turns: RequestQueue

    @property
    def lapsed(self) -> bool:
        """Tell whether it came too long ago to be used still."""
        return time.monotonic() - self.verdict.granted > LAPSE

    async def renew(self) -> None:
        """Wait for another turn in place of this one."""
        self.verdict = (await self._turns.wait()).verdict

    def used(self) -> None:
        """Note that the request has left now."""
        self._turns.left(self.verdict)


class RequestQueue:
    """The queue of this process in front of a shared quota: first come, first served.

    Two of its requests leave *apart* seconds from each other at least. Once the quota has failed,
    `open` and `wait` raise the same QuotaError to all who ask; once the run is being *stopped*,
    they raise StoppedError, however long the wait was to be.
    """

    def __init__(
        self,
        shared: SharedQuota,
        *,
        apart: float = 0.0,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._shared = shared
        self._apart = apart
        self._stopped = stopped
        self._last = float("-inf")
        self._limit = 0
        self._is_ours_alone = False
        self._busy_until = 0.0
        # One reservation at a time: no process takes more turns than it uses.
        self._gate = asyncio.Lock()
        self._open = False
        self._failure: QuotaError | None = None
        self._notes: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Open the quota, once."""
        if not self._open:
            await until_stopped(self._stopped, self._opened())

    async def wait(self) -> Turn:
        """Return when the caller may send one request."""
        return Turn(await until_stopped(self._stopped, self._granted()), self)

    def left(self, verdict: Verdict) -> None:
        """Have the departure that was noted corrected, if the request leaves only now."""
        late = time.monotonic() - verdict.granted - USUAL
        if late > 0:
            correcting = self._told(self._shared.correct(verdict.moment, late))
            # asyncio holds its tasks weakly.
            task = asyncio.get_running_loop().create_task(correcting)
            self._notes.add(task)
            task.add_done_callback(self._notes.discard)

    async def heed_limit(self, announced: str) -> None:
        """Adopt the limit a second that an answer's header announces; no header, no change."""
        limit = whole_number(announced)
        if limit and self._limit and limit != self._limit:
            self._limit = limit
            await self._told(self._shared.announce(limit))

    async def heed_remaining(self, verdict: Verdict, capacity: str, remaining: str) -> None:
        """Go as near to the limit as the bucket allows that the API keeps for the client id.

        Of what is gone from it, what left with *verdict* and in the second before is ours. More:
        others take from it whom the quota does not know. Then the distance is the wide one, and
        nothing leaves until the bucket holds a few again.
        """
        bucket = Bucket.of(capacity, remaining)
        if bucket is None:
            return
        self._is_ours_alone = not bucket.is_shared(verdict.recent)
        if bucket.lacking and self._limit and not self._is_ours_alone:
            await self._told(self._shared.pause(bucket.lacking / self._limit))

    async def heed_pause(self, pause: Pause) -> None:
        """Let nothing leave for as long as an answer asks, an hour at most."""
        await self._told(self._shared.pause(pause.seconds))

    async def close(self) -> None:
        """Let go of the quota, once what has left is noted."""
        await asyncio.gather(*self._notes)
        await self._shared.close()

    @property
    def _pace(self) -> Pace:
        """Near the limit only where nothing comes between: nobody else, and no busy machine."""
        calm = time.monotonic() > self._busy_until
        return CLOSE if self._is_ours_alone and calm else WIDE

    async def _opened(self) -> None:
        async with self._guarded():
            if not self._open:
                await self._shared.open()
                self._open = True

    async def _granted(self) -> Verdict:
        async with self._guarded():
            await asyncio.sleep(self._last + self._apart - time.monotonic())
            pause = (await self._shared.reserve(self._pace)).wait
            while True:
                if pause > WORTH_SAYING:
                    logger.warning("Quota en pause : aucune requête avant %.0f s", pause)
                due = time.monotonic() + pause
                await asyncio.sleep(pause)
                if time.monotonic() - due > BUSY:
                    self._busy_until = due + CALM
                # Let what else is due run first: noted now, the request would leave after it.
                await asyncio.sleep(0)
                verdict = await self._shared.depart(self._pace)
                if not (pause := verdict.wait):
                    break
            self._last, self._limit = verdict.granted, verdict.limit
        return verdict

    async def _told(self, telling: Awaitable[None]) -> None:
        """Tell the others something; if that fails, what is to leave next says so.

        The request that it is about has left already: its answer is good.
        """
        try:
            await until_stopped(self._stopped, telling, grace=FAREWELL)
        except StoppedError:
            logger.debug("Stopped before the others were told")
        except QuotaError as exc:
            self._failure = exc

    @asynccontextmanager
    async def _guarded(self) -> AsyncIterator[None]:
        """Hold the gate; behind a quota that has failed, nobody waits for it again."""
        async with self._gate:
            if self._failure is not None:
                raise self._failure
            try:
                yield
            except QuotaError as exc:
                self._failure = exc
                raise
