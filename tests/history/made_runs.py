"""Runs made by hand: what crawls of some offers would have left, on whichever day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.endings import Status
from ftcrawler.history.applying.update import Update, update_history
from ftcrawler.history.closing.candidates import to_ask
from ftcrawler.history.files.manifest import Manifest, read_manifest
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.report import Report, SearchReport, write_report
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "https://api.test/offres"
Offer = Mapping[str, Any]
BASE: Offer = {
    "id": "?",
    "intitule": "Boulanger (H/F)",
    "description": "Pétrir, cuire, vendre.",
    "dateCreation": "2026-11-20T08:00:00.000Z",
    "dateActualisation": "2026-11-20T08:00:00.000Z",
    "lieuTravail": {"libelle": "69 - Lyon 3e", "commune": "69383", "codePostal": "69003"},
    "romeCode": "D1102",
    "romeLibelle": "Boulanger / Boulangère",
    "entreprise": {"nom": "FOURNIL DU PARC", "entrepriseAdaptee": False},
    "typeContrat": "CDI",
    "salaire": {"libelle": "Mensuel de 2000.00 Euros sur 12 mois"},
    "dureeTravailLibelle": "35H/semaine",
    "nombrePostes": 1,
}


def offer(name: str, **fields: Any) -> dict[str, Any]:
    """Return an offer of that id."""
    return {**BASE, "id": name, **fields}


def offers(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return an offer for each id; a text gives one for each letter."""
    return [offer(name) for name in names]


@dataclass
class History:
    """A data folder with runs, and its history."""

    root: Path
    source: str = SOURCE
    unreadable: list[str] = field(default_factory=list)

    @property
    def layout(self) -> DataLayout:
        return DataLayout(self.root)

    def run(  # noqa: PLR0913
        self,
        stamp: str,
        held: Iterable[Offer] | Mapping[str, Iterable[Offer]],
        *,
        spider: str = "all",
        label: str = "all",
        status: Status = Status.COMPLETE,
        source: str | None = None,
        finished: str | None = None,
        sector: str | None = None,
    ) -> RunName:
        """Leave a run of one search, or of several by label; *stamp* is `20261124_020000`."""
        searches = held if isinstance(held, Mapping) else {label: held}
        name = RunName(spider, stamp)
        written = [
            self._page(page_key(each, stamp, number), part)
            for each, found in searches.items()
            for number, part in enumerate(_pages(list(found)), 1)
        ]
        if len(searches) > 1 or sector:
            self._found_by(name, searches)
        self._report(
            name,
            source=source or self.source,
            finished=finished or stamp,
            status=status,
            searches=tuple(
                SearchReport(label=each, status=status, sector=sector) for each in searches
            ),
            files={"written": len(written), "bytes": sum(written)},
        )
        return name

    def closed(
        self,
        stamp: str,
        answers: Sequence[tuple[str, int | None, bool]],
        held: Iterable[Offer] = (),
        *,
        status: Status = Status.COMPLETE,
        finished: str | None = None,
    ) -> RunName:
        """Leave a run of `closed`: what each id was answered, and whether it was a control."""
        name = RunName("closed", stamp)
        written = [
            self._page(page_key("closed", stamp, number), [each])
            for number, each in enumerate(held, 1)
        ]
        lines = [
            orjson.dumps({"id": one, "status": answer, "control": control}) + b"\n"
            for one, answer, control in answers
        ]
        self.layout.runs.mkdir(parents=True, exist_ok=True)
        self.layout.details(name).write_bytes(b"".join(lines))
        self._report(
            name,
            source=self.source,
            finished=finished or stamp,
            status=status,
            files={"written": len(written), "bytes": sum(written)},
        )
        return name

    def report(self, name: RunName, label: str, status: Status, sizes: Sequence[int]) -> None:
        """Leave another report of a run: of one search, and pages of these sizes."""
        self._report(
            name,
            source=self.source,
            finished=name.stamp,
            status=status,
            searches=(SearchReport(label=label, status=status),),
            files={"written": len(sizes), "bytes": sum(sizes)},
        )

    def ask(self, stamp: str, still_open: Mapping[str, Offer]) -> list[str]:
        """Leave a run of `closed` that an honest API answered; return the candidates it asked."""
        asked = to_ask(self.layout, self.source)
        answers = [
            (each.id, 200 if each.id in still_open else 204, each.control) for each in asked
        ]
        self.closed(
            stamp, answers, [still_open[one] for one, status, _ in answers if status == 200]
        )
        return [each.id for each in asked if not each.control]

    def update(self, **options: Any) -> Update:
        """Update the history, with the usual limit."""
        return update_history(
            self.layout,
            self.source,
            **{"close_max_percent": 25.0, **options},
            unreadable=lambda path, _: self.unreadable.append(path.name),
        )

    @property
    def manifest(self) -> Manifest:
        found = read_manifest(self.layout, self.source)
        assert found
        return found

    def events(self) -> list[dict[str, Any]]:
        """Return all events, run by run."""
        return [
            row
            for file in self.manifest.events
            for row in pq.read_table(self.root / file.key, partitioning=None).to_pylist()
        ]

    def told(self, run: RunName | None = None) -> list[tuple[str, str]]:
        """Return kind and id of the events, of one run or of all, in the order of ids."""
        return sorted(
            (row["evenement"], row["id"])
            for row in self.events()
            if run is None or row["collecte"] == str(run)
        )

    def open(self, name: str = "offres.parquet") -> list[dict[str, Any]]:
        """Return the rows of a file of the open offers."""
        file = self.manifest.open_file(name)
        rows: list[dict[str, Any]] = []
        if file:
            rows = pq.read_table(self.root / file.key, partitioning=None).to_pylist()
        return rows

    def open_ids(self) -> list[str]:
        return sorted(row["id"] for row in self.open())

    def _page(self, key: str, held: Sequence[Offer]) -> int:
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.write_bytes(
            orjson.dumps({"resultats": list(held), "filtresPossibles": []}, default=str)
        )

    def _found_by(self, name: RunName, searches: Mapping[str, Iterable[Offer]]) -> None:
        found: dict[str, list[dict[str, Any]]] = {}
        for label, held in searches.items():
            for each in held:
                found.setdefault(each["id"], []).append({"label": label})
        self.layout.runs.mkdir(parents=True, exist_ok=True)
        lines = [orjson.dumps({"id": one, "found_by": by}) for one, by in found.items()]
        self.layout.found_by(name).write_bytes(b"\n".join(lines))

    def _report(self, name: RunName, **more: Any) -> None:
        self.layout.runs.mkdir(parents=True, exist_ok=True)
        write_report(self.layout, Report(run=str(name), spider=name.spider, **more))


def _pages(held: list[Offer]) -> list[list[Offer]]:
    return [held[start : start + 150] for start in range(0, len(held), 150)]
