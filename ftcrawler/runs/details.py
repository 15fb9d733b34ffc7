"""What offers asked for one by one were answered: in a journal, and beside the report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

import orjson

from ftcrawler.runs.layout import details_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.runs.journal import Journal
    from ftcrawler.runs.run import Run

# The label of the pages that hold the offers which are still open.
LABEL: Final = "closed"
OPEN: Final = 200
GONE: Final = 204
# The status, in a journal, of an answer that never came.
NONE_CAME: Final = 0
_PLANNED: Final = "details"  # the fact under which a journal has how many are to be asked


@dataclass(frozen=True, slots=True)
class Detail:
    """An offer that was asked for, and the HTTP status of the last answer.

    None: none came, or none of use, or its page is on disk no more. A control is an offer that
    was sure to be open.
    """

    id: str
    status: int | None
    control: bool


def question(offer: str, *, control: bool) -> str:
    """Return how a journal names what was asked.

    >>> question("048KLTP", control=False), question("a&b", control=True)
    ('id=048KLTP', 'id=a%26b&control=1')
    """
    return urlencode({"id": offer} | ({"control": "1"} if control else {}))


def note_planned(journal: Journal, *, offers: int, controls: int) -> None:
    """Have the journal know how many the run is to ask, those included that it has asked."""
    journal.note(**{_PLANNED: f"{offers} {controls}"})


def planned(journal: Journal) -> tuple[int, int] | None:
    """Return how many offers and controls the run is to ask; None: it is no run of that kind."""
    if (fact := journal.fact(_PLANNED)) is None:
        return None
    offers, controls = map(int, fact.split())
    return offers, controls


def recorded_details(journal: Journal, *, lasting: bool = False) -> list[Detail]:
    """Return each offer that was asked for, with its last answer, in the order of the answers.

    *lasting*: only those that are not to be asked again when the run is taken up.
    """
    found: dict[str, Detail] = {}
    for request, status, lasts in journal.asked():
        asked = dict(parse_qsl(request))
        found.pop(asked["id"], None)
        if lasts or not lasting:
            known = None if status == NONE_CAME or (status == OPEN and not lasts) else status
            found[asked["id"]] = Detail(asked["id"], known, "control" in asked)
    return list(found.values())


def write_details(run: Run) -> None:
    """Write the list of what a run asked, a JSON line an offer; raise StorageError.

    None if it is no run of that kind.
    """
    if planned(run.journal) is not None:
        lines = (
            orjson.dumps(asdict(detail), option=orjson.OPT_APPEND_NEWLINE)
            for detail in recorded_details(run.journal)
        )
        run.files.write_lines(details_key(run.name), lines)


def read_details(lines: bytes) -> Iterator[Detail]:
    """Yield what a list says; raise ValueError, LookupError or TypeError if it is damaged.

    The lines before one that is damaged come first.
    """
    for line in map(orjson.loads, lines.splitlines()):
        yield Detail(line["id"], line["status"], line["control"])
