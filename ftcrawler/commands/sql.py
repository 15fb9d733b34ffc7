"""``scrapy sql "QUERY"``: ask the history, which is read and nothing else."""

from __future__ import annotations

import shutil
import sys
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.output_file import check_output
from ftcrawler.printing import UNREAD, pour, say
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import size
from ftcrawler.reporting.result_table import result_table
from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.local_files import LocalStore
from ftcrawler.stoppable_command import stoppable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

TABLE: Final = "table"
FORMATS: Final = (TABLE, "csv", "json", "jsonl", "parquet")
# Lines of a terminal beside the rows: the command, the names, what was left out, the prompt.
AROUND: Final = 4
FEWEST: Final = 5


class Command(ScrapyCommand):
    """Exit codes: docs/exit-codes.md."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the options in short."""
        return f'["REQUÊTE"] [--format {"|".join(FORMATS)}] [--output FICHIER]'

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Interroge l'historique en SQL"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add how to give the answer, and where, to Scrapy's options."""
        super().add_options(parser)
        group = parser.add_argument_group("Requête")
        formats = "par défaut, table dans un terminal, csv ailleurs, ou d'après le nom du fichier"
        group.add_argument("--format", choices=FORMATS, help=formats)
        written = "fichier à écrire, entier ou pas du tout, à la place de la sortie standard"
        group.add_argument("--output", metavar="FICHIER", help=written)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print what the query gives, or write it; on stderr, what is wrong with it."""
        if len(args) > 1:
            raise UsageError(
                f"Argument inattendu : « {one_line(args[1])} » ; mettez la requête entre "
                "guillemets.",
                print_help=False,
            )
        output = Path(opts.output).expanduser() if opts.output else None
        form = _format(opts.format, output)
        assert self.settings is not None
        with stoppable(self):
            check_output(output)
            layout = DataLayout.of(self.settings)
            if not _answer(layout, args[0] if args else _typed(), form, output):
                self.exitcode = UNREAD


def _format(chosen: str | None, output: Path | None) -> str:
    if output is None:
        form = chosen or (TABLE if _is_terminal() else "csv")
        if form == "parquet":
            raise UsageError("Parquet demande --output FICHIER.", print_help=False)
        return form
    form = chosen or output.suffix.removeprefix(".").lower()
    if form not in FORMATS or form == TABLE:
        raise UsageError(
            f"--output demande un --format parmi {', '.join(FORMATS[1:])} : "
            f"« {one_line(output.name)} » n'en dit aucun.",
            print_help=False,
        )
    return form


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _typed() -> str:
    """Return the query that comes from standard input."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        say("Tapez la requête, puis Ctrl-D (Ctrl-Z et Entrée sous Windows).", error=True)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            "La requête de l'entrée standard n'est pas en UTF-8.", print_help=False
        ) from None


def _answer(layout: DataLayout, query: str, form: str, output: Path | None) -> bool:
    """Give the answer; tell whether somebody took it."""
    # They bring duckdb and pyarrow along, which no other command of this package's should pay for.
    from ftcrawler.history.tables.ask import asked  # noqa: PLC0415
    from ftcrawler.history.tables.result_formats import FORMATS as WRITERS  # noqa: PLC0415

    with asked(layout, query) as (schema, batches):
        if form == TABLE:
            return say(_table(schema, batches))
        chunks = WRITERS[form](schema, batches)
        if output is None:
            return pour(chunks)
        written = LocalStore(output.parent).write_lines(output.name, chunks)
    return say(f"{output} : {size(written)}.")


def _table(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> str:
    width, height = shutil.get_terminal_size()
    rows = chain.from_iterable(
        zip(*(column.to_pylist() for column in batch.columns), strict=True) for batch in batches
    )
    shown = list(islice(rows, max(height - AROUND, FEWEST) if _is_terminal() else None))
    left = sum(1 for _ in rows)
    return result_table(schema.names, shown, width=width, left_out=left)
