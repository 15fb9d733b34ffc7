"""Nights of a country, as crawls would have left them: pages and reports, of made offers.

Each day 8 % of the offers close and as many open, 3 % change, 5 % are re-actualised.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import orjson

from ftcrawler.history.closing.candidates import to_ask
from ftcrawler.runs.layout import DataLayout
from ftsandbox.made.growth import Growth
from ftsandbox.options import add_sandbox_options, sandbox_config
from ftsandbox.wall_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ftsandbox.catalogue.catalogue import OfferSource

FIRST = datetime(2025, 1, 1, 2, tzinfo=UTC)
PAGE = 150
MOVES, CHANGES, TOUCHES = 0.08, 0.03, 0.05


@dataclass(frozen=True)
class Country:
    """So many offers on a day, of a longer row: each day the oldest close, and newer ones open."""

    offers: int
    days: int = 400
    day: int = 0
    made: OfferSource | None = field(default=None, repr=False)

    def next_day(self) -> Self:
        """Return the country a day later."""
        return replace(self, day=self.day + 1, made=self.source)

    @cached_property
    def source(self) -> OfferSource:
        """All offers that there are on any day."""
        if self.made is not None:
            return self.made
        parser = argparse.ArgumentParser()
        add_sandbox_options(parser)
        count = min(self.offers + self._opened(self.days), 1_800_000)
        config = sandbox_config(parser.parse_args(["--offers-count", str(count)]))
        clock = Clock(config.now)
        return Growth(config, clock.start)(clock.start).source

    def pages(self) -> Iterator[bytes]:
        """Yield the pages of the day."""
        first = self._opened(self.day)
        for start in range(first, first + self.offers, PAGE):
            positions = range(start, min(start + PAGE, first + self.offers))
            offers = self.source.render(positions)
            for position, offer in zip(positions, offers, strict=True):
                self._age(position, offer)
            yield orjson.dumps({"resultats": offers, "filtresPossibles": []})

    def _opened(self, day: int) -> int:
        return round(self.offers * MOVES * day)

    def _age(self, position: int, offer: dict[str, Any]) -> None:
        """Give an offer what befell it since it opened."""
        lived = range(max(0, self.day - round(1 / MOVES)), self.day)
        for day in lived:
            chance = random.Random(position * 1_000 + day).random()  # noqa: S311 (no secret)
            if chance < CHANGES:
                offer["salaire"] = {"libelle": f"Mensuel de {1900 + day}.00 Euros sur 12 mois"}
            if chance < CHANGES + TOUCHES:
                touched = FIRST + timedelta(days=day)
                offer["dateActualisation"] = f"{touched:%Y-%m-%dT%H:%M:%S}.000Z"


def night(data: Path, source: str, country: Country, number: int) -> list[Path]:
    """Leave a complete crawl of the country on the night of that *number*; return its pages."""
    stamp = f"{FIRST + timedelta(days=number):%Y%m%d_%H%M%S}"
    raw, runs = data / "raw/france_travail", data / "runs"
    for folder in (raw, runs):
        folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for place, body in enumerate(country.pages(), 1):
        pages.append(raw / f"france_travail_all_{stamp}_p{place}.json")
        pages[-1].write_bytes(body)
    report = {
        "run": f"all_{stamp}",
        "spider": "all",
        "source": source,
        "status": "complete",
        "finished": f"{FIRST + timedelta(days=number, hours=1):%Y-%m-%dT%H:%M:%SZ}",
        "searches": [{"label": "all", "status": "complete", "collected": country.offers}],
        "files": {"written": len(pages), "bytes": sum(page.stat().st_size for page in pages)},
    }
    (runs / f"all_{stamp}.json").write_bytes(orjson.dumps(report))
    return pages


def answers(data: Path, source: str, number: int) -> None:
    """Leave the crawl of that night's candidates: of an API that says of each that it is gone."""
    asked = to_ask(DataLayout(data), source)
    stamp = f"{FIRST + timedelta(days=number, hours=2):%Y%m%d_%H%M%S}"
    lines = (
        {"id": each.id, "status": 200 if each.control else 204, "control": each.control}
        for each in asked
    )
    runs = data / "runs"
    (runs / f"closed_{stamp}_details.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))
    report = {"run": f"closed_{stamp}", "spider": "closed", "source": source}
    ended = {"status": "complete", "finished": stamp, "files": {"written": 0, "bytes": 0}}
    told = {"details": {"asked": len(asked)}}
    (runs / f"closed_{stamp}.json").write_bytes(orjson.dumps(report | ended | told))
