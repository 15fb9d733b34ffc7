"""The sections of the report, in the order in which they are read."""

from __future__ import annotations

from typing import Final

from ftcrawler.dashboard.exhibit import Section
from ftcrawler.dashboard.exhibits.contracts import CONTRACTS
from ftcrawler.dashboard.exhibits.open_over_time import OPEN_OVER_TIME

SECTIONS: Final = (
    Section("marche", "Le marché", (OPEN_OVER_TIME,)),
    Section("offres", "Les offres", (CONTRACTS,)),
)
