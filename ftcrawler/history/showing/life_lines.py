"""The life of an offer as a person reads it, in French."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ftcrawler.history.files.event_columns import Kind
from ftcrawler.history.showing.event_words import WORDS
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import UNKNOWN
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftcrawler.history.showing.life import Life, LifeEvent

INDENT: Final = "    "


def life_lines(life: Life) -> Iterator[str]:
    """Yield the title, then a line for each event, and under it what changed."""
    state = "ouverte" if life.ouverte else "fermée"
    yield f"{life.id} : {one_line(life.intitule or UNKNOWN)} ({state})"
    for event in life.evenements:
        yield f"{_moment(event.a)}  {WORDS[Kind(event.evenement)]:<10}  {event.collecte}"
        yield from (f"{INDENT}{line}" for line in _besides(event))


def _besides(event: LifeEvent) -> Iterator[str]:
    # Its closing has the searches of its opening.
    if event.trouvee_par and event.evenement != Kind.CLOSED:
        yield "trouvée par " + ", ".join(f"« {one_line(label)} »" for label in event.trouvee_par)
    if event.absente_le is not None:
        yield f"vue le {_moment(event.vue_le)}, absente le {_moment(event.absente_le)}"
    for name in event.modifies:
        values = event.valeurs.get(name)
        told = " → ".join(map(_value, values)) if values else "changé, valeur non conservée"
        yield f"{name} : {told}"


def _value(value: Any) -> str:  # noqa: ANN401 (of whatever column)
    """Return a value of a column on a line.

    >>> _value([{"libelle": "Anglais", "exigence": None}]), _value(True), _value(None)
    ('Anglais', 'oui', '—')
    """
    match value:
        case None | []:
            return UNKNOWN
        case bool():
            return "oui" if value else "non"
        case datetime():
            return _moment(value)
        case list():
            return ", ".join(map(_value, value))
        case dict():
            return " ".join(one_line(str(part)) for part in value.values() if part is not None)
        case _:
            return one_line(str(value))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%d/%m/%Y %H:%M}"
