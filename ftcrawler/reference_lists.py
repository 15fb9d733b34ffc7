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
from ftcrawler.runs.layout import CACHE_PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler

    from ftcrawler.api.addresses import ApiAddress
    from ftcrawler.runs.local_files import LocalStore

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
    source = source_of(api.base)
    if (kept := await run_in_thread(entries_kept, files.path(key), source)) is not None:
        return kept
    logger.info("Lecture du référentiel « %s » de l'API", name)
    request = Request(api.referentiel(name), callback=NO_CALLBACK, dont_filter=True)
    response = await crawler.engine.download_async(request)
    entries = _entries(response.body)
    if not files.path(key).is_dir():  # somebody's, in its place: the list is asked for each time
        body = orjson.dumps({"source": source, "entries": entries})
        await run_in_thread(files.write, key, body)
    return entries


def entries_kept(path: Path, source: str) -> list[dict[str, Any]] | None:
    """Return the list at *path*, if it is that of *source*.

    None if it is not there, too old, or damaged, which is said.
    """
    try:
        # A clock that was ahead when it was written must not keep it for years.
        if not 0 <= time.time() - path.stat().st_mtime < MAX_AGE:
            return None
        kept = _read(path.read_bytes())
        told = kept if isinstance(kept, dict) else {}
        entries = _checked(told.get("entries"))
        return entries if told.get("source") == source else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, PageShapeError) as exc:
        logger.warning("Référentiel abîmé, relu de l'API : %s (%s)", path, exc)
        return None


def _entries(body: bytes) -> list[dict[str, Any]]:
    """Return the entries of a list; raise PageShapeError if it is none.

    >>> _entries(b'[{"code": "33063", "libelle": "Bordeaux"}]')
    [{'code': '33063', 'libelle': 'Bordeaux'}]
    """
    return _checked(_read(body))


def _read(body: bytes) -> Any:  # noqa: ANN401 (whatever a server or a disk may hold)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        raise PageShapeError(f"référentiel illisible : {exc}") from exc


def _checked(entries: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    if not isinstance(entries, list) or not entries or not all(map(_is_entry, entries)):
        raise PageShapeError("référentiel vide, ou sans code ni libellé")
    return entries


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and all(
        isinstance(entry.get(name), str) for name in ("code", "libelle")
    )
