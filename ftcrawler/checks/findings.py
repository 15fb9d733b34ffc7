"""What a check found: a line for a person, and whether someone has to act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ftcrawler.quoting import LONGEST_MESSAGE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable


class Level(StrEnum):
    """How a line begins; only a failure makes the command fail."""

    OK = "ok"
    NOTICE = "avis"
    FAILED = "ÉCHEC"
    SKIPPED = "-"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the output: what was looked at, what was found, and what to do about it."""

    level: Level
    subject: str
    told: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return the line.

        >>> print(failed("clé", "absente", "Mettez-la"))
        ÉCHEC clé : absente. Remède : Mettez-la.
        """
        remedy = f". Remède : {self.remedy}." if self.remedy else ""
        told = self.told.rstrip(".")  # a server's own words may end with one
        line = one_line(f"{self.subject} : {told}{remedy}", most=LONGEST_MESSAGE)
        return f"{self.level:<5} {line}"


def ok(subject: str, told: str) -> Finding:
    """Say that all is well."""
    return Finding(Level.OK, subject, told)


def notice(subject: str, told: str, remedy: str) -> Finding:
    """Say what is odd, though crawls work with it."""
    return Finding(Level.NOTICE, subject, told, remedy)


def failed(subject: str, told: str, remedy: str) -> Finding:
    """Say what is wrong and how it is mended."""
    return Finding(Level.FAILED, subject, told, remedy)


def skipped(subject: str, on: str) -> Finding:
    """Say that *subject* could not be looked at: it depends on what failed."""
    return Finding(Level.SKIPPED, subject, f"non vérifié (dépend de : {on})")


def has_failed(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings is a failure."""
    return any(finding.level is Level.FAILED for finding in findings)


def verdict(findings: Iterable[Finding]) -> str:
    """Return the last line.

    >>> verdict([ok("a", "b"), notice("c", "d", "e")])
    'Tout est en ordre (1 avis).'
    >>> verdict([failed("a", "b", "c"), skipped("d", "a")])
    'À corriger : 1 échec ; 1 point non vérifié.'
    """
    levels = [finding.level for finding in findings]
    notices, failures = levels.count(Level.NOTICE), levels.count(Level.FAILED)
    unseen = levels.count(Level.SKIPPED)
    if not failures:
        return "Tout est en ordre" + (f" ({notices} avis)." if notices else ".")
    parts = [f"À corriger : {_many(failures, 'échec')}"]
    if unseen:
        parts.append(f"{_many(unseen, 'point')} {'non vérifiés' if unseen > 1 else 'non vérifié'}")
    return " ; ".join(parts) + "."


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' if count > 1 else ''}"
