# ruff: noqa: N999 (Scrapy names a command after its module)
"""The command `scrapy s3-sync`: send to S3 what runs could not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.history.upkeep.history_upload import send_history
from ftcrawler.printing import say
from ftcrawler.runs.layout import DataLayout
from ftcrawler.s3.needed_store import needed_store
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.sync import Sync
from ftcrawler.s3.sync_summary import summary

if TYPE_CHECKING:
    import argparse

NOT_CONFIGURED: Final = 1
FILES_LEFT: Final = 4


class Command(ScrapyCommand):
    """Exit code 0: S3 has everything; 4: something is left; 1: no bucket, or no data folder."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Envoie vers S3 les fichiers que les collectes n'ont pas pu envoyer"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's)
        """Send, and print what was sent, what is left and why."""
        assert self.settings is not None
        try:
            layout, store = DataLayout.of(self.settings), needed_store(self.settings)
        except ConfigurationError as error:
            say(f"Erreur: {error}")
            self.exitcode = NOT_CONFIGURED
            return
        workers = self.settings.getint("FT_S3_WORKERS")
        sender = Sender(store.upload)
        outcome = Sync(layout, store, sender, workers=workers).run()
        outcome += send_history(layout, store, sender, workers=workers, look=True)
        say(summary(outcome, store.bucket))
        if not outcome.whole:
            self.exitcode = FILES_LEFT
