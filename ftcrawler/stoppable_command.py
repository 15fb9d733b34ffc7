"""How a command that asks the history ends: done, refused, failed, or stopped by a signal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ftcrawler.endings import EXIT_BAD_INPUT, EXIT_FAILED
from ftcrawler.exceptions import ArgumentError, ConfigurationError, FtcrawlerError
from ftcrawler.history.tables.interruptible import StopSignal
from ftcrawler.printing import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.commands import ScrapyCommand


@contextmanager
def stoppable(command: ScrapyCommand, interrupted: str = "Interrompu.") -> Iterator[None]:
    """Tell on stderr what ended the work of a command, and give it the exit code of that."""
    stop = StopSignal()
    try:
        with stop.heard():
            yield
    except (ArgumentError, ConfigurationError) as error:
        say(f"Erreur: {error}", error=True)
        command.exitcode = EXIT_BAD_INPUT
    except FtcrawlerError as error:
        say(f"Erreur: {error}", error=True)
        command.exitcode = EXIT_FAILED
    except KeyboardInterrupt:
        say(interrupted, error=True)
        command.exitcode = stop.exit_code
