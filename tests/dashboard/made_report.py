"""A made-up report: each chart and form of cell, long and hostile labels, gaps, what lacks."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.charts.chart_shapes import bars, department_map, lines, quartiles, steps
from ftcrawler.dashboard.charts.outlines.placed_outlines import placed_outlines
from ftcrawler.dashboard.exhibit import (
    Choice,
    Exhibit,
    Figure,
    Form,
    Heading,
    Missing,
    Row,
    Section,
    Shown,
)
from ftcrawler.dashboard.report_data import KeyFigure, Provenance, ReportData

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftcrawler.dashboard.exhibit import Chart, Figures

HOSTILE: Final = "</script><img src=x onerror=document.title='hostile'>\u2028<!--"
LONG: Final = (
    "Conduite et livraison par tournées sur courte distance, avec manutention, encaissement et "
    "relation avec la clientèle des particuliers"
)
DAYS: Final = 120
PLACES: Final = (
    Choice("", "Toute la France"),
    Choice("84", "Auvergne-Rhône-Alpes"),
    Choice("D38", "Isère", "84"),
    Choice("D69", "Rhône", "84"),
    Choice("94", "Corse"),
    Choice("D2A", "Corse-du-Sud", "94"),
    Choice("04", "La Réunion"),
    Choice("D974", "La Réunion", "04"),
)
DOMAINS: Final = (
    Choice("", "Tous les domaines"),
    Choice("J", "Santé"),
    Choice("N", f"Transport {HOSTILE}"),
)
TRADES: Final = (
    "Soins infirmiers généralistes", LONG, HOSTILE, "Personnel de cuisine", "Vente en habillement",
    "Assistance auprès d'adultes", "Comptabilité", "Maçonnerie", "Études et développement",
    "Électricité bâtiment", "Nettoyage de locaux", "Service en restauration",
)  # fmt: skip


def _first_day() -> date:
    return date(2026, 11, 25) - timedelta(days=DAYS)


def _stock(draw: random.Random, size: float) -> Shown:
    offers, rows = 48_000 * size, list[Row]()
    for at in range(DAYS):
        offers *= 1 + draw.uniform(-0.012, 0.0135)
        shown = round(offers) if offers >= 5 and at not in {40, 41, 43} else None
        rows.append(((_first_day() + timedelta(days=at)).isoformat(), shown))
    return Shown(f"{rows[-1][1]} offres sont ouvertes : {size:.0%} du total.", tuple(rows))


def _flows(draw: random.Random, size: float) -> Shown:
    kinds = {"Ouvertes": 900, "Fermées": 850, "Rouvertes": 120, "Modifiées": 430}
    rows = [
        (
            (_first_day() + timedelta(days=at)).isoformat(),
            kind,
            round(draw.gauss(mean, mean / 9) * size),
        )
        for at in range(DAYS)
        for kind, mean in kinds.items()
    ]
    return Shown("Il s'ouvre un peu plus d'offres qu'il ne s'en ferme.", tuple(rows))


@cache
def _departments() -> list[tuple[str, str]]:
    departments = placed_outlines()["objects"]["departements"]["geometries"]
    return sorted({(one["id"], one["properties"]["nom"]) for one in departments})


def _map(draw: random.Random, size: float) -> Shown:
    rows = []
    for code, name in _departments():
        offers = int(draw.lognormvariate(6, 1) * size)
        if offers >= 5:
            rows.append((code, name, offers, int(offers * draw.uniform(1, 2))))
    return Shown(f"{len(rows)} départements ont au moins 5 offres.", tuple(rows))


def _trades(draw: random.Random, size: float) -> Shown:
    rows = [
        (trade, round(4000 * size / (at + 1)) + 5, draw.uniform(-0.1, 0.2), at % 3 or None)
        for at, trade in enumerate(TRADES)
    ]
    return Shown("« Soins infirmiers » est le premier métier.", tuple(rows))


def _shares(draw: random.Random, size: float) -> Shown:
    rows = [("CDI", round(30_000 * size), 0.61), ("CDD", round(12_000 * size), 0.25),
            ("Intérim", round(7_000 * size), 0.14)]  # fmt: skip
    return Shown("61 % des offres sont des CDI.", tuple(rows))


def _pay(draw: random.Random, size: float) -> Shown:
    rows = []
    for trade in TRADES[: 4 + round(size * 8)]:
        low = draw.uniform(1800, 2600)
        rows.append((trade, low, low * 1.12, low * draw.uniform(1.2, 1.6), draw.random()))
    return Shown("La moitié des offres annoncent plus de 2 300 € par mois.", tuple(rows))


def _durations(draw: random.Random, size: float) -> Shown:
    left, rows = 1.0, list[Row]()
    for day in range(1, 61):
        left *= 1 - draw.uniform(0.005, 0.05)
        rows.append((day, left, max(0.0, left - 0.03), min(1.0, left + 0.03)))
    return Shown("La moitié des offres sont encore ouvertes après 24 jours.", tuple(rows))


def _made(make: Callable[[random.Random, float], Shown], place: str, domain: str) -> Figure:
    size = (1 if not place else 0.1 if len(place) == 2 else 0.04) * (0.12 if domain else 1)
    return make(random.Random(place + domain), size)


def _everywhere(make: Callable[[random.Random, float], Shown]) -> Figures:
    return {
        (place.code, domain.code): _made(make, place.code, domain.code)
        for place in PLACES
        for domain in DOMAINS
        # A choice without figures.
        if (place.code, domain.code) != ("D2A", "J")
    }


OFFERS: Final = Heading("offres", "Offres", Form.COUNT)
TRADE: Final = Heading("metier", "Métier")
DAY: Final = Heading("jour", "Jour", Form.DAY)
KIND: Final = Heading("mouvement", "Mouvement")
CODE: Final = Heading("code", "Code")
DEPARTMENT: Final = Heading("departement", "Département")
POSTS: Final = Heading("postes", "Postes", Form.COUNT)
CONTRACT: Final = Heading("contrat", "Contrat")
SHARE: Final = Heading("part", "Part", Form.SHARE)
LOW, MIDDLE, HIGH = (
    Heading(name, title, Form.EUROS)
    for name, title in (
        ("q1", "Premier quartile"),
        ("mediane", "Médiane"),
        ("q3", "Troisième quartile"),
    )
)
AGE: Final = Heading("jours", "Jours", Form.DAYS)
LEFT: Final = Heading("restent", "Encore ouvertes", Form.SHARE)
LEAST: Final = Heading("bas", "Au moins", Form.SHARE)
MOST: Final = Heading("haut", "Au plus", Form.SHARE)


def _exhibit(
    name: str,
    title: str,
    headings: tuple[Heading, ...],
    chart: Callable[[], Chart] | None,
    *,
    fixed: bool = False,
) -> Exhibit:
    reading = f"{title} : chaque offre compte une fois, quel que soit son nombre de postes."
    return Exhibit(
        name=name, title=title, reading=reading, headings=headings, figures=lambda _: {},
        chart=chart, fixed=fixed,
    )  # fmt: skip


def made_sections() -> tuple[Section, ...]:
    """Return sections with an exhibit of each shape, one that lacks its figures, one fixed."""
    return (
        Section("marche", "Le marché", (
            _exhibit("stock", "Offres ouvertes", (DAY, OFFERS), lambda: lines(DAY, OFFERS)),
            _exhibit("flux", "Ce qui s'ouvre et se ferme", (DAY, KIND, OFFERS),
                     lambda: lines(DAY, OFFERS, KIND)),
            _exhibit("carte", "Carte des départements", (CODE, DEPARTMENT, OFFERS, POSTS),
                     lambda: department_map(CODE, DEPARTMENT, [OFFERS, POSTS])),
            _exhibit("metiers", "Métiers les plus demandés",
                     (TRADE, OFFERS, Heading("sur_7", "Sur 7 jours", Form.SHARE),
                      Heading("sur_28", "Sur 28 jours", Form.DAYS)), lambda: bars(TRADE, OFFERS)),
        )),
        Section("offres", "Les offres", (
            _exhibit("contrats", "Contrats", (CONTRACT, OFFERS, SHARE),
                     lambda: bars(CONTRACT, SHARE)),
            _exhibit("salaires", "Salaires par métier",
                     (TRADE, LOW, MIDDLE, HIGH, Heading("disent", "Le disent", Form.SHARE)),
                     lambda: quartiles(TRADE, LOW, MIDDLE, HIGH)),
            _exhibit("duree", "Durée des offres", (AGE, LEFT, LEAST, MOST),
                     lambda: steps(AGE, LEFT, LEAST, MOST)),
            _exhibit("difficiles", "Offres difficiles à pourvoir", (TRADE, OFFERS),
                     lambda: bars(TRADE, OFFERS)),
        )),
        Section("sources", "Les collectes", (
            _exhibit("collectes", "Les dernières collectes",
                     (Heading("debut", "Début", Form.MOMENT), Heading("collecte", "Collecte"),
                      Heading("annoncees", "Annoncées", Form.COUNT),
                      Heading("complete", "Complète")),
                     None, fixed=True),
        )),
    )  # fmt: skip


def made_report() -> ReportData:
    """Return the report, the same at each call."""
    missing = Missing("Il faut 7 nuits de collecte pour le dire ; il y en a 2. Revenez vendredi !")
    runs = (
        ("2026-11-26T02:05:00+00:00", "all_20261126_030500", 512_345, True),
        ("2026-11-25T02:04:00+00:00", HOSTILE, None, False),
    )
    return ReportData(
        provenance=Provenance(
            source="https://api.francetravail.io/partenaire/offresdemploi",
            updated=datetime(2026, 11, 26, 2, 5, tzinfo=UTC),
            complete=datetime(2026, 11, 26, 2, 5, tzinfo=UTC),
            first=_first_day(),
            nights=DAYS,
        ),
        places=PLACES,
        domains=DOMAINS,
        sections=made_sections(),
        figures={
            "stock": _everywhere(_stock),
            "flux": _everywhere(_flows),
            "carte": _everywhere(_map),
            "metiers": _everywhere(_trades),
            "contrats": _everywhere(_shares),
            "salaires": _everywhere(_pay),
            "duree": _everywhere(_durations),
            "difficiles": dict.fromkeys(_everywhere(_shares), missing),
            "collectes": {("", ""): Shown("La dernière collecte est complète.", runs)},
        },
        key_figures={
            choice: (
                KeyFigure(
                    "Offres ouvertes",
                    f"{48_000 // (1 + 9 * len(choice[0])):,}".replace(",", "\u202f"),
                    "au 26 novembre",
                ),
                KeyFigure("Postes à pourvoir", "61\u202f204"),
                KeyFigure("Ouvertes en 7 jours", "6\u202f310", "+4,1 % sur la semaine"),
                KeyFigure("CDI", "61 %", "des offres"),
                KeyFigure("Salaire médian", "2 310 €", "brut par mois, si indiqué"),
            )
            for choice in _everywhere(_shares)
        },
    )
