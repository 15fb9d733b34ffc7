"""The sections of the report, in the order in which they are read."""

from __future__ import annotations

from typing import Final

from ftcrawler.dashboard.exhibit import Section
from ftcrawler.dashboard.exhibits.activity_sectors import ACTIVITY_SECTORS
from ftcrawler.dashboard.exhibits.compared_sectors import COMPARED_SECTORS
from ftcrawler.dashboard.exhibits.contracts import CONTRACTS
from ftcrawler.dashboard.exhibits.daily_flows import DAILY_FLOWS
from ftcrawler.dashboard.exhibits.experience import EXPERIENCE
from ftcrawler.dashboard.exhibits.hard_to_fill import HARD_TO_FILL
from ftcrawler.dashboard.exhibits.jobs import JOBS
from ftcrawler.dashboard.exhibits.last_runs import LAST_RUNS
from ftcrawler.dashboard.exhibits.offer_ages import OFFER_AGES
from ftcrawler.dashboard.exhibits.offers_map import OFFERS_MAP
from ftcrawler.dashboard.exhibits.open_over_time import OPEN_OVER_TIME
from ftcrawler.dashboard.exhibits.partners import PARTNERS
from ftcrawler.dashboard.exhibits.pay_by_department import PAY_BY_DEPARTMENT
from ftcrawler.dashboard.exhibits.pay_by_job import PAY_BY_JOB
from ftcrawler.dashboard.exhibits.qualification import QUALIFICATION
from ftcrawler.dashboard.exhibits.skills import SKILLS
from ftcrawler.dashboard.exhibits.time_open import TIME_OPEN
from ftcrawler.dashboard.exhibits.working_hours import WORKING_HOURS

SECTIONS: Final = (
    Section("marche", "Le marché", (OPEN_OVER_TIME, DAILY_FLOWS, OFFERS_MAP, JOBS)),
    Section(
        "offres",
        "Les offres",
        (
            CONTRACTS,
            WORKING_HOURS,
            EXPERIENCE,
            QUALIFICATION,
            SKILLS,
            ACTIVITY_SECTORS,
            PARTNERS,
            HARD_TO_FILL,
        ),
    ),
    Section("salaires", "Les salaires", (PAY_BY_JOB, PAY_BY_DEPARTMENT)),
    Section("temps", "Le temps", (OFFER_AGES, TIME_OPEN)),
    Section("lectures", "Les collectes", (COMPARED_SECTORS, LAST_RUNS)),
)
