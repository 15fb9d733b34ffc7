"""The figures of the report are those of plain SQL, and of plain Python, over the tables."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from statistics import median

import pytest

from ftcrawler.dashboard.exhibit import FEWEST, Missing
from ftcrawler.dashboard.gather import gather
from ftcrawler.history.tables.connect import connect

from .made_market import NIGHTS, day_of, made_market

# As SQL over the columns of offers: what a choice holds.
CHOICES = {
    ("", ""): "true",
    ("84", ""): "region = '84'",
    ("D69", ""): "departement = '69'",
    ("", "D"): "rome_code LIKE 'D%'",
    ("D69", "D"): "departement = '69' AND rome_code LIKE 'D%'",
}
DAILY = [("", ""), ("84", ""), ("", "D")]
EACH = pytest.mark.parametrize("choice", CHOICES, ids="|".join)


@pytest.fixture(scope="module")
def market(tmp_path_factory):
    return made_market(tmp_path_factory.mktemp("market") / "data")


@pytest.fixture(scope="module")
def report(market):
    return gather(market.layout)


@pytest.fixture(scope="module")
def tables(market):
    engine = connect(market.root)
    yield engine
    engine.close()


def rows_of(report, exhibit, choice):
    figure = report.figures[exhibit][choice]
    assert not isinstance(figure, Missing), figure
    return figure.rows


def count_of(tables, query):
    return tables.sql(query).fetchall()[0][0]


def hidden(number):
    return number if number >= FEWEST else None


@pytest.mark.parametrize("choice", DAILY, ids="|".join)
def test_open_offers_of_each_day_are_those_of_versions(report, tables, choice):
    expected = [
        (
            f"{day_of(night)}",
            hidden(
                count_of(
                    tables,
                    f"SELECT count(*) FROM versions WHERE {CHOICES[choice]} "
                    f"AND du <= '{day_of(night)}' AND (au IS NULL OR au > '{day_of(night)}')",
                )
            ),
        )
        for night in NIGHTS
    ]
    assert [*rows_of(report, "stock", choice)] == expected


@pytest.mark.parametrize("choice", [("D69", ""), ("84", "D")], ids="|".join)
def test_the_last_week_of_a_smaller_choice_ends_with_what_is_open(report, tables, choice):
    last = rows_of(report, "stock", choice)[-1]
    where = "departement = '69'" if choice[1] == "" else "region = '84' AND rome_code LIKE 'D%'"
    assert last == (
        f"{day_of(NIGHTS[-1])}",
        count_of(tables, f"SELECT count(*) FROM offres_ouvertes WHERE {where}"),
    )


@pytest.mark.parametrize("choice", DAILY, ids="|".join)
def test_what_happens_each_day(report, tables, choice):
    days = Counter(
        tables.sql(
            "SELECT CASE WHEN evenement = 'fermee' "
            "THEN CAST(absente_le AT TIME ZONE 'Europe/Paris' AS DATE) ELSE jour END, evenement "
            f"FROM evenements WHERE {CHOICES[choice]}"
        ).fetchall()
    )
    kinds = ("ouverte", "fermee", "rouverte", "modifiee")
    assert [*rows_of(report, "flux", choice)] == [
        (f"{day_of(night)}", *(hidden(days[day_of(night), kind]) for kind in kinds))
        for night in NIGHTS[1:]
    ]


def test_a_night_that_was_missed_has_no_row(report):
    days = [row[0] for row in rows_of(report, "stock", ("", ""))]
    assert f"{day_of(5)}" not in days
    assert len(days) == report.provenance.nights == len(NIGHTS)


@EACH
def test_contracts(report, tables, choice):
    found = tables.sql(
        f"SELECT type_contrat, count(*) FROM offres_ouvertes WHERE {CHOICES[choice]} GROUP BY ALL"
    ).fetchall()
    total = sum(offers for _, offers in found)
    rows = rows_of(report, "contrats", choice)
    assert sum(offers for _, offers, _ in rows) == total
    named = [offers for name, offers, _ in rows if name != "Autres"]
    assert named == sorted((n for _, n in found), reverse=True)[: len(named)]
    assert all(part == round(offers / total, 3) for _, offers, part in rows)


@EACH
def test_pay_by_job(report, tables, choice):
    pays: dict[str, list[float]] = {}
    offers: Counter[str] = Counter()
    for job, pay in tables.sql(
        "SELECT m.libelle, salaire_mensuel_min FROM offres_ouvertes JOIN metiers m "
        f"ON m.code = rome_code WHERE {CHOICES[choice]}"
    ).fetchall():
        offers[job] += 1
        pays.setdefault(job, []).extend([pay] if pay is not None else [])
    for name, number, share, low, middle, high in rows_of(report, "salaires_metiers", choice):
        assert (number, middle) == (offers[name], round(median(pays[name])))
        assert share in {None, round(len(pays[name]) / offers[name], 3)}
        assert low <= middle <= high


@EACH
def test_growth_of_jobs(report, tables, choice):
    then = Counter(
        tables.sql(
            "SELECT m.libelle FROM versions JOIN metiers m ON m.code = rome_code "
            f"WHERE {CHOICES[choice]} AND du <= '{day_of(3)}' AND (au IS NULL OR au > "
            f"'{day_of(3)}')"
        ).fetchall()
    )
    rows = rows_of(report, "metiers", choice)
    assert rows
    for name, now, week, month in rows:
        before = then[name,]
        assert week == (round(now / before - 1, 3) if before >= FEWEST else None)
        assert month is None  # the history is shorter


@EACH
def test_how_long_offers_stay_open(report, tables, choice):
    """Kaplan and Meier's estimate with Greenwood's band, offer by offer."""
    lives = tables.sql(
        "SELECT jours_ouverte, fermee_le IS NOT NULL FROM offres "
        f"WHERE {CHOICES[choice]} AND ouverte_le > (SELECT min(ouverte_le) FROM offres)"
    ).fetchall()
    assert any(closed for _, closed in lives)
    left, greenwood, curve = 1.0, 0.0, {}
    for day in range(1 + max(days for days, _ in lives)):
        at_risk = sum(days >= day for days, _ in lives)
        closed = sum(days == day and over for days, over in lives)
        left *= 1 - closed / at_risk
        greenwood += closed / at_risk / (at_risk - closed) if closed < at_risk else 0
        reach = 1.96 * left * sqrt(greenwood)
        curve[day] = (left, max(0.0, left - reach), min(1.0, left + reach))
    figure = report.figures["duree"][choice]
    assert not isinstance(figure, Missing)
    first, *rows = figure.rows
    assert first == (0, 1.0, 1.0, 1.0)
    assert rows
    for day, *shares in rows:
        assert shares == [pytest.approx(value, abs=0.0006) for value in curve[day]]


def test_the_map_has_all_offers(report, tables):
    assert {choice for choice in report.figures["carte"] if choice[0]} == set()
    found = dict(
        tables.sql(
            "SELECT 'D' || departement, count(*) FROM offres_ouvertes GROUP BY ALL"
        ).fetchall()
    )
    rows = rows_of(report, "carte", ("", ""))
    assert sum(row[2] for row in rows) == sum(found.values())
    assert all(found[code] == offers for code, _, offers, _ in rows if code)


def test_choices_and_their_order(report):
    codes = [place.code for place in report.places]
    assert codes[:3] == ["", "11", "84"]
    assert "D69" in codes
    within = {place.code: place.within for place in report.places}
    assert within["D69"] == "84"
    assert [domain.code for domain in report.domains] == ["", "D", "M", "N"]


def test_sectors_that_are_searched_are_compared(tmp_path):
    from tests.history.made_runs import History, offers  # noqa: PLC0415 (it loads pyarrow)

    history = History(tmp_path / "data")
    history.run("20261124_020000", offers("ABCDEFG"), spider="sector", label="x", sector="soin")
    history.run("20261124_030000", offers("FGH"), spider="sector", label="y", sector="web")
    history.update()
    figure = gather(history.layout).figures["secteurs_configures"]["", ""]
    assert not isinstance(figure, Missing)
    assert [row[:3] for row in figure.rows] == [("soin", 7, 7)]


def test_the_last_runs_hide_nothing(report):
    rows = rows_of(report, "collectes", ("", ""))
    assert len(rows) == 2 * len(NIGHTS)
    assert rows[0][0].startswith("closed_20261111")
    assert {row[2] for row in rows} == {"complète"}
