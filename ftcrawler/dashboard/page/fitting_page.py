"""A page that mails and phones take, whatever the market: where it would not, the finest goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ftcrawler.dashboard.exhibit import ALL_DOMAINS, Missing
from ftcrawler.dashboard.page.write_page import write_page

if TYPE_CHECKING:
    from ftcrawler.dashboard.exhibit import Figures
    from ftcrawler.dashboard.report_data import ReportData

# Bytes. A year of a made market of 500,000 offers takes two thirds of it.
LIMIT: Final = 5_000_000
LEFT_OUT: Final = Missing(
    "Les domaines de chaque département alourdiraient trop cette page : choisissez la région, ou "
    "tous les métiers."
)


@dataclass(frozen=True, slots=True)
class FittingPage:
    """A page in UTF-8; `whole` is what it would have weighed with what was left out, in bytes."""

    body: bytes
    whole: int | None = None


def fitting_page(data: ReportData, limit: int = LIMIT) -> FittingPage:
    """Return the page; above *limit* it says only key figures of a department's domains.

    They are four fifths of all choices: what remains is far below the limit.
    """
    body = write_page(data)
    if len(body) <= limit:
        return FittingPage(body)
    figures = {name: _coarser(each) for name, each in data.figures.items()}
    return FittingPage(write_page(replace(data, figures=figures)), len(body))


def _coarser(figures: Figures) -> Figures:
    return {
        (place, domain): LEFT_OUT if place.startswith("D") and domain != ALL_DOMAINS else figure
        for (place, domain), figure in figures.items()
    }
