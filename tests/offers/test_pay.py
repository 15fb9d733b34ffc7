"""What offers pay, against salaires.tsv: worked out by hand for each label.

It holds the 33 odd forms that public files showed and, with their hours, all labels of the real
offers. « duree » has `\\n` for a line break; what is empty is None.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.pay import BOUNDS, Pay, pay, weekly_hours

LINES = (Path(__file__).parent / "salaires.tsv").read_text(encoding="utf-8").splitlines()
NAMES = ("libelle", "duree", "periode", "min", "max", "mensuel_min", "mensuel_max", "doute")
AMOUNTS = {"min", "max", "mensuel_min", "mensuel_max"}


def expected():
    assert tuple(LINES[0].split("\t")) == NAMES
    for line in LINES[1:]:
        row = dict(zip(NAMES, line.split("\t"), strict=True))
        label, hours = row.pop("libelle"), row.pop("duree").replace("\\n", "\n")
        values: dict[str, Any] = {
            name: (float(text) if name in AMOUNTS else text) if text else None
            for name, text in row.items()
        }
        yield label, hours, Pay(**values)


EXPECTED = {(label, hours): figures for label, hours, figures in expected()}


def test_every_line_is_there_once():
    assert len(EXPECTED) == len(LINES) - 1


@pytest.mark.parametrize("label", sorted({label for label, _ in EXPECTED}), ids=str)
def test_figures_worked_out_by_hand(label):
    for (text, hours), figures in EXPECTED.items():
        if text == label:
            assert pay(text, hours) == figures, (text, hours)


def test_every_label_of_the_real_offers_is_there(real_offers):
    labels = {
        (offer["salaire"]["libelle"], offer.get("dureeTravailLibelle", ""))
        for offer in real_offers
        if offer.get("salaire", {}).get("libelle")
    }
    assert len(labels) > 250
    assert labels <= EXPECTED.keys()


@pytest.mark.parametrize(
    ("label", "hours"),
    [
        ("35H/semaine", 35),
        ("35H Horaires normaux", 35),
        ("35H Travail en journée", 35),
        ("35H/semaine\nTravail en journée...", 35),
        ("36H15/semaine\nTravail en journée", 36.25),
        ("36H30/semaine\nTravail en journée", 36.5),
        ("36H45/semaine\nTravail en journée", 36.75),
        ("38H44/semaine\nTravail en journée", 38 + Decimal(44) / 60),
        ("37H23/semaine\nTravail en journée", 37 + Decimal(23) / 60),
        ("Temps partiel - 28H/semaine\nTravail en journée", 28),
        ("temps partiel - 20H Autre", 20),
        ("Temps partiel - 7H30/semaine", 7.5),
        ("40H/semaine\nTravail de 8H à 17H", 40),
        ("\nTravail en journée", None),
        ("Travail en journée", None),
        ("Temps plein", None),
        ("151H/mois", None),
        ("35H/mois", None),
        ("24H à 35H/semaine", None),
        ("24H-35H", None),
        ("8H17", 8 + Decimal(17) / 60),
        ("35H99/semaine", None),
        ("0H/semaine", None),
        ("70H/semaine", None),
        ("", None),
        (None, None),
    ],
)
def test_hours_are_read_and_never_guessed(label, hours):
    assert weekly_hours(label) == hours


def test_hours_of_the_real_offers(real_offers):
    labels = {offer.get("dureeTravailLibelle", "") for offer in real_offers}
    without = {label for label in labels if weekly_hours(label) is None}
    assert without == {"", "\nTravail en journée"}


@pytest.mark.parametrize(
    ("label", "hours", "least", "most", "doubt"),
    [
        ("Annuel de 28 000 € à 32 000 €", "", 28000, 32000, None),
        ("Mensuel de 2\N{NARROW NO-BREAK SPACE}600,50 Euros", "", 2600.5, 2600.5, None),
        ("Mensuel de 2600.00 Euros \N{REPLACEMENT CHARACTER} 2800.00 Euros", "", 2600, 2800, None),
        ("Horaire de 12.02 Euros", "Temps plein", 12.02, 12.02, "durée hebdomadaire inconnue"),
        ("Horaire de 3.24 Euros", "35H", 3.24, 3.24, None),
        ("Horaire de 1.5 Euros", "35H", 1.5, 1.5, "montant douteux : 1,5 par heure"),
        ("Horaire de 1800 Euros", "35H", 1800, 1800, "période douteuse : 1800 par heure"),
        ("Mensuel de 180 Euros à 2500 Euros", "", 180, 2500, "fourchette trop large"),
        ("Annuel de 1500 Euros", "2H/semaine", 1500, 1500, None),
        ("Annuel de 1500 Euros", "35H/semaine", 1500, 1500, "période douteuse : 1500 par an"),
        ("Journalier de 400 Euros", "", 400, 400, "période inconnue"),
        ("Annuel de 35K Euros", "", None, None, "libellé illisible"),
        ("Annuel de 30000 Euros à 35K Euros", "", None, None, "libellé illisible"),
        ("Mensuel de 2.600,00 Euros", "", None, None, "libellé illisible"),
        ("Mensuel de -2600 Euros", "", None, None, "libellé illisible"),
        ("selon expérience", "", None, None, "libellé illisible"),
        ("   ", "", None, None, "salaire non indiqué"),
    ],
)
def test_other_forms(label, hours, least, most, doubt):
    figures = pay(label, hours)
    assert (figures.min, figures.max, figures.doute) == (least, most, doubt)
    assert (figures.mensuel_min is None) == (doubt is not None)


LIKE_LABELS = st.from_regex(
    r"(Annuel|Mensuel|Horaire|Autre|) ?[Dd]e [0-9]{1,7}([.,][0-9]{1,2})?( Euros)?"
    r"( à [0-9]{1,7}(,[0-9])? Euros)?( sur 1[2-4](\.0)? mois)?",
    fullmatch=True,
)


@given(st.none() | st.text() | LIKE_LABELS, st.none() | st.text() | st.sampled_from(["35H", "5H"]))
def test_a_monthly_figure_is_plausible_or_there_is_none(label, hours):
    figures = pay(label, hours)
    monthly = (figures.mensuel_min, figures.mensuel_max)
    assert (None in monthly) == (figures.doute is not None)
    if figures.mensuel_min is not None and figures.mensuel_max is not None:
        assert figures.periode in BOUNDS
        assert 0 < figures.mensuel_min <= figures.mensuel_max < 60_000


@given(st.integers(5_000, 200_000), st.sampled_from(["", " sur 13.0 mois", " sur 4 mois"]))
def test_a_year_is_twelve_months_however_many_it_is_paid_in(amount, months):
    figures = pay(f"Annuel de {amount}.0 Euros{months}")
    assert figures.mensuel_min == figures.mensuel_max == pytest.approx(amount / 12, abs=0.0051)
