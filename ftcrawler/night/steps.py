"""The steps of a night, in their order: one row each, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from ftcrawler.endings import EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.history.applying.update import update_history
from ftcrawler.history.showing.purge_lines import purge_lines
from ftcrawler.history.showing.update_lines import is_clean
from ftcrawler.history.upkeep.history_upload import send_history
from ftcrawler.history.upkeep.purge import purge
from ftcrawler.night.crawl_steps import ask_candidates, collect
from ftcrawler.night.night import Came
from ftcrawler.night.night_lines import update_said
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.sync import Sync
from ftcrawler.s3.sync_summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ftcrawler.night.night import Night


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. Its `name` is that of the record, its `title` what people are told.

    `wanted` says whether a night has it at all; `left_out`, given the codes of the steps before
    it, why it makes no sense this time, in French; empty: it does.
    """

    name: str
    title: str
    run: Callable[[Night], Came]
    wanted: Callable[[Night], bool] = lambda _: True
    left_out: Callable[[Mapping[str, int]], str] = lambda _: ""


def update(night: Night, *, again: bool = False) -> Came:
    """Apply to the history what is not applied yet; *again*: for the second time in a night."""
    unread: list[Path] = []

    def unreadable(path: Path, error: Exception) -> None:
        unread.append(path)
        night.tell(f"Illisible, laissé de côté : {path} ({error})")

    done = update_history(
        night.layout,
        night.source,
        close_max_percent=night.close_max_percent,
        accept_closures=night.accept_closures,
        unreadable=unreadable,
    )
    code = EXIT_OK if is_clean(done) and not unread else EXIT_INCOMPLETE
    return Came(code, update_said(done, again=again))


def load(night: Night) -> Came:
    """Bring the tables to the database."""
    # Its driver is for those nights alone that have a database.
    from ftcrawler.exports.load_lines import loaded_line  # noqa: PLC0415
    from ftcrawler.exports.load_tables import load_tables  # noqa: PLC0415

    assert night.database
    try:
        loaded = load_tables(night.layout, night.database, tell=night.tell)
    except ConfigurationError as error:  # of a night code 1 says that nothing was begun
        return Came(EXIT_FAILED, f"Erreur: {error}")
    return Came(EXIT_OK, loaded_line(loaded))


def make_report(night: Night) -> Came:
    """Write the report for people."""
    # What draws it is nothing that crawls should wait for, nor keep in memory beside them.
    from ftcrawler.dashboard.make_report_page import make_report_page  # noqa: PLC0415

    return Came(EXIT_OK, " ".join(make_report_page(night.layout).lines[:1]))


def take_away(night: Night) -> Came:
    """Delete the raw pages that are applied and old enough."""
    purged = purge(night.layout, night.source, days=night.raw_days, store=night.store)
    bucket = night.store.bucket if night.store else None
    said = " ; ".join(line.rstrip(".") for line in purge_lines(purged, night.raw_days, bucket))
    return Came(EXIT_INCOMPLETE if purged.failure else EXIT_OK, said)


def send(night: Night) -> Came:
    """Send to S3 what it lacks."""
    assert night.store
    sender = Sender(night.store.upload)
    outcome = Sync(night.layout, night.store, sender, workers=night.s3_workers).run()
    outcome += send_history(night.layout, night.store, sender, workers=night.s3_workers, look=True)
    code = EXIT_OK if outcome.whole else EXIT_INCOMPLETE
    return Came(code, summary(outcome, night.store.bucket))


def _why_nothing_new(codes: Mapping[str, int]) -> str:
    if codes["crawl"] == EXIT_FAILED:
        return "la collecte a échoué"
    updated = codes["update"] in {EXIT_OK, EXIT_INCOMPLETE}
    return "" if updated else "l'historique n'est pas à jour"


def _why_not_again(codes: Mapping[str, int]) -> str:
    return "" if "closed" in codes else "aucune candidate n'a été demandée"


# Steps that stay incomplete, done again or not, while closings stand refused.
UPDATES: Final = {"update", "update_closed"}
STEPS: Final = (
    Step(name="crawl", title="collecte", run=collect),
    Step(name="update", title="historique", run=update),
    Step(
        name="closed",
        title="offres disparues, demandées une à une",
        run=ask_candidates,
        left_out=_why_nothing_new,
    ),
    Step(
        name="update_closed",
        title="historique, avec leurs réponses",
        run=partial(update, again=True),
        left_out=_why_not_again,
    ),
    Step(
        name="load",
        title="tables dans PostgreSQL",
        run=load,
        wanted=lambda night: bool(night.database),
    ),
    Step(name="report", title="rapport", run=make_report, left_out=_why_nothing_new),
    Step(
        name="purge",
        title="pages brutes à effacer",
        run=take_away,
        wanted=lambda night: night.raw_days is not None,
    ),
    Step(name="s3", title="envoi vers S3", run=send, wanted=lambda night: bool(night.store)),
)
