"""What a person reads when an argument is wrong: whole messages, since scripts may match them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ftcrawler.arguments import AllArguments, KeywordsArguments, RunArguments, SectorArguments
from ftcrawler.exceptions import ArgumentError

if TYPE_CHECKING:
    from pydantic import BaseModel


def refusal(model: type[BaseModel], **arguments: object) -> str:
    with pytest.raises(ArgumentError) as caught:
        model(**arguments)
    error = caught.value
    assert error.__context__ is None or error.__suppress_context__, "pydantic's would be shown"
    return str(error)


def fault(model: type[BaseModel], **arguments: object) -> str:
    title, line = refusal(model, **arguments).splitlines()
    assert title == "Argument refusé :"
    return line.removeprefix("  - ")


def test_what_is_refused_stands_on_its_line_whatever_was_typed():
    named = fault(AllArguments, **{"regi\non\x1b[2J\udcff": "1"})
    assert named.startswith("regi on [2J\ufffd : Argument inconnu")
    assert fault(AllArguments, region="\n  - max_pages : \u202e\x07").isprintable()
    assert "refusés : \ufffd ;" in fault(KeywordsArguments, keywords="caf\udce9")


def test_keywords_are_required():
    needed = 'keywords : Argument obligatoire. Ajoutez -a keywords="data engineer".'
    assert fault(KeywordsArguments) == needed
    assert fault(KeywordsArguments, keywords="  ") == needed


@pytest.mark.parametrize("words", ["r", "a,b", "python,", ",".join(["python"] * 8)])
def test_keywords_are_checked_as_the_api_does(words):
    assert fault(KeywordsArguments, keywords=words) == (
        "keywords : Format du paramètre « keywords » incorrect. 7 mots-clé au maximum séparés par "
        f"des virgules et d'au moins 2 caractères. Reçu : « {words} »."
    )


def test_a_wrong_separator_is_shown():
    assert fault(KeywordsArguments, keywords="python;sql") == (
        "keywords : Format du paramètre « keywords » incorrect. Caractères refusés : ; ; sont "
        "acceptés les lettres, les chiffres, l'espace, @ # $ % ^ & + . / - \" ' ’, et la virgule "
        "entre deux mots-clés."
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("code_rome", "codeROME"),
        ("departements", "departement"),
        ("type_contrat", "typeContrat"),
        ("max-pages", "max_pages"),
        ("keyword", "keywords"),
        ("publieDepuis", "publieeDepuis"),
    ],
)
def test_an_unknown_name_gets_the_nearest(name, meant):
    assert fault(KeywordsArguments, keywords="python", **{name: "1"}) == (
        f"{name} : Argument inconnu ; vouliez-vous dire {meant} ? Liste : docs/arguments.md."
    )


def test_an_unknown_name_is_refused_even_without_a_value():
    assert fault(AllArguments, fooBar="") == (
        "fooBar : Argument inconnu. Liste : docs/arguments.md."
    )


def test_range_belongs_to_the_crawler():
    assert fault(AllArguments, range="0-149") == (
        "range : Argument inconnu : le collecteur pagine lui-même ; limitez-le par max_pages."
    )


@pytest.mark.parametrize("name", ["keywords", "location", "sector"])
def test_an_argument_of_another_spider_is_unknown(name):
    assert fault(AllArguments, **{name: "x"}).startswith(f"{name} : Argument inconnu")


@pytest.mark.parametrize("value", ["-1", "2.5", "dix", "٣", "9" * 5000])
def test_max_pages_is_a_count(value):
    assert fault(AllArguments, max_pages=value) == (
        f"max_pages : Nombre entier attendu, 0 ou plus. Reçu : « {value} »."
    )


@pytest.mark.parametrize("value", ["-1", "0,5", "nan", "inf", "vite"])
def test_delay_is_a_number_of_seconds(value):
    assert fault(RunArguments, delay=value) == (
        f"delay : Nombre de secondes attendu, 0 ou plus, comme 0.5. Reçu : « {value} »."
    )


def test_no_s3_is_a_flag():
    assert fault(RunArguments, no_s3="2") == "no_s3 : 0 ou 1 attendu. Reçu : « 2 »."


def test_keywords_are_not_said_twice():
    assert fault(KeywordsArguments, keywords="python", motsCles="sql") == (
        "motsCles : Les mots-clés se donnent ici par keywords : retirez motsCles."
    )
    assert fault(SectorArguments, motsCles="sql") == (
        "motsCles : Les mots-clés viennent du secteur : retirez motsCles, ou lancez "
        "« scrapy crawl keywords -a keywords=... »."
    )


def test_a_radius_needs_a_centre():
    assert fault(KeywordsArguments, keywords="python", distance="5") == (
        "distance : La distance n'a de sens qu'autour d'une ville : ajoutez location ou commune."
    )
    assert fault(AllArguments, distance="5", departement="33") == (
        "distance : La distance n'a de sens qu'autour d'une ville : ajoutez commune."
    )


@pytest.mark.parametrize(("name", "value"), [("commune", "33063"), ("departement", "33")])
def test_a_town_and_a_place_are_one_too_many(name, value):
    assert fault(KeywordsArguments, keywords="python", location="Lyon", **{name: value}) == (
        f"{name} : location et {name} désignent deux lieux : gardez l'un des deux."
    )


def test_a_pair_needs_both():
    assert fault(AllArguments, minCreationDate="2026-11-23T00:00:00Z") == (
        "minCreationDate : Les paramètres minCreationDate et maxCreationDate sont dépendants et "
        "doivent être renseignés ensemble. Ajoutez maxCreationDate."
    )


def test_every_fault_is_listed_at_once():
    message = refusal(KeywordsArguments, max_pages="x", publieeDepuis="5", distance="3", foo="1")
    assert message.startswith("5 arguments refusés :\n")
    assert {line.split()[1] for line in message.splitlines()[1:]} == {
        *("max_pages", "publieeDepuis", "distance", "foo", "keywords")
    }
