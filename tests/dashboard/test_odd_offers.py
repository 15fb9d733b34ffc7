"""Labels, places, pays and dates that no form would let pass: the page stays as it is."""

from __future__ import annotations

import pytest

from ftcrawler.dashboard.make_report_page import make_report_page
from tests.dashboard.chromium import PHONE, Look
from tests.history.made_runs import History, offer

LABEL = "</script><img src=x onerror=\"document.title='x'\"> \U0001f600 " + 300 * "x"
PLACES = ("20 - Corse", "2A - Ajaccio", "975 - Saint-Pierre", "99 - Étranger", "Belgique", LABEL)


@pytest.fixture
def odd(tmp_path):
    history = History(tmp_path / "data")
    odd = [
        offer(
            f"{number:05}",
            romeCode=None if number % 2 else "Z9999",
            typeContrat=LABEL,
            qualificationLibelle=LABEL,
            lieuTravail={"libelle": PLACES[number % len(PLACES)]},
            dateCreation="2027-11-20T08:00:00.000Z",
            competences=[{"libelle": LABEL}, {"libelle": ""}],
            origineOffre={"origine": "2", "partenaires": [{"nom": LABEL}, {"nom": None}]},
            nombrePostes=(0, -3, None, 10**9)[number % 4],
            salaire={"libelle": ("Mensuel de NaN Euros", "Annuel de 1e400 Euros")[number % 2]},
        )
        for number in range(60)
    ]
    for day in (24, 25):
        history.run(f"202611{day}_020000", odd)
        history.update()
    path = tmp_path / "rapport.html"
    make_report_page(history.layout, path)
    return path


def test_odd_offers_neither_break_the_page_nor_widen_it(odd, reader):
    opened = reader.open(odd, Look(PHONE))
    assert (opened.said, opened.overflow) == ([], [])
    assert opened.page.locator("img").count() == 0
    assert LABEL in opened.page.locator("#contrats .phrase").inner_text()
    assert "0 jour" in opened.page.locator("#age .phrase").inner_text().replace("\xa0", " ")
    assert "Moins de 5 offres disent" in opened.page.locator("#salaires_metiers").inner_text()
