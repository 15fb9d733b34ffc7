"""The command `scrapy history`: bring the history up to date, say where it is, show an offer.

Scrapy imports this for every command: what reads the history, and pyarrow with it, comes later.
"""
# ruff: noqa: PLC0415 (see above)

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.api.addresses import source_of
from ftcrawler.endings import EXIT_BAD_INPUT, EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK
from ftcrawler.exceptions import (
    ConfigurationError,
    FtcrawlerError,
    UploadError,
)
from ftcrawler.history.history_settings import close_max_percent
from ftcrawler.printing import UNREAD, as_json, say
from ftcrawler.quoting import one_line
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.s3.needed_store import needed_store
from ftcrawler.s3.retrying_sender import Sender
from ftcrawler.s3.store import S3Store
from ftcrawler.s3.sync import Outcome
from ftcrawler.s3.sync_summary import summary

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path

    from scrapy.settings import BaseSettings

# Which options each of them takes.
OPTIONS: Final = {
    "update": {"from_s3", "accept_closures"},
    "status": {"json"},
    "show": {"json"},
}


class Command(ScrapyCommand):
    """Exit codes: docs/exit-codes.md, « scrapy history »."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return what may follow."""
        return "update [--from-s3] [--accept-closures] | status [--json] | show ID [--json]"

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "L'historique : ce qui a ouvert, changé, fermé, rouvert"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add those of all three to Scrapy's."""
        super().add_options(parser)
        group = parser.add_argument_group("Historique")
        remote = "pour update, appliquer aussi les collectes que seul le bucket a"
        group.add_argument("--from-s3", action="store_true", help=remote)
        accept = "pour update, accepter les fermetures refusées, une fois vérifiées"
        group.add_argument("--accept-closures", action="store_true", help=accept)
        group.add_argument("--json", action="store_true", help="pour status et show, en JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what is asked; errors go to stderr."""
        assert self.settings is not None
        action, given = _checked(args, opts)
        try:
            layout = DataLayout.of(self.settings)
            source = source_of(self.settings["FT_API_URL"])
            if action == "update":
                self.exitcode = _update(layout, source, self.settings, opts)
            elif action == "status":
                self.exitcode = _status(layout, source, self.settings, for_programs=opts.json)
            else:
                self.exitcode = _show(layout, source, given[0], for_programs=opts.json)
        except FtcrawlerError as error:
            say(f"Erreur: {error}", error=True)
            self.exitcode = _code(error)


def _update(
    layout: DataLayout, source: str, settings: BaseSettings, opts: argparse.Namespace
) -> int:
    from ftcrawler.history.applying.update import update_history
    from ftcrawler.history.showing.update_lines import is_clean, update_lines
    from ftcrawler.history.upkeep.history_upload import send_history
    from ftcrawler.monitors.history_watch import watch_history

    store = needed_store(settings) if opts.from_s3 else S3Store.from_settings(settings)
    unread: list[Path] = []

    def unreadable(path: Path, error: Exception) -> None:
        unread.append(path)
        say(f"Illisible, laissé de côté : {path} ({error})", error=True)

    done = update_history(
        layout,
        source,
        close_max_percent=close_max_percent(settings),
        accept_closures=opts.accept_closures,
        remote=store if opts.from_s3 else None,
        unreadable=unreadable,
    )
    _print(update_lines(done))
    sent = Outcome()
    if store is not None:
        workers = settings.getint("FT_S3_WORKERS")
        sent = send_history(layout, store, Sender(store.upload), workers=workers)
        if sent.files or not sent.whole:
            say(summary(sent, store.bucket))
    clean = is_clean(done) and sent.whole and not unread
    code = EXIT_OK if clean else EXIT_INCOMPLETE
    watch_history(settings, layout, source, exit_code=code)
    return code


def _status(layout: DataLayout, source: str, settings: BaseSettings, *, for_programs: bool) -> int:
    from ftcrawler.history.showing.status import status_of
    from ftcrawler.history.showing.status_lines import status_data, status_lines

    store = S3Store.from_settings(settings)
    status = status_of(layout, source, now=paris_now(), store=store)
    for damage in status.damaged:
        say(damage, error=True)
    printed = _print([as_json(status_data(status))] if for_programs else status_lines(status))
    return (EXIT_FAILED if status.damaged else EXIT_OK) if printed else UNREAD


def _show(layout: DataLayout, source: str, offer: str, *, for_programs: bool) -> int:
    from ftcrawler.history.files.manifest import needed_manifest
    from ftcrawler.history.showing.life import life_of
    from ftcrawler.history.showing.life_lines import life_lines

    life = life_of(layout, needed_manifest(layout, source), offer)
    if life is None:
        raise ConfigurationError(
            f"Offre inconnue de l'historique : « {one_line(offer)} ». Un identifiant est celui "
            "de l'API, comme 048KLTP ; « scrapy history status » dit ce qui est appliqué."
        )
    printed = _print([as_json(asdict(life))] if for_programs else life_lines(life))
    return EXIT_OK if printed else UNREAD


def _checked(args: list[str], opts: argparse.Namespace) -> tuple[str, list[str]]:
    action, given = (args[0], args[1:]) if args else ("", [])
    if not args:
        raise UsageError("update, status ou show attendu, et rien n'est donné.", print_help=False)
    if action not in OPTIONS:
        raise UsageError(
            f"update, status ou show attendu, reçu : « {one_line(action)} ».", print_help=False
        )
    if action == "show" and len(given) != 1:
        raise UsageError("show : un identifiant d'offre attendu.", print_help=False)
    if action != "show" and given:
        raise UsageError(f"Argument inattendu : « {one_line(given[0])} ».", print_help=False)
    for name in set().union(*OPTIONS.values()) - OPTIONS[action]:
        if getattr(opts, name):
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} ne va pas avec {action}.", print_help=False)
    return action, given


def _print(lines: Iterable[str]) -> bool:
    return say("\n".join(lines))


def _code(error: FtcrawlerError) -> int:
    if isinstance(error, ConfigurationError):
        return EXIT_BAD_INPUT
    return EXIT_INCOMPLETE if isinstance(error, UploadError) else EXIT_FAILED
