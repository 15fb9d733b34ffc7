"""The guide's five questions, asked of twelve nights of the sandbox, whose record answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from ftcrawler.api.code_labels import labels
from ftcrawler.history.tables.connect import connect
from ftcrawler.offers.pay import pay
from ftcrawler.offers.workplace import workplace
from ftcrawler.runs.paris_time import PARIS, stamp
from ftsandbox.config import SandboxConfig
from ftsandbox.server import running_sandbox

from .made_runs import History

PAGE = Path(__file__).parents[2] / "LISEZMOI.md"
NIGHTS = 12
FIRST = datetime(2026, 11, 10, 2, tzinfo=PARIS)


@dataclass
class Nights:
    """What a sandbox showed each night; a life is the nights on which an offer was open."""

    history: History
    shown: list[dict[str, Any]] = field(default_factory=list)

    def play(self) -> None:
        with running_sandbox(SandboxConfig(offers_count=400, seed=3, quota=0)) as sandbox:
            for night in range(NIGHTS):
                if night:
                    sandbox.play_day(
                        opened=40, changed=15, actualised=20, closed=25, reopened=0.05
                    )
                started = FIRST + timedelta(days=night)
                self.shown.append(sandbox.open_offers())
                self.history.run(stamp(started), self.shown[-1].values())
                self.history.update()
                self.history.ask(stamp(started + timedelta(hours=1)), self.shown[-1])
                self.history.update()

    def life(self, name: str) -> list[int]:
        return [night for night, offers in enumerate(self.shown) if name in offers]

    @property
    def names(self) -> list[str]:
        return sorted(set().union(*self.shown))

    def last_seen(self, name: str) -> dict[str, Any]:
        return dict(self.shown[self.life(name)[-1]][name])


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    played = Nights(History(tmp_path_factory.mktemp("questions") / "data"))
    played.play()
    return played


@pytest.fixture(scope="module")
def engine(nights):
    engine = connect(nights.history.root)
    yield engine
    engine.close()


def question(title):
    """Return the query that stands under a heading of the page."""
    text = (
        PAGE.read_text(encoding="utf-8")
        .split(f"\n### {title}\n", 1)[1]
        .split("\n## ")[0]
        .split("\n### ")[0]
    )
    (query,) = re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return query


def salary(offer):
    """Return the label of an offer's pay, None if it tells none."""
    return (offer.get("salaire") or {}).get("libelle")


def test_what_closed_in_a_week_by_job(nights, engine):
    last = NIGHTS - 1
    closed = Counter(
        nights.last_seen(name)["romeLibelle"]
        for name in nights.names
        # Missing on the first night after its last one; the last run began an hour after a night.
        if last - 7 < nights.life(name)[-1] + 1 <= last
    )
    expected = sorted(closed.items(), key=lambda one: (-one[1], one[0]))
    found = engine.sql(question("Ce qui a fermé depuis une semaine, par métier")).fetchall()
    assert closed.total() > 100
    assert found == expected


def test_median_pay_by_department(nights, engine):
    paid: dict[str, list[float]] = {}
    for offer in nights.shown[-1].values():
        place = offer["lieuTravail"]
        where = workplace(place.get("libelle"), place.get("commune"), place.get("codePostal"))
        amount = pay(salary(offer), offer.get("dureeTravailLibelle")).mensuel_min
        if where.departement and amount is not None:
            paid.setdefault(labels("departements")[where.departement], []).append(float(amount))
    expected = {name: (len(all_), pytest.approx(median(all_))) for name, all_ in paid.items()}
    found = engine.sql(question("Le salaire médian par département")).fetchall()
    assert len(found) > 10
    assert {name: (count, value) for name, count, value in found} == expected
    assert [row[2] for row in found] == sorted((row[2] for row in found), reverse=True)


def test_how_long_offers_stay_open(nights, engine):
    """Kaplan and Meier's estimate, offer by offer and day by day."""
    lives = [nights.life(name) for name in nights.names if nights.life(name)[0] > 0]
    # Closed after its last night, on the next; one that is open was last seen on the last.
    followed = [
        (len(life), True) if life[-1] < NIGHTS - 1 else (_days_open(life), False) for life in lives
    ]
    share, expected = 1.0, {}
    for days in sorted({days for days, _ in followed}):
        at_risk = sum(each >= days for each, _ in followed)
        closed = sum(each == days and over for each, over in followed)
        share *= 1 - closed / at_risk
        expected[days] = (at_risk, closed, pytest.approx(share))
    found = engine.sql(question("Combien de temps une offre reste ouverte")).fetchall()
    assert {days: (at_risk, closed, left) for days, at_risk, closed, left in found} == expected
    assert sum(closed for _, _, closed, _ in found) > 30
    assert any(not over for _, over in followed)


def _days_open(life):
    """Return the days from night to night; on the last one it was seen, and no more."""
    return len(life) - 1


def test_what_an_offer_changed(nights, engine):
    query = question("Ce qu'une offre a changé")
    told = 0
    for name in nights.names[:150]:
        found = engine.sql(query.replace("190ABCD", name)).fetchall()
        life = nights.life(name)
        pays = [salary(nights.shown[night][name]) for night in life]
        changed = {
            FIRST.date() + timedelta(days=night): (before, after)
            for night, before, after in zip(life[1:], pays, pays[1:], strict=False)
            if before != after and night - 1 in life
        }
        for day, kind, fields, before, after in found:
            if kind == "modifiee" and "salaire_libelle" in fields:
                assert changed.pop(day) == (before, after)
                told += 1
        assert not changed
    assert told


def test_what_it_looked_like_on_a_date(nights, engine):
    query = question("À quoi elle ressemblait un jour donné")
    for night in (0, 5, NIGHTS - 1):
        day = FIRST.date() + timedelta(days=night)
        asked = query.replace("2026-11-25", f"{day}")
        assert asked != query
        rows = engine.sql(asked.replace("id = '190ABCD' AND", "")).to_arrow_table().to_pylist()
        found = {row["id"]: (row["salaire_libelle"], row["date_actualisation"]) for row in rows}
        assert len(found) == len(rows)
        assert found == {
            name: (salary(offer), dated and datetime.fromisoformat(dated))
            for name, offer in nights.shown[night].items()
            for dated in [offer.get("dateActualisation")]
        }
    name = next(iter(nights.shown[5]))
    one = query.replace("190ABCD", name).replace("2026-11-25", f"{date(2026, 11, 15)}")
    (row,) = engine.sql(one).to_arrow_table().to_pylist()
    assert row["id"] == name


def test_each_question_is_asked_here():
    asked = re.findall(r"^```sql\n", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(asked) == 5
