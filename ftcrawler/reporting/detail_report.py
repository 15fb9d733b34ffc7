"""What a run's report says of the offers that it asked for one by one, from its journal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ftcrawler.runs.details import GONE, OPEN, planned, recorded_details
from ftcrawler.runs.report import DetailsReport

if TYPE_CHECKING:
    from ftcrawler.runs.journal import Journal


def detail_report(journal: Journal) -> DetailsReport | None:
    """Return the figures; None if it is no run of that kind. It may block."""
    if (known := planned(journal)) is None:
        return None
    offers, controls = known
    told = Counter((each.control, each.status) for each in recorded_details(journal))
    asked = Counter(control for control, _ in told.elements())
    return DetailsReport(
        asked=asked[False],
        gone=told[False, GONE],
        open=told[False, OPEN],
        left=max(offers - told[False, GONE] - told[False, OPEN], 0),
        controls=asked[True],
        controls_gone=told[True, GONE],
        controls_left=max(controls - told[True, GONE] - told[True, OPEN], 0),
    )
