"""What a pass of `sync.py` did, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftcrawler.s3.sync import Outcome


def summary(outcome: Outcome, bucket: str) -> str:
    r"""Say what a pass did.

    >>> from ftcrawler.s3.sync import Outcome
    >>> print(summary(Outcome(files=2, size=1_350_000), "lac"))
    2 fichier(s) envoyé(s) vers s3://lac/ (1,35 Mo).
    >>> print(summary(Outcome(), "lac"))
    Rien à envoyer : s3://lac/ est à jour.
    """
    lines = []
    if outcome.files:
        size = f"{outcome.size / 1e6:.2f} Mo".replace(".", ",")
        again = f", dont {outcome.again} que S3 avait perdu(s)" if outcome.again else ""
        lines.append(f"{outcome.files} fichier(s) envoyé(s) vers s3://{bucket}/ ({size}){again}.")
    if outcome.longer:
        lines.append(
            f"{len(outcome.longer)} fichier(s) plus court(s) que leur copie dans S3, gardée telle "
            f"quelle : {outcome.longer[0]}. Remettez cette copie à sa place, ou supprimez-la."
        )
    for message, times in outcome.failures.items():
        lines.append(f"Erreur lors du téléchargement vers S3 : {message} ({times} fois)")
    if outcome.left:
        lines.append(f"{outcome.left} fichier(s) reste(nt) à envoyer ; relancez scrapy s3-sync.")
    return "\n".join(lines) or f"Rien à envoyer : s3://{bucket}/ est à jour."
