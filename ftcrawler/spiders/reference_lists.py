"""The API's reference lists, read once and kept on disk: they change a few times a year."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import orjson
from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.asyncio import run_in_thread

from ftcrawler.api.addresses import source_of
from ftcrawler.exceptions import PageShapeError
from ftcrawler.stores.layout import CACHE_PREFIX

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from ftcrawler.api.addresses import ApiAddress
    from ftcrawler.stores.local import LocalStore

logger = logging.getLogger(__name__)

MAX_AGE = 30 * 24 * 3600  # seconds


async def reference_list(
    crawler: Crawler, api: ApiAddress, name: str, files: LocalStore
) -> list[dict[str, Any]]:
    """Return the list *name* (`communes`, ...): from the disk, else from the API.

    A list on disk is that of one API, and another one's is not taken for it.
    Raises ApiError if the API does not give it, StorageError if it cannot be kept.
    """
    key = f"{CACHE_PREFIX}{name}.json"
    path = files.path(key)
    if path.exists() and time.time() - path.stat().st_mtime < MAX_AGE:
        kept = orjson.loads(path.read_bytes())
        if isinstance(kept, dict) and kept.get("source") == source_of(api.base):
            return _entries(orjson.dumps(kept.get("entries")))
    logger.info("Lecture du référentiel « %s » de l'API", name)
    request = Request(api.referentiel(name), callback=NO_CALLBACK, dont_filter=True)
    response = await crawler.engine.download_async(request)
    entries = _entries(response.body)
    kept = {"source": source_of(api.base), "entries": entries}
    await run_in_thread(files.write, key, orjson.dumps(kept))
    return entries


def _entries(body: bytes) -> list[dict[str, Any]]:
    """Return the entries of a list; raise PageShapeError if it is none.

    >>> _entries(b'[{"code": "33063", "libelle": "Bordeaux"}]')
    [{'code': '33063', 'libelle': 'Bordeaux'}]
    """
    try:
        entries = orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        raise PageShapeError(f"référentiel illisible : {exc}") from exc
    if not isinstance(entries, list) or not all(
        isinstance(entry, dict) and {"code", "libelle"} <= entry.keys() for entry in entries
    ):
        raise PageShapeError("référentiel sans code ni libellé")
    return entries
