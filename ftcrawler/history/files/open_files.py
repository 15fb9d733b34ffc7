"""The files of the offers that are open: `history/open/{run}/`, one folder for each update.

`offres.parquet` holds the offers whole; `etat.parquet` what is known of each besides (STATE);
`tenues.parquet` which search found it, and since when complete readings of that search lack it
(STOCK). Nothing here stays once an offer is closed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ftcrawler.exceptions import HistoryError
from ftcrawler.history.files.event_columns import DERIVED
from ftcrawler.history.files.manifest import AGAIN, FROM_A_COPY
from ftcrawler.offers.arrow import MOMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.history.files.manifest import Manifest, NamedFile
    from ftcrawler.runs.layout import DataLayout

OFFERS_FILE: Final = "offres.parquet"
STATE_FILE: Final = "etat.parquet"
STOCK_FILE: Final = "tenues.parquet"
# `empreinte` changes with any field of the offer but dateActualisation; `vue_le` is the start of
# the last run that held it.
STATE: Final = pa.schema(
    [
        ("id", pa.string()),
        ("empreinte", pa.uint64()),
        ("date_actualisation", MOMENT),
        ("vue_le", MOMENT),
        *DERIVED,
    ]
)
# `collecte` is the run that first found it by that search; `tenue_le` the start of the last
# complete reading of the search that held it, None if none ever did; `absente_le` that of the
# first one since it was last seen, by whatever run, that did not.
STOCK: Final = pa.schema(
    [
        ("id", pa.string()),
        ("etiquette", pa.string()),
        ("secteur", pa.string()),
        ("collecte", pa.string()),
        ("tenue_le", MOMENT),
        ("absente_le", MOMENT),
    ]
)
# Whole offers to a row group: some 30 MB.
ROW_GROUP: Final = 6_000


@dataclass(frozen=True, slots=True)
class OpenOffers:
    """What is known of the offers that are open, their whole content apart."""

    layout: DataLayout
    manifest: Manifest
    state: pa.Table
    stock: pa.Table

    def whole(self) -> Iterator[pa.Table]:
        """Yield the whole offers, under SCHEMA, some thousand at a time."""
        there = self.manifest.open_file(OFFERS_FILE)
        if there is None:
            return
        with pq.ParquetFile(self.layout.root / there.key) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)


def read_open(layout: DataLayout, manifest: Manifest) -> OpenOffers:
    """Return what is open; raise HistoryError for a file that is missing or damaged."""
    for each in manifest.open:
        check_file(layout, manifest, each)
    tables = []
    for name, schema in ((STATE_FILE, STATE), (STOCK_FILE, STOCK)):
        named = manifest.open_file(name)
        tables.append(
            pq.read_table(layout.root / named.key, schema=schema)
            if named
            else schema.empty_table()
        )
    return OpenOffers(layout, manifest, *tables)


def check_file(
    layout: DataLayout, manifest: Manifest, named: NamedFile, *, whole: bool = True
) -> None:
    """Raise HistoryError unless a file is there as it was written; if not *whole*, by its size."""
    path = layout.root / named.key
    try:
        size = path.stat().st_size
        if size == named.bytes and whole:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != named.sha256:
                    size = -1
    except OSError:
        fault = "manque"
    else:
        fault = "" if size == named.bytes else "est abîmé"
    if fault:
        raise damaged(manifest, named, str(path), fault)


def damaged(
    manifest: Manifest, named: NamedFile, place: str, fault: str, remedy: str | None = None
) -> HistoryError:
    """Return what is said of a file at *place* that lacks or is spoilt; *remedy*: another one."""
    made_by = next((each.run for each in manifest.runs if named in each.files), None)
    run, usual = (made_by, FROM_A_COPY) if made_by else (named.key.split("/")[-2], _NO_COPY)
    return HistoryError(
        f"Un fichier de l'historique {fault} : {place}. Il vient de la collecte {run}. "
        f"{remedy or usual}"
    )


# Of an offer that closes nothing stays there, which a copy would undo.
_NO_COPY: Final = (
    "Le bucket n'a pas history/open/. Remettez history/ tout entier d'une sauvegarde faite depuis "
    f"cette collecte. Si vous n'en avez pas, {AGAIN}"
)
