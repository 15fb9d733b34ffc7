"""Quartiles of monthly pay by a column, and the share of offers that state one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.exhibit import FEWEST, Form, Heading, Missing, Shown
from ftcrawler.dashboard.figures.breakdown import OFFERS, TOO_FEW
from ftcrawler.dashboard.figures.small_numbers import kept, share, told
from ftcrawler.dashboard.written import euros, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from ftcrawler.dashboard.exhibit import Figure
    from ftcrawler.dashboard.figures.choice_offers import ChoiceOffers

STATED: Final = Heading("part_salaire", "Disent le salaire", Form.SHARE)
LOW: Final = Heading("quart", "Premier quartile", Form.EUROS)
MEDIAN: Final = Heading("mediane", "Médiane", Form.EUROS)
HIGH: Final = Heading("trois_quarts", "Troisième quartile", Form.EUROS)
HEADINGS: Final = (OFFERS, STATED, LOW, MEDIAN, HIGH)
NO_PAY: Final = Missing("Moins de 5 offres disent un salaire par mois qui soit vraisemblable.")
READING: Final = (
    "Le salaire brut par mois, le plus bas que l'offre annonce : le trait est la médiane, la "
    "barre va du premier quartile au troisième. Un temps partiel compte pour ce qu'il paie."
)
# SQL: of the rows of a group in `open_offers`.
STATISTICS: Final = (
    "count(*) AS offers, count(salaire_mensuel_min) AS paid, "
    "quantile_cont(salaire_mensuel_min, [0.25, 0.5, 0.75]) AS quartiles"
)


@dataclass(frozen=True, slots=True)
class PayGroup:
    """Offers of one group, and quartiles in euros a month of those that state a pay."""

    code: str
    offers: int
    paid: int
    quartiles: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ChoicePay:
    """The offers of a choice that state a pay, and the median in euros a month."""

    paid: int
    median: float


def pay_figure(
    choice: ChoiceOffers,
    pay: ChoicePay,
    groups: Sequence[PayGroup],
    names: Mapping[str, str],
    *,
    ranked: bool,
) -> Figure:
    """Return the rows of the groups that state most pays.

    They are *ranked* by falling median, or by how many pays they state: medians of few say little.
    What those that are left out have together is enough to be told.
    """
    rows, _ = kept(groups, lambda group: group.paid, pay.paid, len(groups))
    if not rows:
        return NO_PAY if pay.paid < FEWEST else TOO_FEW
    most = rows[0]
    if ranked:
        rows.sort(key=lambda group: (-group.quartiles[1], group.code))
    return Shown(
        _of_all(pay, choice.offers) if ranked else _of_most(most, names),
        tuple(
            (
                names.get(group.code, group.code),
                told(group.offers),
                share(group.paid, group.offers),
                *map(round, group.quartiles),
            )
            for group in rows
        ),
    )


def choice_pay(engine: duckdb.DuckDBPyConnection) -> Mapping[int, ChoicePay]:
    """Return what the offers of each choice pay, by its number."""
    found = engine.execute("SELECT choice, paid, median FROM choice_pay").fetchall()
    return {choice: ChoicePay(paid, median) for choice, paid, median in found}


def _of_all(pay: ChoicePay, offers: int) -> str:
    part = share(pay.paid, offers)
    stating = f"{percent(part)} des offres" if part else "presque toutes les offres"
    median = euros(pay.median)
    return (
        f"La moitié des salaires annoncés sont de {median} par mois ou plus ; {stating} en disent "
        "un."
    )


def _of_most(group: PayGroup, names: Mapping[str, str]) -> str:
    return (
        f"{names.get(group.code, group.code)} : c'est là que le plus d'offres disent un salaire, "
        f"de {euros(group.quartiles[1])} par mois ou plus pour la moitié d'entre elles."
    )
