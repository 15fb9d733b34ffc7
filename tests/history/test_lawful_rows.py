"""What is kept of an offer for ever, made of whole ones."""

from __future__ import annotations

import json

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

from ftcrawler.history.applying.lawful_rows import derived_rows, lawful_rows
from ftcrawler.history.files.whole_offers import of_offers
from ftcrawler.offers.field_types import TEXT, Objects, Record, Texts
from ftcrawler.offers.fields import OFFER
from ftcrawler.offers.personal_data import holds_personal_data

REACHED = ("jean.dupont@acme.fr", "06 12 34 56 78", "+590 690 12 34 56", "https://acme.fr/x")


def kept_of(offer):
    whole = pa.Table.from_batches([of_offers([{"id": "048KLTP", **offer}])])
    return lawful_rows(whole).to_pylist()[0] | derived_rows(whole).to_pylist()[0]


def filled(fields, text):
    """Return an offer, or an object of one, that has the text in each field that takes texts."""
    offer = {}
    for name, field in fields.items():
        match field.kind:
            case Record(inner):
                offer[name] = filled(inner, text)
            case Objects(inner):
                offer[name] = [filled(inner, text)]
            case Texts():
                offer[name] = [text]
            case kind if kind is TEXT:
                offer[name] = text
            case _:
                pass
    return offer


@pytest.mark.parametrize("datum", REACHED)
def test_nobody_can_be_reached_by_what_is_kept(datum):
    offer = filled(OFFER, f"Libellé {datum}")
    assert json.dumps(offer, ensure_ascii=False).count(datum) > 50
    kept = json.dumps(kept_of(offer), ensure_ascii=False, default=str)
    assert "Libellé" in kept
    assert datum not in kept
    assert not holds_personal_data(kept.replace(": ", " "))


def test_a_title_keeps_neither_employer_nor_contact():
    people = {"entreprise": {"nom": "ACME SARL"}, "contact": {"nom": "ACME - Mme Léa DURAND"}}
    assert kept_of({"intitule": "Vendeur chez Acme - Léa Durand (H/F)", **people})["intitule"] == (
        "Vendeur - (H/F)"
    )


def test_of_experience_the_comment_goes():
    assert kept_of({"experienceLibelle": "5 An(s) - chez Acme"})["experience_libelle"] == "5 An(s)"


PEOPLE = {"entreprise": {"nom": "SECRET SARL"}, "contact": {"nom": "SECRET - M. Jean DUPONT"}}


def test_no_label_keeps_the_employer_nor_the_contact():
    offer = filled(OFFER, "Libellé Secret, Jean Dupont")
    said = json.dumps(kept_of({**offer, **PEOPLE}), ensure_ascii=False, default=str)
    assert said.count("Libellé") > 20
    assert "secret" not in said.lower()
    assert "dupont" not in said.lower()


def test_only_the_labels_of_the_offer_that_bears_the_name_lose_it():
    label = {
        "dureeTravailLibelle": "35H/semaine chez Secret",
        "competences": [{"libelle": "Secret"}],
    }
    others = [{**label, "id": f"{number}"} for number in range(3)]
    whole = pa.Table.from_batches([of_offers([others[0], {**others[1], **PEOPLE}, others[2]])])
    kept = lawful_rows(whole).select(["duree_travail_libelle", "competences"]).to_pylist()
    texts = [(each["duree_travail_libelle"], each["competences"][0]["libelle"]) for each in kept]
    untouched = ("35H/semaine chez Secret", "Secret")
    assert texts == [untouched, ("35H/semaine", ""), untouched]


@pytest.mark.parametrize("employer", ["BOULANGER", "Boulanger SA", "CDI", "CONTRAT TRAVAIL"])
def test_an_employer_of_a_job_s_name_spoils_no_label(employer):
    labels = {
        "romeLibelle": "Boulanger / Boulangère",
        "appellationlibelle": "Boulanger traditionnel / Boulangère traditionnelle",
        "natureContrat": "Contrat travail",
        "typeContrat": "CDI",
        "typeContratLibelle": "CDI",
    }
    kept = kept_of({**labels, "entreprise": {"nom": employer}})
    assert set(labels.values()) <= {each for each in kept.values() if isinstance(each, str)}
