"""What the table of fields keeps of an offer that is closed, rule by rule.

The licence's article 7 names the employer (name, description, address), contacts, telephones, the
employer's link, postcode, INSEE code and town. Nothing of that may be kept, nor free text, which
may hold any of it.
"""

from __future__ import annotations

import re

import pytest

from ftcrawler.offers.field_types import TEXT, AfterClosing, Field, Objects, Record, Scalar
from ftcrawler.offers.fields import OFFER, fields_by_path

# Of values: what is made of fields has no fate of its own.
FATES = {path: each.after_closing for path, each in fields_by_path() if each.after_closing}
KEPT = {path for path, fate in FATES.items() if fate.is_kept}


def paths(pattern):
    found = {path for path in FATES if re.fullmatch(pattern, path)}
    assert found, pattern
    return found


def test_every_value_has_its_fate_and_no_object_has():
    for path, each in fields_by_path():
        made_of_fields = isinstance(each.kind, Record | Objects)
        assert (each.after_closing is None) == made_of_fields, path
    with pytest.raises(ValueError, match="kept or not"):
        Field(TEXT, "Titre")
    with pytest.raises(ValueError, match="kept or not"):
        Field(Record({}), "Contact", AfterClosing.KEPT)


@pytest.mark.parametrize(
    ("named", "pattern"),
    [
        ("the employer", r"entreprise\.(nom|description|logo|url)"),
        ("contacts", r"contact\..*"),
        ("the agency", r"agence\..*"),
        ("telephones and e-mail addresses", r".*(telephone|courriel|coordonnees).*"),
        ("links", r".*\b(url|logo).*"),
        ("the place: postcode, INSEE code, town, position", r"lieuTravail\..*"),
        ("free text", r"description|.*[cC]ommentaire|.*\.description|(complement|condition)Ex.*"),
        ("what employers write of pay", r"salaire\.(commentaire|complement\d)"),
    ],
)
def test_nothing_is_kept_of(named, pattern):
    assert not paths(pattern) & KEPT, named


def test_names_are_kept_of_partners_alone():
    """They publish offers of others; no field but theirs, and the employer's, names anybody."""
    assert paths(r"(.*\.)?nom") & KEPT == {"origineOffre.partenaires[].nom"}


def test_what_says_which_employer_goes_and_what_says_which_sort_stays():
    assert paths(r"entreprise\..*") & KEPT == {"entreprise.entrepriseAdaptee"}
    assert {"codeNAF", "secteurActivite", "trancheEffectifEtab"} <= KEPT


def test_a_title_is_the_only_text_by_hand_that_stays_and_it_is_cleaned():
    cleaned = {path for path, fate in FATES.items() if fate is AfterClosing.CLEANED}
    assert cleaned == {"intitule"}


def test_of_a_label_that_employers_add_to_only_the_api_s_own_part_stays():
    parted = {path for path, fate in FATES.items() if fate is AfterClosing.WITHOUT_COMMENT}
    assert parted == {"experienceLibelle"}


def test_dates_booleans_and_numbers_stay_but_positions():
    for path, each in fields_by_path():
        if each.kind in set(Scalar) - {TEXT}:
            assert each.is_kept == (path not in paths(r"lieuTravail\.l.*itude")), path


def test_all_that_is_kept():
    """By hand, against a slip of the pen: a field more is a decision, and stands here too."""
    assert {
        *("id", "intitule", "dateCreation", "dateActualisation"),
        *("romeCode", "romeLibelle", "appellationlibelle"),
        *("typeContrat", "typeContratLibelle", "natureContrat", "alternance"),
        *("experienceExige", "experienceLibelle"),
        *("qualificationCode", "qualificationLibelle"),
        *(f"formations[].{name}" for name in ("codeFormation", "domaineLibelle", "niveauLibelle")),
        *("formations[].exigence", "langues[].libelle", "langues[].exigence"),
        *("permis[].libelle", "permis[].exigence"),
        *("competences[].code", "competences[].libelle", "competences[].exigence"),
        "salaire.libelle",
        *("dureeTravailLibelle", "dureeTravailLibelleConverti"),
        *("contexteTravail.horaires", "contexteTravail.horaires[]"),
        *("codeNAF", "secteurActivite", "secteurActiviteLibelle", "trancheEffectifEtab"),
        *("origineOffre.origine", "origineOffre.partenaires[].nom"),
        *("nombrePostes", "accessibleTH", "offresManqueCandidats"),
        *("entreprise.entrepriseAdaptee", "entrepriseAdaptee", "employeurHandiEngage"),
    } == KEPT


def test_objects_stay_if_anything_of_them_does():
    gone = {name for name, each in OFFER.items() if not each.is_kept}
    assert {"contact", "agence", "lieuTravail", "qualitesProfessionnelles"} <= gone
    assert not {"entreprise", "salaire", "origineOffre", "formations"} & gone


def test_each_fate_has_its_reason_and_each_field_its_meaning():
    for fate in AfterClosing:
        assert fate.value.startswith("conservé" if fate.is_kept else "effacé"), fate
        assert fate is AfterClosing.KEPT or "article" in fate.value, fate
    assert set(FATES.values()) == set(AfterClosing)
    assert all(each.description for _, each in fields_by_path())
