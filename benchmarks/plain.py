"""The yardstick: the least a Scrapy spider can do. It reads, drops repeated offers, writes.

No renewal of the token, no retry, no journal, no sync, no report. `python plain.py PAGES FOLDER`.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response

PAGES_PER_QUERY = 21
# The jobs with most offers in the sandbox's catalogue: each fills many pages.
KEYWORDS = [
    *("vente", "conducteur", "chef", "technicien", "agent", "infirmier", "assistant", "cuisine"),
    *("comptable", "commercial", "ingénieur", "responsable", "employé", "mécanicien", "maçon"),
    *("électricien", "peintre", "soudeur", "opérateur", "magasinier", "éducateur", "gestion"),
]


class PlainSpider(scrapy.Spider):
    """Asks for pages in the order in which the crawl of benchmarks/crawl.py does."""

    name = "plain"

    def __init__(self, *, pages: int, folder: Path, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self._pages = pages
        self._folder = folder
        self._seen: set[str] = set()
        self._offers = 0
        self._written = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Yield page after page of each keyword, turn by turn."""
        headers = {"Authorization": f"Bearer {token()}", "Accept": "application/json"}
        turns = [(page, word) for page in range(PAGES_PER_QUERY) for word in KEYWORDS]
        for page, word in turns[: self._pages]:
            span = f"{page * 150}-{page * 150 + 149}"
            query = urlencode({"motsCles": word, "range": span, "sort": "1"})
            url = f"{os.environ['URL_API_FRANCE_TRAVAIL']}/v2/offres/search?{query}"
            yield scrapy.Request(url, headers=headers, dont_filter=True)

    def parse(self, response: Response) -> list[Any]:
        """Write a page without the offers seen before."""
        if response.body:
            page = orjson.loads(response.body)
            fresh = [offer for offer in page["resultats"] if offer["id"] not in self._seen]
            self._seen.update(offer["id"] for offer in fresh)
            self._offers += len(page["resultats"])
            self._written += 1
            page["resultats"] = fresh
            (self._folder / f"{self._written}.json").write_bytes(orjson.dumps(page))
        return []

    def closed(self, reason: str) -> None:
        """Say how many offers were read."""
        print(json.dumps({"offers": self._offers, "pages": self._written, "reason": reason}))


def token() -> str:
    """Ask for a token as simply as can be."""
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ["POLE_EMPLOI_CLIENT_ID"],
        "client_secret": os.environ["POLE_EMPLOI_CLIENT_SECRET"],
        "scope": "api_offresdemploiv2 o2dsoffre",
    }
    url = f"{os.environ['URL_POLE_EMPLOI']}/connexion/oauth2/access_token?realm=%2Fpartenaire"
    with urllib.request.urlopen(url, urlencode(form).encode()) as answer:  # noqa: S310
        return str(json.load(answer)["access_token"])


if __name__ == "__main__":
    process = AsyncCrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }
    )
    process.crawl(PlainSpider, pages=int(sys.argv[1]), folder=Path(sys.argv[2]))
    process.start()
