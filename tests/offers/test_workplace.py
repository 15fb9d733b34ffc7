from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.code_labels import labels, regions_by_department
from ftcrawler.offers.workplace import COLLECTIVITIES, Workplace, workplace


@pytest.mark.parametrize(
    ("libelle", "commune", "code_postal", "departement", "region"),
    [
        ("69 - Lyon 3e Arrondissement", "69383", "69003", "69", "84"),
        ("75 - Paris 15e Arrondissement", "75115", "75015", "75", "11"),
        ("07 - VEYRAS", "07340", "07000", "07", "84"),
        ("01 - Bourg-en-Bresse", None, None, "01", "84"),
        ("2A - Ajaccio", "2A004", "20000", "2A", "94"),
        ("2B - Bastia", "2B033", "20200", "2B", "94"),
        ("2a - Corse-du-Sud", None, None, "2A", "94"),
        ("Ajaccio", None, "20090", "2A", "94"),
        ("Bastia", None, "20600", "2B", "94"),
        ("Corse", None, None, None, "94"),
        ("971 - Pointe-à-Pitre", "97120", "97110", "971", "01"),
        ("972 - Fort-de-France", "97209", "97200", "972", "02"),
        ("973 - Cayenne", "97302", "97300", "973", "03"),
        ("974 - Saint-Denis", "97411", "97400", "974", "04"),
        ("976 - Mamoudzou", "97608", "97600", "976", "06"),
        ("La Réunion", None, None, "974", "04"),
        ("Réunion", None, None, "974", "04"),
        ("MAYOTTE", None, None, "976", "06"),
        ("975 - Saint-Pierre", "97502", "97500", "975", None),
        ("977 - Saint-Barthélemy", "97701", "97133", "977", None),
        ("978 - Saint-Martin", "97801", "97150", "978", None),
        ("988 - Nouméa", "98818", "98800", "988", None),
        ("Papeete", None, "98714", "987", None),
        ("30 - Gard", None, None, "30", "76"),
        ("Île-de-France", None, None, None, "11"),
        ("Ile-de-France", None, None, None, "11"),
        ("ÎLE DE FRANCE", None, None, None, "11"),
        ("Provence-Alpes-Côte d'Azur", None, None, None, "93"),
        ("France", None, None, None, None),
        ("Luxembourg", None, None, None, None),
        ("Monaco", None, "98000", None, None),
        ("99 - Étranger", None, None, None, None),
        ("20 - Corse", None, None, None, None),
        ("", "", "", None, None),
        (None, None, None, None, None),
        # The post office of the town is in the department beside.
        ("01 - Sergy", "01401", "74000", "01", "84"),
        ("Somewhere", "0640", "6400", None, None),
        # A code that is none leaves it to the next.
        ("69 - Lyon", "99999", "13001", "69", "84"),
    ],
)
def test_department_and_region(libelle, commune, code_postal, departement, region):
    assert workplace(libelle, commune, code_postal) == Workplace(departement, region)


def test_every_department_and_region_is_known_by_code_and_by_name():
    for code, region in regions_by_department().items():
        assert workplace(f"{code} - Commune") == Workplace(code, region)
    for code, name in labels("regions").items():
        assert workplace(name).region == code
    assert not COLLECTIVITIES.keys() & labels("departements").keys()


def test_real_offers(real_offers):
    places = {offer["lieuTravail"]["libelle"] for offer in real_offers}
    without = {name for name in places if workplace(name).departement is None}
    assert without == {
        *("France", "Luxembourg"),
        *("Auvergne-Rhône-Alpes", "Provence-Alpes-Côte d'Azur"),
    }
    for name in places - without:
        assert workplace(name).departement == name.split(" - ")[0]


@given(st.none() | st.text(), st.none() | st.text("029AB7 "), st.none() | st.text("029 78"))
def test_any_text_will_do(libelle, commune, code_postal):
    place = workplace(libelle, commune, code_postal)
    assert place.region is None or place.region in labels("regions")
    assert place.departement in {None, *labels("departements"), *COLLECTIVITIES}
