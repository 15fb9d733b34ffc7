"""What readings open, change and re-actualise: events, and the offers that are open."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime

import pytest

from ftcrawler.endings import Status
from ftcrawler.history.files.column_names import snake
from ftcrawler.offers.columns import COLUMNS
from ftcrawler.offers.field_types import Objects, Scalar, Texts
from tests.history.made_runs import offer, offers

LATER = "2026-11-25T09:00:00.000Z"


def test_a_first_complete_reading_opens_all_and_says_so(history):
    history.run("20261124_020000", offers("ABC"))
    done = history.update()
    assert (dict(done.counts), done.first) == ({"ouverte": 3}, ("all",))
    assert history.told() == [("ouverte", "A"), ("ouverte", "B"), ("ouverte", "C")]
    event = history.events()[0]
    night = datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert (event["jour"], event["a"], event["vue_le"]) == (date(2026, 11, 24), night, night)
    assert (event["collecte"], event["absente_le"]) == ("all_20261124_020000", None)
    assert event["trouvee_par"] == [
        {"etiquette": "all", "secteur": None, "collecte": "all_20261124_020000"}
    ]
    assert history.open_ids() == ["A", "B", "C"]


def test_the_same_reading_again_tells_nothing(history):
    for day in (24, 25, 26):
        history.run(f"202611{day}_020000", offers("ABC"))
    done = history.update()
    assert [run.events for run in done.applied] == [{"ouverte": 3}, {}, {}]
    assert {row["vue_le"].day for row in history.open("etat.parquet")} == {26}


def test_each_run_is_applied_once(history):
    history.run("20261124_020000", offers("ABC"))
    history.update()
    before = history.manifest
    assert history.update().applied == ()
    assert history.manifest == before


def test_changes_are_told_with_the_names_of_the_fields(history):
    history.run("20261124_020000", offers("ABCD"))
    changed = offer(
        "A",
        salaire={"libelle": "Mensuel de 2200.00 Euros sur 12 mois"},
        contact={"nom": "M. Jean DUPONT"},
        dateActualisation=LATER,
        competences=[{"code": "1", "libelle": "Pétrir", "exigence": "S"}],
        nouveau="inconnu",
    )
    history.run("20261125_020000", [changed, offer("B", dateActualisation=LATER), *offers("CD")])
    history.update()
    dated, changed_event = history.events()[4:]
    assert (changed_event["evenement"], changed_event["id"]) == ("modifiee", "A")
    assert sorted(changed_event["modifies"]) == [
        "autres",
        "competences",
        "contact_nom",
        "salaire_libelle",
    ]
    assert changed_event["salaire_mensuel_min"] == 2200
    assert changed_event["competences"] == [{"code": "1", "libelle": "Pétrir", "exigence": "S"}]
    assert (dated["evenement"], dated["id"], dated["modifies"]) == ("actualisee", "B", None)
    assert dated["date_actualisation"] == datetime(2026, 11, 25, 9, tzinfo=UTC)
    (whole,) = (row for row in history.open() if row["id"] == "A")
    assert (whole["contact_nom"], whole["autres"]) == ("M. Jean DUPONT", '{"nouveau":"inconnu"}')


def changed_by(column, kind):
    """Return a value of a column that the offer of the tests does not have."""
    match kind:
        case Texts():
            return ["autre"]
        case Objects(fields):
            return [{next(iter(fields)): "autre"}]
        case Scalar.NUMBER | Scalar.INTEGER:
            return 77
        case Scalar.BOOLEAN:
            return True
        case Scalar.MOMENT:
            return LATER
        case _:
            return f"autre {column}"


def test_no_field_changes_unseen(history):
    columns = [each for each in COLUMNS if each.field not in ("id", "dateActualisation")]
    history.run("20261124_020000", offers(f"{place}" for place in range(len(columns))))
    changed = []
    for place, column in enumerate(columns):
        each = copy.deepcopy(offer(f"{place}"))
        parent = each if column.parent is None else each.setdefault(column.parent, {})
        parent[column.field] = changed_by(column.name, column.kind)
        changed.append(each)
    history.run("20261125_020000", changed)
    history.update()
    told = {row["id"]: row["modifies"] for row in history.events() if row["modifies"]}
    assert told == {f"{place}": [snake(each.name)] for place, each in enumerate(columns)}


@pytest.mark.parametrize("status", [Status.TRUNCATED, Status.INCOMPLETE, Status.FAILED])
def test_a_reading_that_is_not_complete_opens_and_updates_and_misses_nothing(history, status):
    history.run("20261124_020000", offers("ABC"))
    history.run("20261125_020000", [offer("A", intitule="Pâtissier"), offer("D")], status=status)
    history.update()
    assert history.told()[-2:] == [("ouverte", "C"), ("ouverte", "D")]
    assert ("modifiee", "A") in history.told()
    assert history.open_ids() == ["A", "B", "C", "D"]
    assert {row["absente_le"] for row in history.open("tenues.parquet")} == {None}


def test_an_offer_twice_in_the_pages_is_one(history):
    history.run("20261124_020000", [*offers("AB"), offer("A", intitule="Autre")])
    assert dict(history.update().counts) == {"ouverte": 2}
    assert history.open_ids() == ["A", "B"]


def test_what_has_no_usable_id_is_left_out(history):
    odd = [offer("jean@dupont.fr"), {"intitule": "sans"}, offer("A")]
    history.run("20261124_020000", odd)
    history.update()
    assert history.open_ids() == ["A"]


def test_runs_of_another_api_have_nothing_to_do_with_it(history):
    history.run("20261124_020000", offers("AB"))
    history.run("20261124_030000", offers("CD"), source="https://other.test/o")
    history.run("20261124_040000", offers("ABE"))
    history.update()
    assert history.open_ids() == ["A", "B", "E"]
    assert history.manifest.others == ("all_20261124_030000",)
    assert history.update().refused == ()


def test_a_search_that_found_an_offer_later_is_known(history):
    history.run("20261124_020000", offers("AB"))
    searches = {"data": offers("A"), "python": offers("AC")}
    history.run("20261124_030000", searches, spider="sector", sector="Numérique")
    history.update()
    found = {
        (row["id"], row["etiquette"], row["secteur"]) for row in history.open("tenues.parquet")
    }
    assert found == {
        ("A", "all", None),
        ("B", "all", None),
        ("A", "data", "Numérique"),
        ("A", "python", "Numérique"),
        ("C", "python", "Numérique"),
    }


def test_an_unreadable_report_is_named_and_hides_no_other(history):
    history.run("20261124_020000", offers("A"))
    (history.layout.runs / "all_20261123_020000.json").write_text("{")
    history.update()
    assert (history.open_ids(), history.unreadable) == (["A"], ["all_20261123_020000.json"])
