from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftcrawler.exceptions import ArgumentError, ConfigurationError
from ftcrawler.searches.sectors import load_sectors, pick_sectors, sector_searches

SHIPPED = Path(__file__).parents[2] / "configs" / "france_travail_sectors.json"


@pytest.fixture
def sectors():
    return load_sectors(SHIPPED)


def fault(tmp_path, text):
    path = tmp_path / "secteurs.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_sectors(path)
    return str(caught.value).removeprefix(f"{path} : ")


def sector(*keywords):
    return {"tech": {"libelle": "Informatique", "keywords": list(keywords)}}


def test_the_shipped_file(sectors):
    assert len(sectors) >= 10
    assert {"tech", "data", "sante", "btp", "commerce", "industrie"} <= sectors.keys()
    assert all(3 <= len(sector.keywords) <= 8 for sector in sectors.values())
    assert "data engineer" in sectors["data"].keywords


def test_the_searches_of_all_sectors_have_labels_of_their_own(sectors):
    searches = [s for one in sectors.values() for s in sector_searches(one, {"region": "11"})]
    assert len({search.label for search in searches}) == len(searches)
    assert all(search.criteria["region"] == "11" for search in searches)


def test_one_sector_or_all(sectors):
    assert [sector.name for sector in pick_sectors(sectors, "tech")] == ["tech"]
    assert [sector.name for sector in pick_sectors(sectors, "Santé")] == ["sante"]
    assert len(pick_sectors(sectors, None)) == len(sectors)


def test_an_unknown_sector_gets_the_nearest(sectors):
    with pytest.raises(ArgumentError) as caught:
        pick_sectors(sectors, "comerce")
    assert str(caught.value) == (
        "sector : le secteur « comerce » est inconnu. Vouliez-vous dire commerce ? Secteurs "
        f"connus : {', '.join(sectors)}. Sans sector, tous sont collectés."
    )


def test_a_missing_file(tmp_path):
    with pytest.raises(ConfigurationError) as caught:
        load_sectors(tmp_path / "absent.json")
    assert str(caught.value) == (
        f"{tmp_path / 'absent.json'} : fichier illisible (No such file or directory)."
    )


def test_bad_json_says_where(tmp_path):
    assert fault(tmp_path, '{"tech":\n  oops}').startswith("JSON invalide, ligne 2, colonne 3 (")


def test_not_utf8(tmp_path):
    path = tmp_path / "secteurs.json"
    path.write_bytes('{"santé": 1}'.encode("latin-1"))
    with pytest.raises(ConfigurationError, match="enregistrez le fichier en UTF-8"):
        load_sectors(path)


@pytest.mark.parametrize("data", [{}, [], "tech", 3])
def test_no_sector(tmp_path, data):
    assert fault(tmp_path, json.dumps(data)).startswith("aucun secteur. Forme attendue : ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (sector(), "« keywords » est vide ou n'est pas une liste."),
        (sector(3), "le mot-clé 3 n'est pas un texte."),
        (
            sector("r"),
            (
                "mot-clé « r » refusé. Format du paramètre « motsCles » incorrect. 7 mots-clé au "
                "maximum séparés par des virgules et d'au moins 2 caractères. Reçu : « r »."
            ),
        ),
        (
            sector("développeur", "Developpeur"),
            (
                "« développeur » et « Developpeur » sont la même recherche pour l'API : "
                "gardez l'un des deux."
            ),
        ),
        ({"tech": ["python"]}, "« libelle » et « keywords » attendus, et rien d'autre."),
        (
            {"tech": {"libelle": "Informatique", "mots": ["python"]}},
            "« libelle » et « keywords » attendus, et rien d'autre.",
        ),
        (
            {"tech": {"libelle": " ", "keywords": ["python"]}},
            "« libelle » est vide ou n'est pas un texte.",
        ),
    ],
)
def test_faults_name_the_sector(tmp_path, data, message):
    assert fault(tmp_path, data) == f"secteur « tech » : {message}"


def test_a_name_that_no_file_could_bear(tmp_path):
    assert fault(tmp_path, {"BTP & co": {}}) == (
        "secteur « BTP & co » : nom refusé, écrivez-le en minuscules, chiffres et « _ »."
    )


def test_a_sector_written_twice(tmp_path):
    text = '{"tech": {}, "tech": {}}'
    assert fault(tmp_path, text) == "« tech » y figure deux fois au même niveau."
