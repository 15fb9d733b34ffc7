"""Jobs of the made offers: how often each is, the titles it is advertised under, its skills."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from ftsandbox.catalogue.vocabulary import referentiel, vocabulary
from ftsandbox.made.shares import shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ftsandbox.made.shares import Shares

TITLE_FORMS: Final = (
    "{} (H/F)",
    "{} H/F",
    "{} h/f",
    "{} F/H",
    "{} polyvalent (H/F)",
    "{} - poste à pourvoir rapidement (H/F)",
    "{} en équipe (H/F)",
    "Recrutement : {} (H/F)",
)
BUNDLES: Final = 8
_BUNDLE_SIZE: Final = 3


@cache
def jobs() -> tuple[tuple[str, str], ...]:
    """Return code and label of each ROME job."""
    return tuple((job["code"], job["libelle"]) for job in referentiel("metiers"))


@cache
def job_weights() -> Shares:
    """Return the share of each job: a few are a large part of all offers, most are rare."""
    ranks = np.random.default_rng(0).permutation(len(jobs()))
    return shares(1.0 / (ranks + 12.0))


@cache
def titles() -> tuple[str, ...]:
    """Return the titles, `len(TITLE_FORMS)` a job, in the order of `jobs`."""
    return tuple(form.format(short_label(label)) for _, label in jobs() for form in TITLE_FORMS)


def short_label(label: str) -> str:
    """Return a label with the first of its two genders.

    >>> short_label("Agent / Agente d'entretien"), short_label("Data analyst")
    ("Agent d'entretien", 'Data analyst')
    """
    first, slash, second = label.partition(" / ")
    if not slash:
        return label
    rest = second.split(" ")[len(first.split(" ")) :]
    return " ".join((first, *rest))


@cache
def skill_groups() -> NDArray[np.int16]:
    """Return which list of skills each job draws from: the longest that its code begins with."""
    names = list(vocabulary()["skills"])
    longest = sorted(names, key=len, reverse=True)
    groups = [names.index(next(n for n in longest if code.startswith(n))) for code, _ in jobs()]
    return np.array(groups, dtype=np.int16)


@cache
def skill_bundles() -> tuple[tuple[str, ...], ...]:
    """Return the sets of skills that offers ask for, `BUNDLES` a group."""
    return tuple(
        tuple(skills[(start + step) % len(skills)] for step in range(_BUNDLE_SIZE))
        for skills in vocabulary()["skills"].values()
        for start in range(BUNDLES)
    )
