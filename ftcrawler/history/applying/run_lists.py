"""The lists that some runs leave beside their pages: who found which offer, what details said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import orjson

from ftcrawler.runs.details import read_details

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ftcrawler.history.applying.run_to_apply import RunToApply
    from ftcrawler.runs.details import Detail

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunLists:
    """`found_by` are the labels of the searches that found each offer; empty: there is no list.

    `damaged` says in French which list could not be read; it counts as one that is not there.
    """

    found_by: Mapping[str, list[str]] = field(default_factory=dict)
    answers: tuple[Detail, ...] = ()
    damaged: tuple[str, ...] = ()


def read_lists(run: RunToApply) -> RunLists:
    """Read the lists of *run*; raise UploadError where one cannot be had."""
    damaged: list[str] = []
    found_by = _read(run.found_by, _found_by, "de qui a trouvé quoi", damaged)
    answers = _read(run.details, lambda lines: tuple(read_details(lines)), "des réponses", damaged)
    return RunLists(found_by or {}, answers or (), tuple(damaged))


def _read(
    get: Callable[[], bytes] | None, parse: Callable[[bytes], T], what: str, damaged: list[str]
) -> T | None:
    try:
        return None if get is None else parse(get())
    except (OSError, ValueError, LookupError, TypeError) as exc:
        damaged.append(f"liste {what} illisible ({exc})")
        return None


def _found_by(lines: bytes) -> dict[str, list[str]]:
    return {
        line["id"]: [each["label"] for each in line["found_by"]]
        for line in map(orjson.loads, lines.splitlines())
    }
