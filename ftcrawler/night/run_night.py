"""A night from its first step to its last: what is left of it is done, and told line by line."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ftcrawler.endings import (
    BY_SEVERITY,
    EXIT_BAD_INPUT,
    EXIT_FAILED,
    EXIT_INCOMPLETE,
    EXIT_OK,
    EXIT_USAGE,
    failed_exit_code,
    reason_of,
)
from ftcrawler.exceptions import FtcrawlerError
from ftcrawler.history.showing.status import status_of
from ftcrawler.night.night import Came
from ftcrawler.night.night_events import applied_now, events_since
from ftcrawler.night.night_lines import (
    closing,
    history_said,
    report_said,
    step_said,
    whereabouts,
)
from ftcrawler.night.night_lock import alone
from ftcrawler.night.night_record import NightRecord, record_of, write_record
from ftcrawler.night.steps import STEPS, UPDATES
from ftcrawler.quoting import one_line
from ftcrawler.runs.paris_time import PARIS, paris_now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftcrawler.history.files.manifest import RefusedClosings
    from ftcrawler.night.night import Night
    from ftcrawler.night.steps import Step

logger = logging.getLogger(__name__)

# Nothing else makes sense after a crawl that ended so.
REFUSED: Final = {EXIT_USAGE, EXIT_BAD_INPUT}


def run_night(night: Night, steps: Sequence[Step] = STEPS) -> int:
    """Do what is left of today's night, and return its exit code: the worst of its steps'.

    Raises AlreadyRunningError if another night is alive in the data folder, StorageError.
    """
    wanted = [step for step in steps if step.wanted(night)]
    with alone(night.layout):
        now = paris_now()
        digest = night.command.digest(night.source)
        found = record_of(night.layout, digest, now)
        if found and all(found.done(step.name) for step in wanted):
            if not night.command.force:
                night.tell(_already_done(found))
                return EXIT_OK
            found = None
        record = found or NightRecord(command=night.command.text, began=now, since=now)
        if record.applied is None:
            record = replace(record, applied=applied_now(night.layout, night.source))
        if found:
            night = replace(night, taken_up=found.began)
            night.tell(f"Nuit reprise : {_began(found)}. Ce qui est fait n'est pas refait.")
        return _Course(night, wanted, digest, record).run()


class _Course:
    """The steps of one night, one after the other."""

    def __init__(
        self, night: Night, steps: Sequence[Step], digest: str, record: NightRecord
    ) -> None:
        self._night = night
        self._steps = steps
        self._digest = digest
        self._record = record
        self._keeps = True

    def run(self) -> int:
        began = time.monotonic()
        self._keep(self._record)
        stop = self._night.stop
        with stop.heard():
            with suppress(KeyboardInterrupt):
                self._go()
            stop.over()
            left = [step for step in self._steps if not self._record.done(step.name)]
            codes = [*self._record.steps.values()]
            if stop.asked and left:
                self._night.tell("Nuit arrêtée, comme demandé.")
                codes.append(EXIT_INCOMPLETE)
            code = max(codes, key=BY_SEVERITY.index)
            self._conclude(code, left, time.monotonic() - began)
        return code

    def _go(self) -> None:
        for place, step in enumerate(self._steps):
            if self._record.done(step.name):
                continue
            # What comes after it works on what it leaves.
            self._keep(self._record.without(later.name for later in self._steps[place:]))
            said = f"Étape {place + 1} sur {len(self._steps)}, {step.title}"
            if why := step.left_out(self._record.steps):
                self._night.tell(f"{said} : laissée de côté, car {why}.")
                continue
            came = self._do(step, said)
            self._keep(self._record.ended(step.name, came.code))
            if self._night.stop.asked or (place == 0 and came.code in REFUSED):
                return

    def _do(self, step: Step, said: str) -> Came:
        self._night.tell(f"{said}...")
        began = time.monotonic()
        try:
            came = step.run(self._night)
        except Exception as error:  # noqa: BLE001 (it is told)
            came = _fault(error)
        self._night.tell(step_said(said, came.said, came.code, time.monotonic() - began))
        return came

    def _keep(self, record: NightRecord) -> None:
        """Keep the record: where that fails, the night goes on, and another would begin anew."""
        self._record = record
        try:
            write_record(self._night.layout, self._digest, record)
        except FtcrawlerError as error:
            if self._keeps:
                self._night.tell(f"Si cette nuit est tuée, elle recommencera : {error}")
            self._keeps = False

    def _conclude(self, code: int, left: Sequence[Step], seconds: float) -> None:
        night = self._night
        refused: Mapping[str, RefusedClosings] = {}
        history = ""
        if code not in REFUSED:
            try:
                status = status_of(night.layout, night.source, now=paris_now())
                refused = status.standing.closings_refused
                history = history_said(status, paris_now())
            except Exception as error:  # noqa: BLE001 (it is told, and the night is over)
                history = _fault(error).said
        titles = [step.title for step in left if not (refused and self._waits(step))]
        counts = events_since(night.layout, night.source, self._record.applied)
        night.tell(closing(code, counts, seconds, titles, refused))
        if code in REFUSED:
            return
        night.tell(history)
        night.tell(whereabouts(night.layout.root, night.store.bucket if night.store else None))
        if self._record.done("report") and (pages := night.layout.pages_for_people):
            night.tell(report_said(pages[-1]))

    def _waits(self, step: Step) -> bool:
        return step.name in UPDATES and self._record.steps.get(step.name) == EXIT_INCOMPLETE


def _fault(error: Exception) -> Came:
    if isinstance(error, FtcrawlerError):
        return Came(failed_exit_code(reason_of(error)), f"Erreur: {error}")
    logger.error("Erreur imprévue", exc_info=error)
    told = f"{type(error).__name__}: {one_line(str(error))}"
    return Came(EXIT_FAILED, f"Erreur imprévue : {told} (trace ci-dessus)")


def _began(record: NightRecord) -> str:
    return f"commencée à {record.began.astimezone(PARIS):%H:%M}"


def _already_done(record: NightRecord) -> str:
    return (
        f"Nuit déjà faite aujourd'hui, {_began(record)} : rien à faire. "
        "Pour la refaire : -a force=1"
    )
