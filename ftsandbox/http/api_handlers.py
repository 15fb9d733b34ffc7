"""GET /v2/offres/search, /v2/offres/{id} and /v2/referentiel/{name}."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from ftsandbox.catalogue.api_lists import referentiel_entries
from ftsandbox.http.app_keys import SERVICE
from ftsandbox.http.breaking import (
    RANGE,
    garbled,
    hang,
    html_answer,
    reset,
    spoiled,
    status_answer,
    truncated,
)
from ftsandbox.http.json_answers import bytes_answer, json_answer, json_bytes, refused
from ftsandbox.search.api_refusals import OFFER_ID, Refusal
from ftsandbox.search.paging import DEFAULT, MAX_WIDTH, Page, read_page
from ftsandbox.search.parameters import read_criteria

if TYPE_CHECKING:
    from ftsandbox.ordered_faults import Fault
    from ftsandbox.search.market import Market

_ID = re.compile(r"[0-9A-Z]{7}", re.ASCII)
# The singular is the API's own.
ACCEPT = {"Accept-Range": str(MAX_WIDTH)}


async def search(request: web.Request) -> web.StreamResponse:
    """Answer a search; an ordered fault comes before, or spoils the page."""
    service = request.app[SERVICE]
    wanted = request.query.get("range") or DEFAULT
    fault = service.faults.for_search(wanted)
    if fault and (broken := await _broken(request, fault, RANGE)):
        return broken
    try:
        criteria = read_criteria(request.query.items())
        page = await service.work(
            lambda: read_page(service.searches, service.market, criteria, wanted)
        )
    except Refusal as refusal:
        return refused(str(refusal))
    return await _answer(request, page, fault)


async def detail(request: web.Request) -> web.StreamResponse:
    """Answer with an offer, or 204 once it is not open; an ordered fault comes before."""
    service = request.app[SERVICE]
    offer_id = request.match_info["id"]
    fault = service.faults.for_detail()
    if fault and (broken := await _broken(request, fault, OFFER_ID)):
        return broken
    offer = await service.work(lambda: _find(service.market, offer_id))
    if offer is not None:
        kind = _kind(fault) if fault else ""
        answer = bytes_answer(garbled(json_bytes(offer), kind))
        return await truncated(request, answer) if kind == "truncated" else answer
    if _ID.fullmatch(offer_id):
        return web.Response(status=204)
    return refused(OFFER_ID)


async def referentiel(request: web.Request) -> web.Response:
    """Answer with a whole reference list; 404 for an unknown name."""
    name = request.match_info["name"]
    entries = referentiel_entries(name)
    if entries is None:
        raise web.HTTPNotFound
    return json_answer(entries, headers={"Content-Range": f"{name} */{len(entries)}"})


def _find(market: Market, offer_id: str) -> dict[str, Any] | None:
    market.refresh()
    position = market.catalogue.source.position(offer_id)
    if position is None or not market.is_open(position):
        return None
    (offer,) = market.catalogue.source.render([position])
    return offer


def _kind(fault: Fault) -> str:
    return fault.kind.removeprefix("detail-")


async def _broken(request: web.Request, fault: Fault, refusal: str) -> web.StreamResponse | None:
    kind = _kind(fault)
    if kind.startswith("status-"):
        return status_answer(int(kind.removeprefix("status-")), fault.retry_after, refusal)
    match kind:
        case "html":
            return html_answer()
        case "reset":
            return reset(request)
        case "hang":
            return await hang(request)
        case _:
            return None


async def _answer(request: web.Request, page: Page, fault: Fault | None) -> web.StreamResponse:
    headers = {**ACCEPT, "Content-Range": page.content_range}
    if page.content is None:
        return web.Response(status=page.status, headers=headers)
    if fault is None:
        return json_answer(page.content, page.status, headers)
    if fault.kind.startswith("empty-"):
        total = page.content_range.rpartition("/")[2]
        said = "*/0" if fault.kind == "empty-zero" else f"offres -1--1/{total}"
        return web.Response(status=204, headers=headers | {"Content-Range": said})
    if fault.kind == "no-content-range":
        del headers["Content-Range"]
    body = json_bytes(spoiled(page.content, fault.kind))
    body = garbled(body, fault.kind)
    if fault.kind == "bomb":
        headers["Content-Encoding"] = "gzip"
    response = bytes_answer(body, page.status, headers)
    return await truncated(request, response) if fault.kind == "truncated" else response
