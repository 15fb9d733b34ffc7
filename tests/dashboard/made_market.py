"""Eleven nights of a small market, one of which is missed: offers open, close, come back, move."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ftcrawler.runs.paris_time import PARIS, stamp
from tests.history.made_runs import History, offer

if TYPE_CHECKING:
    from pathlib import Path

FIRST = datetime(2026, 11, 1, 2, tzinfo=PARIS)
# Nights after the first; the sixth was missed.
NIGHTS = (0, 1, 2, 3, 4, 6, 7, 8, 9, 10)
PLACES = {"69": "69 - Lyon 3e", "01": "01 - Bourg-en-Bresse", "75": "75 - Paris", "": "Belgique"}
JOBS = ("D1102", "D1106", "M1805", "N4105")
CONTRACTS = ("CDI", "CDD", "MIS")


def day_of(night: int) -> date:
    """Return the day of Paris on which a night is read."""
    return (FIRST + timedelta(days=night)).date()


def made_market(folder: Path, seed: int = 5, offers: int = 320) -> History:
    """Leave the history of its nights below *folder*."""
    draw = random.Random(seed)
    history = History(folder)
    shown: dict[str, dict[str, Any]] = {}
    gone: list[dict[str, Any]] = []
    number = 0
    for night in NIGHTS:
        leaving = draw.sample(sorted(shown), len(shown) // 9)
        gone.extend(shown.pop(name) for name in leaving)
        if night > 2:
            for _ in range(min(4, len(gone))):
                back = gone.pop(draw.randrange(len(gone)))
                shown[back["id"]] = {**back, "romeCode": draw.choice(JOBS)}
        for name in draw.sample(sorted(shown), len(shown) // 20):
            shown[name] = {**shown[name], **_place(draw)}
        while len(shown) < offers - (3 * night):
            number += 1
            name = f"{number:07}"
            shown[name] = _offer(draw, name, night)
        moment = FIRST + timedelta(days=night)
        history.run(stamp(moment), shown.values())
        history.update()
        history.ask(stamp(moment + timedelta(hours=1)), shown)
        history.update()
    return history


def _offer(draw: random.Random, name: str, night: int) -> dict[str, Any]:
    created = FIRST + timedelta(days=night - draw.randrange(40))
    pay = {"libelle": f"Mensuel de {draw.randrange(1700, 3500)}.00 Euros sur 12 mois"}
    return offer(
        name,
        **_place(draw),
        romeCode=draw.choice(JOBS),
        typeContrat=draw.choices(CONTRACTS, (8, 4, 1))[0],
        dateCreation=f"{created:%Y-%m-%dT%H:%M:%S}.000Z",
        nombrePostes=draw.choice((1, 1, 3)),
        salaire=pay if draw.random() < 0.6 else None,
        offresManqueCandidats=draw.random() < 0.2,
        competences=[{"libelle": f"Compétence {draw.randrange(6)}"} for _ in range(3)],
        origineOffre=(
            {"origine": "2", "partenaires": [{"nom": draw.choice(("SITE A", "SITE B"))}]}
            if draw.random() < 0.4
            else {"origine": "1"}
        ),
    )


def _place(draw: random.Random) -> dict[str, Any]:
    label = draw.choices([*PLACES.values()], (8, 1, 5, 1))[0]
    return {"lieuTravail": {"libelle": label}}
