"""A history that has of everything: each kind of event, and values that engines read differently.

Days on which the clocks change, runs on both sides of midnight, codes that begin with zero, texts
that need quotes, nulls and empty lists, several searches, a run that went on after it was applied,
one whose report is lost, and one that came too late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ftcrawler.endings import Status
from ftcrawler.offers.field_types import Objects, Record, Scalar, Texts
from ftcrawler.offers.fields import OFFER
from ftcrawler.runs.report import Report, SearchReport, write_report
from ftcrawler.runs.run_name import RunName
from tests.history.made_runs import SOURCE, History, offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ftcrawler.offers.field_types import Field, Kind

ODD: Final = 'L’œuvre d\'« Élodie » "entre" \\ ; -- \t {accolades} %s $1\n€ 😀'
# What PostgreSQL does not take: the history has it no more.
NUL: Final = "avant\x00après"
ENDED: Final = "2026-10-25T23:50:00+01:00"
PLAIN: Final = offer("PLAIN01")


def _filled(fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return an object that has a value in each field."""
    return {name: _value(name, field.kind) for name, field in fields.items()}


def _value(name: str, kind: Kind) -> Any:
    match kind:
        case Record(fields):
            return _filled(fields)
        case Objects(fields):
            # Whole, with nothing in it, and with nulls.
            return [_filled(fields), {}, dict.fromkeys(fields), dict.fromkeys(fields, "")]
        case Texts():
            return ["", ODD]
        case _:
            return VALUES.get(kind, f"0{name} {ODD}")


VALUES: Final = {
    Scalar.MOMENT: "2026-10-25T00:30:00.123Z",
    Scalar.BOOLEAN: False,
    Scalar.INTEGER: 2_000_000_000,
    Scalar.NUMBER: -0.000001,
}
FILLED: Final = _filled(OFFER)
RICH: Final = FILLED | {
    "id": "0000001",
    "intitule": ODD,
    "description": f"{ODD}\n{NUL} Télétravail possible.",
    # Long before there were offers, and before the calendar that we have.
    "dateCreation": "0999-12-31T23:59:59.999Z",
    "lieuTravail": FILLED["lieuTravail"]
    | {"libelle": "01 - Bourg-en-Bresse", "commune": "01053", "codePostal": "01000"},
    "romeCode": "D1102",
    "typeContrat": "CDI",
    "codeNAF": "01.11Z",
    "secteurActivite": "01",
    "salaire": FILLED["salaire"] | {"libelle": "Horaire de 12.5 Euros à 13.5 Euros"},
    "dureeTravailLibelle": "35H/semaine",
    "nouveau": {"inconnu": [1, None, "é"]},
}
DOUBTFUL: Final = [
    offer(f"PAIE{number}", salaire={"libelle": label}, dureeTravailLibelle="35H/semaine")
    for number, label in enumerate(
        (
            "Annuel de 11,00 Euros",
            "Horaire de 12.5 Euros à 11.88 Euros",
            "Mensuel de 200000.00 Euros",
            "Annuel de 30001,23 Euros à 40000 Euros sur 13 mois",
            "Cachet de 200.00 Euros",
            "De",
            NUL,
        )
    )
] + [offer("PAIE9", salaire=None, competences=None, typeContrat="", deplacementCode="0")]


def rich_history(root: Path) -> History:
    """Make the history below *root*."""
    made = History(root)
    others = [
        offer(f"FOND{number:03}", romeLibelle=f"Métier {number % 7}") for number in range(40)
    ]
    always = [*others, *DOUBTFUL]

    def run(stamp: str, *held: Any, **more: Any) -> None:
        made.run(stamp, held, **more)
        made.update()

    def ask(stamp: str, *there: Any) -> None:
        made.ask(stamp, {each["id"]: each for each in there})
        made.update()

    goes = offer("PART001")
    comes = offer("VIENT01", romeCode="M1805", romeLibelle="Œuvre d'art")
    # Half past midnight in Paris, still the day before in UTC; then the clocks go back.
    run("20261024_003000", RICH, PLAIN, goes, *always)
    run("20261025_023000", RICH, goes, *always)
    ask("20261025_033000", RICH, goes, *always)
    changed = RICH | {"salaire": {"libelle": "Annuel de 30000.00 Euros"}, "competences": []}
    run("20261025_233000", changed, goes, PLAIN, comes, *always, finished=ENDED)
    # On one day twice, of other searches, in sectors.
    by_sector = {"data_scientist": [changed, comes], "c-xcedb1bac__sector-étés": [comes, PLAIN]}
    made.run("20261026_180000", by_sector, spider="sector", sector='santé & "soins"')
    made.update()
    touched = comes | {"dateActualisation": "2026-10-27T08:00:00.000Z"}
    run("20261027_020000", changed | {"description": "Tout autre."}, touched, PLAIN, *always)
    ask("20261027_030000", changed, touched, PLAIN, *always)
    run("20261028_020000", touched, goes, *always, status=Status.INCOMPLETE)
    run("20261029_235959", changed, touched, goes, PLAIN, *always[:-5])
    ask("20261030_003000", changed, touched, goes, PLAIN, *always[:-5])
    # It went on after it was applied, and its file comes after that of a later run.
    words = {"spider": "keywords", "label": "x"}
    run("20261031_010000", offer("SUITE01"), **words, status=Status.INCOMPLETE)
    run("20261031_020000", offer("SUITE01", nombrePostes=3), *always, goes, touched)
    later = [offer("SUITE01", nombrePostes=3), offer("SUITE02")]
    run("20261031_010000", *later, **words, finished="20261031_030000")
    # The clocks go forward.
    run("20270328_013000", touched, offer("SUITE02"), *always[1:])
    ask("20270328_033000", touched, offer("SUITE02"), *always[1:])
    run("20270328_233000", RICH, touched, *always)
    run("20261101_020000", offer("TROP_TARD"))
    made.layout.report(RunName("all", "20261025_023000")).unlink()
    searches = (SearchReport(label="all", status=Status.COMPLETE, announced=57, missing=3),)
    report = Report(
        run="all_20261025_233000",
        spider="all",
        source=SOURCE,
        started="2026-10-25T23:30:00+01:00",
        finished=ENDED,
        status=Status.COMPLETE,
        searches=searches,
        offers={"collected": 54},
    )
    write_report(made.layout, report)
    return made
