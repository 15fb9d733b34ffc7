"""Play days in a sandbox, and read all of it between them as a night's crawl would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ftsandbox.server import SandboxConfig
from tests.sandbox.asking import NOW

if TYPE_CHECKING:
    from tests.sandbox.asking import Api

    Offers = dict[str, dict[str, Any]]

DAYS = "/_sandbox/days"
# A day on which much of everything happens.
BUSY = {
    "opened": 0.2,
    "changed": 0.2,
    "actualised": 0.1,
    "closed": 0.2,
    "reopened": 0.5,
    "hidden": 0.3,
}
CONFIG = SandboxConfig(offers_count=400, quota=0, now=NOW)


async def next_day(api: Api, order: object = None) -> dict[str, Any]:
    """Play a day; last night's token is no good any more."""
    answer = await api.post(DAYS, order)
    assert answer.status == 200, answer.body
    await api.sign()
    return dict(answer.json)


async def read(api: Api) -> Offers:
    """Return every offer that a search shows, page by page."""
    found: Offers = {}
    total = 1
    while len(found) < total:
        page = await api.search(sort="1", range=f"{len(found)}-{len(found) + 149}")
        assert page.range is not None
        total = int(page.range.rpartition("/")[2])
        found |= {offer["id"]: offer for offer in page.json["resultats"]}
    return found


async def details(api: Api, ids: list[str]) -> Offers:
    """Return the offers that their details show."""
    return {each: (await api.detail(each)).json for each in ids}
