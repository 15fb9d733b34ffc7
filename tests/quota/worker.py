"""A process that takes turns: `python -m tests.quota.worker PLACE KEY TURNS LIMIT`.

PLACE is a folder or a Redis. It writes a line a turn: the moment that was noted.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from ftcrawler.quota.machine_quota import MachineQuota
from ftcrawler.quota.redis_quota import RedisQuota
from ftcrawler.quota.request_queue import RequestQueue
from ftcrawler.secret import Secret

if TYPE_CHECKING:
    from ftcrawler.quota.shared_quota import SharedQuota


def keeper(place: str, key: str, assumed: int = 10) -> SharedQuota:
    """Return the quota that is kept at *place*."""
    if "://" in place:
        return RedisQuota(Secret(place), key, assumed)
    return MachineQuota(place, key, assumed)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(place: str, key: str, turns: str, limit: str) -> None:
    """Take so many turns as fast as they come."""
    queue = RequestQueue(keeper(place, key, int(limit)))
    await queue.open()
    say("open")
    for _ in range(int(turns)):
        say(f"{(await queue.wait()).verdict.moment:.6f}")
    await queue.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
