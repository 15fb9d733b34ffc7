"""Where the figures of a sweep do not square, in French, and whether anything speaks against it.

reporting/completeness.py confronts the figures with what is on disk, and gives the status.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ftcrawler.api.query_limits import OFFERS_PER_QUERY
from ftcrawler.sweep.movement import fell

if TYPE_CHECKING:
    from ftcrawler.sweep.outcome import Outcome


def is_sound(outcome: Outcome) -> bool:
    """Tell whether nothing is wrong, beyond what no query reaches."""
    too_many = (part for part in outcome.slices if part.announced > OFFERS_PER_QUERY)
    out_of_reach = sum(part.missing for part in too_many)
    if outcome.stopped_by:
        return not outcome.problems
    unexplained = outcome.problems or contradictions(outcome) or outcome.missing > out_of_reach
    return outcome.finished and not unexplained


def contradictions(outcome: Outcome) -> tuple[str, ...]:
    """Say in French where the figures of a reading that came to its end do not square."""
    if not outcome.finished or outcome.announced is None or outcome.announced_after is None:
        return ()
    first, last = outcome.announced, outcome.announced_after
    told = []
    if first + outcome.appeared - outcome.vanished != last:
        told.append(
            f"les totaux ne concordent pas : {first} annoncée(s), +{outcome.appeared} "
            f"-{outcome.vanished}, et {last} à la fin"
        )
    if outcome.vanished and fell(first, outcome.read):
        told.append(f"{first - outcome.read} offre(s) non lue(s), trop pour avoir disparu")
    if outcome.appeared and fell(last, outcome.read):
        told.append(f"{last - outcome.read} offre(s) non lue(s), trop pour être apparues")
    return tuple(told)


def named_fall(outcome: Outcome) -> Outcome:
    """Return it with a fall of its total told as a problem, if nothing explains it.

    What was not read has not vanished because some answers knew less of it.
    """
    first = outcome.announced or 0
    if not (outcome.finished and outcome.vanished and fell(first, outcome.read)):
        return outcome
    told = (
        f"le total annoncé est tombé de {first} à {outcome.announced_after} pendant la lecture, "
        f"{first - outcome.read} offre(s) non lue(s)"
    )
    return replace(
        outcome,
        vanished=0,
        missing=max(first - outcome.read, outcome.missing),
        problems=(*outcome.problems, told),
    )
