"""What a night says, in French, as it goes and at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftcrawler.endings import EXIT_BAD_INPUT, EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK, EXIT_USAGE
from ftcrawler.history.files.manifest import HISTORY_PREFIX
from ftcrawler.history.showing.event_words import events_said
from ftcrawler.history.showing.update_lines import outcome_lines, refused_line
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import ago, duration, number
from ftcrawler.runs.layout import RAW_PREFIX, RUNS_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from ftcrawler.history.applying.update import Update
    from ftcrawler.history.showing.status import HistoryStatus

VERDICTS: Final = {
    EXIT_OK: "Nuit complète",
    EXIT_INCOMPLETE: "Nuit INCOMPLÈTE (code 4)",
    EXIT_FAILED: "Nuit EN ÉCHEC (code 3)",
    EXIT_USAGE: "Nuit REFUSÉE (code 2)",
    EXIT_BAD_INPUT: "Nuit REFUSÉE (code 1)",
}


def update_said(update: Update, *, again: bool = False) -> str:
    """Return what an update did, in one line; *again*: what stands refused is told already."""
    refused = update.closings_refused
    told = [refused_line(*each) for each in refused.items()]
    if again and refused:
        told = [f"fermetures toujours refusées pour {_named(refused)}"]
    return " ; ".join(line.rstrip(".") for line in (*outcome_lines(update), *told))


def step_said(place: str, said: str, code: int, seconds: float) -> str:
    """Return the line that ends a step.

    >>> step_said("Étape 1 sur 4, collecte", "", 0, 63)
    'Étape 1 sur 4, collecte : faite en 1 min 03 s.'
    >>> step_said("Étape 4 sur 4, envoi vers S3", "2 fichiers restent", 4, 1)
    'Étape 4 sur 4, envoi vers S3 : INCOMPLÈTE (code 4), en 1 s. 2 fichiers restent.'
    """
    words = {EXIT_OK: "faite", EXIT_INCOMPLETE: "INCOMPLÈTE (code 4),"}
    verdict = words.get(code, f"ÉCHEC (code {code}),")
    matter = f". {said.replace(chr(10), ' ').rstrip('.')}" if said else ""
    return f"{place} : {verdict} en {duration(seconds)}{matter}."


def closing(
    code: int,
    counts: Mapping[str, int],
    seconds: float,
    left: Sequence[str],
    refused: Iterable[str] = (),
) -> str:
    """Return the line of the verdict; *left* are the titles of the steps to do again.

    *refused* are the searches whose closings stand refused: no step that is done again helps.

    >>> closing(4, {}, 63, ["collecte"]).partition(". ")[2]
    "Reste : collecte. La même commande, aujourd'hui, reprend là."
    >>> closing(4, {}, 63, [], ["all"]).partition(". ")[2].partition(", ")[0]
    'Fermetures refusées pour « all » : si ces offres ont vraiment disparu'
    """
    said = f"{VERDICTS[code]}, en {duration(seconds)} : {events_said(counts)}."
    if code in {EXIT_BAD_INPUT, EXIT_USAGE}:
        return f"{VERDICTS[code]} : corrigez ce que dit le message ci-dessus."
    if left:
        said += f" Reste : {' ; '.join(left)}. La même commande, aujourd'hui, reprend là."
    if named := _named(refused):
        said += (
            f" Fermetures refusées pour {named} : si ces offres ont vraiment disparu, relancez la "
            "même commande avec --accept-closures ; sinon rien."
        )
    return said


def history_said(status: HistoryStatus, now: datetime) -> str:
    """Return the line of how sure the history is."""
    complete = status.last_complete
    age = ago((now - complete).total_seconds()) if complete else "aucune"
    waiting = f"Candidates qui restent : {number(status.candidates)}."
    return f"{waiting} Dernière lecture complète : {age}."


def _named(labels: Iterable[str]) -> str:
    return ", ".join(f"« {one_line(label)} »" for label in labels)


def whereabouts(root: Path, bucket: str | None) -> str:
    """Return the line of where things are."""
    copied = f", et dans s3://{bucket}/" if bucket else ""
    return (
        f"Données dans {root}{copied} : pages dans {RAW_PREFIX}, collectes dans {RUNS_PREFIX}, "
        f"historique dans {HISTORY_PREFIX}"
    )


def report_said(path: Path) -> str:
    """Return the line of the newest report."""
    return f"Rapport, à ouvrir dans un navigateur : {path}"
