from __future__ import annotations

from ftcrawler.offers.reference_tables import reference_tables

TABLES = reference_tables()


def codes(name):
    return [row[0] for row in TABLES[name].rows]


def test_sizes():
    """`metiers` is shorter than the API's own, of 1,911: it has those of ROME 4.60."""
    assert {name: len(table.rows) for name, table in TABLES.items()} == {
        "metiers": 1584,
        "domaines": 110,
        "naf": 88 + 732,
        "departements": 101 + 7,
        "regions": 18,
    }


def test_each_code_is_there_once_with_a_label():
    for name, table in TABLES.items():
        assert table.columns[:2] == ("code", "libelle")
        assert len(set(codes(name))) == len(table.rows)
        for row in table.rows:
            assert len(row) == len(table.columns)
            assert row[0]
            assert row[1] == (row[1] or "").strip() != ""


def test_what_one_table_says_of_another_is_there():
    for name, column, other in [
        ("metiers", 2, "domaines"),
        ("naf", 2, "naf"),
        ("departements", 2, "regions"),
    ]:
        said = {row[column] for row in TABLES[name].rows} - {None}
        assert said <= set(codes(other)), name
    assert {row[2] for row in TABLES["metiers"].rows} == set(codes("domaines"))


def test_some_rows():
    assert ("M1805", "Développeur / Développeuse informatique", "M18") in TABLES["metiers"].rows
    assert ("G17", "Accueil en hôtellerie") in TABLES["domaines"].rows
    computing = "Conseil en systèmes et logiciels informatiques"
    assert ("62.02A", computing, "62") in TABLES["naf"].rows
    assert ("01", "Culture et production animale, chasse et services annexes", "01") in (
        TABLES["naf"].rows
    )
    assert ("2A", "Corse-du-Sud", "94") in TABLES["departements"].rows
    assert ("988", "Nouvelle-Calédonie", None) in TABLES["departements"].rows
    assert ("11", "Île-de-France") in TABLES["regions"].rows


def test_every_job_of_the_real_offers_is_there(real_offers):
    assert {offer["romeCode"] for offer in real_offers} <= set(codes("metiers"))
