"""Every argument of every spider, given by schedule.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ftcrawler.arguments import AllArguments, KeywordsArguments, SectorArguments

if TYPE_CHECKING:
    from ftcrawler.arguments.base_arguments import Arguments

MODELS: dict[str, type[Arguments]] = {
    "all": AllArguments,
    "keywords": KeywordsArguments,
    "sector": SectorArguments,
}
# What scrapyd itself takes from a form: an argument of that name would not arrive.
SCRAPYDS = {"project", "spider", "_version", "jobid", "priority", "setting"}
VALUES = {
    "max_pages": "0",
    "delay": "0",
    "no_s3": "1",
    "force": "1",
    "keywords": "vente",
    "location": "Lyon",
    "sector": "sante",
    "motsCles": "vente",
    "sort": "1",
    "domaine": "G17",
    "grandDomaine": "G",
    "codeROME": "G1703",
    "appellation": "38444",
    "theme": "12",
    "secteurActivite": "47",
    "codeNAF": "78.20Z",
    "experience": "1",
    "experienceExigence": "D",
    "qualification": "0",
    "niveauFormation": "NV3",
    "permis": "B",
    "typeContrat": "CDI",
    "natureContrat": "E1",
    "tempsPlein": "true",
    "dureeHebdo": "1",
    "dureeHebdoMin": "2430",
    "dureeHebdoMax": "3500",
    "dureeContratMin": "0",
    "dureeContratMax": "99",
    "salaireMin": "1400",
    "periodeSalaire": "M",
    "commune": "33063",
    "distance": "10",
    "departement": "33",
    "inclureLimitrophes": "true",
    "region": "75",
    "paysContinent": "99137",
    "origineOffre": "1",
    "partenaires": "LABONNEALTERNANCE",
    "modeSelectionPartenaires": "INCLUS",
    "publieeDepuis": "7",
    "minCreationDate": "2026-01-01T00:00:00Z",
    "maxCreationDate": "2036-01-01T00:00:00Z",
    "accesTravailleurHandicape": "true",
    "entreprisesAdaptees": "true",
    "employeursHandiEngages": "true",
    "offresMRS": "true",
    "offresManqueCandidats": "true",
}
# They would say the same thing twice: a job each way.
WAYS: dict[str, list[set[str]]] = {
    "all": [set()],
    "keywords": [{"motsCles", "commune", "departement"}, {"motsCles", "location"}],
    "sector": [{"motsCles"}],
}


def every_name():
    return {name for model in MODELS.values() for name in model.names()}


def test_every_argument_has_a_value_here_and_reaches_the_spider():
    assert every_name() == {*VALUES, "_job"}
    assert not every_name() & SCRAPYDS


@pytest.mark.parametrize("spider", MODELS)
def test_every_argument_is_taken(start_sandbox, schedule, spider, tmp_path):
    sandbox = start_sandbox(offers_count=1000)
    jobs = []
    for number, left_out in enumerate(WAYS[spider]):
        names = [name for name in MODELS[spider].names() if name not in {"_job", *left_out}]
        given = {name: VALUES[name] for name in names}
        jobs.append((given, schedule(sandbox, spider, data=tmp_path / f"{number}", **given)))
    for given, job in jobs:
        done = job.end()
        report = job.report()
        assert (done.code, report["status"]) == (0, "complete"), done.log
        assert report["arguments"].keys() == {*given, "_job"}
    # What is for the API went to it, under the API's names.
    asked = "&".join(sandbox.questions)
    ours = {"max_pages", "delay", "no_s3", "force", "keywords", "location", "sector"}
    assert all(f"{name}=" in asked for given, _ in jobs for name in given.keys() - ours)
