"""Contracts, experience, hours and pay of the made offers: what there is, and how often."""

from __future__ import annotations

from typing import Final

# Code, label, share, and whether it has a length.
CONTRACTS: Final = (
    ("CDI", "CDI", 60.0, False),
    ("CDD", "CDD", 20.0, True),
    ("MIS", "Intérim", 13.0, True),
    ("SAI", "Saisonnier", 2.5, True),
    ("LIB", "Profession libérale", 1.6, False),
    ("DDI", "CDD insertion", 1.0, True),
    ("TTI", "Intérim insertion", 0.6, True),
    ("CCE", "Profession commerciale", 0.5, False),
    ("FRA", "Franchise", 0.4, False),
    ("DIN", "CDI Intérimaire", 0.3, False),
    ("REP", "Reprise d'entreprise", 0.1, False),
)
LENGTHS: Final = (1, 2, 3, 4, 6, 9, 12, 18, 24)
LENGTH_SHARES: Final = (18.0, 14.0, 17.0, 6.0, 22.0, 5.0, 14.0, 2.0, 2.0)

NATURES: Final = ("E1", "E2", "FS", "NS", "I1", "CC", "CU", "CI")
# By contract: shares of NATURES. E1 where nothing is said.
NATURE_SHARES: Final = {
    "CDI": (96.0, 2.5, 0.5, 0.0, 0.0, 1.0, 0.0, 0.0),
    "CDD": (74.0, 17.0, 6.0, 0.0, 0.0, 0.0, 2.0, 1.0),
    "LIB": (0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0),
    "FRA": (0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0),
    "REP": (0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0),
    "CCE": (20.0, 0.0, 0.0, 80.0, 0.0, 0.0, 0.0, 0.0),
    "DDI": (0.0, 0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0),
    "TTI": (0.0, 0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0),
}
ALTERNANCE: Final = ("E2", "FS")

# Offers of each experience code, 0 to 4, among 499,729 (docs/api.md 7).
EXPERIENCE_SHARES: Final = (15_908.0, 22_955.0, 185_308.0, 25_778.0, 249_780.0)
EXPERIENCE_LABELS: Final = (
    ("Expérience exigée",),
    ("1 Mois", "3 Mois", "6 Mois", "8 Mois"),
    ("1 An(s)", "2 An(s)", "3 An(s)", "12 Mois", "18 Mois", "2 An(s)"),
    ("4 An(s)", "5 An(s)", "5 An(s)", "10 An(s)"),
    ("Débutant accepté",),
)
UNSAID: Final = {"E": "Expérience exigée", "S": "Expérience souhaitée"}

# Minutes a week and share; under 35 hours it is part time.
WEEKS: Final = (
    (2100, 56.0), (2340, 16.0), (2250, 4.0), (2220, 3.0), (2400, 3.0), (2310, 2.0), (1800, 4.0),
    (1440, 4.0), (1200, 3.0), (1500, 2.0), (900, 1.5), (600, 1.0), (330, 0.5),
)  # fmt: skip
FULL_WEEK: Final = 2100
RHYTHMS: Final = (
    "Travail en journée",
    "Travail en journée",
    "Travail en horaires décalés",
    "Travail le samedi",
    "Travail en 2x8",
)

# Period, share, least amount in cents, step in cents, number of steps.
PAYS: Final = (
    ("Mensuel", 45.0, 180_000, 5_000, 40),
    ("Horaire", 30.0, 1_188, 7, 110),
    ("Annuel", 25.0, 2_200_000, 100_000, 50),
)
