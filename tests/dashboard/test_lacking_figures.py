"""What cannot be shown yet is said, in French, instead of an empty chart."""

from __future__ import annotations

import pytest

from ftcrawler.dashboard.exhibit import Missing, Shown
from ftcrawler.dashboard.gather import gather
from ftcrawler.dashboard.page.write_page import write_page
from ftcrawler.exceptions import HistoryError
from tests.dashboard.read_html import Page
from tests.history.made_runs import History, offer, offers

ALL = ("", "")
BARE = {"lieuTravail": {"libelle": "Belgique"}, "romeCode": None, "salaire": None}


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "data")


def lacking(report):
    return {
        name: figures[ALL].reason
        for name, figures in report.figures.items()
        if isinstance(figures[ALL], Missing)
    }


def shown(report, name):
    figure = report.figures[name][ALL]
    assert isinstance(figure, Shown)
    return figure


def test_no_history_yet(history):
    with pytest.raises(HistoryError, match="Aucun historique dans"):
        gather(history.layout)


def test_one_night(history):
    history.run("20261124_020000", offers("ABCDEFGH"))
    history.update()
    report = gather(history.layout)
    reasons = lacking(report)
    assert {"stock", "flux", "duree", "secteurs_configures"} <= set(reasons)
    assert "deuxième" in reasons["stock"]
    assert "scrapy crawl sector" in reasons["secteurs_configures"]
    (_, now, week, month), *_ = shown(report, "metiers").rows
    assert (now, week, month) == (8, None, None)
    opened, closed = report.key_figures[ALL][2:4]
    assert opened.value == closed.value == "—"
    assert report.provenance.nights == 1


@pytest.mark.parametrize("names", ["", "ABC"])
def test_next_to_no_offers(history, names):
    history.run("20261124_020000", offers(names))
    history.update()
    report = gather(history.layout)
    assert {name for name in report.figures if name not in lacking(report)} == {"collectes"}
    assert [each.value for each in report.key_figures[ALL]] == ["moins de 5"]
    assert [place.code for place in report.places] == [""]


def test_offers_without_place_job_pay_or_date(history):
    bare = [offer(f"{n:07}", **BARE, dateCreation=None) for n in range(8)]
    history.run("20261124_020000", bare)
    history.update()
    report = gather(history.layout)
    assert {"carte", "metiers", "salaires_metiers", "salaires_departements"} <= set(
        lacking(report)
    )
    assert shown(report, "age").rows == (("Date inconnue", 8, 1.0),)
    assert shown(report, "contrats").rows[0][1] == 8


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            ["Cadre", "Technicien", "Ouvrier"] * 2,
            "50 % des 12 offres ne le précisent pas ; ce que",
        ),
        ([], "Aucune des 6 offres ne le précise."),
    ],
)
def test_values_too_few_to_be_told_are_not_said_to_be_none(history, said, sentence):
    named = [offer(f"{n:07}", qualificationLibelle=name) for n, name in enumerate(said)]
    silent = [offer(f"9{n:06}", qualificationLibelle=None) for n in range(6)]
    history.run("20261124_020000", named + silent)
    history.update()
    told = shown(gather(history.layout), "qualification").sentence
    assert told.replace("\xa0", " ").replace("\u202f", " ").startswith(sentence)


def test_sentences_of_one_and_of_many(history):
    history.run("20261124_020000", [offer(f"{n:07}") for n in range(1200)])
    history.update()
    report = gather(history.layout)
    assert "1\u202f200\u00a0offres" in shown(report, "contrats").sentence
    assert "1\u00a0collecte ;" in shown(report, "collectes").sentence


def test_readings_that_are_not_complete_open_and_do_not_close(history):
    for day, names, status in ((24, "ABCDEFGH", "complete"), (25, "FGHIJKLM", "truncated")):
        history.run(f"202611{day}_020000", offers(names), status=status)
        history.update()
    report = gather(history.layout)
    assert [row[1] for row in shown(report, "stock").rows] == [8, 13]
    assert shown(report, "flux").rows == (("2026-11-25", 5, None, None, None),)
    assert f"{report.provenance.complete:%d} {report.provenance.updated:%d}" == "24 25"
    assert "duree" in lacking(report)


@pytest.mark.parametrize(
    ("searches", "status", "told"),
    [
        ({"all": "ABCDE", "infirmier": "ABC"}, "complete", ""),
        ({"all": "ABCDE"}, "truncated", ": toutes les offres n'ont encore jamais été lues"),
        ({"infirmier": "ABCDE"}, "complete", "les offres que trouve la recherche « infirmier »."),
        ({"infirmier": "ABCDE"}, "truncated", "les offres que trouve la recherche « infirmier »."),
        (
            {"a": "ABCDE", "b": "F"},
            "complete",
            "les offres que trouvent 2 recherches, « a », « b ».",
        ),
        (dict.fromkeys("abcdef", "ABCDE"), "complete", "« e », entre autres."),
    ],
)
def test_a_history_of_some_searches_does_not_pass_for_the_whole_market(
    history, searches, status, told
):
    held = {label: offers(names) for label, names in searches.items()}
    history.run("20261124_020000", held, status=status)
    history.update()
    report = gather(history.layout)
    assert told in report.provenance.limits
    assert bool(told) == bool(report.provenance.limits)
    head, *_ = "".join(Page(write_page(report).decode()).text).split("Chiffres clés")
    assert ("Le marché de l'emploi en France" in head) == (not told)
    assert told in head.replace("\xa0", " ")
