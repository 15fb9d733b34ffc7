"""The last runs, with what proves that they are complete, or says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.exhibit import ALL, Exhibit, Form, Heading, Shown
from ftcrawler.dashboard.written import count
from ftcrawler.endings import Status
from ftcrawler.reporting.runs_table import WORDS

if TYPE_CHECKING:
    import duckdb

    from ftcrawler.dashboard.exhibit import Figures

_RUN: Final = Heading("collecte", "Collecte")
_STARTED: Final = Heading("commencee_le", "Début", Form.MOMENT)
_STATUS: Final = Heading("statut", "Statut")
_ANNOUNCED: Final = Heading("annoncees", "Annoncées", Form.COUNT)
_COLLECTED: Final = Heading("collectees", "Collectées", Form.COUNT)
_MISSING: Final = Heading("manquantes", "Manquantes", Form.COUNT)
_MOST: Final = 30
_QUERY: Final = f"""
SELECT collecte, commencee_le, statut, annoncees, collectees, manquantes
FROM collectes ORDER BY commencee_le DESC, collecte LIMIT {_MOST}
"""


def _figures(engine: duckdb.DuckDBPyConnection) -> Figures:
    rows = [
        (run, started.isoformat(), WORDS.get(status, status), *counts)
        for run, started, status, *counts in engine.execute(_QUERY).fetchall()
    ]
    whole = sum(row[2] == WORDS[Status.COMPLETE] for row in rows)
    missing = sum(row[-1] or 0 for row in rows)
    lacking = f"il y manque {count(missing, 'offre')}" if missing else "il n'y manque aucune offre"
    sentence = f"Complètes : {whole} sur {count(len(rows), 'collecte')} ; {lacking}."
    return {ALL: Shown(sentence, tuple(rows))}


LAST_RUNS: Final = Exhibit(
    name="collectes",
    title="Les dernières collectes",
    reading=(
        "Annoncées : les offres que l'API dit avoir pour chaque recherche, où une offre de deux "
        "recherches est deux fois ; manquantes : celles qui n'ont pas été lues. Rien n'est masqué "
        "ici, pas même les petits nombres. Sans valeur : le rapport est perdu, ou la collecte a "
        "demandé des offres une à une (« closed »)."
    ),
    headings=(_RUN, _STARTED, _STATUS, _ANNOUNCED, _COLLECTED, _MISSING),
    figures=_figures,
    fixed=True,
)
