"""The changes of fields in French, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import number
from ftcrawler.runs.reported_fields import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ftcrawler.runs.reported_fields import Drift, FieldChange, FieldReport

IN_FRENCH: Final = {
    "array": "liste",
    "boolean": "booléen",
    "number": "nombre",
    "object": "objet",
    "string": "texte",
}


def drift_lines(drift: Drift) -> Iterator[str]:
    """Yield what changed since the run that the drift was measured from."""
    for change in drift.changes:
        yield f"{_told(change)} (comparé à {one_line(drift.since or '')})"


def _told(change: FieldChange) -> str:
    before, now, field = change.before, change.now, one_line(change.field)
    match change.change:
        case Change.NEW:
            return f"Champ nouveau : {field}, {_seen(now)}"
        case Change.VANISHED:
            return f"Champ disparu : {field}, avant {_seen(before)}"
        case Change.RETYPED:
            types = f"{_types(now)} au lieu de {_types(before)}"
            return f"Champ d'un autre type : {field}, {types}"


def _seen(field: FieldReport | None) -> str:
    if field is None:
        return "jamais vu"
    total = field.present + field.missing
    return f"{_types(field)}, présent {number(field.present)} fois sur {number(total)}"


def _types(field: FieldReport | None) -> str:
    return _joined(IN_FRENCH[kind] for kind in sorted(field.types)) if field else "aucun"


def _joined(names: Iterable[str]) -> str:
    return " ou ".join(names)
